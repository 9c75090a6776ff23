/** The form of a rule about a dangerous call: which calls it looks at, and when it says what. `dangers.ts` holds them all. */
import type { Danger, Outcome } from '../model/event.ts';
import type { Principal } from '../model/principal.ts';
import type { Call } from './service.ts';

/** A call with its outcome, where it was made, and by whom. */
export interface CallByPrincipal extends Call {
  readonly outcome: Outcome;
  /** The account that recorded the call; null if the record does not say. */
  readonly account: string | null;
  readonly principal: Pick<Principal, 'type' | 'name' | 'account' | 'accessKeyId'>;
}

export interface DangerRule {
  /** kebab-case; part of reports, so it never changes. */
  readonly rule: string;
  readonly severity: Danger['severity'];
  /** "Security Hub EC2.13", "Config restricted-ssh", "GuardDuty Policy:…", or the address of an AWS page. */
  readonly source: string;
  /** `eventSource/EventName`, without API version. */
  readonly calls: readonly string[];
  /** A plain sentence that names the thing, without a period; undefined if the call is harmless. Total. */
  readonly reason: (call: CallByPrincipal) => string | undefined;
}

/** `callsOf('ec2', 'CreateRoute')` -> `ec2.amazonaws.com/CreateRoute` */
export const callsOf = (service: string, ...eventNames: readonly string[]): readonly string[] =>
  eventNames.map((eventName) => `${service}.amazonaws.com/${eventName}`);
