/**
 * Calls that leave something without room to scale, without a way back or without what it needs to run, and harmless
 * look-alikes.
 */
import type { JsonObject } from '../../../../src/model/json.ts';
import type { Case } from './judge.ts';

const service = { serviceNamespace: 'ecs', resourceId: 'service/prod/checkout' };
const suspended = (suspendedState: JsonObject) => ({ request: { ...service, suspendedState } });
const blue = { applicationName: 'shop', currentDeploymentGroupName: 'blue' };

export const availabilityCases: readonly Case[] = [
  [
    'scaling-maximum-zero',
    'autoscaling:RegisterScalableTarget',
    'service checkout in cluster prod can have no capacity: the maximum of its scaling is 0',
    { request: { ...service, minCapacity: 0, maxCapacity: 0 } },
    { request: { ...service, minCapacity: 0, maxCapacity: 10 } },
  ],
  [
    'scaling-maximum-zero',
    'autoscaling:PutScheduledAction',
    'service checkout in cluster prod can have no capacity: the maximum of its scaling is 0',
    { request: { ...service, scalableTargetAction: { maxCapacity: 0 } } },
    { request: { ...service, scalableTargetAction: { minCapacity: 0 } } },
  ],
  [
    'scaling-maximum-zero',
    'autoscaling:UpdateAutoScalingGroup',
    'Auto Scaling group web can have no capacity: the maximum of its scaling is 0',
    { request: { autoScalingGroupName: 'web', minSize: 0, maxSize: 0 } },
    { request: { autoScalingGroupName: 'web', minSize: 0, desiredCapacity: 0 } },
  ],
  [
    'scaling-suspended',
    'autoscaling:RegisterScalableTarget',
    'service checkout in cluster prod does not grow under load: scale-out is suspended',
    suspended({ dynamicScalingOutSuspended: true, scheduledScalingSuspended: true }),
    suspended({ dynamicScalingInSuspended: true, dynamicScalingOutSuspended: false }),
  ],
  [
    'scaling-suspended',
    'autoscaling:RegisterScalableTarget',
    'service checkout in cluster prod does not scale by its schedules: they are suspended',
    suspended({ scheduledScalingSuspended: true }),
    { request: service },
  ],
  [
    'instance-launches-suspended',
    'autoscaling:SuspendProcesses',
    'Auto Scaling group web launches no instances, not even for those that fail',
    { request: { autoScalingGroupName: 'web', scalingProcesses: ['Launch'] } },
    { request: { autoScalingGroupName: 'web', scalingProcesses: ['AZRebalance'] } },
  ],
  [
    'deployment-rollback-off',
    'codedeploy:UpdateDeploymentGroup',
    'a deployment to deployment group blue that fails is not rolled back',
    { request: { ...blue, autoRollbackConfiguration: { enabled: false } } },
    { request: { ...blue, autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] } } },
  ],
  [
    'deployment-stopped',
    'codedeploy:StopDeployment',
    'deployment d-ABC was stopped and not rolled back: some targets may have the new revision, others the old',
    { request: { deploymentId: 'd-ABC' } },
    { request: { deploymentId: 'd-ABC', autoRollbackEnabled: true } },
  ],
  [
    'environment-terminated',
    'elasticbeanstalk:TerminateEnvironment',
    'environment shop-prod and the instances and load balancer in it are gone',
    { request: { environmentName: 'shop-prod' } },
    { request: { environmentName: 'shop-prod', terminateResources: false } },
  ],
  [
    'environment-rebuilt',
    'elasticbeanstalk:RebuildEnvironment',
    'all resources of environment shop-prod are terminated and made anew: it is down until they are',
    { request: { environmentName: 'shop-prod' } },
    'always fires',
  ],
];
