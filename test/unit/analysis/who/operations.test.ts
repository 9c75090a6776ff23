/** What services did in their own roles, traced back to who made them do it. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import type { RecordParts } from '../../../fixtures/cloudtrail.ts';
import { account, otherAccount } from '../../../fixtures/report-cast.ts';
import {
  assume,
  principalIn,
  record,
  roleIdentity,
  serviceIdentity,
  userIdentity,
} from '../../../fixtures/sessions.ts';

const cloudFormation = 'cloudformation.amazonaws.com';
const alice = userIdentity('alice');
const bob = userIdentity('bob');

const fromService = (service: string): RecordParts => ({ sourceIPAddress: service, userAgent: service });

const stackCall = (
  n: number,
  at: number,
  userIdentity: JsonObject,
  stackName: string,
  more: JsonObject = {},
  eventName = 'UpdateStack',
) =>
  record(n, at, {
    eventSource: cloudFormation,
    eventName,
    userIdentity,
    requestParameters: { stackName, roleARN: `arn:aws:iam::${account}:role/cfn-exec`, ...more },
    responseElements: {
      stackId: `arn:aws:cloudformation:us-east-1:${account}:stack/${stackName}/0d4c1f0e-0000-4000-8000-000000000001`,
    },
  });

/** The CDK gives all stacks this name. */
const changeSetName = 'cdk-deploy-change-set';

const changeSet = (n: number, userIdentity: JsonObject, stackName: string, role: string) =>
  stackCall(
    n,
    0,
    userIdentity,
    stackName,
    { changeSetName, roleARN: `arn:aws:iam::${account}:role/${role}` },
    'CreateChangeSet',
  );

/** Executing it names no role. */
const executed = (n: number, at: number, userIdentity: JsonObject, stackName: string) =>
  record(n, at, {
    eventSource: cloudFormation,
    eventName: 'ExecuteChangeSet',
    userIdentity,
    requestParameters: { stackName, changeSetName },
  });

const made = (n: number, at: number, requestParameters: JsonObject = { groupId: 'sg-1' }) =>
  record(n, at, {
    ...fromService(cloudFormation),
    userIdentity: roleIdentity('cfn-exec', 'AWSCloudFormation', ''),
    requestParameters,
  });

const tagged = { tagSet: { items: [{ key: 'aws:cloudformation:stack-name', value: 'storefront' }] } };

describe('CloudFormation in a role of its own', () => {
  test.each<[string, readonly JsonObject[], unknown]>([
    [
      'by the stack’s tag',
      [stackCall(1, 0, alice, 'storefront'), stackCall(2, 1, bob, 'other'), made(3, 2, tagged)],
      'alice',
    ],
    [
      'by the beginning of a name',
      [
        stackCall(1, 0, alice, 'storefront'),
        stackCall(2, 1, bob, 'other'),
        made(3, 2, { bucketName: 'storefront-Assets-1AB2C3' }),
      ],
      'alice',
    ],
    [
      'by the role, where one operation alone was given it',
      [stackCall(1, 0, alice, 'storefront'), made(3, 2)],
      'alice',
    ],
    [
      'by the role that its change set was given',
      [
        changeSet(1, alice, 'storefront', 'cfn-exec'),
        changeSet(2, bob, 'other', 'other'),
        executed(4, 1, alice, 'storefront'),
        executed(5, 1, bob, 'other'),
        made(3, 2),
      ],
      'alice',
    ],
    [
      'not where two people gave it',
      [stackCall(1, 0, alice, 'storefront'), stackCall(2, 1, bob, 'other'), made(3, 2)],
      undefined,
    ],
    [
      'not by another role',
      [stackCall(1, 0, alice, 'storefront', { roleARN: 'arn:aws:iam::1:role/other' }), made(3, 2)],
      undefined,
    ],
    ['not before it was started', [stackCall(1, 5, alice, 'storefront'), made(3, 2, tagged)], undefined],
    [
      'not hours later',
      [{ ...stackCall(1, 0, alice, 'storefront'), eventTime: '2026-03-03T11:00:00Z' }, made(3, 2, tagged)],
      undefined,
    ],
    [
      'not where it was denied',
      [{ ...stackCall(1, 0, alice, 'storefront'), errorCode: 'AccessDenied' }, made(3, 2, tagged)],
      undefined,
    ],
    [
      'not in another account',
      [{ ...stackCall(1, 0, alice, 'storefront'), recipientAccountId: otherAccount }, made(3, 2, tagged)],
      undefined,
    ],
    [
      'the last of several',
      [stackCall(1, 0, alice, 'storefront'), stackCall(2, 1, bob, 'storefront'), made(3, 2, tagged)],
      'bob',
    ],
  ])('%s', (_, records, name) => {
    expect(principalIn(records, 3).human).toEqual(
      name === undefined ? null : { name, via: 'invoked-by', certainty: 'guess' },
    );
  });

  test('with the person’s own permissions is that person, proven', () => {
    const forwarded = record(3, 2, {
      ...fromService(cloudFormation),
      userIdentity: { ...alice, invokedBy: cloudFormation },
    });
    expect(principalIn([forwarded], 3).human).toEqual({ name: 'alice', via: 'invoked-by', certainty: 'proven' });
  });

  test('of a person’s session leads on to the person', () => {
    const records = [
      assume(5, 0, alice, 'Admin', 's', 'ASIA1'),
      stackCall(1, 1, roleIdentity('Admin', 's', 'ASIA1'), 'storefront'),
      made(3, 2, tagged),
    ];
    expect(principalIn(records, 3).human).toEqual({ name: 'alice', via: 'invoked-by', certainty: 'guess' });
  });

  test('by the role that it took on itself', () => {
    const identity = roleIdentity('cfn-exec', 'AWSCloudFormation', 'ASIA1');
    const records = [
      stackCall(1, 0, alice, 'storefront'),
      assume(2, 0, serviceIdentity(cloudFormation), 'cfn-exec', 'AWSCloudFormation', 'ASIA1'),
      record(3, 2, { userIdentity: identity, requestParameters: tagged }),
    ];
    expect(principalIn(records, 3)).toMatchObject({ human: { name: 'alice', certainty: 'guess' }, pathEnd: 'origin' });
  });
});

describe('Service Catalog, through the stack of the product', () => {
  const product = record(1, 0, {
    eventSource: 'servicecatalog.amazonaws.com',
    eventName: 'ProvisionProduct',
    userIdentity: alice,
    requestParameters: { productId: 'prod-1', provisionedProductName: 'my-shop' },
    responseElements: { recordDetail: { provisionedProductId: 'pp-abcdefgh12345', recordId: 'rec-abcdefgh12345' } },
  });
  const stack = {
    ...stackCall(2, 1, roleIdentity('launch', 'servicecatalog', ''), `SC-${account}-pp-abcdefgh12345`),
    ...fromService('servicecatalog.amazonaws.com'),
  };
  const done = made(3, 2, {
    tags: [{ key: 'aws:cloudformation:stack-name', value: `SC-${account}-pp-abcdefgh12345` }],
  });

  test('leads to who asked for the product', () => {
    expect(principalIn([product, stack, done], 3).human).toEqual({
      name: 'alice',
      via: 'invoked-by',
      certainty: 'guess',
    });
    expect(principalIn([stack, done], 3).human).toBeNull();
  });

  test('leads there by the credentials that the stack was made with, which CloudFormation forwards', () => {
    const launch = roleIdentity('launch', 'servicecatalog', 'ASIA1');
    const forwarded = record(3, 2, {
      ...fromService(cloudFormation),
      userIdentity: { ...launch, invokedBy: cloudFormation },
    });
    const own = { ...stack, userIdentity: launch };
    expect(principalIn([product, own, forwarded], 3).human).toEqual({
      name: 'alice',
      via: 'invoked-by',
      certainty: 'guess',
    });
    const another = {
      ...stackCall(4, 1, launch, `SC-${account}-pp-zzzzzzzz99999`),
      ...fromService('servicecatalog.amazonaws.com'),
    };
    expect(principalIn([product, own, another, forwarded], 3).human).toBeNull();
  });
});

test('operations that name each other in a circle end', () => {
  const [a, b] = ['stack-aaaa', 'stack-bbbb'].map((stackName, n) => ({
    ...stackCall(n + 1, 0, roleIdentity('cfn-exec', 'AWSCloudFormation', ''), stackName, {
      parent: n === 0 ? 'stack-bbbb' : 'stack-aaaa',
    }),
    ...fromService(cloudFormation),
  })) as [JsonObject, JsonObject];
  expect(principalIn([a, b, made(3, 1, { stackName: 'stack-aaaa' })], 3).human).toBeNull();
});
