import { expect, test } from 'vitest';
import { elasticloadbalancing } from '../../../../src/resources/services/elasticloadbalancing.ts';
import { type Row, say } from './say.ts';

const balancer = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188';
const group = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/web/73e2d6bc24d8a067';
const listener =
  'arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2';

test.each<Row>([
  [
    'changed target group web (healthCheckPath /healthz, healthCheckIntervalSeconds 5)',
    'ModifyTargetGroup',
    { request: { targetGroupArn: group, healthCheckPath: '/healthz', healthCheckIntervalSeconds: 5 } },
  ],
  [
    'changed attributes of target group web (deregistration_delay.timeout_seconds 5)',
    'ModifyTargetGroupAttributes',
    {
      request: {
        targetGroupArn: group,
        attributes: [{ key: 'deregistration_delay.timeout_seconds', value: '5' }],
      },
    },
  ],
  [
    'changed a listener of load balancer web (forward to web, certificate 1234abcd-12ab-34cd-56ef-1234567890ab, HTTPS:443)',
    'ModifyListener',
    {
      request: {
        listenerArn: listener,
        protocol: 'HTTPS',
        port: 443,
        certificates: [
          { certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab' },
        ],
        defaultActions: [{ type: 'forward', targetGroupArn: group }],
      },
    },
  ],
  [
    'changed a listener rule of load balancer web (forward to web 90 and next 10)',
    'ModifyRule',
    {
      request: {
        ruleArn: `${listener.replace('listener/', 'listener-rule/')}/9683b2d02a6cabee`,
        actions: [
          {
            type: 'forward',
            forwardConfig: {
              targetGroups: [
                { targetGroupArn: group, weight: 90 },
                { targetGroupArn: group.replace('/web/', '/next/'), weight: 10 },
              ],
            },
          },
        ],
      },
    },
  ],
  [
    'created a listener rule of load balancer web (fixed response 503)',
    'CreateRule',
    {
      request: {
        listenerArn: listener,
        actions: [{ type: 'fixed-response', fixedResponseConfig: { statusCode: '503' } }],
      },
    },
  ],
  [
    'created load balancer web (internet-facing)',
    'CreateLoadBalancer',
    { request: { name: 'web', scheme: 'internet-facing' } },
  ],
  ['deleted load balancer web', 'DeleteLoadBalancer', { request: { loadBalancerArn: balancer } }],
  ['deleted load balancer classic', 'DeleteLoadBalancer', { request: { loadBalancerName: 'classic' } }],
  [
    'changed attributes of load balancer web (access_logs.s3.enabled false)',
    'ModifyLoadBalancerAttributes',
    { request: { loadBalancerArn: balancer, attributes: [{ key: 'access_logs.s3.enabled', value: 'false' }] } },
  ],
  [
    'changed security groups of load balancer web to sg-1 and sg-2',
    'SetSecurityGroups',
    { request: { loadBalancerArn: balancer, securityGroups: ['sg-1', 'sg-2'] } },
  ],
  [
    'created a listener of load balancer web (HTTP:80)',
    'CreateListener',
    { request: { loadBalancerArn: balancer, protocol: 'HTTP', port: 80 } },
  ],
  [
    'deleted a listener of load balancer web',
    'DeleteListener',
    {
      request: {
        listenerArn:
          'arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2',
      },
    },
  ],
  [
    'registered i-1 with target group web-tg',
    'RegisterTargets',
    {
      request: {
        targetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/web-tg/73e2d6bc24d8a067',
        targets: [{ id: 'i-1', port: 80 }],
      },
    },
  ],
  [
    'deregistered i-1 from load balancer classic',
    'DeregisterInstancesFromLoadBalancer',
    { request: { loadBalancerName: 'classic', instances: [{ instanceId: 'i-1' }] } },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(elasticloadbalancing, eventName, members)).toBe(expected);
});
