/** One spelling -> the others: each of them may be in a record instead. */
import { describe, expect, test } from 'vitest';
import { aliasesOf } from '../../../src/resources/aliases.ts';

const here = 'us-east-1:111122223333';

describe('every spelling that follows from one', () => {
  test.each<[string, readonly string[]]>([
    ['web', []],
    ['sg-0a1b2c3d4e5f60718', []],
    ['AROAEXAMPLE000000000A', []],
    ['', []],
    ['arn:', []],
    ['arn:aws:sts::111122223333:assumed-role/deploy/alice', []],
    [
      'https://sqs.us-east-1.amazonaws.com/111122223333/orders',
      ['orders', `arn:aws:sqs:${here}:orders`, 'https://us-east-1.queue.amazonaws.com/111122223333/orders'],
    ],
    [
      'arn:aws-cn:sqs:cn-north-1:111122223333:orders',
      [
        'orders',
        'https://sqs.cn-north-1.amazonaws.com.cn/111122223333/orders',
        'https://cn-north-1.queue.amazonaws.com.cn/111122223333/orders',
      ],
    ],
    [
      `arn:aws:lambda:${here}:function:orders:3`,
      [
        'orders',
        `arn:aws:lambda:${here}:function:orders`,
        '111122223333:function:orders',
        '111122223333:function:orders:3',
      ],
    ],
    [
      `arn:aws:elasticloadbalancing:${here}:loadbalancer/app/web/50dc6c495c0c9188`,
      ['app/web/50dc6c495c0c9188', '50dc6c495c0c9188'],
    ],
    [
      `arn:aws:elasticloadbalancing:${here}:targetgroup/web/73e2d6bc24d8a067`,
      ['web/73e2d6bc24d8a067', '73e2d6bc24d8a067', 'targetgroup/web/73e2d6bc24d8a067'],
    ],
    ['targetgroup/web/73e2d6bc24d8a067', ['web/73e2d6bc24d8a067']],
    [
      `arn:aws:logs:${here}:log-group:/aws/lambda/orders:*`,
      ['/aws/lambda/orders', `arn:aws:logs:${here}:log-group:/aws/lambda/orders`],
    ],
    [
      `arn:aws:logs:${here}:log-group:/aws/lambda/orders`,
      ['/aws/lambda/orders', `arn:aws:logs:${here}:log-group:/aws/lambda/orders:*`],
    ],
    [`arn:aws:kms:${here}:alias/orders`, ['alias/orders', 'orders']],
    ['alias/orders', ['orders']],
    [`arn:aws:secretsmanager:${here}:secret:prod/orders-a1B2c3`, ['prod/orders-a1B2c3', 'prod/orders']],
    ['s3://logs', ['logs', 'arn:aws:s3:::logs']],
    // a bare number names nothing
    [`arn:aws:ecs:${here}:task-definition/web:7`, ['web:7']],
    ['arn:aws:iam::111122223333:role/team/deploy', ['deploy']],
    // a service that the catalog does not know
    ['arn:aws:braket:us-east-1:111122223333:job/1a', ['1a']],
  ])('%s', (text, others) => {
    const aliases = aliasesOf(text);
    expect(aliases[0]).toBe(text);
    expect([...aliases.slice(1)].sort()).toEqual([...others].sort());
  });
});
