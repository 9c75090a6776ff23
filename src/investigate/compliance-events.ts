/** What rules said about the target, what they would have said if none was evaluated, and the changes behind it. */
import { derivedBeside } from '../analysis/compliant/derived.ts';
import { exposuresOf } from '../analysis/compliant/exposures.ts';
import { type BrokenRun, complianceFlips } from '../analysis/compliant/flips.ts';
import type { RuleState } from '../model/configuration-item.ts';
import type { ComplianceEvent, Exposure, Match, TimelineEvent } from '../model/event.ts';
import type { ConfigurationItemEvidence, Evidence, RemediationEvidence } from '../model/evidence.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';
import type { ResourceRef } from '../model/resource.ts';
import type { RuleStanding } from '../model/standing.ts';

export interface ComplianceInput {
  readonly question: Question;
  readonly window: AnsweredWindow | undefined;
  readonly evidence: readonly Evidence[];
  /** Where open exposures end. Epoch milliseconds. */
  readonly asOf: number;
  /** Why a state is listed; empty if it is not. */
  readonly matches: (state: RuleState) => readonly Match[];
  /** Changes and calls that may be behind a verdict. */
  readonly events: readonly TimelineEvent[];
}

export interface ComplianceAnswer {
  readonly events: readonly ComplianceEvent[];
  readonly standings: readonly RuleStanding[];
  /** Ids of the changes and calls that began or ended something: they are part of an answer about compliance. */
  readonly explaining: ReadonlySet<string>;
}

export function complianceOf({ question, window, evidence, asOf, matches, events }: ComplianceInput): ComplianceAnswer {
  const { survey, targets } = question;
  const items = evidence.filter((found) => found.type === 'configuration-item');
  const recorded = evidence.filter((found) => found.type === 'rule-state');
  const isWanted = ({ rule, resourceType }: RuleState) =>
    (!survey?.rules.length || survey.rules.some((name) => isRuleNamed(rule, name))) &&
    (!survey?.types.length || survey.types.includes(resourceType));
  const flips = complianceFlips({
    states: [...recorded, ...derivedBeside(recorded, items)].filter(({ state }) => isWanted(state)),
    window,
    matches,
    tellsQuiet: survey !== undefined && targets.length > 0,
  });
  const exposures = exposuresOf({
    runs: flips.runs,
    items,
    changes: events.filter((event) => event.kind === 'config-change'),
    calls: events.filter((event) => event.kind === 'api-call'),
    asOf: new Date(asOf).toISOString(),
  });
  const byEvent = new Map(
    [...exposures].flatMap(([{ event }, each]) => (event === null ? [] : [[event, each] as const])),
  );
  const lasting = [...exposures].filter(([, { open }]) => open);
  const remediations = evidence.filter((found) => found.type === 'remediation');
  const gone = goneBy(items, window?.until ?? Infinity);
  return {
    events: flips.events.map((event) => exposed(event, byEvent.get(event.id))),
    standings: flips.current
      .filter((standing) => targets.length > 0 || !gone(standing))
      .map((standing) =>
        question.command === 'compliance' ? whole(standing, lasting, remediations) : plain(standing),
      ),
    explaining: new Set(
      question.command === 'compliance'
        ? [...exposures.values()].flatMap(({ startedBy, fixedBy }) => [startedBy ?? [], fixedBy ?? []].flat())
        : [],
    ),
  };
}

/** By its name, or by the name without what a conformance pack or an organization added. */
const isRuleNamed = (rule: string, name: string): boolean =>
  rule === name || rule.startsWith(`${name}-conformance-pack-`) || rule.startsWith(`OrgConfigRule-${name}-`);

const exposed = (event: ComplianceEvent, exposure: Exposure | undefined): ComplianceEvent =>
  exposure ? { ...event, detail: { ...event.detail, exposure } } : event;

const isOf = (a: ResourceRef, b: ResourceRef): boolean =>
  a.type === b.type && a.id === b.id && a.account === b.account && a.region === b.region;

/** The shorter form for other commands. */
const plain = ({ name, status, since, resource }: RuleStanding): RuleStanding => ({ name, status, since, resource });

function whole(
  standing: RuleStanding,
  lasting: readonly (readonly [BrokenRun, Exposure])[],
  remediations: readonly RemediationEvidence[],
): RuleStanding {
  const { name, resource, status } = standing;
  const [, exposure] =
    lasting.find(([run]) => run.rule === name && isOf(run.resource, resource) && status === 'NON_COMPLIANT') ?? [];
  const found = remediations.find(
    ({ rule, resourceType, resourceId }) =>
      rule === name && resourceType === resource.type && resourceId === resource.id,
  );
  return { ...standing, ...(exposure && { exposure }), ...(found && { remediation: found.remediation }) };
}

/** Whether a resource was deleted by then: rules no longer evaluate it. */
function goneBy(items: readonly ConfigurationItemEvidence[], until: number): (standing: RuleStanding) => boolean {
  const last = new Map<string, { readonly captureTime: string; readonly isDeleted: boolean }>();
  for (const { item } of items) {
    const key = JSON.stringify([item.resourceType, item.resourceId]);
    const known = last.get(key);
    if (Date.parse(item.captureTime) >= until || (known && known.captureTime >= item.captureTime)) continue;
    last.set(key, { captureTime: item.captureTime, isDeleted: item.status.startsWith('ResourceDeleted') });
  }
  return ({ resource, since }) => {
    const found = last.get(JSON.stringify([resource.type, resource.id]));
    return found?.isDeleted === true && found.captureTime >= (since ?? '');
  };
}
