import { describe, expect, test } from 'vitest';
import type { ResourceRef } from '../../../src/model/resource.ts';
import { configIdOf } from '../../../src/resources/config-id.ts';
import { resourceType } from '../../../src/resources/index.ts';

const typeOf = (name: string) => {
  const type = resourceType(name);
  if (type === undefined) throw new Error(`no type ${name}`);
  return type;
};
const here = { account: '111122223333', region: 'us-east-1' };

describe("Config's id of a resource", () => {
  test.each<[string, Omit<ResourceRef, 'type'>, string | undefined]>([
    ['AWS::S3::Bucket', { id: 'logs' }, 'logs'],
    ['AWS::EC2::SecurityGroup', { id: 'sg-1' }, 'sg-1'],
    ['AWS::SNS::Topic', { id: 'alerts', ...here }, 'arn:aws:sns:us-east-1:111122223333:alerts'],
    [
      'AWS::SNS::Topic',
      { id: 'alerts', account: here.account, region: 'cn-north-1' },
      'arn:aws-cn:sns:cn-north-1:111122223333:alerts',
    ],
    // neither account nor region is known
    ['AWS::SNS::Topic', { id: 'alerts' }, undefined],
    ['AWS::SQS::Queue', { id: 'orders', ...here }, 'https://sqs.us-east-1.amazonaws.com/111122223333/orders'],
    [
      'AWS::SQS::Queue',
      { id: 'orders', arn: 'arn:aws:sqs:eu-west-1:444455556666:orders' },
      'https://sqs.eu-west-1.amazonaws.com/444455556666/orders',
    ],
    [
      'AWS::SQS::Queue',
      { id: 'https://sqs.us-east-1.amazonaws.com/111122223333/orders' },
      'https://sqs.us-east-1.amazonaws.com/111122223333/orders',
    ],
    ['AWS::IAM::Role', { id: 'AROAEXAMPLE000000000A' }, 'AROAEXAMPLE000000000A'],
    // it does not follow from a name: Config must be asked for the name
    ['AWS::IAM::Role', { id: 'deploy', arn: 'arn:aws:iam::111122223333:role/deploy' }, undefined],
    ['AWS::RDS::DBInstance', { id: 'orders' }, undefined],
    ['AWS::Lambda::Function', { id: 'arn:aws:lambda:us-east-1:111122223333:function:orders:3' }, 'orders'],
    ['AWS::KMS::Alias', { id: 'orders' }, 'alias/orders'],
    [
      'AWS::EKS::Nodegroup',
      { id: 'workers', arn: 'arn:aws:eks:us-east-1:111122223333:nodegroup/main/workers/1a2b' },
      'main/workers',
    ],
    // Config does not record it
    ['AWS::Logs::LogGroup', { id: '/aws/lambda/orders' }, undefined],
  ])('%s %j', (name, ref, expected) => {
    expect(configIdOf(typeOf(name), { type: name, ...ref })).toBe(expected);
  });
});
