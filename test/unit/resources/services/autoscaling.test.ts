import { expect, test } from 'vitest';
import { autoscaling } from '../../../../src/resources/services/autoscaling.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'created Auto Scaling group web (min 1, max 4, from lt-1)',
    'CreateAutoScalingGroup',
    { request: { autoScalingGroupName: 'web', minSize: 1, maxSize: 4, launchTemplate: { launchTemplateId: 'lt-1' } } },
  ],
  [
    'changed Auto Scaling group web (min 0, max 0, desired 0)',
    'UpdateAutoScalingGroup',
    { request: { autoScalingGroupName: 'web', minSize: 0, maxSize: 0, desiredCapacity: 0 } },
  ],
  [
    'resized Auto Scaling group web to 10',
    'SetDesiredCapacity',
    { request: { autoScalingGroupName: 'web', desiredCapacity: 10 } },
  ],
  [
    'terminated i-1 of an Auto Scaling group',
    'TerminateInstanceInAutoScalingGroup',
    { request: { instanceId: 'i-1' } },
  ],
  [
    'suspended all processes of Auto Scaling group web',
    'SuspendProcesses',
    { request: { autoScalingGroupName: 'web' } },
  ],
  [
    'detached i-1 from Auto Scaling group web',
    'DetachInstances',
    { request: { autoScalingGroupName: 'web', instanceIds: ['i-1'] } },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(autoscaling, eventName, members)).toBe(expected);
});
