/**
 * What was set aside in a file, counted by what it is and where. A broken file sets aside millions, and a hostile one names a
 * place and a kind for each: counting one costs no memory, and so many places and names are told apart, no more.
 */
import type { Skipped } from '../model/evidence.ts';

/** Most files have few, which are gone through one by one. */
const few = 8;
/** An organization has some thousands of accounts and regions; the records of one file are of one, or some hundreds. */
const mostPlaces = 1000;
/** Envelopes in one file. EventBridge's services have some hundred detail types, and a rule delivers those of a few. */
const mostNames = 100;
/** Characters: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html has 128 at most. */
const longestName = 128;

interface Counted extends Skipped {
  count: number;
}

export class SkippedCounts {
  private readonly counted: Counted[] = [];
  /** Of more than a few. */
  private byKey: Map<string, Counted> | undefined;
  private readonly names = new Set<string>();

  /** The kind is one of ours: there are not many. Beyond so many places they are not told apart. */
  add({ source, account, region, kind, count }: Skipped): void {
    const known = this.find(source, account, region, kind) ?? this.placeless(source, kind);
    if (known) known.count += count;
    else if (this.counted.length < mostPlaces) this.keep({ source, account, region, kind, count });
    else this.keep({ source, account: null, region: null, kind, count });
  }

  /** An envelope that no source knows, by the name that it bears. */
  addNamed(name: string): void {
    const text = name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
    const isTold = this.names.has(text) || this.names.size < mostNames;
    if (isTold) this.names.add(text);
    this.add({ source: null, account: null, region: null, kind: isTold ? text : 'event of another kind', count: 1 });
  }

  all(): readonly Skipped[] {
    return this.counted;
  }

  /** Where a kind is counted whose places are not told apart any more. */
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
