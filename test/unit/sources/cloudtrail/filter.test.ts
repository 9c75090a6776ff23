import { describe, expect, test } from 'vitest';
import type { ApiCallEvent } from '../../../../src/model/event.ts';
import type { Filters } from '../../../../src/model/question.ts';
import { createFilter, createRecordFilter } from '../../../../src/sources/cloudtrail/filter.ts';
import { normalize } from '../../../../src/sources/cloudtrail/normalize.ts';
import { type RecordParts, recordOf } from '../../../fixtures/cloudtrail.ts';
import { questionOf } from '../../../fixtures/question.ts';

function callOf(parts: RecordParts): ApiCallEvent {
  const normalized = normalize(recordOf(parts), { backend: 'archive', locator: 'a#1' });
  if ('reason' in normalized || normalized.evidence.type !== 'event' || normalized.evidence.event.kind !== 'api-call') {
    throw new Error('no call');
  }
  return normalized.evidence.event;
}

const passes = (filters: Partial<Filters>, parts: RecordParts = {}) =>
  createFilter(questionOf({ filters }).filters)(callOf(parts));

const write = {};
const read = { eventName: 'DescribeInstances', readOnly: true };
const notableRead = { eventSource: 'secretsmanager.amazonaws.com', eventName: 'GetSecretValue', readOnly: true };
const deniedRead = { ...read, errorCode: 'Client.UnauthorizedOperation' };
const failedRead = { ...read, errorCode: 'Client.InvalidInstanceID.NotFound' };

describe('reads', () => {
  test.each<[Filters['reads'], RecordParts, boolean]>([
    ['routine', write, true],
    ['routine', read, false],
    ['routine', notableRead, true],
    ['routine', deniedRead, true],
    ['routine', failedRead, true],
    ['all', read, true],
    ['all', write, true],
    ['writes', write, true],
    ['writes', read, false],
    ['writes', notableRead, false],
    ['writes', deniedRead, false],
    ['writes', { errorCode: 'AccessDenied' }, true],
  ])('%s of %j: %s', (reads, parts, expected) => {
    expect(passes({ reads }, parts)).toBe(expected);
  });

  test('a notable read with an API version is one too', () => {
    expect(passes({}, { ...notableRead, eventName: 'GetSecretValue20171017' })).toBe(true);
  });

  test('a read of that name at another service is none', () => {
    expect(passes({}, { ...notableRead, eventSource: 'ec2.amazonaws.com' })).toBe(false);
  });

  test.each<[string, Partial<Filters>]>([
    ['an outcome', { outcome: ['success'] }],
    ['an event', { eventName: ['DescribeInstances'] }],
  ])('asking for %s by name asks for it among reads too', (_, filters) => {
    expect(passes(filters, read)).toBe(true);
    expect(passes({ ...filters, reads: 'writes' }, read)).toBe(false);
  });

  test.each<[string, Partial<Filters>]>([
    ['a service', { service: ['ec2'] }],
    ['a principal', { principal: ['bob'] }],
    ['an address', { sourceIp: ['203.0.113.7'] }],
  ])('asking for %s does not', (_, filters) => {
    expect(passes(filters, read)).toBe(false);
    expect(passes(filters, write)).toBe(true);
  });
});

describe('outcome', () => {
  const outcomes = { success: write, denied: { errorCode: 'AccessDenied' }, failed: { errorCode: 'Throttling' } };

  test.each(['success', 'denied', 'failed'] as const)('%s alone', (outcome) => {
    const passing = Object.entries(outcomes).filter(([, parts]) => passes({ outcome: [outcome] }, parts));
    expect(passing.map(([name]) => name)).toEqual([outcome]);
  });

  test('two of them', () => {
    const passing = Object.entries(outcomes).filter(([, parts]) => passes({ outcome: ['denied', 'failed'] }, parts));
    expect(passing.map(([name]) => name)).toEqual(['denied', 'failed']);
  });
});

describe('event name', () => {
  test.each<[string, string, boolean]>([
    ['RunInstances', 'RunInstances', true],
    ['runinstances', 'RunInstances', true],
    ['RunInstance', 'RunInstances', false],
    ['CreateFunction', 'CreateFunction20150331', true],
    ['CreateFunction20150331', 'CreateFunction20150331', true],
    ['UpdateFunctionCode', 'UpdateFunctionCode20150331v2', true],
    ['CreateFunction20150331', 'CreateFunction', false],
    ['CreateFunction2015', 'CreateFunction20150331', false],
  ])('%s finds %s: %s', (name, eventName, expected) => {
    expect(passes({ eventName: [name] }, { eventName })).toBe(expected);
  });
});

describe('error code', () => {
  test.each<[string, string | undefined, boolean]>([
    ['AccessDenied', 'AccessDenied', true],
    ['UnauthorizedOperation', 'Client.UnauthorizedOperation', true],
    ['Client.UnauthorizedOperation', 'Client.UnauthorizedOperation', true],
    ['InvalidGroup.NotFound', 'Client.InvalidGroup.NotFound', true],
    ['AccessDenied', 'AccessDeniedException', false],
    ['NotFound', 'Client.InvalidGroup.NotFound', false],
    ['accessdenied', 'AccessDenied', false],
    ['AccessDenied', undefined, false],
  ])('%s finds %s: %s', (code, errorCode, expected) => {
    expect(passes({ errorCode: [code] }, { errorCode })).toBe(expected);
    // among reads, too
    expect(passes({ errorCode: [code] }, { ...read, errorCode })).toBe(expected);
  });
});

describe('service', () => {
  test.each<[string, boolean]>([
    ['ec2', true],
    ['EC2', true],
    ['ec2.amazonaws.com', true],
    ['ec', false],
    ['ec2-instance-connect', false],
  ])('%s: %s', (service, expected) => {
    expect(passes({ service: [service] })).toBe(expected);
  });
});

describe('principal', () => {
  const session = {
    userIdentity: {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0/alice',
      accessKeyId: 'ASIAEXAMPLEALICE0001',
      sessionContext: { sourceIdentity: 'carol', sessionIssuer: { userName: 'AWSReservedSSO_Admin_0' } },
    },
  };

  test.each<[string, boolean]>([
    ['AWSReservedSSO_Admin_0', true],
    ['alice', true],
    ['AWSReservedSSO_Admin_0/alice', true],
    ['arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0/alice', true],
    ['ASIAEXAMPLEALICE0001', true],
    ['carol', true],
    ['ali', false],
    ['/alice', false],
    ['AWSReservedSSO_Admin_0/', false],
    ['', false],
  ])('%s: %s', (principal, expected) => {
    expect(passes({ principal: [principal] }, session)).toBe(expected);
  });

  test('a principal without session is not found by one', () => {
    expect(passes({ principal: ['bob/undefined'] })).toBe(false);
    expect(passes({ principal: ['bob'] })).toBe(true);
  });
});

describe('source address', () => {
  test.each<[string, string | undefined, boolean]>([
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7', '203.0.113.70', false],
    ['AWS Internal', 'AWS Internal', true],
    ['203.0.113.7', undefined, false],
  ])('%s finds %s: %s', (sourceIp, sourceIPAddress, expected) => {
    expect(passes({ sourceIp: [sourceIp] }, { sourceIPAddress })).toBe(expected);
  });
});

describe('several', () => {
  test('of one kind: any of them will do', () => {
    expect(passes({ eventName: ['RunInstances', 'AuthorizeSecurityGroupIngress'] })).toBe(true);
    expect(passes({ service: ['s3', 'ec2'] })).toBe(true);
    expect(passes({ principal: ['alice', 'bob'] })).toBe(true);
    expect(passes({ sourceIp: ['192.0.2.1', '203.0.113.7'] })).toBe(true);
    expect(passes({ errorCode: ['A', 'B'] }, { errorCode: 'B' })).toBe(true);
  });

  const all: Partial<Filters> = {
    outcome: ['denied'],
    eventName: ['AuthorizeSecurityGroupIngress'],
    errorCode: ['AccessDenied'],
    service: ['ec2'],
    principal: ['bob'],
    sourceIp: ['203.0.113.7'],
  };
  const parts = { errorCode: 'AccessDenied' };

  test('of several kinds: all of them must', () => {
    expect(passes(all, parts)).toBe(true);
  });

  test.each(['outcome', 'eventName', 'errorCode', 'service', 'principal', 'sourceIp'] as const)(
    '%s may fail it',
    (filter) => {
      expect(passes({ ...all, [filter]: ['success'] }, parts)).toBe(false);
    },
  );
});

describe('no filters', () => {
  test('let every write pass', () => {
    expect(passes({})).toBe(true);
  });
});

test.each<[Partial<Filters>, boolean]>([
  [{}, true],
  [{ eventName: ['RunInstances'] }, true],
  [{ principal: ['alice'] }, false],
  [{ sourceIp: ['203.0.113.7'] }, false],
  [{ errorCode: ['AccessDenied'] }, false],
])('unusual activity has no caller and no error of its own, and passes %j: %s', (filters, expected) => {
  const insight = recordOf({ eventType: 'AwsCloudTrailInsight', insightDetails: { state: 'Start' } });
  expect(createRecordFilter(questionOf({ filters }).filters)(insight)).toBe(expected);
});
