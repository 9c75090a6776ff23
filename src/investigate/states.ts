/** Runs a question about states: what a resource was like at a time, or what changed between two times. */
import { inferredChanges } from '../analysis/what/inferred.ts';
import { basisOf, netChanges, type StatesInput, statesAt } from '../analysis/what/state-at.ts';
import type { Origin } from '../model/event.ts';
import { type Interests, matchInterests } from '../model/interests.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';
import type { NetChangeReport, StateReport } from '../model/state.ts';
import { sourcesOf } from '../plan/lanes.ts';
import { coverageOf } from '../report/coverage.ts';
import { lagsOf } from './lags.ts';
import { type EvidenceRead, readEvidence } from './read-evidence.ts';
import type { InvestigateContext } from './reading-rounds.ts';

/** What is asked first, whatever the answers will be. Epoch milliseconds: one time, or two in order. */
export const firstStateQuestion = (question: Question, [from, to]: readonly [number, number?]): Question =>
  withWindow(question, to === undefined ? windowAt(question, from) : { since: from, until: to + 1 });

/** Files are read to their end anyway; AWS is asked about later times only if needed. */
const windowAt = ({ from, now }: Question, at: number): AnsweredWindow => ({
  since: at,
  until: from.length === 0 ? at + 1 : Math.max(at, now) + 1,
});

/** `at`: epoch milliseconds. */
export async function stateReport(question: Question, at: number, context: InvestigateContext): Promise<StateReport> {
  const started = context.clock();
  const isLive = question.from.length === 0;
  const window = windowAt(question, at);
  let read = await readEvidence(withWindow(question, window), context);
  let input = inputOf(question, read);
  let states = statesAt(input, at);
  if (isLive && !states.some(({ item }) => item) && question.now > window.until) {
    // later records show whether it existed at all
    const later = { since: at, until: question.now + 1 };
    read = await readEvidence(withWindow(question, later), context);
    input = inputOf(question, read);
    states = statesAt(input, at);
  }
  const target = question.targets[0]?.text ?? '';
  const time = new Date(at).toISOString();
  return {
    schema: 'obs3.state/v1',
    // late evidence is about later times: none of it bears on this one
    ...frame(question, read, { since: at, until: at + 1 }, basisOf(input, at), context, started),
    at: time,
    states,
    headline: states.length > 0 ? states.map(({ summary }) => summary).join('; ') : unknownText(target, question),
  };
}

/** Epoch milliseconds, `from` before `to`. */
export async function netChangeReport(
  question: Question,
  [from, to]: readonly [number, number],
  context: InvestigateContext,
): Promise<NetChangeReport> {
  const started = context.clock();
  const window = { since: from, until: to + 1 };
  const read = await readEvidence(withWindow(question, window), context);
  const input = inputOf(question, read);
  const resources = netChanges(input, from, to);
  const target = question.targets[0]?.text ?? '';
  return {
    schema: 'obs3.net-change/v1',
    ...frame(question, read, window, basisOf(input, from, to), context, started),
    between: [new Date(from).toISOString(), new Date(to).toISOString()],
    resources,
    headline: resources.length > 0 ? resources.map(({ summary }) => summary).join('; ') : unknownText(target, question),
  };
}

const withWindow = (question: Question, window: AnsweredWindow): Question => ({
  ...question,
  window,
  windowGiven: true,
});

function inputOf(question: Question, { evidence, interests }: EvidenceRead): StatesInput {
  const items = evidence.filter((found) => found.type === 'configuration-item');
  const events = evidence.flatMap((found) => (found.type === 'event' ? [found.event] : []));
  const isOwn = ownedBy(question, interests);
  return {
    items,
    isTarget: ({ resourceType, resourceId, resourceName, arn }) => isOwn(resourceType, [resourceId, resourceName, arn]),
    inferred: inferredChanges({ events, items, window: undefined, isTarget: isOwn }),
  };
}

function ownedBy({ targets }: Question, interests: Interests) {
  const matches = matchInterests(interests);
  const types = new Set(targets.flatMap(({ readings: [reading] }) => reading?.type ?? []));
  return (type: string, spellings: readonly (string | null)[]): boolean =>
    (types.size === 0 || types.has(type)) && matches(spellings).includes('target');
}

function frame(
  question: Question,
  { readings }: EvidenceRead,
  window: AnsweredWindow,
  basis: readonly Origin[],
  { reader, sources, version, clock }: InvestigateContext,
  started: number,
) {
  const { targets, regions, from, now } = question;
  return {
    tool: { name: 'obs3', version },
    generatedAt: new Date(started).toISOString(),
    query: { target: targets[0]?.text ?? '', regions, from, now: new Date(now).toISOString() },
    coverage: coverageOf(
      {
        question,
        backendOf: reader.backendOf,
        sources: sourcesOf('what'),
        lagSeconds: lagsOf({ sources, reader }),
        readings,
        events: [],
        basis,
        duplicates: [],
        seconds: (clock() - started) / 1000,
      },
      window,
    ),
  } as const;
}

const unknownText = (target: string, { from }: Question): string =>
  from.length > 0
    ? `no configuration item of ${target} is in the files given: whether it existed is not known`
    : `AWS Config holds no item of ${target}: whether it existed is not known`;
