/** The kind of change that a call makes, judged by its service's event source in CloudTrail. */
import { expect, test } from 'vitest';
import { kindOfCall } from '../../../../src/analysis/link/movers.ts';
import { callEvent } from '../../../fixtures/events.ts';

test.each([
  ['amazonmq', 'UpdateBroker', 'messages'],
  ['kafka', 'UpdateBrokerCount', 'messages'],
  ['memorydb', 'UpdateCluster', 'database'],
  ['dax', 'DecreaseReplicationFactor', 'database'],
  ['autoscaling', 'RegisterScalableTarget', 'capacity'],
  ['codedeploy', 'CreateDeployment', 'deployment'],
  ['elasticbeanstalk', 'UpdateEnvironment', 'deployment'],
  ['appconfig', 'StartDeployment', 'deployment'],
  ['appconfig', 'StartConfigurationSession', 'watching'],
  ['apprunner', 'PauseService', 'deployment'],
  ['amplify', 'StartJob', 'deployment'],
  ['appsync', 'UpdateResolver', 'deployment'],
  ['batch', 'UpdateJobQueue', 'deployment'],
  ['codepipeline', 'StartPipelineExecution', 'watching'],
  ['codepipeline', 'DeletePipeline', 'deployment'],
  ['globalaccelerator', 'UpdateEndpointGroup', 'balancer'],
  ['kafka-cluster', 'DeleteTopic', 'messages'],
  ['secretsmanager', 'UpdateSecretVersionStage', 'secret'],
  ['ssm', 'PutParameter', 'secret'],
  ['ssm', 'SendCommand', 'other'],
  ['acm', 'DeleteCertificate', 'certificate'],
  ['iam', 'DeleteServerCertificate', 'certificate'],
  ['ec2', 'BidEvictedEvent', 'power'],
  ['servicequotas', 'RequestServiceQuotaIncrease', 'watching'],
])('%s %s is of kind %s', (source, eventName, kind) => {
  expect(kindOfCall(callEvent('change', '14:00:00', eventName, { source }))).toBe(kind);
});
