import { expect, test } from 'vitest';
import { sns } from '../../../../src/resources/services/sns.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  ['created topic alerts', 'CreateTopic', { request: { name: 'alerts' } }],
  ['deleted topic alerts', 'DeleteTopic', { request: { topicArn: 'arn:aws:sns:us-east-1:111122223333:alerts' } }],
  [
    'allowed anyone to SNS:Publish on topic alerts',
    'SetTopicAttributes',
    {
      request: {
        topicArn: 'arn:aws:sns:us-east-1:111122223333:alerts',
        attributeName: 'Policy',
        attributeValue:
          '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"SNS:Publish","Resource":"*"}]}',
      },
    },
  ],
  [
    'turned off encryption of topic alerts',
    'SetTopicAttributes',
    {
      request: {
        topicArn: 'arn:aws:sns:us-east-1:111122223333:alerts',
        attributeName: 'KmsMasterKeyId',
        attributeValue: '',
      },
    },
  ],
  [
    'changed DisplayName of topic alerts',
    'SetTopicAttributes',
    {
      request: {
        topicArn: 'arn:aws:sns:us-east-1:111122223333:alerts',
        attributeName: 'DisplayName',
        attributeValue: 'x',
      },
    },
  ],
  [
    'subscribed someone@example.com to topic alerts',
    'Subscribe',
    {
      request: {
        topicArn: 'arn:aws:sns:us-east-1:111122223333:alerts',
        protocol: 'email',
        endpoint: 'someone@example.com',
      },
    },
  ],
  [
    'subscribed hooks.example.com to topic alerts',
    'Subscribe',
    {
      request: {
        topicArn: 'arn:aws:sns:us-east-1:111122223333:alerts',
        protocol: 'https',
        endpoint: 'https://user:pass@hooks.example.com/never?token=shown',
      },
    },
  ],
  [
    'subscribed orders to topic alerts',
    'Subscribe',
    {
      request: {
        topicArn: 'arn:aws:sns:us-east-1:111122223333:alerts',
        protocol: 'sqs',
        endpoint: 'arn:aws:sqs:us-east-1:111122223333:orders',
      },
    },
  ],
  [
    'removed a subscription of topic alerts',
    'Unsubscribe',
    { request: { subscriptionArn: 'arn:aws:sns:us-east-1:111122223333:alerts:0a1b2c3d' } },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(sns, eventName, members)).toBe(expected);
});
