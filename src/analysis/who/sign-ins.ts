/**
 * Sign-ins with a password after many that failed: somebody guessed it, or its owner had a hard time. Each record tells of one
 * attempt alone.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
import { callWith } from '../../model/call-event.ts';
import { hour } from '../../model/duration.ts';
import type { ApiCallEvent, Danger } from '../../model/event.ts';

const source = 'Security Hub CloudWatch.6';

/** People mistype their password a few times before they reset it. */
const fewest = 5;

/** Attempts that are older belong to another day's work. */
const longest = hour;

/** Whether somebody tried to sign in to the console with a password of this account: federated people fail elsewhere. */
export const isPasswordSignIn = ({ detail: { eventName, principal } }: ApiCallEvent): boolean =>
  eventName === 'ConsoleLogin' && (principal.type === 'IAMUser' || principal.type === 'Root');

/**
 * Tells of a sign-in where attempts of the same user failed before it; all other calls are as they were.
 * @param calls in order of time.
 */
export function signInsAfterFailures(calls: readonly ApiCallEvent[]): (call: ApiCallEvent) => ApiCallEvent {
  const failed = new Map<string, ApiCallEvent[]>();
  const after = new Map<string, readonly ApiCallEvent[]>();
  for (const call of calls) {
    if (!isPasswordSignIn(call)) continue;
    const user = userOf(call);
    if (call.detail.outcome !== 'success') {
      const known = failed.get(user);
      if (known) known.push(call);
      else failed.set(user, [call]);
      continue;
    }
    // an attempt is told with the first sign-in after it
    const since = Date.parse(call.time) - longest;
    const before = (failed.get(user) ?? []).filter(({ time }) => Date.parse(time) >= since);
    failed.delete(user);
    if (before.length >= fewest) after.set(call.id, before);
  }
  return (call) => {
    const before = after.get(call.id);
    return before ? withDanger(call, dangerOf(call, before)) : call;
  };
}

const userOf = ({ detail: { principal } }: ApiCallEvent): string =>
  JSON.stringify([principal.account, principal.type, principal.name]);

function dangerOf({ detail: { principal } }: ApiCallEvent, failed: readonly ApiCallEvent[]): Danger {
  const who = principal.type === 'Root' ? 'the root user' : `user ${principal.name}`;
  const same = failed.filter(({ detail }) => detail.principal.sourceIp === principal.sourceIp).length;
  const from = same === failed.length ? ', from the same address' : same === 0 ? ', from other addresses' : '';
  return {
    rule: 'sign-in-after-failures',
    severity: 'medium',
    reason: `${who} signed in after ${failed.length} attempts that failed${from}`,
    source,
  };
}

function withDanger(call: ApiCallEvent, danger: Danger): ApiCallEvent {
  const severity = call.severity === 'critical' ? 'critical' : 'warning';
  return callWith(call, { severity, detail: { dangers: [...(call.detail.dangers ?? []), danger] } });
}
