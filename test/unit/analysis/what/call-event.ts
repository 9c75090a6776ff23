/** A call as the timeline holds it, made by the real normalizer, for tests of what follows from calls. */
import type { ApiCallEvent, Match } from '../../../../src/model/event.ts';
import type { JsonObject } from '../../../../src/model/json.ts';
import { normalize } from '../../../../src/sources/cloudtrail/normalize.ts';

export interface Called {
  /** `ec2:AuthorizeSecurityGroupIngress` */
  readonly call: string;
  readonly request: JsonObject;
  readonly response?: JsonObject;
  /** `14:03:27` */
  readonly at?: string;
  readonly match?: readonly Match[];
  readonly more?: JsonObject;
}

let count = 0;

export function callEvent({
  call,
  request,
  response,
  at = '14:00:00',
  match = ['target'],
  more = {},
}: Called): ApiCallEvent {
  const [service = '', eventName = ''] = call.split(':');
  const record = {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', userName: 'alice', accountId: '111122223333' },
    eventTime: `2026-03-03T${at}Z`,
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.7',
    requestParameters: request,
    responseElements: response ?? null,
    eventID: `10000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
    readOnly: false,
    eventType: 'AwsApiCall',
    recipientAccountId: '111122223333',
    ...more,
  };
  const found = normalize(record, { backend: 'archive', locator: 'a.json#1' });
  if (!('evidence' in found) || found.evidence.type !== 'event' || found.evidence.event.kind !== 'api-call')
    throw new Error(`no call: ${JSON.stringify(found)}`);
  return { ...found.evidence.event, match };
}
