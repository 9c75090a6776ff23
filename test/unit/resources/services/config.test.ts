import { expect, test } from 'vitest';
import { config } from '../../../../src/resources/services/config.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'stopped configuration recorder default',
    'StopConfigurationRecorder',
    { request: { configurationRecorderName: 'default' } },
  ],
  [
    'deleted configuration recorder default',
    'DeleteConfigurationRecorder',
    { request: { configurationRecorderName: 'default' } },
  ],
  [
    'set configuration recorder default (only AWS::S3::Bucket)',
    'PutConfigurationRecorder',
    {
      request: {
        configurationRecorder: {
          name: 'default',
          recordingGroup: { allSupported: false, resourceTypes: ['AWS::S3::Bucket'] },
        },
      },
    },
  ],
  [
    'set configuration recorder default (without AWS::IAM::Role)',
    'PutConfigurationRecorder',
    {
      request: {
        configurationRecorder: {
          name: 'default',
          recordingGroup: { exclusionByResourceTypes: { resourceTypes: ['AWS::IAM::Role'] } },
        },
      },
    },
  ],
  [
    'set delivery channel default (bucket logs)',
    'PutDeliveryChannel',
    { request: { deliveryChannel: { name: 'default', s3BucketName: 'logs' } } },
  ],
  [
    'set rule restricted-ssh (INCOMING_SSH_DISABLED)',
    'PutConfigRule',
    {
      request: {
        configRule: {
          configRuleName: 'restricted-ssh',
          source: { owner: 'AWS', sourceIdentifier: 'INCOMING_SSH_DISABLED' },
        },
      },
    },
  ],
  ['deleted rule restricted-ssh', 'DeleteConfigRule', { request: { configRuleName: 'restricted-ssh' } }],
  [
    'started remediation of rule restricted-ssh on sg-1',
    'StartRemediationExecution',
    {
      request: {
        configRuleName: 'restricted-ssh',
        resourceKeys: [{ resourceType: 'AWS::EC2::SecurityGroup', resourceId: 'sg-1' }],
      },
    },
  ],
  [
    'excluded sg-1 from remediation of rule restricted-ssh',
    'PutRemediationExceptions',
    { request: { configRuleName: 'restricted-ssh', resourceKeys: [{ resourceId: 'sg-1' }] } },
  ],
  [
    'set remediation of rule restricted-ssh (AWS-DisablePublicAccessForSecurityGroup)',
    'PutRemediationConfigurations',
    {
      request: {
        remediationConfigurations: [
          { configRuleName: 'restricted-ssh', targetId: 'AWS-DisablePublicAccessForSecurityGroup' },
        ],
      },
    },
  ],
  [
    'reported 2 evaluations of rule restricted-ssh (1 non-compliant)',
    'PutEvaluations',
    {
      request: { evaluations: [{ complianceType: 'NON_COMPLIANT' }, { complianceType: 'COMPLIANT' }] },
      additional: { configRuleName: 'restricted-ssh' },
    },
  ],
  [
    'set retention of configuration history to 30 days',
    'PutRetentionConfiguration',
    { request: { retentionPeriodInDays: 30 } },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(config, eventName, members)).toBe(expected);
});
