import { describe, expect, test } from 'vitest';
import { namedInConfiguration, namingWords, typesNaming } from '../../../src/resources/configured.ts';

const at = 'us-east-1:111122223333';
const key = '1234abcd-12ab-34cd-56ef-1234567890ab';
const idsIn = (type: string, configuration: Parameters<typeof namedInConfiguration>[1]) =>
  namedInConfiguration(type, configuration).map((ref) => `${ref.type} ${ref.id}`);

describe('what a configuration names', () => {
  test('is told by ARNs at any depth, under the ids that Config has', () => {
    const targets = `arn:aws:elasticloadbalancing:${at}:targetgroup/web/73e2d6bc24d8a067`;
    const taskDefinition = `arn:aws:ecs:${at}:task-definition/web:7`;
    expect(
      idsIn('AWS::ECS::Service', {
        ServiceArn: `arn:aws:ecs:${at}:service/prod/web`,
        TaskDefinition: taskDefinition,
        LoadBalancers: [{ TargetGroupArn: targets }],
      }),
    ).toEqual([`AWS::ECS::TaskDefinition ${taskDefinition}`, `AWS::ElasticLoadBalancingV2::TargetGroup ${targets}`]);
    expect(idsIn('AWS::Lambda::Function', { kmsKeyArn: `arn:aws:kms:${at}:key/${key}` })).toEqual([
      `AWS::KMS::Key ${key}`,
    ]);
  });

  test('is told by ids of a known prefix', () => {
    expect(
      idsIn('AWS::AutoScaling::AutoScalingGroup', { launchTemplate: { launchTemplateId: 'lt-0a1b2c3d4e5f60718' } }),
    ).toEqual(['AWS::EC2::LaunchTemplate lt-0a1b2c3d4e5f60718']);
  });

  test.each(['dBParameterGroupName', 'DBParameterGroupName'])(
    'is told by a name under the parameter of calls, %s',
    (member) => {
      expect(idsIn('AWS::RDS::DBInstance', { dBParameterGroups: [{ [member]: 'strict' }] })).toEqual([
        'AWS::RDS::DBParameterGroup strict',
      ]);
    },
  );

  test('is told by an alias where a key stands', () => {
    expect(idsIn('AWS::SQS::Queue', { KmsMasterKeyId: 'alias/orders' })).toEqual(['AWS::KMS::Alias alias/orders']);
    expect(idsIn('AWS::SNS::Topic', { KmsMasterKeyId: key })).toEqual([`AWS::KMS::Key ${key}`]);
  });

  test('is another of its own kind, and not itself', () => {
    const url = (name: string) => `https://sqs.us-east-1.amazonaws.com/111122223333/${name}`;
    const configuration = {
      QueueUrl: url('orders'),
      QueueName: 'orders',
      Arn: `arn:aws:sqs:${at}:orders`,
      RedrivePolicy: { deadLetterTargetArn: `arn:aws:sqs:${at}:orders-dead`, maxReceiveCount: 5 },
    };
    const own = [url('orders'), 'orders', `arn:aws:sqs:${at}:orders`];
    expect(namedInConfiguration('AWS::SQS::Queue', configuration, own).map(({ id }) => id)).toEqual([
      url('orders-dead'),
    ]);
  });

  test('is each resource once, and of those types alone that the catalog has beside it', () => {
    const arn = `arn:aws:kms:${at}:key/${key}`;
    expect(
      idsIn('AWS::Lambda::Function', {
        kmsKeyArn: arn,
        environment: { variables: { KEY: arn, TABLE: `arn:aws:dynamodb:${at}:table/orders` } },
      }),
    ).toEqual([`AWS::KMS::Key ${key}`]);
  });

  test('is nothing of a type without such neighbors, of a deleted resource, or where it names more than anybody rests on', () => {
    expect(idsIn('AWS::KMS::Key', { arn: `arn:aws:kms:${at}:key/${key}` })).toEqual([]);
    expect(idsIn('AWS::ECS::Service', null)).toEqual([]);
    const many = Array.from({ length: 51 }, (_, index) => `arn:aws:sqs:${at}:queue-${index}`);
    expect(idsIn('AWS::Lambda::Function', { queues: many })).toEqual([]);
    expect(idsIn('AWS::Lambda::Function', { queues: many.slice(1) })).toHaveLength(50);
  });

  test('is told from the other side: which types may name one', () => {
    expect(typesNaming('AWS::KMS::Key')).toEqual(expect.arrayContaining(['AWS::Lambda::Function', 'AWS::SQS::Queue']));
    expect(typesNaming('AWS::Lambda::Function')).toContain('AWS::Events::Rule');
    expect(typesNaming('AWS::Nobody::Names')).toEqual([]);
  });

  test('reads as such, beside the words of Config', () => {
    expect(namingWords('AWS::KMS::Key')).toBe('Names Key in its configuration');
  });
});
