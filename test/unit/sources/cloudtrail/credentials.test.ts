import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import { lookupEvent } from '../../../../src/sources/cloudtrail/carriers.ts';
import { credentialsEvidence, issuedAccessKey } from '../../../../src/sources/cloudtrail/credentials.ts';
import { principalOf } from '../../../../src/sources/cloudtrail/principal.ts';
import { eventId, type RecordParts, recordOf, user } from '../../../fixtures/cloudtrail.ts';

const account = '111122223333';
const key = 'ASIAEXAMPLEISSUED001';

const assumeRole: RecordParts = {
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRole',
  readOnly: true,
  requestParameters: { roleArn: `arn:aws:iam::${account}:role/deploy`, roleSessionName: 'run' },
  responseElements: {
    credentials: { accessKeyId: key, sessionToken: 'x', expiration: 'Mar 3, 2026, 3:03:27 PM' },
    assumedRoleUser: { assumedRoleId: 'AROAEXAMPLE:run', arn: `arn:aws:sts::${account}:assumed-role/deploy/run` },
  },
};

describe('a call that issues credentials', () => {
  test('leads from the caller to the credentials', () => {
    expect(credentialsEvidence(recordOf(assumeRole))).toEqual({
      type: 'credentials',
      accessKeyId: key,
      hop: {
        time: '2026-03-03T14:03:27.000Z',
        event: `cloudtrail:${eventId(1)}`,
        from: `arn:aws:iam::${account}:user/bob`,
        to: `arn:aws:sts::${account}:assumed-role/deploy/run`,
      },
      issuerAccessKeyId: 'AKIAEXAMPLEBOB000001',
      issuer: principalOf(recordOf(assumeRole)),
    });
  });

  test.each<[string, RecordParts, string]>([
    [
      'GetFederationToken',
      {
        responseElements: {
          credentials: { accessKeyId: key },
          federatedUser: { arn: `arn:aws:sts::${account}:federated-user/carol` },
        },
      },
      `arn:aws:sts::${account}:federated-user/carol`,
    ],
    [
      'GetSessionToken',
      { requestParameters: null, responseElements: { credentials: { accessKeyId: key } } },
      `arn:aws:iam::${account}:user/bob`,
    ],
    [
      'AssumeRole without the role’s session',
      { ...assumeRole, responseElements: { credentials: { accessKeyId: key } } },
      `arn:aws:iam::${account}:role/deploy`,
    ],
    [
      'CreateAccessKey',
      {
        requestParameters: { userName: 'carol' },
        responseElements: { accessKey: { accessKeyId: key, userName: 'carol', status: 'Active' } },
      },
      'carol',
    ],
    [
      'GetRoleCredentials',
      {
        requestParameters: null,
        responseElements: { roleCredentials: { accessKeyId: key } },
        userIdentity: { type: 'Unknown', accountId: account, onBehalfOf: { userId: 'u-1' } },
      },
      'u-1',
    ],
  ])('%s', (_, parts, to) => {
    expect(credentialsEvidence(recordOf(parts))).toMatchObject({ accessKeyId: key, hop: { to } });
  });

  test('by somebody without an ARN and without a key is known by the name', () => {
    const service = { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' };
    expect(credentialsEvidence(recordOf({ ...assumeRole, userIdentity: service }))).toMatchObject({
      hop: { from: 'ec2.amazonaws.com' },
      issuerAccessKeyId: null,
    });
  });

  test('tells of a second factor, and of the copies in other accounts', () => {
    const requestParameters = {
      ...(assumeRole['requestParameters'] as JsonObject),
      serialNumber: 'arn:aws:iam::1:mfa/bob',
    };
    expect(
      credentialsEvidence(recordOf({ ...assumeRole, requestParameters, sharedEventID: eventId(7) })),
    ).toMatchObject({
      mfa: true,
      sharedEventId: eventId(7),
    });
  });

  test.each<[string, JsonObject, JsonObject, unknown]>([
    [
      'an instance',
      { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
      { roleSessionName: 'i-0f1e2d3c4b5a69788' },
      { type: 'AWS::EC2::Instance', id: 'i-0f1e2d3c4b5a69788' },
    ],
    [
      'a function',
      { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
      { roleSessionName: 'resize' },
      { type: 'AWS::Lambda::Function', id: 'resize' },
    ],
    [
      'a task',
      { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com' },
      { roleSessionName: '0123456789abcdef0123456789abcdef' },
      { type: 'AWS::ECS::Task', id: '0123456789abcdef0123456789abcdef' },
    ],
    [
      'a pod, by its tags',
      { type: 'AWSService', invokedBy: 'pods.eks.amazonaws.com' },
      {
        roleSessionName: 'eks-prod-api-7f9c-0d4c1f0e-0000-4000-8000-000000000001',
        tags: [
          { key: 'kubernetes-namespace', value: 'shop' },
          { key: 'kubernetes-pod-name', value: 'api-7f9c' },
        ],
      },
      { type: 'Kubernetes::Pod', id: 'shop/api-7f9c' },
    ],
    [
      'a pod, by its session',
      { type: 'AWSService', invokedBy: 'pods.eks.amazonaws.com' },
      { roleSessionName: 'eks-prod-api-7f9c-0d4c1f0e-0000-4000-8000-000000000001', tags: 'cut off' },
      { type: 'Kubernetes::Pod', id: 'prod-api-7f9c' },
    ],
    [
      'a service that runs no code of ours',
      { type: 'AWSService', invokedBy: 'config.amazonaws.com' },
      { roleSessionName: 'x' },
      undefined,
    ],
    ['a person who chose such a name', user, { roleSessionName: 'i-0f1e2d3c4b5a69788' }, undefined],
  ])('to %s', (_, userIdentity, requestParameters, workload) => {
    expect(credentialsEvidence(recordOf({ ...assumeRole, userIdentity, requestParameters }))?.workload).toEqual(
      workload,
    );
  });

  test('to a service account of a cluster', () => {
    const subject = 'system:serviceaccount:shop:api';
    const evidence = credentialsEvidence(
      recordOf({
        ...assumeRole,
        eventName: 'AssumeRoleWithWebIdentity',
        userIdentity: {
          type: 'WebIdentityUser',
          userName: subject,
          identityProvider: 'oidc.eks.eu-west-1.amazonaws.com/id/A1',
        },
        responseElements: { ...(assumeRole['responseElements'] as JsonObject), subjectFromWebIdentityToken: subject },
      }),
    );
    expect(evidence?.workload).toEqual({ type: 'Kubernetes::ServiceAccount', id: 'shop/api' });
    expect(evidence?.issuer).toMatchObject({ human: null, provider: 'oidc.eks.eu-west-1.amazonaws.com/id/A1' });
  });

  test('has the id that the event has where it has no id of its own', () => {
    const hop = credentialsEvidence(recordOf({ ...assumeRole, eventID: undefined }))?.hop;
    expect(hop?.event).toMatch(/^cloudtrail:~[0-9a-f]{8}$/);
  });
});

describe('no credentials are issued', () => {
  test.each<[string, RecordParts]>([
    ['by another call', {}],
    ['by a denied one', { ...assumeRole, errorCode: 'AccessDenied' }],
    ['by one without a time', { ...assumeRole, eventTime: 'redacted' }],
    ['where the response is null', { ...assumeRole, responseElements: null }],
    ['where the key is hidden', { ...assumeRole, responseElements: { credentials: 'HIDDEN_DUE_TO_SECURITY_REASONS' } }],
    ['where the key is empty', { ...assumeRole, responseElements: { credentials: { accessKeyId: '' } } }],
    ['where the key is no text', { ...assumeRole, responseElements: { credentials: { accessKeyId: [key] } } }],
    ['where the key is only asked about', { requestParameters: { accessKeyId: key }, responseElements: { user: {} } }],
  ])('%s', (_, parts) => {
    expect(credentialsEvidence(recordOf(parts))).toBeUndefined();
  });

  test('and so no key', () => {
    expect(issuedAccessKey(recordOf())).toBeUndefined();
    expect(issuedAccessKey({})).toBeUndefined();
  });
});

describe('an item of LookupEvents', () => {
  const record = recordOf({ userIdentity: user });

  test('holds the record as text', () => {
    expect(lookupEvent({ EventId: '1', CloudTrailEvent: JSON.stringify(record) })).toEqual(record);
  });

  test.each<[JsonObject]>([
    [{}],
    [{ CloudTrailEvent: record }],
    [{ CloudTrailEvent: null }],
    [{ cloudTrailEvent: '{}' }],
  ])('%# is none', (value) => {
    expect(lookupEvent(value)).toBeUndefined();
  });

  test.each(['', '{"cut', '7', '[]', 'null', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`])(
    '%# does not parse',
    (text) => {
      expect(lookupEvent({ CloudTrailEvent: text })).toBe('unparsable');
    },
  );
});
