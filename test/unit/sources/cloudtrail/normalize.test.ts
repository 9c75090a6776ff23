/** A record becomes an event, or a reason why it cannot; it never causes an error. */
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../../src/model/json.ts';
import { digestOf } from '../../../../src/sources/cloudtrail/canonical.ts';
import { normalize } from '../../../../src/sources/cloudtrail/normalize.ts';
import { eventId, type RecordParts, recordOf, target } from '../../../fixtures/cloudtrail.ts';
import { eventOf, place } from './normalize-case.ts';

function callOf(parts: RecordParts = {}) {
  const event = eventOf(recordOf(parts));
  if (event.kind !== 'api-call') throw new Error('no call');
  return event;
}

describe('a call', () => {
  test('becomes an event, member by member', () => {
    const record = recordOf({ requestParameters: { groupId: target }, responseElements: { _return: true } });
    const normalized = normalize(record, place);
    expect(normalized).toEqual({
      evidence: {
        type: 'event',
        digest: digestOf(record),
        event: {
          id: `cloudtrail:${eventId(1)}`,
          time: '2026-03-03T14:03:27.000Z',
          kind: 'api-call',
          match: [],
          resources: [{ type: 'AWS::EC2::SecurityGroup', id: target, account: '111122223333', region: 'us-east-1' }],
          summary: expect.stringContaining(target),
          severity: 'notice',
          chain: null,
          origin: {
            source: 'cloudtrail',
            backend: 'archive',
            account: '111122223333',
            region: 'us-east-1',
            ref: eventId(1),
            locator: 'logs/a.json.gz#12',
          },
          detail: {
            eventName: 'AuthorizeSecurityGroupIngress',
            eventSource: 'ec2.amazonaws.com',
            eventId: eventId(1),
            eventCategory: 'Management',
            readOnly: false,
            outcome: 'success',
            requestParameters: { groupId: target },
            responseElements: { _return: true },
            principal: expect.objectContaining({ name: 'bob' }),
          },
        },
      },
    });
  });

  test('keeps the optional members that the record has', () => {
    const { detail } = callOf({
      sharedEventID: eventId(9),
      eventCategory: 'Data',
      errorCode: 'AccessDenied',
      errorMessage: 'no',
    });
    expect(detail).toMatchObject({
      sharedEventId: eventId(9),
      eventCategory: 'Data',
      errorCode: 'AccessDenied',
      errorMessage: 'no',
      outcome: 'denied',
    });
  });

  test.each<[RecordParts, string]>([
    [{}, 'notice'],
    [{ readOnly: true }, 'info'],
    [{ errorCode: 'Throttling' }, 'info'],
    [{ errorCode: 'AccessDenied' }, 'warning'],
    [{ errorCode: 'AccessDenied', readOnly: true }, 'warning'],
  ])('%j is as severe as %s', (parts, severity) => {
    expect(callOf(parts).severity).toBe(severity);
  });

  describe('that is dangerous', () => {
    const openedTo = (cidrIp: string, port: number): RecordParts => ({
      requestParameters: {
        groupId: target,
        ipPermissions: {
          items: [{ ipProtocol: 'tcp', fromPort: port, toPort: port, ipRanges: { items: [{ cidrIp }] } }],
        },
      },
    });

    test('says why, and is critical', () => {
      const { detail, severity } = callOf(openedTo('0.0.0.0/0', 22));
      expect(severity).toBe('critical');
      expect(detail.dangers).toEqual([
        {
          rule: 'security-group-open-ssh',
          severity: 'high',
          reason: `${target} lets every address (0.0.0.0/0) reach ssh (tcp/22)`,
          source: 'Config restricted-ssh',
        },
      ]);
    });

    test('to a medium degree is a warning', () => {
      expect(callOf(openedTo('0.0.0.0/0', 9999))).toMatchObject({
        severity: 'warning',
        detail: { dangers: [{ rule: 'security-group-open-port', severity: 'medium' }] },
      });
    });

    test('is found by its name without API version, its caller and its account', () => {
      const { detail } = callOf({
        eventSource: 'lambda.amazonaws.com',
        eventName: 'AddPermission20150331v2',
        requestParameters: { functionName: 'f', principal: '444455556666', action: 'lambda:InvokeFunction' },
        userIdentity: { type: 'Root', accountId: '111122223333', accessKeyId: 'AKIAEXAMPLEROOT00001' },
      });
      expect(detail.dangers?.map(({ rule }) => rule)).toEqual([
        'root-access-key-used',
        'function-shared-with-other-account',
      ]);
    });

    test('is none where it was refused, or is harmless', () => {
      const refused = callOf({ ...openedTo('0.0.0.0/0', 22), errorCode: 'AccessDenied' });
      expect(refused.detail).not.toHaveProperty('dangers');
      expect(refused.severity).toBe('warning');
      expect(callOf(openedTo('203.0.113.0/24', 22)).detail).not.toHaveProperty('dangers');
    });
  });

  test('keeps the name with its API version, and is described without it', () => {
    const call = callOf({ eventSource: 'unheard-of.amazonaws.com', eventName: 'CreateFunction20150331v2' });
    expect(call.detail.eventName).toBe('CreateFunction20150331v2');
    expect(call.summary).toMatch(/^created function/);
  });

  test.each<[JsonValue | undefined]>([[null], [undefined], ['null']])('parameters that are %j are null', (value) => {
    const { detail } = callOf({ requestParameters: value, responseElements: value });
    expect([detail.requestParameters, detail.responseElements]).toEqual([null, null]);
  });

  test.each<[JsonValue]>([[''], ['text'], [[]], [7], [true]])('parameters that are %j are kept', (value) => {
    expect(callOf({ requestParameters: value }).detail.requestParameters).toEqual(value);
  });

  test('loses its secrets before anything is kept', () => {
    const secret = 'hunter2-and-a-half';
    const call = callOf({
      eventSource: 'ssm.amazonaws.com',
      eventName: 'PutParameter20150331',
      requestParameters: { name: '/app', value: secret, masterUserPassword: secret },
      responseElements: { credentials: { sessionToken: secret, secretAccessKey: secret } },
      additionalEventData: { userData: secret, list: [{ password: secret }] },
    });
    expect(JSON.stringify(call)).not.toContain(secret);
    expect(call.detail.requestParameters).toEqual({
      name: '/app',
      value: '<redacted>',
      masterUserPassword: '<redacted>',
    });
  });

  test('names resources of the request, of what the service did, of the response and of additional data', () => {
    const call = callOf({
      requestParameters: { a: 'sg-0000000000000001' },
      serviceEventDetails: { b: 'sg-0000000000000002' },
      responseElements: { c: 'sg-0000000000000003' },
      additionalEventData: { d: 'sg-0000000000000004' },
      resources: [{ ARN: 'arn:aws:s3:::logs' }],
    });
    expect(call.resources.map(({ id }) => id)).toEqual([
      'sg-0000000000000001',
      'sg-0000000000000002',
      'sg-0000000000000003',
      'sg-0000000000000004',
      'logs',
    ]);
  });

  test('tells that it was tried, where it did not succeed', () => {
    expect(callOf({ errorCode: 'AccessDenied' }).summary).toMatch(/^tried to .*: denied \(AccessDenied\)$/);
  });
});

describe('what is no event has a reason', () => {
  const deep = (levels: number): JsonValue => (levels === 0 ? 'sg-1' : [deep(levels - 1)]);
  const deepText = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`;

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'no CloudTrail record'],
    ['null', null, 'no CloudTrail record'],
    ['a number', 7, 'no CloudTrail record'],
    ['text', 'RunInstances', 'no CloudTrail record'],
    ['a list', [recordOf()], 'no CloudTrail record'],
    ['an empty object', {}, 'no CloudTrail record'],
    ['a function', () => recordOf(), 'no CloudTrail record'],
    ['no time', recordOf({ eventTime: undefined }), 'without a readable eventTime'],
    ['a time beyond all clocks', recordOf({ eventTime: 1e300 }), 'without a readable eventTime'],
    ['an Insight without time', { insightDetails: {} }, 'without a readable eventTime'],
    ['nested too deep', recordOf({ requestParameters: deep(1000) }), 'nested too deep'],
  ])('%s', (_, raw, reason) => {
    expect(normalize(raw, place)).toEqual({ reason });
  });

  test('but what is nested as deep as records may be is one', () => {
    expect(callOf({ requestParameters: deep(100) }).kind).toBe('api-call');
  });

  test('and text that opens to something deeper stays text', () => {
    const requestParameters = { policy: deepText(100_000) };
    expect(callOf({ requestParameters }).detail.requestParameters).toEqual(requestParameters);
  });
});

describe('a record of hostile members', () => {
  const values: readonly JsonValue[] = [
    null,
    true,
    7,
    -1,
    1e308,
    '',
    ' ',
    'null',
    'constructor',
    '__proto__',
    '\ud800',
    '\u0000',
    [],
    [[]],
    {},
    { a: null },
  ];
  const members = Object.keys(
    recordOf({ resources: [], additionalEventData: {}, serviceEventDetails: {}, sharedEventID: '' }),
  );

  test.each(members)('in %s gives an event or a reason', (member) => {
    for (const value of values) {
      for (const record of [recordOf({ [member]: value }), recordOf({ [member]: value, errorCode: 'AccessDenied' })]) {
        const normalized = normalize(record, place);
        if ('reason' in normalized) expect(normalized.reason).not.toBe('');
        else expect(JSON.parse(JSON.stringify(normalized))).toEqual(normalized);
      }
    }
  });
});
