/**
 * Without a target, and if the impact is read from files: calls show whose metrics to look at, and which rules let traffic in.
 * If nothing was measured and nothing flowed, none of them matters; otherwise few are kept.
 */
import { callsOnRules } from '../analysis/impact/admitted.ts';
import type { Evidence, Reading } from '../model/evidence.ts';
import type { Interests } from '../model/interests.ts';
import type { Question } from '../model/question.ts';
import { ChangedResources } from '../plan/changed.ts';
import { firstInterests } from '../plan/interests.ts';
import type { Scope } from './evidence-reader.ts';
import type { HeldBack } from './held-back.ts';
import { foundAgain, type InvestigateContext, readAll, scopeOf } from './reading-rounds.ts';

export interface MeasuredRead {
  readonly readings: Reading[];
  /** Whose metrics to look at; undefined: nobody's. */
  readonly changed: Interests | undefined;
}

type Keep = (reading: Reading) => Reading;

export async function readMeasured(
  question: Question,
  context: InvestigateContext,
  keep: Keep = (reading) => reading,
  /** Which items wait until it is known whether they matter; absent: none. */
  held?: HeldBack['held'],
): Promise<MeasuredRead> {
  const request = { kind: 'evidence', question, interests: firstInterests(question) } as const;
  const scope = scopeOf(question);
  const changed = new ChangedResources();
  const isHeld = (found: Evidence) => found.type !== 'event' || found.event.kind !== 'api-call' || isOnRules(found);
  const tallied =
    (isKept: (found: Evidence) => boolean): Keep =>
    (reading) => {
      for (const found of reading.evidence) changed.add(found);
      return { ...reading, evidence: reading.evidence.filter(isKept) };
    };
  const read = (calls: 'writes' | readonly string[], how: Keep) =>
    readAll(context, { ...request, calls, ...(held && { held }) }, question.window, scope, how);
  if (context.reader.fetchesAgain) {
    const readings = await read('writes', (reading) => tallied(isHeld)(keep(reading)));
    return { readings, changed: changed.interests() };
  }
  // without any spelling: reports of unusual activity are in the same files
  const readings = await read([], keep);
  for (const { evidence } of readings) for (const found of evidence) changed.add(found);
  const calls = callsAsked(readings);
  if (!calls) return { readings, changed: undefined };
  const sources = ['cloudtrail'];
  const again = { ...request, calls, sources } as const;
  const inCalls: Scope = { ...scope, sources };
  const found = await readAll(context, again, question.window, inCalls, tallied(isOnRules));
  return { readings: [...readings, ...foundAgain(readings, found)], changed: changed.interests() };
}

/** All changes if metrics were found; if there was only traffic, those that let it in; otherwise none. */
function callsAsked(readings: readonly Reading[]): 'writes' | readonly string[] | undefined {
  if (readings.some(({ spans }) => spans.some(({ source }) => source === 'cloudwatch'))) return 'writes';
  return readings.some(({ evidence }) => evidence.some(({ type }) => type === 'traffic')) ? callsOnRules : undefined;
}

const onRules: ReadonlySet<string> = new Set(callsOnRules);

const isOnRules = (found: Evidence): boolean =>
  found.type === 'event' &&
  found.event.kind === 'api-call' &&
  onRules.has(`${found.event.detail.eventSource}/${found.event.detail.eventName}`);
