import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/model/event.ts';
import type { ResourceRef } from '../../../src/model/resource.ts';
import { describeCall } from '../../../src/resources/describe.ts';
import type { Call } from '../../../src/resources/service.ts';

const call = (eventSource: string, eventName: string, more: Partial<Call> = {}): Call => ({
  eventSource: `${eventSource}.amazonaws.com`,
  eventName,
  request: {},
  response: {},
  additional: {},
  ...more,
});

const refs = (...ids: readonly string[]): ResourceRef[] => ids.map((id) => ({ type: null, id }));

const sentence = (
  described: Call,
  {
    outcome = 'success',
    errorCode,
    resources = [],
  }: { outcome?: Outcome; errorCode?: string; resources?: ResourceRef[] } = {},
) => describeCall(described, outcome, errorCode, resources);

describe('a call that the catalog knows', () => {
  const deleted = call('s3', 'DeleteBucket', { request: { bucketName: 'logs' } });

  test('reads as the catalog says', () => {
    expect(sentence(deleted)).toBe('deleted bucket logs');
  });

  test.each<[Outcome, string | undefined, string]>([
    ['denied', 'AccessDenied', 'tried to delete bucket logs: denied (AccessDenied)'],
    ['failed', 'BucketNotEmpty', 'tried to delete bucket logs: failed (BucketNotEmpty)'],
    ['failed', undefined, 'tried to delete bucket logs: failed'],
  ])('that was %s (%s) was tried', (outcome, errorCode, expected) => {
    expect(sentence(deleted, { outcome, ...(errorCode !== undefined && { errorCode }) })).toBe(expected);
  });

  test('at another service is not that call', () => {
    expect(sentence(call('other', 'DeleteBucket'))).toBe('deleted bucket');
  });
});

describe('a call that it does not know reads by its name', () => {
  test.each<[string, string]>([
    ['DeleteFlowThings', 'deleted flow things'],
    ['CreateThing', 'created thing'],
    ['PutThing', 'put thing'],
    ['GetThing', 'read thing'],
    ['ListThings', 'listed things'],
    ['DescribeDBThings', 'described DB things'],
    ['StopThing', 'stopped thing'],
    ['CopyThing', 'copied thing'],
    ['RunThings', 'ran things'],
    ['SetThing2', 'set thing 2'],
    ['PutDBClusterACLs', 'put DB cluster ACLs'],
    ['Decrypt', 'called unheard-of Decrypt'],
  ])('%s: %s', (eventName, expected) => {
    expect(sentence(call('unheard-of', eventName))).toBe(expected);
  });

  test('with what it names', () => {
    const described = call('unheard-of', 'DeleteThing');
    expect(sentence(described, { resources: refs('a') })).toBe('deleted thing a');
    expect(sentence(described, { resources: refs('a', 'b') })).toBe('deleted thing a and b');
    expect(sentence(described, { resources: refs('a', 'b', 'c', 'd') })).toBe('deleted thing a and 3 more');
    expect(sentence(described, { resources: refs('a', 'a') })).toBe('deleted thing a');
  });

  test('or, where its name begins with no verb, by service and name', () => {
    const described = call('unheard-of', 'FrobnicateThing');
    expect(sentence(described)).toBe('called unheard-of FrobnicateThing');
    expect(sentence(described, { resources: refs('a') })).toBe('called unheard-of FrobnicateThing on a');
    expect(sentence(described, { outcome: 'denied', errorCode: 'AccessDenied' })).toBe(
      'tried to call unheard-of FrobnicateThing: denied (AccessDenied)',
    );
  });

  test.each(['', ' ', '2', '한국어', 'constructor', 'toString', '__proto__', 'hasOwnProperty', 'deleteThing'])(
    '%j gives a sentence',
    (eventName) => {
      for (const service of ['s3', 'ec2', 'unheard-of']) {
        const described = sentence(call(service, eventName), { outcome: 'failed', errorCode: 'X' });
        expect(described).toMatch(/^\S.*: failed \(X\)$/);
      }
    },
  );

  test('of a source of any form', () => {
    expect(describeCall({ ...call('', 'Frob'), eventSource: '' }, 'success', undefined, [])).toBe('called  Frob');
    expect(describeCall({ ...call('', 'Frob'), eventSource: 'constructor' }, 'success', undefined, [])).toBe(
      'called constructor Frob',
    );
  });
});

describe('what a call names by parameters that the catalog does not know', () => {
  test.each<[string, Call['request'], string]>([
    ['UpdateJob', { jobName: 'nightly' }, 'updated job nightly'],
    ['DeleteFileThing', { fileThingId: 'ft-1' }, 'deleted file thing ft-1'],
    ['DeleteThing', { ThingArn: 'arn:aws:unheard-of:us-east-1:111122223333:thing/a' }, 'deleted thing a'],
    ['UpdateThing', { scope: 'REGIONAL', name: 'edge' }, 'updated thing edge'],
    ['ChangeRecordSets', { hostedZoneId: 'Z1' }, 'changed record sets (hostedZoneId Z1)'],
    ['FrobThing', { poolId: 'p-1' }, 'called unheard-of FrobThing (poolId p-1)'],
    ['PutPart', { aId: '1', bId: '2', cId: '3' }, 'put part (aId 1, bId 2)'],
    ['StartJob', { clientRequestToken: 'x', clientRequestId: 'y', requestId: 'z' }, 'started job'],
    ['CreateUser', { userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, 'created user'],
    ['CreateUser', { userName: { a: 1 }, groupId: ['g'], poolName: null }, 'created user'],
  ])('%s %j: %s', (eventName, request, expected) => {
    expect(sentence(call('unheard-of', eventName, { request }))).toBe(expected);
  });

  test('in the response, where it was made', () => {
    const made = { request: { size: 1 }, response: { thingId: 't-1', ownerId: '111122223333' } };
    expect(sentence(call('unheard-of', 'CreateThing', made))).toBe('created thing t-1');
  });

  test('comes after what is known of it', () => {
    const request = { thingName: 'b' };
    expect(sentence(call('unheard-of', 'DeleteThing', { request }), { resources: refs('a') })).toBe('deleted thing a');
  });
});

describe('a denied call without parameters', () => {
  const message = (resource: string) =>
    `User: arn:aws:iam::111122223333:user/eve is not authorized to perform: sts:AssumeRole on resource: ${resource}`;
  const tried = (text: string, more: Partial<Call> = {}) =>
    describeCall(call('sts', 'AssumeRole', more), 'denied', 'AccessDenied', [], text);
  const admin = 'arn:aws:iam::444455556666:role/Admin';

  test.each([admin, `${admin}.`, `${admin} because no identity-based policy allows it`])('names %s', (resource) => {
    expect(tried(message(resource))).toBe(`tried to assume a role: denied (AccessDenied) on ${admin}`);
  });

  test.each(['*', 'role Admin', ''])('names nothing by the resource %j', (resource) => {
    expect(tried(message(resource))).toBe('tried to assume a role: denied (AccessDenied)');
  });

  test('names what its parameters do, where it has them', () => {
    const request = { roleArn: 'arn:aws:iam::444455556666:role/Other' };
    expect(tried(message(admin), { request })).not.toContain('Admin');
  });
});
