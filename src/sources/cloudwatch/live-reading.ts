/** What one page or one question to the API returned, for coverage and for the answer. */
import type { Collector } from '../../archive/scanner.ts';
import type { Evidence, Reading, Span } from '../../model/evidence.ts';
import type { AnsweredWindow } from '../../model/question.ts';

export interface LivePlace {
  readonly account: string;
  readonly region: string;
  readonly window: AnsweredWindow;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The window that was asked for, whether or not anything was in it. */
const spanOf = ({ account, region, window, now }: LivePlace, records: number): Span => ({
  source: 'cloudwatch',
  account,
  region,
  first: window.since,
  last: Math.min(window.until - 1, now),
  records,
});

export const readingOf = (
  place: LivePlace,
  records: number,
  evidence: readonly Evidence[] = [],
  skipped: readonly string[] = [],
): Reading => ({
  evidence,
  spans: [spanOf(place, records)],
  skipped: skippedOf(place, skipped),
  gaps: [],
  bytes: 0,
});

/** Each kind once, with its count. */
export function skippedOf({ account, region }: Pick<LivePlace, 'account' | 'region'>, kinds: readonly string[]) {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ source: 'cloudwatch', account, region, kind, count }));
}

/** Collects what the shared code makes of records; the records themselves are counted by page. */
export class LiveCollector implements Collector {
  private found: Evidence[] = [];
  private setAside: string[] = [];

  evidence(item: Evidence): void {
    this.found.push(item);
  }

  seen(): void {}

  skipped(kind: string): void {
    this.setAside.push(kind);
  }

  damaged(reason: string): void {
    this.setAside.push(reason);
  }

  /** What was collected since the last call. */
  take(place: LivePlace, records: number): Reading {
    const reading = readingOf(place, records, this.found, this.setAside);
    this.found = [];
    this.setAside = [];
    return reading;
  }
}
