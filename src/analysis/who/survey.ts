/**
 * Of calls that are only passed through, those that must be kept: what they reveal about others is needed before the first of
 * those is reported. They are few, since of all similar calls by one principal, the first and the last reveal as much as all of
 * them.
 */
import type { ApiCallEvent } from '../../model/event.ts';
import { tellsOfOthers } from '../../resources/operations.ts';
import { changesPermissionSet } from '../../resources/permission-sets.ts';
import { byTime } from './in-time.ts';
import { usedBy } from './instance-credentials.ts';
import { operating } from './operations.ts';
import { isPasswordSignIn } from './sign-ins.ts';

/** Whether who made other calls, or what they give, is read of it: it may be a copy of one, or tell of them. */
export function bearsOnOthers(call: ApiCallEvent): boolean {
  const { sharedEventId, eventSource, eventName } = call.detail;
  if (sharedEventId !== undefined || tellsOfOthers(eventSource, eventName)) return true;
  return changesPermissionSet(eventSource, eventName) || isPasswordSignIn(call);
}

/** With the digest of its record. */
export interface HeldCall {
  readonly call: ApiCallEvent;
  readonly digest: string;
}

interface Alike {
  first: HeldCall;
  last: HeldCall;
}

export class CallSurvey {
  private readonly bearing: HeldCall[] = [];
  private readonly alike = new Map<string, Alike>();

  take(call: ApiCallEvent, digest: string): void {
    const found = { call, digest };
    if (bearsOnOthers(call)) {
      this.bearing.push(found);
      return;
    }
    const key = tellingOf(call);
    const known = this.alike.get(key);
    if (!known) this.alike.set(key, { first: found, last: found });
    else if (byTime(call, known.first.call) < 0) known.first = found;
    else if (byTime(call, known.last.call) > 0) known.last = found;
  }

  /** For those that stand for others, only who made them and when is kept. */
  get held(): readonly HeldCall[] {
    const standing = new Set([...this.alike.values()].flatMap(({ first, last }) => [first, last]));
    return [...this.bearing, ...[...standing].map(({ call, digest }) => ({ call: withoutContent(call), digest }))];
  }
}

/**
 * What a call's principal reveals about other calls: the key that somebody issued, the session that somebody switched to, an
 * Identity Center user's name, the address of an instance, the code or service at work. Calls with equal results are
 * interchangeable.
 */
function tellingOf(call: ApiCallEvent): string {
  const { principal, readOnly, eventSource } = call.detail;
  const { type, arn, accessKeyId, human, userId, credentialId, workload, tool, sourceIp } = principal;
  const used = usedBy(call);
  const services = readOnly
    ? []
    : [principal.name, sourceIp, principal.userAgent].flatMap((text) => operating(text) ?? []);
  return [
    accessKeyId?.startsWith('ASIA') ? accessKeyId : '',
    tool.kind === 'console' && type === 'AssumedRole' ? `${arn} ${human?.via}` : '',
    // the credentials of a sign-in do not identify its sessions
    userId === undefined && credentialId === undefined
      ? ''
      : `${userId} ${credentialId} ${human?.via} ${human?.name} ${eventSource === 'signin.amazonaws.com'}`,
    workload ? `${workload.type} ${workload.id}` : '',
    used?.instance ?? '',
    used?.way ?? '',
    ...services,
  ].join('\n');
}

const withoutContent = (call: ApiCallEvent): ApiCallEvent => ({
  ...call,
  resources: [],
  summary: '',
  detail: { ...call.detail, requestParameters: null, responseElements: null },
});
