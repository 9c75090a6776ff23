/** What a gate checks: according to flags and to a policy file, and both combined. */
import type { Danger } from '../model/event.ts';

export const gateConditions = [
  'change',
  'out-of-band',
  'dangerous',
  'noncompliant',
  'alarm',
  'shift',
  'denied',
  'gap',
] as const;
export type GateCondition = (typeof gateConditions)[number];

/** The words for conditions: `alarm=any` also fails at alarms that went off and are OK again. */
export const conditionWords = [...gateConditions, 'alarm=any'] as const;
export type ConditionWord = (typeof conditionWords)[number];

/** What `obs3 gate` checks by default: what a deploy must not leave behind, and that it could be seen. */
export const defaultConditions: readonly GateCondition[] = ['noncompliant', 'alarm', 'dangerous', 'gap'];

export type DangerSeverity = Danger['severity'];

export type ConditionWithOptions =
  | { readonly condition: Exclude<GateCondition, 'alarm' | 'dangerous' | 'noncompliant'> }
  | { readonly condition: 'alarm'; readonly any?: boolean }
  | { readonly condition: 'dangerous'; readonly severity?: DangerSeverity }
  | { readonly condition: 'noncompliant'; readonly rules?: readonly string[] };

/** One glob or several: one match is enough. */
export type Globs = string | readonly string[];

/** What is known, and accepted for a time. */
export interface GateException {
  /** Every given member has to match. */
  readonly match: {
    /** A rule of AWS Config, or the rule of a danger. */
    readonly rule?: Globs;
    /** Who did it: ARN, name, name/session, or person. */
    readonly principal?: Globs;
    /** `AuthorizeSecurityGroupIngress`, `ec2:AuthorizeSecurityGroupIngress`, a metric's or an alarm's name, an event's id. */
    readonly event?: Globs;
    /** Id, name or ARN. */
    readonly resource?: Globs;
  };
  /** A day, valid to its end in UTC, or a moment. */
  readonly until: string;
  readonly reason: string;
}

/** `obs3.gate.json`: a team's decisions, kept next to its code. */
export interface GatePolicy {
  /** For editors: where the JSON Schema is. */
  readonly $schema?: string;
  readonly conditions?: readonly (ConditionWord | ConditionWithOptions)[];
  readonly allowedPrincipals?: readonly string[];
  readonly ignoredRules?: readonly string[];
  readonly severity?: DangerSeverity;
  readonly exceptions?: readonly GateException[];
}

/** Everything decided. */
export interface GateSettings {
  readonly conditions: readonly GateCondition[];
  /** Alarms that are OK again fail, too. */
  readonly anyAlarm: boolean;
  /** The lowest danger that fails. */
  readonly severity: DangerSeverity;
  /** The only rules whose verdicts fail, as globs; empty: all. */
  readonly rules: readonly string[];
  /** Rules of AWS Config and of dangers that never fail, as globs. */
  readonly ignoredRules: readonly string[];
  /** Whose writes are in-band, as globs. */
  readonly allowedPrincipals: readonly string[];
  readonly exceptions: readonly GateException[];
}

/** What flags decide; absent: as in the policy, otherwise the default. */
export interface GateOverrides {
  readonly conditions?: readonly ConditionWord[];
  readonly severity?: DangerSeverity;
  readonly rules?: readonly string[];
  readonly allowedPrincipals?: readonly string[];
  /** Checks `gap` too, whatever else is checked. */
  readonly strict?: boolean;
}

/** Flags override the policy, setting by setting. */
export function settingsOf(flags: GateOverrides, policy: GatePolicy = {}): GateSettings {
  const told = policy.conditions?.map(asObject) ?? [];
  const wanted = flags.conditions?.map(asObject) ?? (told.length > 0 ? told : defaultConditions.map(asObject));
  const ofFile = <Name extends GateCondition>(name: Name) =>
    told.filter((each): each is Extract<ConditionWithOptions, { condition: Name }> => each.condition === name);
  const conditions = [...wanted.map(({ condition }) => condition), ...(flags.strict ? (['gap'] as const) : [])];
  return {
    conditions: [...new Set(conditions)],
    anyAlarm: wanted.some((each) => each.condition === 'alarm' && each.any === true),
    severity:
      flags.severity ??
      ofFile('dangerous').find(({ severity }) => severity !== undefined)?.severity ??
      policy.severity ??
      'medium',
    rules: flags.rules ?? ofFile('noncompliant').flatMap(({ rules }) => rules ?? []),
    ignoredRules: policy.ignoredRules ?? [],
    allowedPrincipals: flags.allowedPrincipals ?? policy.allowedPrincipals ?? [],
    exceptions: policy.exceptions ?? [],
  };
}

function asObject(condition: ConditionWord | ConditionWithOptions): ConditionWithOptions {
  if (typeof condition !== 'string') return condition;
  return condition === 'alarm=any' ? { condition: 'alarm', any: true } : { condition };
}

/** When an exception ends, in epoch milliseconds; undefined if it is no date. A day counts to its end. */
export function endOf(until: string): number | undefined {
  const [, day, time, zone] =
    /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/.exec(until) ?? [];
  if (day === undefined) return undefined;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // 2026-02-30 is not a day, though Date would take it for one in March
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined;
  if (zone === undefined) return midnight + 86_400_000;
  const moment = Date.parse(`${day}${time}`);
  return Number.isNaN(moment) ? undefined : moment;
}
