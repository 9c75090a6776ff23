/** Chooses delivered files by their keys before one is opened, and tells what their keys tell. */
import type { Reading, Span } from '../model/evidence.ts';
import { PlacedSpans } from '../model/span.ts';
import type { FileReading } from './file-collector.ts';
import type { DeliveredKey, Selection } from './scanner.ts';
import { isChosen } from './selection.ts';

/** Tells what the path of a delivered file says; undefined for any other path. */
export type KeyParser = (path: string) => DeliveredKey | undefined;

/** Chooses delivered files by their key before one is opened. Files of any other name are always opened. */
export class Chooser {
  private readonly selection: Selection;
  private readonly parseKey: KeyParser;
  private readonly notOpened: DeliveredKey[] = [];
  /** Delivered for the question's time and place, and known to hold nothing. */
  private readonly holdNone: DeliveredKey[] = [];
  /** Account in the key -> accounts that its records bear: the two may differ, and then the records are believed. */
  private readonly borne = new Map<string, Set<string>>();

  /** Folders that were not looked into. */
  private readonly folders: readonly DeliveredKey[];

  private readonly readsAll: boolean;

  /** `readsAll`: also files that are known to hold nothing. */
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

  /** A delivered file without records still tells, by its key, that the trail was delivered there and then. */
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

  /** What was not opened still tells that the archive reaches there. */
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

  /** By place and kind: there are hundreds of thousands of files, and hundreds of places. */
  private addedUp(keys: readonly DeliveredKey[], given?: string): Iterable<PassedPlace> {
    const places = new Map<string, PassedPlace>();
    for (const key of keys) {
      const { source, region } = key;
      const kind = given ?? key.holdsNone ?? '';
      const account = this.accountOf(key);
      const { first, last } = reachOf(key);
      const holdsNone = key.holdsNone !== undefined;
      // what holds nothing tells of no record beside what holds some
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

  /** The account that the records bear where they bear one, else the one in the key. */
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

/** The time that a delivered file stands for, whatever is in it. */
const reachOf = ({ since, until, deliveredTime }: DeliveredKey): Pick<Span, 'first' | 'last'> =>
  deliveredTime === undefined ? { first: since, last: until - 1 } : { first: deliveredTime, last: deliveredTime };
