/**
 * What real trails hold, and how it is read: a record's texts, parameters, resources and spelling, and what other tools make of
 * it.
 */
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import {
  callsOf,
  onlyCall,
  type RecordParts,
  recordOf,
  reportOf,
  skippedOf,
  target,
  user,
} from '../fixtures/cloudtrail.ts';
import { account, callOf, expectComplete, finds, ids, lines, numbered, other, text } from './cloudtrail-quirks.ts';

describe('text', () => {
  test.each<[string, string]>([
    ['a byte order mark', '\u{FEFF}'],
    ['blanks', ' \r\n\t '],
  ])('%s before the content', async (_, start) => {
    const report = await reportOf({ a: start + text({ Records: [recordOf()] }) });
    expect(ids(report)).toHaveLength(1);
    expectComplete(report);
  });

  test('of any script, escaped or not, in pairs of surrogates or in halves of them', async () => {
    const description = '한국어 🙂 \ud83d \u0000 é';
    const plain = text({ Records: [recordOf({ requestParameters: { description } })] });
    const escaped = plain.replaceAll(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const report = await reportOf({ a: plain, b: escaped });
    expect(onlyCall(report).detail.requestParameters).toEqual({ description });
  });

  test('of a quarter of a megabyte in one record', async () => {
    const call = await callOf(
      {
        responseElements: {
          list: Array.from({ length: 4000 }, (_, n) => ({ n, value: 'x'.repeat(50) })),
          last: 'sg-00000000000000009',
        },
      },
      { target: 'sg-00000000000000009' },
    );
    expect(call.match).toEqual(['target']);
  });

  test('cut off by CloudTrail is not the whole: a truncated id is another', async () => {
    expect(await finds({ requestParameters: { groupId: target.slice(0, -1) } }, { target })).toBe(false);
    expect(await finds({ requestParameters: `{"groupId":"${target}` }, { target })).toBe(false);
  });
});

describe('parameters', () => {
  test.each<[string, JsonValue | undefined]>([
    ['null', null],
    ['missing', undefined],
    ['the text "null"', 'null'],
  ])('%s are null', async (_, value) => {
    const { detail } = await callOf({ requestParameters: value, responseElements: value });
    expect([detail.requestParameters, detail.responseElements]).toEqual([null, null]);
  });

  test('of a denied call are null: its message names the target', async () => {
    const role = `arn:aws:iam::${account}:role/path/admin`;
    const denied = {
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      requestParameters: null,
      errorCode: 'AccessDenied',
      errorMessage: `User: arn:aws:iam::${account}:user/bob is not authorized to perform: sts:AssumeRole on resource: ${role}`,
    };
    for (const spelling of [role, 'admin']) {
      const call = await callOf(denied, { target: spelling });
      expect(call).toMatchObject({ match: ['target'], detail: { outcome: 'denied' } });
    }
    expect(await finds(denied, { target: 'adm' })).toBe(false);
  });

  test('of a throttled call are null too, and nothing names the target', async () => {
    const throttled = { requestParameters: null, errorCode: 'ThrottlingException', errorMessage: 'Rate exceeded' };
    expect(await finds(throttled, { target })).toBe(false);
    expect((await callOf(throttled)).detail.outcome).toBe('failed');
  });

  test.each<[string, string, JsonObject]>([
    ['s3', 'PutBucketTagging', { bucketName: 'logs', Tagging: { TagSet: { Tag: { Key: 'a', Value: true } } } }],
    [
      's3',
      'PutBucketTagging',
      { bucketName: 'logs', Tagging: { TagSet: { Tag: [{ Key: 'a', Value: 'b' }] } }, tagging: '' },
    ],
    ['s3', 'PutBucketAcl', { bucketName: 'logs', acl: '' }],
    ['s3', 'PutBucketLifecycle', { bucketName: 'logs', lifecycle: '', LifecycleConfiguration: '' }],
    ['ec2', 'EnableSerialConsoleAccess', { EnableSerialConsoleAccessRequest: '' }],
    ['ec2', 'DeleteFlowLogs', { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-0a1b2c3d4e5f60718' } } }],
    [
      'ec2',
      'RunInstances',
      { instancesSet: '', disableApiTermination: { value: true }, userData: '<sensitiveDataRemoved>' },
    ],
    ['ec2', 'RunInstances', { instancesSet: { items: {} }, disableApiTermination: false }],
    ['ec2', 'DescribeInstanceTypes', { DescribeInstanceTypesRequest: { xmlns: 'x', InstanceType: 't3' } }],
    ['lambda', 'UpdateFunctionConfiguration20150331v2', { environment: 'HIDDEN_DUE_TO_SECURITY_REASONS' }],
    ['lambda', 'UpdateFunctionConfiguration20150331v2', { environment: [] }],
    ['ssm', 'SendCommand', { parameters: 'HIDDEN_DUE_TO_SECURITY_REASONS', documentName: ['x'] }],
    ['rds', 'ModifyDBInstance', { dBInstanceIdentifier: 'db-1' }],
    ['iam', 'UploadSSHPublicKey', { sSHPublicKeyBody: {}, userName: null }],
    ['cloudformation', 'CreateStack', { parameters: {}, tags: null, aRN: 'x', _return: true }],
  ])('%s %s of %j is described, whatever type they have', async (service, eventName, requestParameters) => {
    const call = await callOf({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters });
    expect(call.summary).toMatch(/^\S.*\S$/);
    expect(call.summary).not.toMatch(/undefined|\[object|NaN/);
  });

  test.each([
    'dBInstanceIdentifier',
    'aRN',
    'ARN',
    'sSHPublicKey',
    '_return',
    'x-amz-id-2',
    'Supplementary.Tags.1',
    '__proto__',
  ])('a value under %s is a value', async (key) => {
    const requestParameters = JSON.parse(`{${text(key)}:"db-1"}`) as JsonValue;
    expect(await finds({ requestParameters }, { target: 'db-1' })).toBe(true);
  });

  test.each<[string, (policy: string) => string]>([
    ['as text', (policy) => policy],
    ['URL-encoded, as IAM answers', (policy) => encodeURIComponent(policy)],
  ])('JSON inside a string is opened: %s', async (_, encode) => {
    const policy = JSON.stringify({ Statement: [{ Principal: { AWS: `arn:aws:iam::${other}:root` } }] }, null, 2);
    const parts = {
      eventSource: 'iam.amazonaws.com',
      eventName: 'UpdateAssumeRolePolicy',
      requestParameters: { policyDocument: encode(policy) },
    };
    expect(await finds(parts, { target: other, as: 'target' })).toBe(true);
    expect(await finds(parts, { target: 'Statement', as: 'target' })).toBe(false);
  });

  test('secrets are gone before anything is reported', async () => {
    const secret = 'hunter2-and-a-half';
    const report = await reportOf({
      a: {
        Records: [
          recordOf({
            requestParameters: { masterUserPassword: secret, environment: { variables: { KEY: secret } } },
            responseElements: { credentials: { sessionToken: secret } },
          }),
          numbered(2, {
            eventSource: 'ssm.amazonaws.com',
            eventName: 'PutParameter',
            requestParameters: { name: '/app', value: secret },
          }),
        ],
      },
    });
    expect(callsOf(report)).toHaveLength(2);
    expect(text(report)).not.toContain(secret);
  });
});

describe('resources', () => {
  test.each<[string, JsonValue | undefined]>([
    ['missing', undefined],
    ['null', null],
    ['empty', []],
    ['of another type', 'text'],
    ['without a type', [{ ARN: `arn:aws:ssm:us-east-1:${account}:parameter/app`, accountId: account }]],
  ])('%s say nothing against the parameters', async (_, resources) => {
    expect(await finds({ resources }, { target })).toBe(true);
  });

  test('without a type name the target all the same', async () => {
    const resources = [{ ARN: `arn:aws:ssm:us-east-1:${account}:parameter/app/key`, accountId: account }];
    for (const spelling of ['/app/key', 'app/key', `arn:aws:ssm:us-east-1:${account}:parameter/app/key`]) {
      expect(await finds({ requestParameters: null, resources }, { target: spelling })).toBe(true);
    }
  });

  test.each<[string, RecordParts, string]>([
    [
      'additional data',
      { additionalEventData: { ARN: `arn:aws:secretsmanager:us-east-1:${account}:secret:db-AbCdEf`, Name: 'db' } },
      'db',
    ],
    [
      'what a service did',
      { serviceEventDetails: { snapshotId: 'snap-0a1b2c3d4e5f60718' }, eventType: 'AwsServiceEvent' },
      'snap-0a1b2c3d4e5f60718',
    ],
  ])('hide in %s', async (_, parts, id) => {
    expect(await finds({ requestParameters: null, responseElements: null, ...parts }, { target: id })).toBe(true);
  });
});

describe('case and prefixes', () => {
  test('ids are exact to the letter', async () => {
    const odd = { requestParameters: { groupId: 'sg-0A1b2C3D' } };
    expect(await finds(odd, { target: 'sg-0A1b2C3D' })).toBe(true);
    expect(await finds(odd, { target: 'sg-0a1b2c3d' })).toBe(false);
  });

  test('accounts keep their leading zeros', async () => {
    const call = await callOf({ recipientAccountId: '012345678912' }, { accounts: ['012345678912'] });
    expect(call.origin.account).toBe('012345678912');
  });

  test.each<[string, string]>([
    ['secret-1', 'secret-10'],
    ['credentials-1', 'credentials-19'],
    ['backdoor-f', 'backdoor-f-func'],
    ['backdoor-f', 'backdoor-f-lambda'],
    ['secret-1', `arn:aws:secretsmanager:us-east-1:${account}:secret:secret-11-mekIRl`],
  ])('%s is not found in %s', async (asked, name) => {
    expect(await finds({ requestParameters: { name } }, { target: asked })).toBe(false);
    expect(await finds({ requestParameters: { name } }, { target: name })).toBe(true);
  });

  test('secrets are found by name, parameters with and without the slash', async () => {
    const arn = `arn:aws:secretsmanager:us-east-1:${account}:secret:secret-11-mekIRl`;
    for (const spelling of ['secret-11', 'secret-11-mekIRl', arn]) {
      expect(await finds({ requestParameters: { secretId: arn } }, { target: spelling })).toBe(true);
    }
    expect(await finds({ requestParameters: { secretId: 'secret-11' } }, { target: arn })).toBe(true);
  });

  test('access keys that were redacted differently stay different', async () => {
    const keys = ['AKIAEXAMPLEBOB000001', 'AKIAEXAMPLEB0B000001'];
    const records = keys.map((accessKeyId, n) => numbered(n, { userIdentity: { ...user, accessKeyId } }));
    for (const key of keys) {
      const report = await reportOf({ a: { Records: records } }, { target: key });
      expect(callsOf(report).map(({ detail }) => detail.principal.accessKeyId)).toEqual([key]);
    }
  });
});

describe('re-shaped exports', () => {
  test('Datadog moves address and user agent', async () => {
    const call = await callOf({
      sourceIPAddress: undefined,
      userAgent: undefined,
      requestID: undefined,
      network: { client: { ip: '192.0.2.9' } },
      http: { useragent: 'Boto3/1.26.1' },
      evt: { name: 'x' },
    });
    expect(call.detail.principal).toMatchObject({
      sourceIp: '192.0.2.9',
      userAgent: 'Boto3/1.26.1',
      tool: { name: 'boto3' },
    });
  });

  test('Logstash and Panther add fields of their own', async () => {
    const call = await callOf({
      '@timestamp': '2026-03-03T14:09:00.000Z',
      '@version': '1',
      p_event_time: 'x',
      p_log_type: 'AWS.CloudTrail',
    });
    expect(call.time).toBe('2026-03-03T14:03:27.000Z');
  });

  test('OCSF is another schema: set aside and counted', async () => {
    const report = await reportOf({
      a: lines({ class_uid: 6003, api: { operation: 'RunInstances', service: { name: 'ec2' } }, time: 1 }),
    });
    expect(report.timeline).toEqual([]);
    expect(skippedOf(report)).toEqual({ json: 1 });
  });
});
