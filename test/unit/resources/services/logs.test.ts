import { expect, test } from 'vitest';
import { logs } from '../../../../src/resources/services/logs.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  ['deleted log group /aws/lambda/orders', 'DeleteLogGroup', { request: { logGroupName: '/aws/lambda/orders' } }],
  ['deleted log stream s of log group g', 'DeleteLogStream', { request: { logGroupName: 'g', logStreamName: 's' } }],
  [
    'set retention of log group g to 1 day',
    'PutRetentionPolicy',
    { request: { logGroupName: 'g', retentionInDays: 1 } },
  ],
  [
    'set retention of log group g to 30 days',
    'PutRetentionPolicy',
    { request: { logGroupName: 'g', retentionInDays: 30 } },
  ],
  ['removed the retention limit of log group g', 'DeleteRetentionPolicy', { request: { logGroupName: 'g' } }],
  [
    'set subscription filter f on log group g (to forward)',
    'PutSubscriptionFilter',
    {
      request: {
        logGroupName: 'g',
        filterName: 'f',
        destinationArn: 'arn:aws:lambda:us-east-1:111122223333:function:forward',
      },
    },
  ],
  ['deleted metric filter f on log group g', 'DeleteMetricFilter', { request: { logGroupName: 'g', filterName: 'f' } }],
  [
    'encrypted log group g with key 1234abcd',
    'AssociateKmsKey',
    { request: { logGroupName: 'g', kmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd' } },
  ],
  ['exported log group g to bucket b', 'CreateExportTask', { request: { logGroupName: 'g', destination: 'b' } }],
  ['queried g and h', 'StartQuery', { request: { logGroupNames: ['g', 'h'], queryString: 'never shown' } }],
])('%s', (expected, eventName, members) => {
  expect(say(logs, eventName, members)).toBe(expected);
});
