/** How many records of each account and region a file holds, and what else was counted in it, in order of appearance. */
import type { CountingCollector } from '../../archive/scanner.ts';
import type { Span } from '../../model/evidence.ts';

export type Place = Pick<Span, 'account' | 'region'>;

export interface Counted extends Place {
  /** Why it was set aside; undefined if it was read. */
  readonly kind: string | undefined;
  readonly records: number;
  /** Epoch milliseconds. */
  readonly first: number;
  readonly last: number;
  /** Position of the first one, counting from 0. */
  readonly position: number;
}

export class FlowCounts {
  private readonly counts = new Map<string, Counted>();

  add(counted: Counted): void {
    const key = JSON.stringify([counted.account, counted.region, counted.kind]);
    const known = this.counts.get(key);
    this.counts.set(
      key,
      known
        ? {
            ...known,
            records: known.records + counted.records,
            first: Math.min(known.first, counted.first),
            last: Math.max(known.last, counted.last),
            position: Math.min(known.position, counted.position),
          }
        : counted,
    );
  }

  tell(collector: CountingCollector): void {
    for (const counted of [...this.counts.values()].sort((a, b) => a.position - b.position)) {
      const { kind, account, region, records, first, last, position } = counted;
      if (kind === undefined) collector.counted({ account, region, first, last, records }, position);
      else collector.skipped(kind, account, region, records);
    }
  }
}
