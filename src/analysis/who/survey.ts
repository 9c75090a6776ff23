/**
 * Of calls that pass by, those that must be held: what they tell of others is needed before the first of those is told. They
 * are few, since of all calls that one principal made alike, the first and the last tell as much as all.
 */
import type { ApiCallEvent } from '../../model/event.ts';
import { tellsOfOthers } from '../../resources/operations.ts';
import { changesPermissionSet } from '../../resources/permission-sets.ts';
import { byTime } from './in-time.ts';
import { usedBy } from './instance-credentials.ts';
import { operating } from './operations.ts';

/** Whether who made other calls, or what they give, is read of it: it may be a copy of one, or tell of them. */
export const bearsOnOthers = ({ detail: { sharedEventId, eventSource, eventName } }: ApiCallEvent): boolean =>
  sharedEventId !== undefined || tellsOfOthers(eventSource, eventName) || changesPermissionSet(eventSource, eventName);

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

  /** Of those that stand for others, nothing but who made them and when. */
  get held(): readonly HeldCall[] {
    const standing = new Set([...this.alike.values()].flatMap(({ first, last }) => [first, last]));
    return [...this.bearing, ...[...standing].map(({ call, digest }) => ({ call: withoutContent(call), digest }))];
  }
}

/**
 * What a call's principal tells of other calls: the key that somebody issued, the session that somebody switched to, an
 * Identity Center user's name, the address of an instance, the code or service at work. Calls alike in that are alike.
 */
function tellingOf(call: ApiCallEvent): string {
  const { principal, readOnly, eventSource } = call.detail;
  const { type, arn, accessKeyId, human, userId, credentialId, workload, tool, sourceIp } = principal;
  const services = readOnly
    ? []
    : [principal.name, sourceIp, principal.userAgent].flatMap((text) => operating(text) ?? []);
  return [
    accessKeyId?.startsWith('ASIA') ? accessKeyId : '',
    tool.kind === 'console' && type === 'AssumedRole' ? `${arn} ${human?.via}` : '',
    // sessions are not known by the credentials of their sign-in
    userId === undefined && credentialId === undefined
      ? ''
      : `${userId} ${credentialId} ${human?.via} ${human?.name} ${eventSource === 'signin.amazonaws.com'}`,
    workload ? `${workload.type} ${workload.id}` : '',
    usedBy(call)?.instance ?? '',
    ...services,
  ].join('\n');
}

const withoutContent = (call: ApiCallEvent): ApiCallEvent => ({
  ...call,
  resources: [],
  summary: '',
  detail: { ...call.detail, requestParameters: null, responseElements: null },
});
