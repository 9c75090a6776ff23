/** What rules said of resources, record by record -> when each verdict changed, and what holds at the end. */
import type { RuleState } from '../../model/configuration-item.ts';
import type { ComplianceEvent, Match, Severity } from '../../model/event.ts';
import type { RuleStateEvidence } from '../../model/evidence.ts';
import type { AnsweredWindow } from '../../model/question.ts';
import type { ComplianceStatus } from '../../model/report.ts';
import type { ResourceRef } from '../../model/resource.ts';

export interface ComplianceFlipsInput {
  readonly states: readonly RuleStateEvidence[];
  /** undefined: all that there is. */
  readonly window: AnsweredWindow | undefined;
  /** Why a state is listed; empty where it is not. */
  readonly matches: (state: RuleState) => readonly Match[];
}

/** The last verdict of a rule on a resource at the end of the window. `since`: the first record of it that is known. */
export interface CurrentVerdict {
  readonly name: string;
  readonly status: ComplianceStatus;
  readonly since: string;
  readonly resource: ResourceRef;
}

export interface ComplianceFlips {
  readonly events: readonly ComplianceEvent[];
  /** Of what is asked about, not of its neighbors. By rule, then resource. */
  readonly current: readonly CurrentVerdict[];
}

/** One flip is recorded in the history and told in a notice, seconds apart: within this it is one. Milliseconds. */
const sameFlip = 2 * 60_000;

export function complianceFlips({ states, window, matches }: ComplianceFlipsInput): ComplianceFlips {
  const { since, until } = window ?? { since: -Infinity, until: Infinity };
  const events: ComplianceEvent[] = [];
  const current: CurrentVerdict[] = [];
  for (const verdicts of verdictsOf(states)) {
    const known = verdicts.filter(({ state }) => Date.parse(state.recordedTime) < until);
    const flips = flipsOf(known);
    const resource = refOf(known);
    for (const { evidence, from } of flips) {
      const match = matches(evidence.state);
      if (match.length > 0 && Date.parse(evidence.state.recordedTime) >= since)
        events.push(complianceEvent(evidence, from, match, resource));
    }
    const last = flips.at(-1)?.evidence.state;
    if (last && matches(last).some((reason) => reason !== 'neighbor'))
      current.push({ name: last.rule, status: statusOf(last.state), since: last.recordedTime, resource });
  }
  return { events, current: current.sort(byRule) };
}

/** By rule and resource, the oldest first. */
function verdictsOf(states: readonly RuleStateEvidence[]): readonly (readonly RuleStateEvidence[])[] {
  const byRuleAndResource = groupBy(states, ({ state }) => [state.rule, state.resourceType, state.resourceId]);
  return byRuleAndResource.flatMap((group) => {
    const places = groupBy(group.filter(isPlaced), ({ state }) => [state.account, state.region]);
    // what the CLI prints does not tell its place: where all others agree, it is theirs
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

/** By time; of one time, what tells more comes first, and copies in the order of their places. */
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

interface Flip {
  readonly evidence: RuleStateEvidence;
  /** null: nothing earlier is known. */
  readonly from: string | null;
}

/** The first verdict that is known, and every one that differs from the one before. */
function flipsOf(verdicts: readonly RuleStateEvidence[]): readonly Flip[] {
  const flips: Flip[] = [];
  for (const evidence of verdicts) {
    const { state, previous, recordedTime } = evidence.state;
    const told = previous === state ? null : previous;
    const last = flips.at(-1);
    if (!last || last.evidence.state.state !== state) {
      flips.push({ evidence, from: told ?? last?.evidence.state.state ?? null });
    } else if (told !== null) {
      // the record tells of a flip to the state that is known already: that same flip, or one behind an unseen flip back
      const isSame = Date.parse(recordedTime) - Date.parse(last.evidence.state.recordedTime) <= sameFlip;
      if (!isSame) flips.push({ evidence, from: told });
      else if (last.from === null) flips.splice(-1, 1, { ...last, from: told });
    }
  }
  return flips;
}

function complianceEvent(
  { state, origin }: RuleStateEvidence,
  from: string | null,
  match: readonly Match[],
  resource: ResourceRef,
): ComplianceEvent {
  const { rule, resourceType, resourceId, recordedTime, invokedTime, annotation } = state;
  return {
    id: `compliance:${rule}/${resourceType}/${resourceId}/${recordedTime}`,
    time: recordedTime,
    kind: 'compliance',
    match,
    resources: [resource],
    summary: `${rule}: ${from === null ? '' : `${from} → `}${state.state}`,
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
      derived: !state.isFlip,
    },
  };
}

function severityOf(from: string | null, to: string): Severity {
  if (to === 'NON_COMPLIANT') return 'warning';
  return to === 'COMPLIANT' && from === 'NON_COMPLIANT' ? 'notice' : 'info';
}

const statuses = ['COMPLIANT', 'NON_COMPLIANT', 'NOT_APPLICABLE', 'INSUFFICIENT_DATA'] as const;
const statusOf = (state: string): ComplianceStatus => statuses.find((status) => status === state) ?? 'UNKNOWN';

/** The resource as the records tell it, its place from whichever of them tells one. */
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

function byRule(a: CurrentVerdict, b: CurrentVerdict): number {
  const [left, right] = [a, b].map(({ name, resource }) => `${name} ${resource.type} ${resource.id}`) as [
    string,
    string,
  ];
  return left < right ? -1 : left > right ? 1 : 0;
}
