import { describe, expect, test } from 'vitest';
import type { ResourceRef } from '../../../src/model/resource.ts';
import { resourceType } from '../../../src/resources/index.ts';
import { logGroupsOf } from '../../../src/resources/log-groups.ts';
import { metricsOf } from '../../../src/resources/metrics.ts';

const typeOf = (name: string) => {
  const type = resourceType(name);
  if (type === undefined) throw new Error(`no type ${name}`);
  return type;
};
const here = 'us-east-1:111122223333';
type Ref = Omit<ResourceRef, 'type'>;

/** "NAMESPACE Name=value" for each set of dimensions, and the further dimensions. */
const dimensionsOf = (name: string, ref: Ref) => [
  ...new Set(
    metricsOf(typeOf(name), { type: name, ...ref }).map(({ namespace, dimensions, furtherDimensions }) =>
      [
        namespace,
        ...Object.entries(dimensions).map(([key, value]) => `${key}=${value}`),
        ...furtherDimensions.map((key) => `${key}=*`),
      ].join(' '),
    ),
  ),
];

describe('the dimensions of a resource', () => {
  test.each<[string, Ref, readonly string[]]>([
    ['AWS::EC2::Instance', { id: 'i-1' }, ['AWS/EC2 InstanceId=i-1']],
    ['AWS::EC2::SecurityGroup', { id: 'sg-1' }, []],
    ['AWS::RDS::DBInstance', { id: 'orders' }, ['AWS/RDS DBInstanceIdentifier=orders']],
    // as Config knows it: its metrics have the name
    [
      'AWS::RDS::DBInstance',
      { id: 'db-ABCDEFGHIJKLMNOPQRSTUVWXY2', name: 'orders' },
      ['AWS/RDS DBInstanceIdentifier=orders'],
    ],
    ['AWS::RDS::DBInstance', { id: 'db-ABCDEFGHIJKLMNOPQRSTUVWXY2' }, []],
    ['AWS::RDS::DBCluster', { id: 'orders' }, ['AWS/RDS DBClusterIdentifier=orders']],
    [
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      { id: `arn:aws:elasticloadbalancing:${here}:loadbalancer/app/web/50dc6c495c0c9188`, name: 'web' },
      ['AWS/ApplicationELB LoadBalancer=app/web/50dc6c495c0c9188'],
    ],
    [
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      { id: 'net/web/50dc6c495c0c9188' },
      ['AWS/NetworkELB LoadBalancer=net/web/50dc6c495c0c9188'],
    ],
    [
      'AWS::ElasticLoadBalancingV2::TargetGroup',
      { id: 'web/73e2d6bc24d8a067' },
      [
        'AWS/ApplicationELB TargetGroup=targetgroup/web/73e2d6bc24d8a067 LoadBalancer=*',
        'AWS/NetworkELB TargetGroup=targetgroup/web/73e2d6bc24d8a067 LoadBalancer=*',
      ],
    ],
    ['AWS::ElasticLoadBalancing::LoadBalancer', { id: 'web' }, ['AWS/ELB LoadBalancerName=web']],
    [
      'AWS::ECS::Service',
      { id: 'web', arn: `arn:aws:ecs:${here}:service/main/web` },
      ['AWS/ECS ClusterName=main ServiceName=web'],
    ],
    // the older ARN does not include the cluster
    ['AWS::ECS::Service', { id: 'web', arn: `arn:aws:ecs:${here}:service/web` }, []],
    ['AWS::ApiGateway::RestApi', { id: 'a1b2c3', name: 'orders' }, ['AWS/ApiGateway ApiName=orders']],
    ['AWS::ApiGateway::RestApi', { id: 'a1b2c3' }, []],
    ['AWS::ApiGatewayV2::Api', { id: 'a1b2c3' }, ['AWS/ApiGateway ApiId=a1b2c3']],
    [
      'AWS::StepFunctions::StateMachine',
      { id: 'orders', arn: `arn:aws:states:${here}:stateMachine:orders:3` },
      [`AWS/States StateMachineArn=arn:aws:states:${here}:stateMachine:orders`],
    ],
    [
      'AWS::DynamoDB::Table',
      { id: 'orders' },
      ['AWS/DynamoDB TableName=orders', 'AWS/DynamoDB TableName=orders Operation=*'],
    ],
    [
      'AWS::Events::Rule',
      { id: 'nightly', arn: `arn:aws:events:${here}:rule/nightly` },
      ['AWS/Events RuleName=nightly'],
    ],
    [
      'AWS::Events::Rule',
      { id: 'nightly', arn: `arn:aws:events:${here}:rule/orders/nightly` },
      ['AWS/Events RuleName=nightly', 'AWS/Events EventBusName=orders RuleName=nightly'],
    ],
    // an ARN of something else is not an id
    ['AWS::EC2::Instance', { id: `arn:aws:sqs:${here}:orders` }, []],
  ])('%s %j', (name, ref, expected) => {
    expect(dimensionsOf(name, ref)).toEqual(expected);
  });
});

test('metrics say where, how often, and which way is trouble', () => {
  const metric = (name: string, id: string, metricName: string) =>
    metricsOf(typeOf(name), { type: name, id }).find((each) => each.metricName === metricName);
  expect(metric('AWS::CloudFront::Distribution', 'E1', '5xxErrorRate')).toEqual({
    namespace: 'AWS/CloudFront',
    metricName: '5xxErrorRate',
    statistic: 'Average',
    unit: 'Percent',
    bad: 'up',
    dimensions: { DistributionId: 'E1', Region: 'Global' },
    furtherDimensions: [],
    region: 'us-east-1',
  });
  expect(metric('AWS::S3::Bucket', 'logs', 'BucketSizeBytes')).toMatchObject({ periodSeconds: 86_400, bad: 'both' });
  expect(metric('AWS::RDS::DBInstance', 'orders', 'FreeableMemory')).toMatchObject({ bad: 'down' });
});

describe('the log groups of a resource', () => {
  test.each<[string, Ref, readonly string[]]>([
    ['AWS::Lambda::Function', { id: 'orders' }, ['/aws/lambda/orders']],
    ['AWS::Lambda::Function', { id: `arn:aws:lambda:${here}:function:orders:3` }, ['/aws/lambda/orders']],
    ['AWS::ApiGateway::RestApi', { id: 'a1b2c3' }, ['API-Gateway-Execution-Logs_a1b2c3/*']],
    [
      'AWS::ApiGateway::Stage',
      { id: 'prod', arn: 'arn:aws:apigateway:us-east-1::/restapis/a1b2c3/stages/prod' },
      ['API-Gateway-Execution-Logs_a1b2c3/prod'],
    ],
    ['AWS::RDS::DBInstance', { id: 'db-ABCDEFGHIJKLMNOPQRSTUVWXY2', name: 'orders' }, ['/aws/rds/instance/orders/*']],
    [
      'AWS::SNS::Topic',
      { id: 'alerts', account: '111122223333', region: 'us-east-1' },
      ['sns/us-east-1/111122223333/alerts', 'sns/us-east-1/111122223333/alerts/Failure'],
    ],
    ['AWS::SNS::Topic', { id: 'alerts' }, []],
    ['AWS::EC2::Instance', { id: 'i-1' }, []],
  ])('%s %j', (name, ref, expected) => {
    expect(logGroupsOf(typeOf(name), { type: name, ...ref })).toEqual(expected);
  });
});
