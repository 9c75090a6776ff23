import { describe, expect, test } from 'vitest';
import { flowRecord } from '../../../../src/sources/logs/flow-record.ts';
import { spellingsOfGroup, wantedFlows, wantedLines } from '../../../../src/sources/logs/wanted.ts';

const fields: Readonly<Record<string, string>> = {
  'interface-id': 'eni-1',
  'instance-id': 'i-1',
  'vpc-id': 'vpc-1',
  'subnet-id': 'subnet-1',
  'ecs-service-name': 'orders',
  srcaddr: '198.51.100.23',
  dstaddr: '10.0.1.20',
  start: '1772547080',
};
const found = flowRecord((field) => fields[field]);

describe('a flow record is asked for', () => {
  const all = ['eni-1', 'i-1', 'subnet-1', 'vpc-1', 'orders'];
  test.each<[string, string[], string[], string[] | undefined]>([
    ['where nothing in particular is', [], [], all],
    ['by its interface', ['eni-1'], [], all],
    ['by its instance', ['i-1'], [], all],
    ['by the VPC that is the target', ['vpc-1'], [], all],
    ['by the ECS service that is the target', ['orders'], [], all],
    ['by an interface beside the target', [], ['eni-1'], all],
    ['by an address, which is told then', ['198.51.100.23'], [], [...all, '198.51.100.23']],
    ['but not by the VPC that the target is in', ['sg-1'], ['vpc-1', 'subnet-1'], undefined],
    ['but not by an address beside the target', ['sg-1'], ['198.51.100.23'], undefined],
    ['but not by another', ['eni-10'], ['i-10'], undefined],
  ])('%s', (_, targets, neighbors, spellings) => {
    expect(found).toBeDefined();
    expect(found && wantedFlows({ targets, neighbors })(found)).toEqual(spellings);
  });
});

test.each([
  ['/aws/lambda/orders', ['/aws/lambda/orders', 'orders']],
  ['/aws/rds/instance/orders/error', ['/aws/rds/instance/orders/error', 'instance', 'orders', 'error']],
  ['/aws/eks/prod/cluster', ['/aws/eks/prod/cluster', 'prod', 'cluster']],
  ['/web/auth', ['/web/auth', 'auth']],
  ['orders', ['orders']],
  ['/', ['/']],
])('log group %s may be asked for by %j', (logGroup, spellings) => {
  expect(spellingsOfGroup(logGroup)).toEqual(spellings);
});

describe('a log line is asked for', () => {
  const line = { logGroup: '/web/auth', logStream: 'i-1' };
  test.each<[string, string[], string[], string[] | undefined]>([
    ['where nothing in particular is', [], [], ['/web/auth', 'auth']],
    ['by its group', ['/web/auth'], [], ['/web/auth', 'auth']],
    ['by the name at the end of its group', ['auth'], [], ['/web/auth', 'auth']],
    ['by its stream, which is told then', [], ['i-1'], ['/web/auth', 'auth', 'i-1']],
    ['but not by another group that ends so', ['h'], [], undefined],
    ['but not by the beginning of its group', ['/web', 'web'], [], undefined],
  ])('%s', (_, targets, neighbors, spellings) => {
    expect(wantedLines({ targets, neighbors })(line)).toEqual(spellings);
  });

  test("by the end of its stream: a task's id", () => {
    const ofTask = { logGroup: '/ecs/orders', logStream: 'app/orders/0a1b' };
    expect(wantedLines({ targets: ['0a1b'], neighbors: [] })(ofTask)).toEqual(['/ecs/orders', 'orders', '0a1b']);
  });
});
