import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import { interfaceNeighbors } from '../../../../src/sources/config/interfaces.ts';
import { matchFollowed } from '../../../../src/sources/config/match.ts';

const place = { partition: 'aws', account: '111122223333', region: 'us-east-1' };
const [group, eni, instance] = ['sg-0a1b2c3d4e5f60718', 'eni-0a1b2c3d4e5f60718', 'i-0f1e2d3c4b5a69788'];
const told = (described: JsonObject, ...asked: readonly string[]) =>
  interfaceNeighbors(described, matchFollowed({ targets: asked, neighbors: [] }), place).map(
    ({ of, neighbor, relation }) => `${of.resourceId} > ${neighbor.type} ${neighbor.id}: ${relation}`,
  );
const described = (more: JsonObject): JsonObject => ({
  NetworkInterfaceId: eni,
  Groups: [{ GroupId: group }],
  ...more,
});
const attached = described({ Attachment: { InstanceId: instance } });

test.each<[string, JsonObject, string, readonly string[]]>([
  [
    'a group, by an instance',
    attached,
    group,
    [
      `${group} > AWS::EC2::NetworkInterface ${eni}: Is associated with SecurityGroup`,
      `${group} > AWS::EC2::Instance ${instance}: Is associated with SecurityGroup`,
    ],
  ],
  ['an interface', attached, eni, [`${eni} > AWS::EC2::Instance ${instance}: Is attached to Instance`]],
  ['an instance', attached, instance, [`${instance} > AWS::EC2::NetworkInterface ${eni}: Is attached to Instance`]],
  ['another group', attached, 'sg-0other', []],
  [
    'a load balancer’s',
    described({ RequesterManaged: true, Description: 'ELB app/web/50dc6c495c0c9188' }),
    eni,
    [
      `${eni} > AWS::ElasticLoadBalancingV2::LoadBalancer arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188: Is attached to LoadBalancer`,
    ],
  ],
  [
    'a function’s',
    described({
      InterfaceType: 'lambda',
      Description: 'AWS Lambda VPC ENI-orders-api-0a1b2c3d-1111-2222-3333-444455556666',
    }),
    eni,
    [`${eni} > AWS::Lambda::Function orders-api: Is attached to Function`],
  ],
  // anybody can write a description
  ['one that only says so', described({ Description: 'ELB app/web/50dc6c495c0c9188' }), eni, []],
  ['one without an id', { Groups: [{ GroupId: group }] }, group, []],
  ['one of odd shape', described({ Groups: 'sg', Attachment: [], Description: 7 }), group, []],
])('%s', (_name, value, asked, expected) => {
  expect(told(value, asked)).toEqual(expected);
});
