/** Adds up what was read of each place, that is, of each source, account and region. */
import type { Span } from './evidence.ts';

export type Place = Pick<Span, 'source' | 'account' | 'region'>;

export const placeKey = ({ source, account, region }: Place): string => JSON.stringify([source, account, region]);

/** Both spans must be of one place; the result runs from the earlier start to the later end. */
export const joinSpans = (a: Span, b: Span): Span => ({
  source: a.source,
  account: a.account,
  region: a.region,
  first: Math.min(a.first, b.first),
  last: Math.max(a.last, b.last),
  records: a.records + b.records,
});

/** One span per place, in the order in which the places first came. */
export class PlacedSpans {
  private readonly spans = new Map<string, Span>();

  add(span: Span): void {
    const key = placeKey(span);
    const known = this.spans.get(key);
    this.spans.set(key, known ? joinSpans(known, span) : span);
  }

  get all(): Span[] {
    return [...this.spans.values()];
  }
}
