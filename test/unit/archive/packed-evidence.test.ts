/** Evidence as it is passed between threads, compared with structured clones of it. */
import { describe, expect, test } from 'vitest';
import { packEvidence, unpackEvidence } from '../../../src/archive/packed-evidence.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { normalize } from '../../../src/sources/cloudtrail/normalize.ts';
import { recordOf } from '../../fixtures/cloudtrail.ts';

const session = (name: string): JsonObject => ({
  type: 'AssumedRole',
  principalId: `AROAEXAMPLE:${name}`,
  arn: `arn:aws:sts::111122223333:assumed-role/deploy/${name}`,
  accountId: '111122223333',
  accessKeyId: 'ASIAEXAMPLE',
  sessionContext: { attributes: { mfaAuthenticated: 'true' }, sourceIdentity: 'carol' },
});

/** The parts that distinguish one form of event from another. */
const parts: readonly JsonObject[] = [
  {},
  { eventID: undefined },
  { eventID: 'no-uuid' },
  { userIdentity: session('Zoë – 日本') },
  { userIdentity: { ...session('a'), onBehalfOf: { userId: 'user-1' }, credentialId: 'c-1' } },
  { userIdentity: { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' }, sourceIPAddress: undefined },
  { userIdentity: undefined, userAgent: undefined, recipientAccountId: undefined, awsRegion: undefined },
  {
    userIdentity: { type: 'IAMUser', userName: 'x', arn: 'arn:aws:iam::444455556666:user/x' },
    vpcEndpointId: 'vpce-1',
  },
  { errorCode: 'AccessDenied', errorMessage: 'no "way" \u0000\ud800' },
  { sharedEventID: 'shared-1', readOnly: true },
  { requestParameters: { list: [1, -0, Number.POSITIVE_INFINITY, null, ''], ['__proto__']: { x: 1 } } },
  { requestParameters: { groupId: 'sg-0123456789abcdef0', note: 'i-0123456789abcdef0' }, responseElements: {} },
  { resources: [{ ARN: 'arn:aws:s3:::orders', type: 'AWS::S3::Bucket' }] },
  {
    eventName: 'AuthorizeSecurityGroupIngress',
    eventSource: 'ec2.amazonaws.com',
    requestParameters: { groupId: 'sg-1', ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp: '0.0.0.0/0' },
  },
];

const inWindow = ['window'] as const;

const evidenceOf = (part: JsonObject, locator: string): Evidence => {
  const normalized = normalize(recordOf(part), { backend: 'archive', locator }, inWindow);
  if ('reason' in normalized) throw new Error(normalized.reason);
  return normalized.evidence;
};

const calls = parts.map((part, at) => evidenceOf(part, `logs/${at % 2 === 0 ? 'a' : 'b#1'}.json.gz#${at + 1}`));

/** Members in order; values that JSON lacks are put in words. */
const written = (value: unknown) =>
  JSON.stringify(value, (_, member) => (typeof member === 'number' ? `${member} ${1 / member}` : member));

const sent = (evidence: readonly Evidence[]) => {
  const packed = packEvidence(evidence);
  return packed && unpackEvidence(structuredClone(packed));
};

describe('calls', () => {
  test.each(calls.map((call, at) => [JSON.stringify(parts[at]), call] as const))('come as they were: %s', (_, call) => {
    expect(sent([call])).toStrictEqual([call]);
    expect(written(sent([call]))).toBe(written([call]));
  });

  test('come in their order, with those of other forms beside them', () => {
    const many = [...calls, ...[...calls].reverse()];
    expect(sent(many)).toStrictEqual(many);
    expect(written(sent(many))).toBe(written(many));
  });

  test('share what they have in common', () => {
    const [first, second] = sent(['1', '2'].map((number) => evidenceOf({ eventID: number }, `a#${number}`))) ?? [];
    if (first?.event.kind !== 'api-call' || second?.event.kind !== 'api-call') throw new Error('two calls');
    expect(first.event.detail.principal.tool).toBe(second.event.detail.principal.tool);
    expect(first.event.match).toBe(second.event.match);
  });
});

test('what is no call goes as it is, and all beside it', () => {
  const insight = evidenceOf({ eventType: 'AwsCloudTrailInsight', insightDetails: { state: 'Start' } }, 'a#1');
  expect(sent([insight])).toBeUndefined();
  expect(sent([...calls, insight])).toBeUndefined();
  expect(sent([])).toBeUndefined();
});

test('an event that bears more than its record tells goes as it is', () => {
  const [call] = calls;
  if (call?.type !== 'event' || call.event.kind !== 'api-call') throw new Error('a call');
  const { event } = call;
  const principal = { ...event.detail.principal, pathEnd: 'origin' as const };
  expect(sent([{ ...call, event: { ...event, chain: 'c-1' } }])).toBeUndefined();
  expect(sent([{ ...call, event: { ...event, endTime: event.time } }])).toBeUndefined();
  expect(sent([{ ...call, event: { ...event, detail: { ...event.detail, principal } } }])).toBeUndefined();
});
