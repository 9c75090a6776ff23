/** Each violation of a rule -> the change that caused it, the change that fixed it, and how long it lasted. */
import type { ApiCallEvent, ConfigChangeEvent, Exposure } from '../../model/event.ts';
import type { ConfigurationItemEvidence } from '../../model/evidence.ts';
import { callBehind } from './call-behind.ts';
import { isBeginning } from './derived.ts';
import { exposure, type Turn } from './exposure.ts';
import type { BrokenRun } from './flips.ts';
import { managedRule } from './rule-name.ts';

export interface ExposuresInput {
  readonly runs: readonly BrokenRun[];
  /** Of the resources, including those from before the window. */
  readonly items: readonly ConfigurationItemEvidence[];
  /** The listed ones. */
  readonly changes: readonly ConfigChangeEvent[];
  readonly calls: readonly ApiCallEvent[];
  /** ISO 8601 UTC. */
  readonly asOf: string;
}

/**
 * A rule that no change triggers runs at least this often.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigRule.html
 */
const slowestRule = 24 * 3_600_000;

export function exposuresOf(input: ExposuresInput): ReadonlyMap<BrokenRun, Exposure> {
  const stateOf = statesOf(input);
  return new Map(input.runs.map((run) => [run, exposureOf(run, stateOf(run), input)]));
}

/** One recorded state of a resource. */
interface State {
  readonly evidence: ConfigurationItemEvidence;
  /** null: this is the first known state. */
  readonly before: ConfigurationItemEvidence | null;
  /** Its event; undefined if none is listed. */
  readonly event: ConfigChangeEvent | undefined;
}

/** By resource, oldest first. A place that is unknown matches any. */
function statesOf({ items, changes }: ExposuresInput): (run: BrokenRun) => readonly State[] {
  const byResource = new Map<string, ConfigurationItemEvidence[]>();
  for (const evidence of items) {
    const key = keyOf(evidence.item.resourceType, evidence.item.resourceId);
    byResource.set(key, [...(byResource.get(key) ?? []), evidence]);
  }
  const events = new Map<string, ConfigChangeEvent>();
  for (const event of changes)
    events.set(keyOf(event.detail.resourceType, event.detail.resourceId, event.detail.captureTime), event);
  return ({ resource: { type, id, account, region } }) => {
    const fits = (place: string | null, wanted: string | undefined) =>
      place === null || wanted === undefined || place === wanted;
    const own = (byResource.get(keyOf(type ?? '', id)) ?? [])
      .filter(({ item }) => fits(item.account, account) && fits(item.region, region))
      .filter(({ item }) => item.status !== 'ResourceNotRecorded')
      .sort(byTime);
    const states = own.filter(({ item }, index) => item.captureTime !== own[index - 1]?.item.captureTime);
    return states.map((evidence, index) => ({
      evidence,
      before: states[index - 1] ?? null,
      event: events.get(keyOf(evidence.item.resourceType, evidence.item.resourceId, evidence.item.captureTime)),
    }));
  };
}

const keyOf = (...parts: readonly string[]) => JSON.stringify(parts);

function byTime(a: ConfigurationItemEvidence, b: ConfigurationItemEvidence): number {
  const [left, right] = [a, b].map(({ item, origin }) => `${item.captureTime} ${origin.locator}`) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}

function exposureOf(run: BrokenRun, states: readonly State[], { calls, asOf }: ExposuresInput): Exposure {
  const turns = judgedTurns(run, states) ?? listedTurns(run, states);
  const deleted = states.find(
    ({ evidence: { item } }) => item.status.startsWith('ResourceDeleted') && item.captureTime > run.detectedTime,
  );
  const isGone = run.clearedTime === null && deleted !== undefined;
  const fixed = turns.fixed ?? (isGone ? deleted : undefined);
  return exposure({
    started: turnOf(turns.started, calls),
    detectedTime: run.detectedTime,
    fixed: turnOf(fixed, calls),
    // nothing is evaluated once the resource is gone, so no rule reports that it was cleared
    clearedTime: isGone ? deleted.evidence.item.captureTime : run.clearedTime,
    rules: [run.rule],
    asOf,
  });
}

interface Turns {
  readonly started: State | undefined;
  readonly fixed: State | undefined;
}

/**
 * For a rule that can be derived from an item: the states at which it turned. undefined if the derivation contradicts the rule.
 */
function judgedTurns({ state, detectedTime, clearedTime }: BrokenRun, states: readonly State[]): Turns | undefined {
  const rule = managedRule(state);
  if (rule === undefined) return undefined;
  const isWrong = ({ evidence }: State) => rule.judge(evidence.item)?.status === 'NON_COMPLIANT';
  const noticed = states.findLastIndex(({ evidence }) => evidence.item.captureTime <= detectedTime);
  const found = states[noticed];
  if (found === undefined || !isWrong(found)) return undefined;
  const since = states.findLastIndex((each, index) => index <= noticed && !isWrong(each)) + 1;
  const first = states[since];
  // the oldest known state was wrong already: the beginning is unknown, unless the resource was created so
  const hasBegun = first?.before !== null || isBeginning(first.evidence.item);
  const fixed = states.find(
    (each, index) =>
      index > noticed && !isWrong(each) && (clearedTime === null || each.evidence.item.captureTime <= clearedTime),
  );
  return { started: hasBegun ? first : undefined, fixed };
}

/** For any other rule: the last change before it noticed, and the last before it noticed the fix. */
function listedTurns({ detectedTime, clearedTime }: BrokenRun, states: readonly State[]): Turns {
  const changed = states.filter(
    ({ event }) => event && event.detail.changes.length > 0 && !event.detail.relationshipOnly,
  );
  const lastWithin = (after: string | undefined, until: string) =>
    changed.findLast(({ evidence: { item } }) => {
      const isRecent = Date.parse(until) - Date.parse(item.captureTime) <= slowestRule;
      return item.captureTime <= until && isRecent && (after === undefined || item.captureTime > after);
    });
  return {
    started: lastWithin(undefined, detectedTime),
    fixed: clearedTime === null ? undefined : lastWithin(detectedTime, clearedTime),
  };
}

/** The call that led to the state, if it can be determined; otherwise the state itself. */
function turnOf(state: State | undefined, calls: readonly ApiCallEvent[]): Turn | null {
  if (state === undefined) return null;
  const { evidence, before, event } = state;
  const call = callBehind(evidence.item, before?.item ?? null, calls);
  if (call) return { time: call.time, event: call.id };
  return { time: evidence.item.captureTime, event: event?.id ?? null };
}
