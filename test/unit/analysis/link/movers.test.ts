/** What kind of change a call makes, by the source that CloudTrail writes for its service. */
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
])('%s %s is of kind %s', (source, eventName, kind) => {
  expect(kindOfCall(callEvent('change', '14:00:00', eventName, { source }))).toBe(kind);
});
