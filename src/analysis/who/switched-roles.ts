/**
 * Traces console sessions back to whoever switched roles. The switch is recorded separately and shares no key with the
 * session's calls: the session's name joins the two.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
import type { ApiCallEvent } from '../../model/event.ts';
import type { Hop, Human } from '../../model/principal.ts';
import { addTo } from './in-time.ts';

/** A console session lasts up to 12 hours: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html. Milliseconds. */
const longestSession = 12 * 3_600_000;

export interface Switched {
  readonly human: Human;
  readonly hop: Hop;
}

/** undefined if nobody is known to have switched, or several may have. */
export type SwitchedTo = (event: ApiCallEvent) => Switched | undefined;

/** `events` in order of time. */
export function switchedRoles(events: readonly ApiCallEvent[]): SwitchedTo {
  const byArn = new Map<string, ApiCallEvent[]>();
  for (const event of events) {
    const { eventName, eventSource, outcome, principal } = event.detail;
    if (eventName !== 'SwitchRole' || eventSource !== 'signin.amazonaws.com' || outcome !== 'success') continue;
    if (principal.arn === null || principal.human?.via !== 'switch-role') continue;
    addTo(byArn, principal.arn, event);
  }
  return ({ time, detail: { principal, eventName } }) => {
    const switches = principal.arn === null ? undefined : byArn.get(principal.arn);
    if (principal.arn === null || !switches || eventName === 'SwitchRole') return undefined;
    const at = Date.parse(time);
    const before = switches.filter((each) => {
      const age = at - Date.parse(each.time);
      return age >= 0 && age <= longestSession;
    });
    const last = before.at(-1);
    const human = last?.detail.principal.human;
    if (!last || !human) return undefined;
    const isSameKey = principal.accessKeyId !== null && last.detail.principal.accessKeyId === principal.accessKeyId;
    if (!isSameKey && before.some((each) => each.detail.principal.human?.name !== human.name)) return undefined;
    const certainty = isSameKey ? human.certainty : principal.tool.kind === 'console' ? 'asserted' : 'guess';
    return {
      human: { ...human, certainty },
      hop: { time: last.time, event: last.id, from: human.name, to: principal.arn },
    };
  };
}
