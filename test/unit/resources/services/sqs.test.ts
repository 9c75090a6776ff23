import { expect, test } from 'vitest';
import { sqs } from '../../../../src/resources/services/sqs.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  ['created queue orders', 'CreateQueue', { request: { queueName: 'orders' } }],
  [
    'deleted queue orders',
    'DeleteQueue',
    { request: { queueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/orders' } },
  ],
  [
    'allowed anyone to SQS:SendMessage on queue orders',
    'SetQueueAttributes',
    {
      request: {
        queueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/orders',
        attributes: {
          Policy: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"SQS:SendMessage","Resource":"*"}]}',
        },
      },
    },
  ],
  [
    'removed the policy of queue orders',
    'SetQueueAttributes',
    { request: { queueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/orders', attributes: { Policy: '' } } },
  ],
  [
    'changed queue orders (VisibilityTimeout 30)',
    'SetQueueAttributes',
    {
      request: {
        queueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/orders',
        attributes: { VisibilityTimeout: '30' },
      },
    },
  ],
  [
    'deleted all messages of queue orders',
    'PurgeQueue',
    { request: { queueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/orders' } },
  ],
  [
    'allowed account 444455556666 to SendMessage on queue orders',
    'AddPermission',
    {
      request: {
        queueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/orders',
        label: 'l',
        aWSAccountIds: ['444455556666'],
        actions: ['SendMessage'],
      },
    },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(sqs, eventName, members)).toBe(expected);
});
