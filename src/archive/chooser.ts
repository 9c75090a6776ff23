/** Chooses delivered files by their keys before any is opened, and reports what those keys reveal. */
import type { Reading, Span } from '../model/evidence.ts';
import { PlacedSpans } from '../model/span.ts';
import type { FileReading } from './file-collector.ts';
import type { DeliveredKey, Selection } from './scanner.ts';
import { isChosen } from './selection.ts';

/** Parses the path of a delivered file; undefined for any other path. */
export type KeyParser = (path: string) => DeliveredKey | undefined;

/** Chooses delivered files by their keys. Files with any other name are always opened. */
export class Chooser {
  private readonly selection: Selection;
  private readonly parseKey: KeyParser;
  private readonly notOpened: DeliveredKey[] = [];
  /** Files of the question's time and place that are known to hold no records. */
  private readonly holdNone: DeliveredKey[] = [];
  /** Account in the key -> accounts in its records. They may differ; then the records are believed. */
  private readonly borne = new Map<string, Set<string>>();

  /** Folders that were not listed. */
  private readonly folders: readonly DeliveredKey[];

  private readonly readsAll: boolean;

  /** `readsAll`: also opens files that are known to hold no records. */
  constructor(selection: Selection, parseKey: KeyParser, folders: readonly DeliveredKey[] = [], readsAll = false) {
    this.selection = selection;
    this.parseKey = parseKey;
    this.folders = folders;
    this.readsAll = readsAll;
  }

  wants(path: string): boolean {
    const key = this.parseKey(path);
    if (!key) return true;
    if (key.holdsNone !== undefined) {
      if (this.readsAll) return true;
      (isChosen(key, this.selection) ? this.holdNone : this.notOpened).push(key);
      return false;
    }
    const { accounts } = this.selection;
    const wanted =
      isChosen(key, { ...this.selection, accounts: [] }) &&
      (accounts.length === 0 || accounts.includes(key.account) || !this.isBorneOut(key.account));
    if (!wanted) this.notOpened.push(key);
    return wanted;
  }

  learn(path: string, reading: Reading): void {
    const key = this.parseKey(path);
    if (!key || key.holdsNone !== undefined) return;
    const seen = this.borne.get(key.account) ?? new Set();
    for (const { account } of reading.spans) if (account !== null) seen.add(account);
    this.borne.set(key.account, seen);
  }

  /** Even without records, a delivered file shows by its key that the trail was delivering there and then. */
  placed(path: string, reading: FileReading): Reading {
    const key = reading.spans.length === 0 ? this.parseKey(path) : undefined;
    if (!key || key.holdsNone !== undefined) return reading;
    const place = { source: key.source, account: this.accountOf(key), region: key.region };
    return {
      ...reading,
      spans: reading.recognized ? [{ ...place, first: reachOf(key).first, last: reachOf(key).first, records: 0 }] : [],
      skipped: reading.skipped.map((item) => (item.source === null ? { ...item, ...place } : item)),
      gaps: reading.gaps.map((found) =>
        found.account === null ? { ...found, account: place.account, region: place.region } : found,
      ),
    };
  }

  /** Even unopened, a file shows that the archive reaches there. */
  passedOver(): Pick<Reading, 'spans' | 'skipped'> {
    const passed = [
      ...this.addedUp(this.notOpened, 'file outside the question'),
      ...this.addedUp(this.folders, 'folder outside the question'),
      ...this.addedUp(this.holdNone),
    ];
    const spans = new PlacedSpans();
    for (const { kind: _, count: __, holdsNone, ...span } of passed) if (!holdsNone) spans.add({ ...span, records: 0 });
    const skipped = passed.map(({ source, account, region, kind, count }) => ({
      source,
      account,
      region,
      kind,
      count,
    }));
    return { spans: spans.all, skipped };
  }

  /** Totals by place and kind: there are hundreds of thousands of files, but only hundreds of places. */
  private addedUp(keys: readonly DeliveredKey[], given?: string): Iterable<PassedPlace> {
    const places = new Map<string, PassedPlace>();
    for (const key of keys) {
      const { source, region } = key;
      const kind = given ?? key.holdsNone ?? '';
      const account = this.accountOf(key);
      const { first, last } = reachOf(key);
      const holdsNone = key.holdsNone !== undefined;
      // files without records must not extend the span of those that may have some
      const place = `${kind} ${source} ${account} ${region} ${holdsNone}`;
      const known = places.get(place);
      if (known) {
        known.count++;
        known.first = Math.min(known.first, first);
        known.last = Math.max(known.last, last);
      } else {
        places.set(place, { source, account, region, kind, count: 1, first, last, holdsNone });
      }
    }
    return places.values();
  }

  /** The account in the records if they agree on one, else that in the key. */
  private accountOf(key: DeliveredKey): string {
    const seen = this.borne.get(key.account);
    if (seen?.size !== 1) return key.account;
    const [only = key.account] = seen;
    return only;
  }

  private isBorneOut(account: string): boolean {
    const seen = this.borne.get(account);
    return seen?.size === 1 && seen.has(account);
  }
}

interface PassedPlace {
  readonly source: string;
  readonly account: string;
  readonly region: string;
  readonly kind: string;
  readonly holdsNone: boolean;
  count: number;
  first: number;
  last: number;
}

/** The time that a delivered file covers, whatever it contains. */
const reachOf = ({ since, until, deliveredTime }: DeliveredKey): Pick<Span, 'first' | 'last'> =>
  deliveredTime === undefined ? { first: since, last: until - 1 } : { first: deliveredTime, last: deliveredTime };
