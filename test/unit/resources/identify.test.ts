/** What a text may be, judged by its form: the readings of a target, and the resource that an ARN or a URL names. */
import { describe, expect, test } from 'vitest';
import { identify, refOfArn, refOfSpelling, typeOfId } from '../../../src/resources/identify.ts';

const here = 'us-east-1:111122223333';

describe('the readings of a target', () => {
  test.each<[string, readonly string[]]>([
    ['web', ['resource', 'principal']],
    ['root', ['principal']],
    ['111122223333', ['account']],
    ['203.0.113.7', ['ip']],
    ['2001:db8::1', ['ip']],
    ['AKIAIOSFODNN7EXAMPLE', ['access-key']],
    ['ASIAIOSFODNN7EXAMPLE', ['access-key']],
    ['sg-0a1b2c3d4e5f60718', ['resource AWS::EC2::SecurityGroup']],
    ['AROAEXAMPLE000000000A', ['principal AWS::IAM::Role']],
    ['AIDAEXAMPLE000000000A', ['principal AWS::IAM::User']],
    ['AROAEXAMPLE000000000A:alice', ['principal']],
    ['AGPAEXAMPLE000000000A', ['resource AWS::IAM::Group']],
    ['ANPAEXAMPLE000000000A', ['resource AWS::IAM::Policy']],
    ['db-ABCDEFGHIJKLMNOPQRSTUVWXY2', ['resource AWS::RDS::DBInstance']],
    ['cluster-ABCDEFGHIJKLMNOPQRSTUVWXY2', ['resource AWS::RDS::DBCluster']],
    // identifiers that people chose
    ['db-orders', ['resource', 'principal']],
    ['db-202601011200', ['resource', 'principal']],
    ['cluster-1', ['resource', 'principal']],
    ['https://sqs.us-east-1.amazonaws.com/111122223333/orders.fifo', ['resource AWS::SQS::Queue']],
    ['https://sqs.cn-north-1.amazonaws.com.cn/111122223333/orders', ['resource AWS::SQS::Queue']],
    ['https://us-west-2.queue.amazonaws.com/111122223333/orders', ['resource AWS::SQS::Queue']],
    ['https://example.com/111122223333/orders', ['resource', 'principal']],
    ['app/web/50dc6c495c0c9188', ['resource AWS::ElasticLoadBalancingV2::LoadBalancer']],
    ['app/web/index', ['resource', 'principal']],
    ['targetgroup/web/73e2d6bc24d8a067', ['resource AWS::ElasticLoadBalancingV2::TargetGroup']],
    ['alias/orders', ['resource AWS::KMS::Alias']],
    ['s3://logs', ['resource AWS::S3::Bucket']],
    ['s3://logs/a/b', ['resource AWS::S3::Object']],
    ['ou-ab12-c3d4e5f6', ['resource AWS::Organizations::OrganizationalUnit']],
    ['arn:aws:iam::111122223333:root', ['principal']],
    ['arn:aws:sts::111122223333:assumed-role/deploy/alice', ['principal']],
    ['arn:aws:sts::111122223333:federated-user/alice', ['principal']],
    ['arn:aws:iam::111122223333:role/team/a/deploy', ['resource AWS::IAM::Role']],
    ['arn:aws:braket:us-east-1:111122223333:job/1', ['resource']],
    ['arn:', ['resource']],
    ['', ['resource', 'principal']],
  ])('%s', (text, readings) => {
    expect(identify(text).map(({ kind, type }) => (type === undefined ? kind : `${kind} ${type}`))).toEqual(readings);
  });

  test('a UUID is an event, then a key, then whatever else goes by UUIDs', () => {
    const readings = identify('1234abcd-12ab-34cd-56ef-1234567890ab');
    expect(readings.slice(0, 2)).toEqual([{ kind: 'event' }, { kind: 'resource', type: 'AWS::KMS::Key' }]);
    const types = readings.flatMap(({ type }) => type ?? []);
    expect(types).toContain('AWS::Lambda::EventSourceMapping');
    expect(new Set(types).size).toBe(types.length);
    expect(types).not.toContain('AWS::S3::Bucket');
  });
});

describe('the resource of an ARN', () => {
  test.each<[string, string, string, string]>([
    [`arn:aws:lambda:${here}:function:orders`, 'AWS::Lambda::Function', 'orders', ''],
    [
      `arn:aws:lambda:${here}:function:orders:3`,
      'AWS::Lambda::Function',
      'orders',
      `arn:aws:lambda:${here}:function:orders`,
    ],
    [
      `arn:aws:lambda:${here}:function:orders:$LATEST`,
      'AWS::Lambda::Function',
      'orders',
      `arn:aws:lambda:${here}:function:orders`,
    ],
    ['arn:aws:s3:::logs', 'AWS::S3::Bucket', 'logs', ''],
    ['arn:aws:s3:::logs/2026/a b.gz', 'AWS::S3::Object', 'logs/2026/a b.gz', ''],
    ['arn:aws-cn:s3:::logs/a', 'AWS::S3::Object', 'logs/a', ''],
    ['arn:aws:iam::111122223333:user/alice', 'AWS::IAM::User', 'alice', ''],
    [
      'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1',
      'AWS::IAM::Role',
      'AWSReservedSSO_Admin_1',
      '',
    ],
    ['arn:aws:iam::111122223333:role/a:b/deploy', 'AWS::IAM::Role', 'deploy', ''],
    ['arn:aws:iam::aws:policy/service-role/AWSConfigRole', 'AWS::IAM::Policy', 'AWSConfigRole', ''],
    [
      `arn:aws:logs:${here}:log-group:/aws/lambda/orders:*`,
      'AWS::Logs::LogGroup',
      '/aws/lambda/orders',
      `arn:aws:logs:${here}:log-group:/aws/lambda/orders`,
    ],
    [
      `arn:aws:logs:${here}:log-group:/aws/lambda/orders:log-stream:2026/03/03/[$LATEST]1`,
      'AWS::Logs::LogGroup',
      '/aws/lambda/orders',
      `arn:aws:logs:${here}:log-group:/aws/lambda/orders`,
    ],
    [`arn:aws:elasticloadbalancing:${here}:loadbalancer/web`, 'AWS::ElasticLoadBalancing::LoadBalancer', 'web', ''],
    [
      `arn:aws:elasticloadbalancing:${here}:loadbalancer/net/web/50dc6c495c0c9188`,
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      'net/web/50dc6c495c0c9188',
      '',
    ],
    [`arn:aws:ecs:${here}:service/main/web`, 'AWS::ECS::Service', 'web', ''],
    [`arn:aws:ecs:${here}:service/web`, 'AWS::ECS::Service', 'web', ''],
    [`arn:aws:events:${here}:rule/nightly`, 'AWS::Events::Rule', 'nightly', ''],
    [`arn:aws:events:${here}:rule/aws.partner/example.com/1/nightly`, 'AWS::Events::Rule', 'nightly', ''],
    [
      `arn:aws:cloudformation:${here}:stack/web/ee155870-38af-11ea-865a-0a8540e42a70`,
      'AWS::CloudFormation::Stack',
      'web',
      '',
    ],
    [
      `arn:aws:autoscaling:${here}:autoScalingGroup:1a2b:autoScalingGroupName/web`,
      'AWS::AutoScaling::AutoScalingGroup',
      'web',
      '',
    ],
    [
      `arn:aws:states:${here}:stateMachine:fulfillment:7`,
      'AWS::StepFunctions::StateMachine',
      'fulfillment',
      `arn:aws:states:${here}:stateMachine:fulfillment`,
    ],
  ])('%s', (arn, type, id, plain) => {
    expect(refOfArn(arn)).toMatchObject({ type, id, arn: plain === '' ? arn : plain });
  });

  test('has account and region where the ARN has them', () => {
    expect(refOfArn(`arn:aws:sqs:${here}:orders`)).toEqual({
      type: 'AWS::SQS::Queue',
      id: 'orders',
      arn: `arn:aws:sqs:${here}:orders`,
      account: '111122223333',
      region: 'us-east-1',
    });
    expect(refOfArn('arn:aws:s3:::logs')).toEqual({ type: 'AWS::S3::Bucket', id: 'logs', arn: 'arn:aws:s3:::logs' });
  });

  test.each(['', 'arn:', 'arn:aws:::::', 'arn:aws:s3:::', 'arn:aws:iam::111122223333:role/', 'web', 'alias/orders'])(
    'is none for %j',
    (text) => {
      expect(refOfArn(text)).toBeUndefined();
    },
  );

  test("a queue's URL names it as its ARN does", () => {
    expect(refOfSpelling('https://sqs.us-east-1.amazonaws.com/111122223333/orders')).toEqual(
      refOfSpelling(`arn:aws:sqs:${here}:orders`),
    );
  });
});

test.each<[string, string | undefined]>([
  ['i-0a1b2c3d', 'AWS::EC2::Instance'],
  ['I-0A1B2C3D', 'AWS::EC2::Instance'],
  ['vpce-svc-0a1b2c3d', 'AWS::EC2::VPCEndpointService'],
  ['i-', undefined],
  ['-0a1b', undefined],
  ['i-love-it', undefined],
  ['constructor', undefined],
])('the id %s is of type %s', (text, type) => {
  expect(typeOfId(text)).toBe(type);
});
