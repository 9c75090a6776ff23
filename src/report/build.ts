/** Evidence and coverage -> the report. Pure: the same evidence makes the same document. */

import type { TimelineEvent } from '../model/event.ts';
import type { Reading } from '../model/evidence.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';
import type { Chain, Coverage, Explained, Query, Report, Verdict } from '../model/report.ts';
import type { Neighbor } from '../model/resource.ts';
import type { Alarm, SeriesSummary } from '../model/series.ts';
import { changeSetsOf } from './change-sets.ts';
import { coverageOf } from './coverage.ts';
import type { PassedCalls } from './passed-calls.ts';
import { subjectOf, windowSubject } from './subject.ts';
import { verdictOf } from './verdict.ts';

export interface ReportInput {
  readonly question: Question;
  readonly window: AnsweredWindow | undefined;
  /** How a source was read. */
  readonly backendOf: (source: string) => string;
  /** The sources that the answer is based on; empty: all. */
  readonly sources: readonly string[];
  readonly lagSeconds: Readonly<Record<string, number>>;
  readonly readings: readonly Reading[];
  /** In order. */
  readonly events: readonly TimelineEvent[];
  /** Calls that are not among them. */
  readonly passed?: PassedCalls;
  readonly duplicates: readonly TimelineEvent[];
  /** Other possible meanings, if nothing was found. Absent: not looked for. */
  readonly near?: readonly string[];
  /** Worst first. */
  readonly chains: readonly Chain[];
  /** Only if it was asked for. */
  readonly explained?: readonly Explained[];
  /** What belongs to the target. */
  readonly neighbors: readonly Neighbor[];
  /** Each rule's verdict at the end of the window. */
  readonly compliance: NonNullable<Verdict['compliance']>['rules'];
  readonly series: readonly SeriesSummary[];
  readonly alarms: readonly Alarm[];
  readonly version: string;
  /** Epoch milliseconds. */
  readonly generatedAt: number;
  readonly seconds: number;
}

export function buildReport(input: ReportInput): Report {
  const { question, window, events, chains } = input;
  const changeSets = isWindow(question) ? changeSetsOf(events, chains) : undefined;
  const coverage = coverageOf(input, window);
  const subjects = question.targets.map((target) =>
    // neighbors are not attributed to single targets
    subjectOf(target, events, question.targets.length === 1 && question.command !== 'who' ? input.neighbors : []),
  );
  const subject = subjects[0] ?? windowSubject;
  return {
    ...reportHead(input),
    subject,
    ...(subjects.length > 1 && { subjects }),
    timeline: events,
    chains,
    verdict: verdictOf({
      question,
      subject,
      events,
      ...(input.passed && { passed: input.passed }),
      chains,
      ...(changeSets && { changeSets }),
      coverage,
      window,
      ...(input.near && { near: input.near }),
      ...complianceOf(input, coverage),
    }),
    coverage,
    gate: null,
    ...(input.explained && { explained: input.explained }),
    ...(changeSets && { changeSets }),
    ...((question.command === 'impact' || question.listsWatched) && {
      metrics: input.series,
      // for a window they are not read, and an empty list would mean that there are none
      ...((question.targets.length > 0 || input.alarms.length > 0) && { alarms: input.alarms }),
    }),
  };
}

export type ReportHead = Pick<Report, 'schema' | 'tool' | 'generatedAt' | 'query'>;

/** What is known of a report before anything is read, once its window is known. */
export const reportHead = ({
  question,
  window,
  version,
  generatedAt,
}: Pick<ReportInput, 'question' | 'window' | 'version' | 'generatedAt'>): ReportHead => ({
  schema: 'obs3.report/v1',
  tool: { name: 'obs3', version },
  generatedAt: iso(generatedAt),
  query: queryOf(question, window),
});

const isWindow = ({ command, targets }: Question): boolean =>
  targets.length === 0 && (command === 'investigate' || command === 'gate');

/** Absent if no rule was looked for: not asked, or nothing of Config was read. */
function complianceOf(
  { question, compliance }: ReportInput,
  coverage: readonly Coverage[],
): Pick<Verdict, 'compliance'> {
  const isLookedFor = question.command !== 'who' && question.command !== 'impact';
  if (!isLookedFor || !coverage.some(({ source }) => source === 'config')) return {};
  const worst = statuses.find((status) => compliance.some((rule) => rule.status === status));
  return { compliance: { status: worst ?? 'UNKNOWN', rules: compliance } };
}

/** Worst first. */
const statuses = ['NON_COMPLIANT', 'INSUFFICIENT_DATA', 'COMPLIANT', 'NOT_APPLICABLE'] as const;

function queryOf(question: Question, window: AnsweredWindow | undefined): Query {
  const { reads, regions, accounts, ...lists } = question.filters;
  const given: Record<string, readonly string[]> = reads === 'routine' ? {} : { reads: [reads] };
  for (const [name, values] of Object.entries(lists)) if (values.length > 0) given[name] = values;
  const targets = question.targets.map(({ text }) => text);
  return {
    command: question.command,
    targets,
    target: targets[0] ?? null,
    as: question.as,
    window: {
      since: window ? iso(window.since) : null,
      until: window ? iso(window.until) : null,
      given: question.windowGiven,
    },
    filters: given,
    accounts,
    regions: [...question.regions, ...regions],
    from: question.from,
    now: iso(question.now),
  };
}

const iso = (time: number) => new Date(time).toISOString();
