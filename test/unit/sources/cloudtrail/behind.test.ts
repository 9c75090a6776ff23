/** Which records show who is behind others, and so are read in addition to those that were asked about. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import { createBehindTest } from '../../../../src/sources/cloudtrail/behind.ts';
import { eventId, reportOf, target } from '../../../fixtures/cloudtrail.ts';
import { assume, record, roleIdentity, sessionArn, userIdentity } from '../../../fixtures/sessions.ts';

const userId = '94482488-3041-7026';
const identityCenter: JsonObject = { type: 'IdentityCenterUser', accountId: '111122223333', onBehalfOf: { userId } };

const signIn = record(1, 0, {
  eventSource: 'signin.amazonaws.com',
  eventName: 'UserAuthentication',
  userIdentity: { ...identityCenter, type: 'Unknown' },
  additionalEventData: { UserName: 'erin' },
  serviceEventDetails: { UserAuthentication: 'Success' },
  requestParameters: null,
});
const switched = record(2, 1, {
  eventSource: 'signin.amazonaws.com',
  eventName: 'SwitchRole',
  userIdentity: roleIdentity('Admin', 'alice', ''),
  additionalEventData: { SwitchFrom: 'arn:aws:iam::444455556666:user/alice' },
  requestParameters: null,
});
const copied = record(3, 2, { sharedEventID: eventId(99), requestParameters: null });
const issued = assume(4, 3, userIdentity('alice'), 'Admin', 's', 'ASIA1');
const all = [signIn, switched, copied, issued, record(5, 4, { userIdentity: identityCenter, requestParameters: null })];

describe('a record is read', () => {
  test.each<[string, Omit<Parameters<typeof createBehindTest>[0], 'kind'>, readonly JsonObject[]]>([
    ['that issued a key', { accessKeyIds: ['ASIA1'] }, [issued]],
    ['that names a user, but nothing else of that user', { accessKeyIds: [], userIds: [userId] }, [signIn]],
    ['that began a session', { accessKeyIds: [], sessions: [sessionArn('Admin', 'alice')] }, [switched]],
    ['that is a copy', { accessKeyIds: [], sharedEventIds: [eventId(99)] }, [copied]],
    [
      'only where it is asked for',
      { accessKeyIds: ['ASIA2'], userIds: ['u'], sessions: ['arn'], sharedEventIds: ['e'] },
      [],
    ],
  ])('%s', (_, request, expected) => {
    expect(all.filter(createBehindTest({ kind: 'credentials', ...request }))).toEqual(expected);
  });
});

test('who acted is found in records that do not touch the target', async () => {
  const call = record(6, 9, { userIdentity: identityCenter });
  const { timeline } = await reportOf({ a: { Records: [call, signIn] } }, { target });
  expect(timeline.find(({ id }) => id === `cloudtrail:${eventId(6)}`)).toMatchObject({
    detail: { principal: { human: { name: 'erin', via: 'identity-center', certainty: 'proven' }, userId } },
  });
});

test('the rule behind a remediation is found by what its remediation was set to run', async () => {
  const documentName = 'AWS-DisablePublicAccessForSecurityGroup';
  const set = record(7, 1, {
    eventSource: 'config.amazonaws.com',
    eventName: 'PutRemediationConfigurations',
    userIdentity: userIdentity('alice'),
    requestParameters: { remediationConfigurations: [{ configRuleName: 'restricted-ssh', targetId: documentName }] },
  });
  const execution = '4105a4fc-f944-11e6-9d32-0a1b2c3d4e5f';
  const started = record(8, 8, {
    eventSource: 'ssm.amazonaws.com',
    eventName: 'StartAutomationExecution',
    userIdentity: roleIdentity('AWSServiceRoleForConfigRemediation', 'AwsConfigRemediation', ''),
    sourceIPAddress: 'config.amazonaws.com',
    requestParameters: { documentName },
    responseElements: { automationExecutionId: execution },
  });
  const closed = record(9, 9, {
    eventName: 'RevokeSecurityGroupIngress',
    sourceIPAddress: 'ssm.amazonaws.com',
    userIdentity: roleIdentity('remediator', `Automation-${execution}`, ''),
  });
  // each is found through the one that it started
  const { timeline } = await reportOf({ a: { Records: [set, started, closed] } }, { target });
  expect(timeline.find(({ id }) => id === `cloudtrail:${eventId(9)}`)).toMatchObject({
    detail: { principal: { human: null, workload: { type: 'AWS::Config::ConfigRule', id: 'restricted-ssh' } } },
  });
});
