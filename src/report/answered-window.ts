/** The window and the places that an answer is about: anything outside is not part of it. */
import type { Reading, Span } from '../model/evidence.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';

/** The given window with its open ends closed: by the current time if any end was given, otherwise by what the archive holds. */
export function windowOf(
  question: Question,
  readings: readonly Reading[],
  sources: readonly string[],
): AnsweredWindow | undefined {
  const { window, windowGiven, now, from } = question;
  // AWS is asked for a window that is known beforehand
  if (from.length === 0) return { since: window.since ?? now, until: window.until ?? now };
  const span = spanOf(
    readings.flatMap((reading) => reading.spans),
    question,
    sources,
  );
  if (!windowGiven) return span;
  const until = window.until ?? now;
  // a window that ends before the first record is empty, never reversed
  return { since: window.since ?? Math.min(span?.since ?? until, until), until };
}

/** What begins this shortly before the trail was delivered with it, and is not just history to compare with. Milliseconds. */
const besideTrail = 20 * 60_000;

/**
 * From the first to the last record of the sources, accounts and regions asked for; undefined if there is none. If there is a
 * trail, the window begins with it, or with what begins just before it: much older states and metrics are what later ones are
 * compared with.
 */
function spanOf(spans: readonly Span[], question: Question, sources: readonly string[]): AnsweredWindow | undefined {
  const isAsked = askedPlaces(question);
  const asked = spans.filter((span) => isAsked(span) && (sources.length === 0 || sources.includes(span.source)));
  if (asked.length === 0) return undefined;
  const firstOf = (some: readonly Span[]) => some.reduce((least, span) => Math.min(least, span.first), Infinity);
  const trail = asked.filter(({ source }) => source === 'cloudtrail');
  const earliest = trail.length > 0 ? firstOf(trail) - besideTrail : -Infinity;
  const first = firstOf(asked.filter((span) => span.first >= earliest));
  const last = asked.reduce((most, span) => Math.max(most, span.last), -Infinity);
  return { since: first, until: last + 1 };
}

/** Something that was read, or could not be, and where it belongs as far as known. */
export type Placed = Pick<Span, 'account' | 'region'> & { readonly source?: string | null };

/**
 * Whether something belongs to the accounts and regions asked for. Config records IAM and the like in the region "global",
 * which every question about a region includes. Of some calls CloudTrail has the records in other regions than those asked for,
 * and likewise CloudWatch of some metrics.
 */
export function askedPlaces({
  filters: { accounts, regions },
  otherRegions = [],
  metricRegions = [],
}: Pick<Question, 'filters' | 'otherRegions' | 'metricRegions'>): (place: Placed) => boolean {
  const othersOf = (source: string | null) =>
    source === 'cloudwatch' ? metricRegions : source === null || source === 'cloudtrail' ? otherRegions : [];
  const isIn = (source: string | null, region: string) =>
    region === 'global' || regions.includes(region) || othersOf(source).includes(region);
  return ({ source = null, account, region }) =>
    (accounts.length === 0 || account === null || accounts.includes(account)) &&
    (regions.length === 0 || region === null || isIn(source, region));
}
