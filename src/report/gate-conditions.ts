/** What each condition of a gate finds in a report: one finding for each thing that somebody would want to know. */
import { isChange } from '../model/change.ts';
import type { AlarmEvent, ApiCallEvent, ComplianceEvent, TimelineEvent } from '../model/event.ts';
import { plural } from '../model/number-text.ts';
import { nameOf } from '../model/person.ts';
import type { Report } from '../model/report.ts';
import type { ResourceRef } from '../model/resource.ts';
import { outOfBandOf } from './gate-bands.ts';
import { matchesAny } from './gate-glob.ts';
import type { GateCondition, GateSettings } from './gate-settings.ts';

/** What a gate decides by. */
export type GateEvidence = Pick<Report, 'timeline' | 'chains' | 'coverage'>;

export interface GateFinding {
  readonly condition: GateCondition;
  readonly event: TimelineEvent | null;
  /** One line for a person. Made from log text. */
  readonly message: string;
  /** The rule that was broken, of AWS Config or of a danger, in all its spellings. */
  readonly rules: readonly string[];
  /** The events' ids of the changes that caused it. */
  readonly causes: readonly string[];
}

type Check = (evidence: GateEvidence, settings: GateSettings) => readonly GateFinding[];

const finding = (
  condition: GateCondition,
  event: TimelineEvent,
  message: string,
  more: Partial<Pick<GateFinding, 'rules' | 'causes'>> = {},
): GateFinding => ({ condition, event, message: `${moment(event.time)} ${message}`, rules: [], causes: [], ...more });

/** To the second, ready to be typed after --around. */
const moment = (time: string): string => time.replace(/\.\d+Z$/, 'Z');

const acted = (call: ApiCallEvent): string => `${nameOf(call.detail.principal)} ${call.summary}`;

/** Part of the target, or needed to explain what happened to it. Calls that issued keys are neither. */
const isConcerned = ({ match, chain }: TimelineEvent): boolean =>
  match.some((why) => why === 'target' || why === 'principal' || why === 'window') ||
  (match.includes('neighbor') && chain !== null);

const callsIn = ({ timeline }: GateEvidence): readonly ApiCallEvent[] =>
  timeline.filter((event): event is ApiCallEvent => event.kind === 'api-call');

/** Every write, and states that were changed by no call that was read. */
const change: Check = (evidence) => {
  const explained = new Set(
    evidence.chains
      .flatMap(({ links }) =>
        links.filter(({ relation }) => relation === 'changed').map(({ from, to }) => [from, to] as const),
      )
      .filter(([from]) => evidence.timeline.some(({ id }) => id === from))
      .map(([, to]) => to),
  );
  const hasCalls = callsIn(evidence).length > 0;
  return evidence.timeline.flatMap((event) => {
    if (event.kind === 'api-call') {
      return isConcerned(event) && isChange(event) ? [finding('change', event, acted(event))] : [];
    }
    if (event.kind !== 'config-change' || !isConcerned(event)) return [];
    const { changes, relationshipOnly, inferred } = event.detail;
    // what is inferred from a call is reported with the call, if calls are
    const isTold = explained.has(event.id) || (inferred && hasCalls);
    return changes.length > 0 && !relationshipOnly && !isTold ? [finding('change', event, event.summary)] : [];
  });
};

const outOfBand: Check = (evidence, { allowedPrincipals }) => {
  const calls = callsIn(evidence);
  const byId = new Map(calls.map((call) => [call.id, call]));
  return outOfBandOf(calls.filter(isConcerned), byId, evidence.chains, allowedPrincipals).map(
    ({ call, because, continuedBy }) => {
      const course = continuedBy === 0 ? '' : `, and a service made ${plural(continuedBy, 'call')} in its course`;
      return finding('out-of-band', call, `${acted(call)}${course}: ${because}`);
    },
  );
};

const dangerous: Check = (evidence, { severity, ignoredRules }) =>
  callsIn(evidence)
    .filter((call) => call.detail.outcome === 'success')
    .flatMap((call) =>
      (call.detail.dangers ?? [])
        .filter((danger) => severity === 'medium' || danger.severity === 'high')
        .filter(({ rule }) => !matchesAny(ignoredRules, [rule]))
        .map(({ rule, severity: how, reason }) =>
          finding('dangerous', call, `${acted(call)}: ${reason} (${rule}, ${how})`, { rules: [rule] }),
        ),
    );

/**
 * The rules that a gate was told to check and for which it found no verdict, good or bad: none was recorded, or no rule has the
 * name. A pattern may match nothing.
 */
export function rulesUnmet({ timeline }: GateEvidence, { conditions, rules }: GateSettings): readonly string[] {
  if (!conditions.includes('noncompliant')) return [];
  const spoken = timeline.flatMap((event) => (event.kind === 'compliance' ? ruleSpellings(event.detail.rule) : []));
  return rules.filter((rule) => !/[*?]/.test(rule) && !spoken.includes(rule));
}

/** Broken since the beginning, and still so at the end of what is known. */
const noncompliant: Check = ({ timeline }, { rules, ignoredRules }) => {
  const last = new Map<string, ComplianceEvent>();
  const deleted = new Map<string, string>();
  for (const event of timeline) {
    if (event.kind === 'compliance') {
      const { rule, resource } = event.detail;
      last.set(JSON.stringify([rule, placeOf(resource)]), event);
    } else if (event.kind === 'config-change' && event.detail.status.startsWith('ResourceDeleted')) {
      deleted.set(`${event.detail.resourceType} ${event.detail.resourceId}`, event.time);
    }
  }
  const isGone = ({ time, detail: { resource } }: ComplianceEvent) =>
    (deleted.get(`${resource.type} ${resource.id}`) ?? '') >= time;
  return [...last.values()]
    .filter((event) => event.detail.to === 'NON_COMPLIANT' && event.detail.from !== 'NON_COMPLIANT' && !isGone(event))
    .flatMap((event) => {
      const { rule, resource, from, annotation } = event.detail;
      const spellings = ruleSpellings(rule);
      if ((rules.length > 0 && !matchesAny(rules, spellings)) || matchesAny(ignoredRules, spellings)) return [];
      const where = event.summary.includes(resource.id) ? '' : `${named(resource)}: `;
      const before = from === null ? ' (no earlier verdict is known)' : '';
      const why = annotation === undefined ? '' : `: ${annotation}`;
      return [finding('noncompliant', event, `${where}${event.summary}${before}${why}`, { rules: spellings })];
    });
};

const named = ({ id, name }: ResourceRef): string => (name === undefined || name === id ? id : `${id} (${name})`);
const placeOf = ({ type, id, account, region }: ResourceRef) => [type, id, account ?? null, region ?? null];

/**
 * Packs and organizations add to a rule's name: https://docs.aws.amazon.com/config/latest/developerguide/conformance-packs.html
 */
const ruleSpellings = (rule: string): readonly string[] => [
  ...new Set([
    rule,
    rule
      .replace(/-conformance-pack-[a-z0-9]+$/i, '')
      .replace(/^OrgConfigRule-(.+)-[a-z0-9]{8}$/, '$1')
      .replace(/^securityhub-(.+)-[a-z0-9]{6,8}$/, '$1'),
  ]),
];

/** Alarms that went off and are still in alarm, or that went off at all. */
const alarm: Check = ({ timeline }, { anyAlarm }) => {
  const rang = ({ detail }: AlarmEvent) => detail.to === 'ALARM' && detail.from !== 'ALARM';
  const transitions = timeline.filter((event): event is AlarmEvent => event.kind === 'alarm');
  const last = new Map(transitions.map((event) => [alarmKey(event), event]));
  return (anyAlarm ? transitions : [...last.values()])
    .filter(rang)
    .map((event) =>
      finding('alarm', event, `${event.summary}${last.get(alarmKey(event)) === event ? '' : ' (over again)'}`),
    );
};

const alarmKey = ({ detail, origin }: AlarmEvent): string =>
  JSON.stringify([detail.alarmArn ?? [origin.account, origin.region], detail.alarmName]);

/** Unusual, and after a change that could have moved it, which alone is no proof that it did. */
const shift: Check = ({ timeline, chains }) => {
  const before = new Map(
    chains.flatMap(({ links }) =>
      links.filter(({ relation }) => relation === 'preceded').map(({ from, to }) => [to, from] as const),
    ),
  );
  const byId = new Map(timeline.map((event) => [event.id, event]));
  return timeline.flatMap((event) => {
    const cause = event.kind === 'metric' ? byId.get(before.get(event.id) ?? '') : undefined;
    if (!cause) return [];
    const told = cause.kind === 'api-call' ? acted(cause) : cause.summary;
    return [
      finding('shift', event, `${event.summary}; before it, at ${moment(cause.time).slice(11)}, ${told}`, {
        causes: [cause.id],
      }),
    ];
  });
};

const denied: Check = (evidence) =>
  callsIn(evidence)
    .filter((call) => call.detail.outcome === 'denied' && isConcerned(call))
    .map((call) => finding('denied', call, acted(call)));

/** What could not be seen, each once; about sources, never about an event. */
const gap: Check = ({ coverage }) => {
  const findingOf = (message: string): GateFinding => ({
    condition: 'gap',
    event: null,
    message,
    rules: [],
    causes: [],
  });
  const blocking = coverage.flatMap(({ gaps }) => gaps.filter((found) => found.blocking));
  // an unrelated folder has no gap, but shows nothing
  const isBlind = blocking.length === 0 && coverage.every(({ since }) => since === null);
  return isBlind
    ? [findingOf('no records were read that could tell')]
    : [...new Set(blocking.map(({ code, message }) => `${code}: ${message}`))].map(findingOf);
};

export const checks: Readonly<Record<GateCondition, Check>> = {
  change,
  'out-of-band': outOfBand,
  dangerous,
  noncompliant,
  alarm,
  shift,
  denied,
  gap,
};
