/** What rules said about resources, record by record -> when each verdict changed, and which holds at the end. */
import type { RuleState } from '../../model/configuration-item.ts';
import type { ComplianceEvent, Match, Severity } from '../../model/event.ts';
import type { RuleStateEvidence } from '../../model/evidence.ts';
import type { AnsweredWindow } from '../../model/question.ts';
import type { ComplianceStatus } from '../../model/report.ts';
import type { ResourceRef } from '../../model/resource.ts';
import type { RuleStanding, StandingBasis } from '../../model/standing.ts';
import { packOfRule } from './rule-name.ts';

export interface ComplianceFlipsInput {
  readonly states: readonly RuleStateEvidence[];
  /** undefined: everything. */
  readonly window: AnsweredWindow | undefined;
  /** Why a state is listed; empty if it is not. */
  readonly matches: (state: RuleState) => readonly Match[];
  /** Derived verdicts are reported even if nothing was ever wrong. */
  readonly tellsQuiet?: boolean;
}

/** From a verdict that something is wrong to the next one that it is not. */
export interface BrokenRun {
  readonly rule: string;
  readonly resource: ResourceRef;
  /** Its first record. */
  readonly state: RuleState;
  /** Its event, if it is listed. */
  readonly event: string | null;
  /** ISO 8601 UTC. */
  readonly detectedTime: string;
  /** null: not in what was read. */
  readonly clearedTime: string | null;
}

export interface ComplianceFlips {
  readonly events: readonly ComplianceEvent[];
  /**
   * The last verdicts at the end of the window, for what was asked about but not for its neighbors. Ordered by rule, then
   * resource.
   */
  readonly current: readonly RuleStanding[];
  /** Those that appear in an event or in a last verdict. */
  readonly runs: readonly BrokenRun[];
}

/**
 * A flip is recorded in the history and announced in a notification, seconds apart: within this time both are one flip.
 * Milliseconds.
 */
const sameFlip = 2 * 60_000;

export function complianceFlips({ states, window, matches, tellsQuiet }: ComplianceFlipsInput): ComplianceFlips {
  const { since, until } = window ?? { since: -Infinity, until: Infinity };
  const events: ComplianceEvent[] = [];
  const current: RuleStanding[] = [];
  const runs: BrokenRun[] = [];
  const words = annotationsOf(states.filter(({ state }) => state.confirms));
  for (const verdicts of verdictsOf(states.filter(({ state }) => !state.confirms))) {
    const known = verdicts.filter(({ state }) => Date.parse(state.recordedTime) < until);
    const flips = annotated(flipsOf(known), words);
    const resource = refOf(known);
    const isQuiet = known.every(({ state }) => state.derived && state.state !== broken);
    const last = flips.at(-1)?.evidence.state;
    const isOwn = last !== undefined && matches(last).some((reason) => reason !== 'neighbor');
    const isCurrent = isOwn && (!isQuiet || (tellsQuiet === true && last.state !== 'NOT_APPLICABLE'));
    if (isCurrent) current.push(standingOf(last, resource));
    for (const [index, flip] of flips.entries()) {
      const { state } = flip.evidence;
      const match = matches(state);
      const isListed = match.length > 0 && Date.parse(state.recordedTime) >= since && isTold(flip);
      const event = isListed ? complianceEvent(flip, match, resource) : null;
      if (event) events.push(event);
      if (state.state === broken && (event || (isCurrent && index === flips.length - 1)))
        runs.push({
          rule: state.rule,
          resource,
          state,
          event: event?.id ?? null,
          detectedTime: state.recordedTime,
          clearedTime: flips[index + 1]?.evidence.state.recordedTime ?? null,
        });
    }
  }
  return { events: named(events), current: current.sort(byRule), runs };
}

/** If the verdicts are of several resources, each names its own. */
function named(events: readonly ComplianceEvent[]): readonly ComplianceEvent[] {
  const ids = new Set(events.map(({ detail: { resource } }) => resource.id));
  if (ids.size <= 1) return events;
  return events.map((event) => ({ ...event, summary: `${event.detail.resource.id}: ${event.summary}` }));
}

const broken = 'NON_COMPLIANT';

/** A derived verdict is reported if something broke or was fixed, and it is known to have happened then. */
const isTold = ({ evidence: { state }, from }: Flip): boolean =>
  !state.derived || (state.isFlip && (state.state === broken || from === broken));

const standingOf = (state: RuleState, resource: ResourceRef): RuleStanding => ({
  name: state.rule,
  status: statusOf(state.state),
  since: state.recordedTime,
  resource,
  basis: basisOf(state),
  ...(state.annotation !== null && { annotation: state.annotation }),
  ...packOf(state),
});

const basisOf = ({ derived, isFlip }: RuleState): StandingBasis =>
  derived ? 'derived' : isFlip ? 'history' : 'evaluation';

function packOf({ conformancePack, rule }: RuleState): Pick<RuleStanding, 'conformancePack'> {
  const pack = conformancePack ?? packOfRule(rule);
  return pack === undefined ? {} : { conformancePack: pack };
}

/** By rule and resource, oldest first. */
function verdictsOf(states: readonly RuleStateEvidence[]): readonly (readonly RuleStateEvidence[])[] {
  const byRuleAndResource = groupBy(states, ({ state }) => [state.rule, state.resourceType, state.resourceId]);
  return byRuleAndResource.flatMap((group) => {
    const places = groupBy(group.filter(isPlaced), ({ state }) => [state.account, state.region]);
    // the CLI's output does not name its place: if all others agree on one, it is theirs
    const grouped = places.length <= 1 ? [group] : [...places, group.filter((evidence) => !isPlaced(evidence))];
    return grouped.filter((verdicts) => verdicts.length > 0).map((verdicts) => verdicts.toSorted(inOrder));
  });
}

const isPlaced = ({ state }: RuleStateEvidence) => state.account !== null || state.region !== null;

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => readonly (string | null)[]): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

/** By time; at the same time, the more detailed record comes first, then copies by place. */
function inOrder(a: RuleStateEvidence, b: RuleStateEvidence): number {
  const keys = [a, b].map(({ state, origin }) => [
    state.recordedTime,
    state.previous === null ? '1' : '0',
    state.isFlip ? '0' : '1',
    state.state,
    origin.locator,
  ]);
  const [left, right] = keys.map((key) => key.join(' ')) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Rule, resource and verdict -> the latest annotation. */
type Annotations = ReadonlyMap<string, string>;

const verdictKey = ({ rule, resourceType, resourceId, account, region, state }: RuleState): string =>
  JSON.stringify([rule, resourceType, resourceId, account, region, state]);

const annotationsOf = (states: readonly RuleStateEvidence[]): Annotations =>
  new Map(
    states
      .toSorted(inOrder)
      .flatMap(({ state }) => (state.annotation === null ? [] : [[verdictKey(state), state.annotation] as const])),
  );

/** The history has no annotations: an evaluation that confirms the final verdict explains it. */
function annotated(flips: readonly Flip[], words: Annotations): readonly Flip[] {
  const last = flips.at(-1);
  const annotation = last && words.get(verdictKey(last.evidence.state));
  if (!last || annotation === undefined || last.evidence.state.annotation !== null) return flips;
  return [...flips.slice(0, -1), { ...last, evidence: withAnnotation(last.evidence, annotation) }];
}

const withAnnotation = (evidence: RuleStateEvidence, annotation: string): RuleStateEvidence => ({
  ...evidence,
  state: { ...evidence.state, annotation },
});

interface Flip {
  readonly evidence: RuleStateEvidence;
  /** null: nothing earlier is known. */
  readonly from: string | null;
}

/** The first known verdict, and every one that differs from the one before. */
function flipsOf(verdicts: readonly RuleStateEvidence[]): readonly Flip[] {
  const flips: Flip[] = [];
  for (const evidence of verdicts) {
    const { state, previous, recordedTime, annotation } = evidence.state;
    const told = previous === state ? null : previous;
    const last = flips.at(-1);
    if (!last || last.evidence.state.state !== state) {
      flips.push({ evidence, from: told ?? last?.evidence.state.state ?? null });
    } else if (told === null) {
      // evaluated again: its annotation also fits the verdict that held before
      if (last.evidence.state.annotation === null && annotation !== null)
        flips.splice(-1, 1, { ...last, evidence: withAnnotation(last.evidence, annotation) });
    } else {
      // the record reports a flip to the state already known: the same flip, or one after an unseen flip back
      const isSame = Date.parse(recordedTime) - Date.parse(last.evidence.state.recordedTime) <= sameFlip;
      if (!isSame) flips.push({ evidence, from: told });
      else if (last.from === null) flips.splice(-1, 1, { ...last, from: told });
    }
  }
  return flips;
}

function complianceEvent(
  { evidence: { state, origin }, from }: Flip,
  match: readonly Match[],
  resource: ResourceRef,
): ComplianceEvent {
  const { rule, resourceType, resourceId, recordedTime, invokedTime, annotation } = state;
  // an evaluation shows what held when it was made; it may have held long before
  const known = from === null && basisOf(state) === 'evaluation' ? ', as evaluated then' : '';
  const how = state.derived ? ' (derived from its configuration)' : known;
  return {
    id: `compliance:${rule}/${resourceType}/${resourceId}/${recordedTime}`,
    time: recordedTime,
    kind: 'compliance',
    match,
    resources: [resource],
    summary: `${rule}: ${from === null ? '' : `${from} → `}${state.state}${how}`,
    severity: severityOf(from, state.state),
    chain: null,
    origin,
    detail: {
      rule,
      resource,
      from,
      to: state.state,
      ...(annotation !== null && { annotation }),
      recordedTime,
      ...(invokedTime !== null && { invokedTime }),
      derived: state.derived === true,
      ...packOf(state),
    },
  };
}

function severityOf(from: string | null, to: string): Severity {
  if (to === 'NON_COMPLIANT') return 'warning';
  return to === 'COMPLIANT' && from === 'NON_COMPLIANT' ? 'notice' : 'info';
}

const statuses = ['COMPLIANT', 'NON_COMPLIANT', 'NOT_APPLICABLE', 'INSUFFICIENT_DATA'] as const;
const statusOf = (state: string): ComplianceStatus => statuses.find((status) => status === state) ?? 'UNKNOWN';

/** The resource as the records name it, with its place from whichever of them has one. */
function refOf(verdicts: readonly RuleStateEvidence[]): ResourceRef {
  const [first] = verdicts;
  const account = verdicts.find(({ state }) => state.account !== null)?.state.account;
  const region = verdicts.find(({ state }) => state.region !== null)?.state.region;
  return {
    type: first?.state.resourceType || null,
    id: first?.state.resourceId ?? '',
    ...(account && { account }),
    ...(region && { region }),
  };
}

function byRule(a: RuleStanding, b: RuleStanding): number {
  const [left, right] = [a, b].map(({ name, resource }) => `${name} ${resource.type} ${resource.id}`) as [
    string,
    string,
  ];
  return left < right ? -1 : left > right ? 1 : 0;
}
