import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import { resourcesOfCall } from '../../../../src/resources/resources-of-call.ts';
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

const service = { serviceNamespace: 'ecs', resourceId: 'service/prod/checkout' };

test.each<Row>([
  [
    'set the scaling of service checkout in cluster prod (min 2, max 10, scale-in suspended)',
    'RegisterScalableTarget',
    {
      request: {
        ...service,
        scalableDimension: 'ecs:service:DesiredCount',
        minCapacity: 2,
        maxCapacity: 10,
        suspendedState: { dynamicScalingInSuspended: true, dynamicScalingOutSuspended: false },
      },
    },
  ],
  [
    'ended the scaling of write capacity of index by-date of table orders',
    'DeregisterScalableTarget',
    {
      request: {
        serviceNamespace: 'dynamodb',
        resourceId: 'table/orders/index/by-date',
        scalableDimension: 'dynamodb:index:WriteCapacityUnits',
      },
    },
  ],
  [
    'set scaling policy cpu of service checkout in cluster prod (keeps ECSServiceAverageCPUUtilization at 60, never scales in)',
    'PutScalingPolicy',
    {
      request: {
        ...service,
        policyName: 'cpu',
        policyType: 'TargetTrackingScaling',
        targetTrackingScalingPolicyConfiguration: {
          targetValue: 60,
          disableScaleIn: true,
          predefinedMetricSpecification: { predefinedMetricType: 'ECSServiceAverageCPUUtilization' },
        },
      },
    },
  ],
  [
    'set scaling policy burst of function orders:live (in steps)',
    'PutScalingPolicy',
    {
      request: {
        serviceNamespace: 'lambda',
        resourceId: 'function:orders:live',
        policyName: 'burst',
        policyType: 'StepScaling',
      },
    },
  ],
  [
    'set scaling policy cpu of Auto Scaling group web',
    'PutScalingPolicy',
    { request: { autoScalingGroupName: 'web', policyName: 'cpu' } },
  ],
  [
    'deleted scaling policy cpu of table orders',
    'DeleteScalingPolicy',
    { request: { resourceId: 'table/orders', policyName: 'cpu' } },
  ],
  [
    'scheduled action night of cluster aurora (cron(0 22 * * ? *), min 0, max 0)',
    'PutScheduledAction',
    {
      request: {
        serviceNamespace: 'rds',
        resourceId: 'cluster:aurora',
        scheduledActionName: 'night',
        schedule: 'cron(0 22 * * ? *)',
        scalableTargetAction: { minCapacity: 0, maxCapacity: 0 },
      },
    },
  ],
  ['ended the scaling of a scalable target', 'DeregisterScalableTarget'],
  [
    'deleted scheduled action night of service checkout in cluster prod',
    'DeleteScheduledAction',
    { request: { ...service, scheduledActionName: 'night' } },
  ],
  [
    'deleted scheduled action night of Auto Scaling group web',
    'DeleteScheduledAction',
    { request: { autoScalingGroupName: 'web', scheduledActionName: 'night' } },
  ],
])('of a scalable target: %s', (expected, eventName, members) => {
  expect(say(autoscaling, eventName, members)).toBe(expected);
});

const place = { account: '111122223333', region: 'us-east-1' };
const named = (request: JsonObject, { account, region }: { account: string | null; region: string | null } = place) =>
  resourcesOfCall({
    eventSource: 'autoscaling.amazonaws.com',
    eventName: 'RegisterScalableTarget',
    account,
    region,
    resources: undefined,
    sections: [request],
  });

test.each([
  ['ecs', 'service/prod/checkout', 'AWS::ECS::Service', 'checkout', 'ecs:us-east-1:111122223333:service/prod/checkout'],
  ['dynamodb', 'table/orders', 'AWS::DynamoDB::Table', 'orders', 'dynamodb:us-east-1:111122223333:table/orders'],
  [
    'dynamodb',
    'table/orders/index/a',
    'AWS::DynamoDB::Table',
    'orders',
    'dynamodb:us-east-1:111122223333:table/orders',
  ],
  ['lambda', 'function:f:live', 'AWS::Lambda::Function', 'f', 'lambda:us-east-1:111122223333:function:f'],
  ['rds', 'cluster:aurora', 'AWS::RDS::DBCluster', 'aurora', 'rds:us-east-1:111122223333:cluster:aurora'],
  [
    'elasticache',
    'replication-group/sessions',
    'AWS::ElastiCache::ReplicationGroup',
    'sessions',
    'elasticache:us-east-1:111122223333:replicationgroup:sessions',
  ],
])('what scales %s %s names the very resource', (serviceNamespace, resourceId, type, id, arn) => {
  expect(named({ serviceNamespace, resourceId })).toEqual([{ type, id, arn: `arn:aws:${arn}`, ...place }]);
});

test('a target in China lies in its partition', () => {
  expect(named(service, { ...place, region: 'cn-north-1' })[0]?.arn).toBe(
    'arn:aws-cn:ecs:cn-north-1:111122223333:service/prod/checkout',
  );
});

test.each<[string, JsonObject]>([
  ['of a kind that is not known', { serviceNamespace: 'custom-resource', resourceId: 'https://example.com/x' }],
  ['of another form', { serviceNamespace: ['ecs'], resourceId: 7 }],
])('a target %s names nothing', (_, request) => {
  expect(named(request)).toEqual([]);
});

test('where the place is not told, a target names nothing rather than a resource anywhere', () => {
  expect(named(service, { account: null, region: null })).toEqual([]);
});
