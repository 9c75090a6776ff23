/** The coverage of a question, for its tests: from readings that a test describes. */
import type { TimelineEvent } from '../../../src/model/event.ts';
import type { Reading } from '../../../src/model/evidence.ts';
import type { Question } from '../../../src/model/question.ts';
import type { Coverage } from '../../../src/model/report.ts';
import { windowOf } from '../../../src/report/answered-window.ts';
import { coverageOf } from '../../../src/report/coverage.ts';
import { readingOf, spanOf } from '../../fixtures/question.ts';
import { account, region } from '../../fixtures/report-cast.ts';

interface More {
  readonly events?: readonly TimelineEvent[];
  readonly duplicates?: readonly TimelineEvent[];
  readonly lagSeconds?: number;
  readonly sources?: readonly string[];
}

export function cover(
  question: Question,
  readings: readonly Reading[],
  { events = [], duplicates = [], lagSeconds = 1200, sources = [] }: More = {},
) {
  const input = {
    sources,
    question,
    backendOf: () => 'archive',
    lagSeconds: { cloudtrail: lagSeconds },
    readings,
    events,
    duplicates,
    seconds: 1.5,
  };
  return coverageOf(input, windowOf(question, readings, sources));
}

/** The entry of this account and region, by default those of all fixtures. */
export function entryOf(
  coverage: readonly Coverage[],
  where: { account?: string | null; region?: string | null } = {},
): Coverage {
  const [entry, ...more] = coverage.filter(
    (each) => each.account === (where.account ?? account) && each.region === (where.region ?? region),
  );
  if (!entry || more.length > 0) throw new Error(`${more.length + 1} entries of ${JSON.stringify(where)}`);
  return entry;
}

export const day = (time: string) => `2026-03-03T${time}Z`;
/** 12:00 to 16:00. */
export const files = [readingOf({ spans: [spanOf()] })];

export const nothingHeld = ['the files hold no records of cloudtrail'];
export const messagesOf = (coverage: readonly Coverage[]) =>
  coverage.flatMap(({ gaps }) => gaps.map(({ message }) => message));
