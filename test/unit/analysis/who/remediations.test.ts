/** Automations and remediations, traced back to who started them and to the rule that they are for. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import type { RecordParts } from '../../../fixtures/cloudtrail.ts';
import { principalIn, record, roleIdentity, userIdentity } from '../../../fixtures/sessions.ts';

const alice = userIdentity('alice');
const bob = userIdentity('bob');

const fromService = (service: string): RecordParts => ({ sourceIPAddress: service, userAgent: service });

describe('an automation', () => {
  const execution = '4105a4fc-f944-11e6-9d32-0a1b2c3d4e5f';
  const start = (userIdentity: JsonObject, parts: RecordParts = {}) =>
    record(1, 0, {
      eventSource: 'ssm.amazonaws.com',
      eventName: 'StartAutomationExecution',
      userIdentity,
      requestParameters: { documentName: 'AWS-DisablePublicAccessForSecurityGroup' },
      responseElements: { automationExecutionId: execution },
      ...parts,
    });
  const done = record(3, 2, {
    ...fromService('ssm.amazonaws.com'),
    userIdentity: roleIdentity('automation', `Automation-${execution}`, ''),
  });

  test('is known by its execution’s id, which stands in the session’s name', () => {
    expect(principalIn([start(alice), done], 3).human).toEqual({
      name: 'alice',
      via: 'invoked-by',
      certainty: 'asserted',
    });
  });

  describe('that Config started', () => {
    const byConfig = start(
      roleIdentity('AWSServiceRoleForConfigRemediation', 'AwsConfigRemediation', ''),
      fromService('config.amazonaws.com'),
    );
    const remediation = (n: number, configRuleName: string) =>
      record(n, 0, {
        eventSource: 'config.amazonaws.com',
        eventName: 'PutRemediationConfigurations',
        userIdentity: bob,
        eventTime: '2026-03-03T10:00:00Z',
        requestParameters: {
          remediationConfigurations: [
            { configRuleName, targetType: 'SSM_DOCUMENT', targetId: 'AWS-DisablePublicAccessForSecurityGroup' },
          ],
        },
      });

    test('leads to the rule, and to nobody', () => {
      const records = [remediation(4, 'restricted-ssh'), byConfig, done];
      const workload = { type: 'AWS::Config::ConfigRule', id: 'restricted-ssh' };
      expect(principalIn(records, 1)).toMatchObject({ human: null, workload });
      expect(principalIn(records, 3)).toMatchObject({ human: null, workload });
    });

    test('because a person had it remediated, leads to both', () => {
      const byHand = record(6, 0, {
        eventSource: 'config.amazonaws.com',
        eventName: 'StartRemediationExecution',
        userIdentity: bob,
        requestParameters: { configRuleName: 'restricted-ssh', resourceKeys: [{ resourceId: 'sg-0a1b2c3d' }] },
      });
      const forIt = start(roleIdentity('AWSServiceRoleForConfigRemediation', 'AwsConfigRemediation', ''), {
        ...fromService('remediation.config.amazonaws.com'),
        requestParameters: {
          documentName: 'AWS-DisablePublicAccessForSecurityGroup',
          parameters: { GroupId: ['sg-0a1b2c3d'] },
        },
      });
      const workload = { type: 'AWS::Config::ConfigRule', id: 'restricted-ssh' };
      const human = { name: 'bob', via: 'invoked-by', certainty: 'guess' };
      expect(principalIn([byHand, forIt, done], 1)).toMatchObject({ human, workload });
      expect(principalIn([byHand, forIt, done], 3)).toMatchObject({ human, workload });
      // the person is not a workload
      expect(principalIn([byHand, forIt, done], 6)).toMatchObject({
        human: { name: 'bob', via: 'iam-user' },
        workload: null,
      });
      // what Config records about the same group it reads for its own purposes
      const recorded = record(7, 1, {
        ...fromService('config.amazonaws.com'),
        eventName: 'DescribeSecurityGroups',
        readOnly: true,
        userIdentity: roleIdentity('AWSServiceRoleForConfig', 'AWSConfig-Describe', ''),
        requestParameters: { groupId: 'sg-0a1b2c3d' },
      });
      expect(principalIn([byHand, forIt, done, recorded], 7)).toMatchObject({ human: null, workload: null });
    });

    test('to no rule where two have such a remediation, or none is known', () => {
      expect(principalIn([remediation(4, 'restricted-ssh'), remediation(5, 'other'), byConfig], 1).workload).toBeNull();
      expect(principalIn([byConfig], 1).workload).toBeNull();
      expect(principalIn([remediation(4, 'restricted-ssh'), start(alice)], 1).workload).toBeNull();
    });
  });
});
