import { expect, test } from 'vitest';
import { resourcesOfDimensions } from '../../../src/resources/dimensions.ts';

test.each<[Record<string, string>, readonly (readonly [string | null, string])[]]>([
  [{ InstanceId: 'i-0f1e2d3c4b5a69788' }, [['AWS::EC2::Instance', 'i-0f1e2d3c4b5a69788']]],
  [{ FunctionName: 'checkout', Resource: 'checkout:live' }, [['AWS::Lambda::Function', 'checkout']]],
  [{ TableName: 'orders', Operation: 'GetItem' }, [['AWS::DynamoDB::Table', 'orders']]],
  [
    { TargetGroup: 'targetgroup/web/73e2d6bc24d8a067' },
    [['AWS::ElasticLoadBalancingV2::TargetGroup', 'web/73e2d6bc24d8a067']],
  ],
  [{ QueueName: 'orders' }, [['AWS::SQS::Queue', 'orders']]],
  // the agent's own metrics name the instance next to the path
  [{ path: '/', InstanceId: 'i-1' }, [['AWS::EC2::Instance', 'i-1']]],
  // services of both kinds use the same dimension
  [
    { ClusterName: 'prod', ServiceName: 'checkout' },
    [
      [null, 'prod'],
      ['AWS::ECS::Service', 'checkout'],
    ],
  ],
  [
    { ServiceName: 'checkout', ServiceID: '8fe1e10304f84fd2b0df550fe98a71fa' },
    [['AWS::AppRunner::Service', 'checkout']],
  ],
  [{ Service: 'checkout', Stage: 'prod' }, []],
  [{}, []],
])('%j', (dimensions, expected) => {
  expect(resourcesOfDimensions(dimensions).map(({ type, id }) => [type, id])).toEqual(expected);
});
