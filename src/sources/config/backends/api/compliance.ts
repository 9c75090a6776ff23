/**
 * What rules said about a resource: the history of its compliance, which the recorder keeps like a resource's, and the present
 * verdicts.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_GetComplianceDetailsByResource.html
 */
import type { RuleState } from '../../../../model/configuration-item.ts';
import type { Evidence, Reading, RuleStateEvidence } from '../../../../model/evidence.ts';
import { gap } from '../../../../model/gap.ts';
import type { JsonObject } from '../../../../model/json.ts';
import { placed } from '../../carriers.ts';
import { complianceType, readEvaluation } from '../../evaluation.ts';
import type { HistoryItem } from '../../history-item.ts';
import type { Identifier } from '../../wanted-ids.ts';
import { type AskedRegion, skippedIn } from './asked-region.ts';
import { each, evidenceOfItems, locatorOf, rangeBefore, rangeInWindow } from './history.ts';
import { historyPages } from './history-pages.ts';

/** What the history of a resource's compliance contained. */
export interface Told {
  /** Rule -> its states, the newest first. */
  readonly states: ReadonlyMap<string, readonly string[]>;
  readonly isInWindow: boolean;
}

/** Returns the rules that are, or were, broken. */
export async function* readCompliance(
  asked: AskedRegion,
  of: Identifier,
  createdTime: number | undefined,
): AsyncGenerator<Reading, readonly string[]> {
  const told = yield* readComplianceHistory(asked, of, { createdTime });
  const broken = new Set([...told.states].flatMap(([rule, states]) => (states.includes(notCompliant) ? [rule] : [])));
  yield* each(asked.ask(asked.calls.evaluationsOf(of)), (results) => {
    for (const { rule, state } of results.flatMap(stateIn)) if (state === notCompliant) broken.add(rule);
    return evaluationReading(asked, results, 'GetComplianceDetailsByResource', of, () => told);
  });
  return [...broken].sort();
}

const notCompliant = 'NON_COMPLIANT';

/** The most resources of one rule whose history is read. Each takes several calls. */
const mostOfRule = 25;

/** What a rule says, and said, about every resource that it evaluates. Returns whether the rule exists. */
export async function* readRule(asked: AskedRegion, rule: string): AsyncGenerator<Reading, boolean> {
  const histories = new Map<string, Told>();
  const take = (results: readonly JsonObject[]) =>
    evaluationReading(
      asked,
      results,
      'GetComplianceDetailsByConfigRule',
      { resourceType: 'AWS::Config::ConfigRule', resourceId: rule },
      (of) => histories.get(keyOf(of)),
    );
  let resources = 0;
  const pages = asked.ask(asked.calls.evaluationsBy(rule));
  for (let step = await pages.next(); ; step = await pages.next()) {
    if (step.done) {
      if (resources > mostOfRule) noteManyResources(asked, rule, resources);
      return step.value === 'complete';
    }
    for (const of of step.value.flatMap(stateIn))
      if (++resources <= mostOfRule) histories.set(keyOf(of), yield* readComplianceHistory(asked, of, { rule }));
    if (step.value.length > 0) yield take(step.value);
  }
}

const keyOf = ({ resourceType, resourceId }: Identifier) => `${resourceType}/${resourceId}`;

function stateIn(result: JsonObject): readonly RuleState[] {
  const read = readEvaluation(result);
  return 'reason' in read ? [] : [read.state];
}

const noteManyResources = (asked: AskedRegion, rule: string, resources: number) =>
  asked.notes.set(
    `resources of ${rule}`,
    gap(
      'SERVICE_NOT_ASKED',
      `${rule} evaluates ${resources} resources in ${asked.region}: of those beyond ${mostOfRule} only the present verdict was asked`,
      { hint: 'name the resource' },
    ),
  );

/** Present verdicts, except those that are in the history. */
function evaluationReading(
  asked: AskedRegion,
  results: readonly JsonObject[],
  action: string,
  askedOf: Identifier,
  toldOf: (of: Identifier) => Told | undefined,
): Reading {
  const { since, until } = asked.context.window;
  const kindOf = (result: JsonObject): 'new' | 'told' | 'later' => {
    const read = readEvaluation(result);
    if ('reason' in read) return 'new';
    const time = Date.parse(read.state.recordedTime);
    if (time >= until) return 'later';
    const told = toldOf(read.state);
    // the history says when the verdict came about; an evaluation, when it was given
    const isTold = told?.states.get(read.state.rule)?.[0] === read.state.state && (told.isInWindow || time >= since);
    return isTold ? 'told' : 'new';
  };
  const here = results.map((result) => placed(result, [whereabouts(asked)]));
  const evidenceIn = (kind: ReturnType<typeof kindOf>) =>
    asked.evidenceIn(
      here.filter((result) => kindOf(result) === kind),
      () => locatorOf(asked, action, askedOf),
    );
  const known = here.filter((result) => kindOf(result) === 'told').length;
  const evidence = [...evidenceIn('new'), ...confirming(evidenceIn('told'))];
  return asked.reading({
    evidence,
    skipped: skippedIn(asked, 'verdict that the history has', known),
    records: results.length,
  });
}

/** The annotations of verdicts that are in the history, which has no annotations. */
export const confirming = (evidence: readonly Evidence[]): readonly RuleStateEvidence[] =>
  evidence.flatMap((found) =>
    found.type === 'rule-state' && found.state.annotation !== null
      ? [{ ...found, state: { ...found.state, confirms: true } }]
      : [],
  );

export const whereabouts = ({ context, region }: AskedRegion): JsonObject => ({
  account: context.session.account,
  region,
});

interface HistoryOf {
  /** Only for this rule. */
  readonly rule?: string;
  /** When the resource was made: epoch milliseconds. */
  readonly createdTime?: number | undefined;
}

/** Returns what the history contained. */
export async function* readComplianceHistory(
  asked: AskedRegion,
  of: Identifier,
  { rule, createdTime }: HistoryOf,
): AsyncGenerator<Reading, Told> {
  const states = new Map<string, string[]>();
  if (!asked.recording.records(complianceType)) {
    noteNotRecorded(asked);
    return { states, isInWindow: false };
  }
  const history = { resourceType: complianceType, resourceId: keyOf(of) };
  const take = (items: readonly HistoryItem[]) => {
    const evidence = evidenceOfItems(asked, history, items)
      .filter((found): found is RuleStateEvidence => found.type === 'rule-state')
      .filter(({ state }) => rule === undefined || state.rule === rule);
    for (const { state } of evidence) states.set(state.rule, [...(states.get(state.rule) ?? []), state.state]);
    return asked.reading({ evidence, records: items.length });
  };
  const inWindow = rangeInWindow(asked);
  if (inWindow && (yield* each(asked.ask(historyPages(asked, history, inWindow)), take)) !== 'complete')
    return { states, isInWindow: false };
  const isInWindow = states.size > 0;
  const before = rangeBefore(asked);
  const earlier = Math.max(before?.earlier ?? 0, createdTime ?? 0);
  if (!before || earlier > before.later) return { states, isInWindow };
  // how long a verdict has held is known from the first item with it
  const isTold = () => states.size > 0 && [...states.values()].every((all) => new Set(all).size > 1);
  walk: for await (const items of asked.ask(historyPages(asked, history, { ...before, earlier, limit: 100 }))) {
    for (const item of items) {
      yield take([item]);
      if (isTold()) break walk;
    }
  }
  return { states, isInWindow };
}

export const noteNotRecorded = (asked: AskedRegion) =>
  asked.notes.set(
    complianceType,
    gap('COMPLIANCE_NOT_RECORDED', `the recorder of AWS Config in ${asked.region} leaves out ${complianceType}`, {
      hint: 'what rules say now is known all the same; record the type to know since when, for the next time',
    }),
  );
