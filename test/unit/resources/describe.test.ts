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

describe('a call that the catalogue knows', () => {
  const deleted = call('s3', 'DeleteBucket', { request: { bucketName: 'logs' } });

  test('reads as the catalogue says', () => {
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
    ['Decrypt', 'decrypted'],
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
