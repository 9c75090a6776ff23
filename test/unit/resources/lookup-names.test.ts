import { describe, expect, test } from 'vitest';
import type { ResourceRef } from '../../../src/model/resource.ts';
import { eventSourcesOf, resourceType } from '../../../src/resources/index.ts';
import { lookupNamesOf } from '../../../src/resources/lookup-names.ts';

const typeOf = (name: string) => {
  const type = resourceType(name);
  if (type === undefined) throw new Error(`no type ${name}`);
  return type;
};
const here = { account: '111122223333', region: 'us-east-1' };

describe('the names to look events up by', () => {
  test.each<[string, Omit<ResourceRef, 'type'>, readonly string[]]>([
    ['AWS::EC2::Instance', { id: 'i-1' }, ['i-1']],
    ['AWS::IAM::Role', { id: 'deploy' }, ['deploy']],
    [
      'AWS::IAM::Role',
      { id: 'deploy', arn: 'arn:aws:iam::111122223333:role/a/deploy' },
      ['deploy', 'arn:aws:iam::111122223333:role/a/deploy'],
    ],
    ['AWS::IAM::Role', { id: 'AROAEXAMPLE000000000A', name: 'deploy' }, ['deploy']],
    ['AWS::RDS::DBInstance', { id: 'db-ABCDEFGHIJKLMNOPQRSTUVWXY2', name: 'orders' }, ['orders']],
    ['AWS::KMS::Key', { id: '1234abcd', ...here }, ['arn:aws:kms:us-east-1:111122223333:key/1234abcd', '1234abcd']],
    [
      'AWS::SecretsManager::Secret',
      { id: 'prod/orders-a1B2c3', arn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/orders-a1B2c3' },
      ['arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/orders-a1B2c3', 'prod/orders-a1B2c3', 'prod/orders'],
    ],
    ['AWS::EC2::SecurityGroupRule', { id: 'sgr-1' }, []],
  ])('%s %j', (name, ref, expected) => {
    expect(lookupNamesOf(typeOf(name), { type: name, ...ref })).toEqual(expected);
  });
});

test('what event history does not list is searched for among the events of its service', () => {
  expect(eventSourcesOf('AWS::EC2::SecurityGroupRule')[0]).toBe('ec2.amazonaws.com');
  expect(eventSourcesOf('AWS::StepFunctions::StateMachine')).toEqual(['states.amazonaws.com']);
  expect(eventSourcesOf('constructor')).toEqual([]);
});
