/** What keeps running, and how much of it: ECS, Lambda, Auto Scaling and load balancers, their rarer calls. */
import { expect, test } from 'vitest';
import { autoscaling } from '../../../../src/resources/services/autoscaling.ts';
import { ecs } from '../../../../src/resources/services/ecs.ts';
import { elasticloadbalancing } from '../../../../src/resources/services/elasticloadbalancing.ts';
import { lambda } from '../../../../src/resources/services/lambda.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'updated service checkout in cluster prod (new deployment)',
    'UpdateService',
    { request: { cluster: 'prod', service: 'checkout', forceNewDeployment: true } },
  ],
  [
    'drained container instance 0a1b in cluster prod',
    'UpdateContainerInstancesState',
    {
      request: {
        cluster: 'prod',
        containerInstances: ['arn:aws:ecs:us-east-1:111122223333:container-instance/prod/0a1b'],
        status: 'DRAINING',
      },
    },
  ],
  [
    'changed task set ecs-svc/1 of service checkout in cluster prod (50%)',
    'UpdateTaskSet',
    { request: { cluster: 'prod', service: 'checkout', taskSet: 'ecs-svc/1', scale: { value: 50, unit: 'PERCENT' } } },
  ],
  [
    'set the capacity providers of cluster prod (FARGATE_SPOT)',
    'PutClusterCapacityProviders',
    { request: { cluster: 'prod', capacityProviders: ['FARGATE_SPOT'] } },
  ],
  [
    'turned off scale-in protection of task 0a1b in cluster prod',
    'UpdateTaskProtection',
    { request: { cluster: 'prod', tasks: ['0a1b'], protectionEnabled: false } },
  ],
])('ECS: %s', (expected, eventName, members) => {
  expect(say(ecs, eventName, members)).toBe(expected);
});

test.each<Row>([
  [
    'set provisioned concurrency of function orders to 1 (live)',
    'PutProvisionedConcurrencyConfig',
    { request: { functionName: 'orders', qualifier: 'live', provisionedConcurrentExecutions: 1 } },
  ],
  [
    'changed asynchronous invocation of function orders (no retries, for 60 s, failures to dead-orders)',
    'UpdateFunctionEventInvokeConfig',
    {
      request: {
        functionName: 'orders',
        maximumRetryAttempts: 0,
        maximumEventAgeInSeconds: 60,
        destinationConfig: { onFailure: { destination: 'arn:aws:sqs:us-east-1:111122223333:dead-orders' } },
      },
    },
  ],
  [
    'turned off code signing of function orders',
    'DeleteFunctionCodeSigningConfig',
    { request: { functionName: 'orders' } },
  ],
])('Lambda: %s', (expected, eventName, members) => {
  expect(say(lambda, eventName, members)).toBe(expected);
});

const web = { autoScalingGroupName: 'web' };

test.each<Row>([
  [
    'detached front from Auto Scaling group web',
    'DetachLoadBalancerTargetGroups',
    {
      request: {
        ...web,
        targetGroupARNs: ['arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/front/50dc6c495c0c9188'],
      },
    },
  ],
  [
    'detached classic from Auto Scaling group web',
    'DetachTrafficSources',
    { request: { ...web, trafficSources: [{ identifier: 'classic', type: 'elb' }] } },
  ],
  [
    'set the health of i-1 to Unhealthy',
    'SetInstanceHealth',
    { request: { instanceId: 'i-1', healthStatus: 'Unhealthy' } },
  ],
  ['rolled back the instance refresh of Auto Scaling group web', 'RollbackInstanceRefresh', { request: web }],
])('Auto Scaling: %s', (expected, eventName, members) => {
  expect(say(autoscaling, eventName, members)).toBe(expected);
});

test.each<Row>([
  [
    'disabled us-east-1a for load balancer classic',
    'DisableAvailabilityZonesForLoadBalancer',
    { request: { loadBalancerName: 'classic', availabilityZones: ['us-east-1a'] } },
  ],
  [
    'changed the health check of load balancer classic (target HTTP:80/health, timeout 5)',
    'ConfigureHealthCheck',
    { request: { loadBalancerName: 'classic', healthCheck: { target: 'HTTP:80/health', timeout: 5 } } },
  ],
  [
    'changed the certificate of load balancer classic (port:443, shop)',
    'SetLoadBalancerListenerSSLCertificate',
    {
      request: {
        loadBalancerName: 'classic',
        loadBalancerPort: 443,
        sSLCertificateId: 'arn:aws:iam::111122223333:server-certificate/shop',
      },
    },
  ],
])('load balancers: %s', (expected, eventName, members) => {
  expect(say(elasticloadbalancing, eventName, members)).toBe(expected);
});
