/** Chooses delivered files by their keys before one is opened, and tells what their keys tell. */
import type { Reading, Skipped, Span } from '../model/evidence.ts';
import { PlacedSpans, placeKey } from '../model/span.ts';
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
    const spans = new PlacedSpans();
    const skipped = new Map<string, Skipped>();
    const add = (keys: readonly DeliveredKey[], given?: string) => {
      for (const key of keys) {
        const kind = given ?? key.holdsNone ?? '';
        const place = { source: key.source, account: this.accountOf(key), region: key.region };
        const counted = `${placeKey(place)} ${kind}`;
        skipped.set(counted, { ...place, kind, count: (skipped.get(counted)?.count ?? 0) + 1 });
        if (key.holdsNone === undefined) spans.add({ ...place, ...reachOf(key), records: 0 });
      }
    };
    add(this.notOpened, 'file outside the question');
    add(this.folders, 'folder outside the question');
    add(this.holdNone);
    return { spans: spans.all, skipped: [...skipped.values()] };
  }

  /** The account that the records bear where they bear one, else the one in the key. */
  private accountOf(key: DeliveredKey): string {
    const [only, ...more] = this.borne.get(key.account) ?? [];
    return only !== undefined && more.length === 0 ? only : key.account;
  }

  private isBorneOut(account: string): boolean {
    const seen = this.borne.get(account);
    return seen?.size === 1 && seen.has(account);
  }
}

/** The time that a delivered file stands for, whatever is in it. */
const reachOf = ({ since, until, deliveredTime }: DeliveredKey): Pick<Span, 'first' | 'last'> =>
  deliveredTime === undefined ? { first: since, last: until - 1 } : { first: deliveredTime, last: deliveredTime };
