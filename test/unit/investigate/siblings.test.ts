/** What was done to a sibling of the resource that an alarm watches is no part of the alarm's story. */
import { expect, test } from 'vitest';
import { siblingTest } from '../../../src/investigate/siblings.ts';
import type { ResourceRef } from '../../../src/model/resource.ts';
import { callEvent, refOf } from '../../fixtures/events.ts';

const balancing = 'AWS::ElasticLoadBalancingV2';
const [cluster, checkout, search] = [
  refOf('AWS::ECS::Cluster', 'prod'),
  refOf('AWS::ECS::Service', 'checkout'),
  refOf('AWS::ECS::Service', 'search'),
];
const [web, admin] = [refOf(`${balancing}::TargetGroup`, 'web/1'), refOf(`${balancing}::TargetGroup`, 'admin/2')];
const listener = refOf(`${balancing}::Listener`, 'app/shop/1/2');
const isOfSibling = siblingTest([checkout, web]);
const call = (name: string, on: readonly ResourceRef[]) => callEvent('call', '14:00:00', name, { on });

test.each([
  ['UpdateService', [cluster, search], true],
  ['UpdateService', [cluster, checkout], false],
  ['DeleteCluster', [cluster], false],
  ['ModifyTargetGroup', [admin], true],
  ['RegisterTargets', [admin], true],
  ['CreateRule', [listener, admin], false],
  ['ModifyListener', [listener, web, admin], false],
] as const)('%s of %j', (name, on, expected) => {
  expect(isOfSibling(call(name, on))).toBe(expected);
});
