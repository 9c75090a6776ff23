/** The entries of coverage while they are being counted: one for each source, account and region. */
import type { Span } from '../model/evidence.ts';
import type { Gap } from '../model/gap.ts';

export interface CoverageEntry extends Span {
  matched: number;
  bytes: number;
  requests: number;
  throttled: number;
  first: number;
  last: number;
  records: number;
  readonly skipped: Map<string, number>;
  readonly gaps: Map<string, Gap>;
}

type Place = Pick<Span, 'source' | 'account' | 'region'>;

export class CoverageEntries {
  /** In the order of first use. */
  readonly all: CoverageEntry[] = [];
  /** By source, account and region: a combined key would create a new string for each event. */
  private readonly sources = new Map<string, Map<string | null, Map<string | null, CoverageEntry>>>();

  of({ source, account, region }: Place): CoverageEntry {
    const known = this.sources.get(source)?.get(account)?.get(region);
    if (known) return known;
    const entry = emptyEntry(source, account, region);
    const accounts = this.sources.get(source) ?? new Map<string | null, Map<string | null, CoverageEntry>>();
    const regions = accounts.get(account) ?? new Map<string | null, CoverageEntry>();
    this.sources.set(source, accounts.set(account, regions.set(region, entry)));
    this.all.push(entry);
    return entry;
  }

  skip(place: Place, kind: string, count: number): void {
    const { skipped } = this.of(place);
    skipped.set(kind, (skipped.get(kind) ?? 0) + count);
  }
}

const emptyEntry = (source: string, account: string | null, region: string | null): CoverageEntry => ({
  source,
  account,
  region,
  first: Infinity,
  last: -Infinity,
  records: 0,
  matched: 0,
  bytes: 0,
  requests: 0,
  throttled: 0,
  skipped: new Map(),
  gaps: new Map(),
});
