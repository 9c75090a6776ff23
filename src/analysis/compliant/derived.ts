/**
 * If no rule was evaluated: what AWS's managed rules would have said about each state of a resource. Derived from its
 * configuration items, so the times are those of capture.
 */
import type { ConfigurationItem, RuleState } from '../../model/configuration-item.ts';
import type { ConfigurationItemEvidence, RuleStateEvidence } from '../../model/evidence.ts';
import { managedRule } from './rule-name.ts';
import { rulesOf } from './rules/index.ts';
import type { DerivedRule, Judgment } from './rules/rule.ts';

/** Whether any of the rules that need only an item finds this state non-compliant. */
export const isBroken = (item: ConfigurationItem): boolean =>
  !isGone(item) && rulesOf(item.resourceType).some((rule) => rule.judge(item)?.status === 'NON_COMPLIANT');

/**
 * The first verdict and every one that differs from the one before, by rule and resource. `isFlip` if it is known to have begun
 * then: there was a different verdict before, or the resource was discovered.
 */
export function derivedStates(items: readonly ConfigurationItemEvidence[]): readonly RuleStateEvidence[] {
  return resourcesOf(items).flatMap((history) => {
    const rules = rulesOf(history[0]?.item.resourceType ?? '').map((rule) => ({
      rule,
      verdicts: judged(rule, history),
    }));
    return rules
      .filter(
        ({ rule, verdicts }) =>
          !isToldByOthers(
            verdicts,
            rules.filter((other) => isNarrower(other.rule, rule)),
          ),
      )
      .flatMap(({ rule, verdicts }) => statesOf(rule, verdicts));
  });
}

/** Derived verdicts for which no recorded verdict exists, of the same rule (under any name) and resource. */
export function derivedBeside(
  recorded: readonly RuleStateEvidence[],
  items: readonly ConfigurationItemEvidence[],
): readonly RuleStateEvidence[] {
  const told = new Set(
    recorded.flatMap(({ state }) =>
      keyOf(managedRule(state)?.name ?? state.rule, state.resourceType, state.resourceId),
    ),
  );
  return derivedStates(items).filter(({ state }) => !told.has(keyOf(state.rule, state.resourceType, state.resourceId)));
}

const keyOf = (...parts: readonly string[]) => JSON.stringify(parts);

interface Verdict {
  readonly evidence: ConfigurationItemEvidence;
  /** undefined: the item does not say. */
  readonly judgment: Judgment | undefined;
}

/** The items of each resource, oldest first, without copies and items without content. */
function resourcesOf(items: readonly ConfigurationItemEvidence[]): readonly (readonly ConfigurationItemEvidence[])[] {
  const resources = new Map<string, Map<string, ConfigurationItemEvidence>>();
  for (const evidence of items) {
    const { item } = evidence;
    if (rulesOf(item.resourceType).length === 0) continue;
    const key = keyOf(item.resourceType, item.resourceId, item.account ?? '', item.region ?? '');
    const history = resources.get(key) ?? new Map<string, ConfigurationItemEvidence>();
    resources.set(key, history);
    const known = history.get(item.captureTime);
    // among copies, the one whose place sorts first, so that their order makes no difference
    if (!known || tells(evidence) > tells(known) || (tells(evidence) === tells(known) && isBefore(evidence, known)))
      history.set(item.captureTime, evidence);
  }
  return [...resources]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, history]) => [...history.values()].sort((a, b) => (a.item.captureTime < b.item.captureTime ? -1 : 1)));
}

const tells = ({ item }: ConfigurationItemEvidence): number =>
  Number(item.configuration !== null) + Number(Object.keys(item.supplementaryConfiguration).length > 0);
const isBefore = (a: ConfigurationItemEvidence, b: ConfigurationItemEvidence) => a.origin.locator < b.origin.locator;

const isGone = ({ status }: ConfigurationItem) => status.startsWith('ResourceDeleted');

const gone: Judgment = { status: 'NOT_APPLICABLE', annotation: 'it was deleted' };

const judged = (rule: DerivedRule, history: readonly ConfigurationItemEvidence[]): readonly Verdict[] =>
  history.map((evidence) => ({
    evidence,
    judgment: isGone(evidence.item) ? gone : rule.judge(evidence.item),
  }));

const isNarrower = (other: DerivedRule, rule: DerivedRule) => rule.narrower?.includes(other.name) === true;
const isWrong = (verdict: Verdict | undefined) => verdict?.judgment?.status === 'NON_COMPLIANT';

/** Whether narrower rules find the same wrong at the same times: then this one adds nothing. */
function isToldByOthers(
  verdicts: readonly Verdict[],
  others: readonly { readonly verdicts: readonly Verdict[] }[],
): boolean {
  const wrong = [...verdicts.keys()].filter((index) => isWrong(verdicts[index]));
  return wrong.length > 0 && wrong.every((index) => others.some((other) => isWrong(other.verdicts[index])));
}

function statesOf(rule: DerivedRule, verdicts: readonly Verdict[]): readonly RuleStateEvidence[] {
  const states: RuleStateEvidence[] = [];
  let before: string | null = null;
  for (const { evidence, judgment } of verdicts) {
    if (judgment === undefined || judgment.status === before) continue;
    states.push(stateOf(rule, evidence, judgment, before));
    before = judgment.status;
  }
  return states;
}

/** A newly set-up recorder discovers what has existed for long; without a known age, an item counts as new. */
export const isBeginning = ({ status, createdTime, captureTime }: ConfigurationItem): boolean =>
  status === 'ResourceDiscovered' &&
  (createdTime === undefined || Date.parse(captureTime) - Date.parse(createdTime) <= slowestDiscovery);

/**
 * With daily recording a resource is seen once a day:
 * https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingMode.html. Milliseconds.
 */
const slowestDiscovery = 24 * 3_600_000;

function stateOf(
  rule: DerivedRule,
  { item, origin, digest }: ConfigurationItemEvidence,
  { status, annotation }: Judgment,
  previous: string | null,
): RuleStateEvidence {
  const state: RuleState = {
    rule: rule.name,
    resourceType: item.resourceType,
    resourceId: item.resourceId,
    account: item.account,
    region: item.region,
    state: status,
    previous,
    recordedTime: item.captureTime,
    invokedTime: null,
    annotation: annotation ?? null,
    isFlip: previous !== null || isBeginning(item),
    derived: true,
    sourceIdentifier: rule.identifier,
  };
  return { type: 'rule-state', state, origin, digest: `${digest} ${rule.name}` };
}
