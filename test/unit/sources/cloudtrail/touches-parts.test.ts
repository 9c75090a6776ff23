/** A call that names its target by parts of an ARN, as Application Auto Scaling's do. */
import { describe, expect, test } from 'vitest';
import { touches } from '../../../../src/sources/cloudtrail/touches.ts';
import { recordOf } from '../../../fixtures/cloudtrail.ts';
import { account, other } from './touches-case.ts';

describe('a target that the call names by parts of its ARN', () => {
  const byParts = (target: string, serviceNamespace: string, resourceId: string, region = 'us-east-1') =>
    touches(target)(
      recordOf({
        eventSource: 'autoscaling.amazonaws.com',
        eventName: 'RegisterScalableTarget',
        awsRegion: region,
        recipientAccountId: account,
        requestParameters: { serviceNamespace, resourceId },
      }),
    );

  test.each([
    ['checkout', 'ecs', 'service/prod/checkout'],
    [`arn:aws:ecs:us-east-1:${account}:service/prod/checkout`, 'ecs', 'service/prod/checkout'],
    ['orders', 'dynamodb', 'table/orders/index/by-date'],
    [`arn:aws:dynamodb:us-east-1:${account}:table/orders`, 'dynamodb', 'table/orders'],
    [`arn:aws:lambda:us-east-1:${account}:function:orders`, 'lambda', 'function:orders:live'],
  ])('%s is found', (target, namespace, id) => {
    expect(byParts(target, namespace, id)).toBe(true);
  });

  test.each([
    ['check', 'ecs', 'service/prod/checkout'],
    [`arn:aws:ecs:us-east-1:${account}:service/test/checkout`, 'ecs', 'service/prod/checkout'],
    [`arn:aws:ecs:us-east-1:${other}:service/prod/checkout`, 'ecs', 'service/prod/checkout'],
    ['orders', 'ecs', 'orders'.repeat(2)],
  ])('%s is not, where another is meant', (target, namespace, id) => {
    expect(byParts(target, namespace, id)).toBe(false);
  });

  test('a target of another region is not', () => {
    const arn = `arn:aws:ecs:us-east-1:${account}:service/prod/checkout`;
    expect(byParts(arn, 'ecs', 'service/prod/checkout', 'eu-west-1')).toBe(false);
  });
});
