/**
 * Counts what was set aside in a file, by kind and place. A broken file sets aside millions of items, and a hostile one names a
 * new place and kind for each, so memory does not grow with the count, and only so many places and names are distinguished.
 */
import type { Skipped } from '../model/evidence.ts';

/** Most files have at most this many, which are searched linearly. */
const few = 8;
/** An organization has thousands of accounts and regions, but the records of one file come from one, or some hundreds. */
const mostPlaces = 1000;
/** Envelope names per file. EventBridge's services have some hundred detail types, and a rule delivers only a few. */
const mostNames = 100;
/** Characters: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html allows 128. */
const longestName = 128;

interface Counted extends Skipped {
  count: number;
}

export class SkippedCounts {
  private readonly counted: Counted[] = [];
  /** Used once there are more than a few. */
  private byKey: Map<string, Counted> | undefined;
  private readonly names = new Set<string>();

  /** The kind must be one of ours, of which there are few. Beyond a limit, places are no longer distinguished. */
  add({ source, account, region, kind, count }: Skipped): void {
    const known = this.find(source, account, region, kind) ?? this.placeless(source, kind);
    if (known) known.count += count;
    else if (this.counted.length < mostPlaces) this.keep({ source, account, region, kind, count });
    else this.keep({ source, account: null, region: null, kind, count });
  }

  /** Counts an envelope that no source knows, by its name. */
  addNamed(name: string): void {
    const text = name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
    const isTold = this.names.has(text) || this.names.size < mostNames;
    if (isTold) this.names.add(text);
    this.add({ source: null, account: null, region: null, kind: isTold ? text : 'event of another kind', count: 1 });
  }

  all(): readonly Skipped[] {
    return this.counted;
  }

  /** The count of a kind whose places are no longer distinguished. */
  private placeless(source: string | null, kind: string): Counted | undefined {
    return this.counted.length < mostPlaces ? undefined : this.find(source, null, null, kind);
  }

  private find(source: string | null, account: string | null, region: string | null, kind: string) {
    if (this.byKey) return this.byKey.get(keyOf(source, account, region, kind));
    for (const each of this.counted)
      if (each.kind === kind && each.source === source && each.account === account && each.region === region)
        return each;
    return undefined;
  }

  private keep(item: Counted): void {
    this.counted.push(item);
    const keyed = ({ source, account, region, kind }: Counted) => keyOf(source, account, region, kind);
    if (this.byKey) this.byKey.set(keyed(item), item);
    else if (this.counted.length > few) this.byKey = new Map(this.counted.map((each) => [keyed(each), each]));
  }
}

const keyOf = (source: string | null, account: string | null, region: string | null, kind: string) =>
  JSON.stringify([source, account, region, kind]);
