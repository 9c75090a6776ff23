import { expect, test } from 'vitest';
import { dynamodb } from '../../../../src/resources/services/dynamodb.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'set provisioned capacity (5 read, 5 write units) of table orders',
    'UpdateTable',
    {
      request: {
        tableName: 'orders',
        billingMode: 'PROVISIONED',
        provisionedThroughput: { readCapacityUnits: 5, writeCapacityUnits: 5 },
      },
    },
  ],
  [
    'set on-demand capacity of table orders',
    'UpdateTable',
    { request: { tableName: 'orders', billingMode: 'PAY_PER_REQUEST' } },
  ],
  [
    'set capacity (10 read, 20 write units) and created index by-date of table orders',
    'UpdateTable',
    {
      request: {
        tableName: 'orders',
        provisionedThroughput: { readCapacityUnits: 10, writeCapacityUnits: 20 },
        globalSecondaryIndexUpdates: [{ create: { indexName: 'by-date' } }],
      },
    },
  ],
  [
    'deleted replica in eu-west-1 of table orders',
    'UpdateTable',
    { request: { tableName: 'orders', replicaUpdates: [{ delete: { regionName: 'eu-west-1' } }] } },
  ],
  [
    'turned off the stream of table orders',
    'UpdateTable',
    { request: { tableName: 'orders', streamSpecification: { streamEnabled: false } } },
  ],
  ['changed table orders', 'UpdateTable', { request: { tableName: 'orders', attributeDefinitions: [] } }],
  [
    'turned on the time to live of table orders (by expires)',
    'UpdateTimeToLive',
    { request: { tableName: 'orders', timeToLiveSpecification: { enabled: true, attributeName: 'expires' } } },
  ],
  ['deleted table orders', 'DeleteTable', { request: { tableName: 'orders' } }],
  [
    'turned off deletion protection of table orders',
    'UpdateTable',
    { request: { tableName: 'orders', deletionProtectionEnabled: false } },
  ],
  ['read an item of table orders', 'GetItem', { request: { tableName: 'orders', key: { token: 'never shown' } } }],
  [
    'put an item into table orders',
    'PutItem',
    { request: { tableName: 'arn:aws:dynamodb:us-east-1:111122223333:table/orders' } },
  ],
  [
    'deleted an item of table orders',
    'DeleteItem',
    { request: { tableName: 'orders', key: { token: 'never shown' } } },
  ],
  ['scanned table orders (index by-date)', 'Scan', { request: { tableName: 'orders', indexName: 'by-date' } }],
  ['queried a table', 'Query', { request: { tableName: null } }],
  [
    'wrote items of tables orders and users',
    'BatchWriteItem',
    { request: { requestItems: { orders: [{ putRequest: {} }], users: [] } } },
  ],
  [
    'wrote items of table orders',
    'TransactWriteItems',
    { request: { transactItems: [{ put: { tableName: 'orders' } }, { delete: { tableName: 'orders' } }] } },
  ],
  ['read items of a table', 'BatchGetItem', { request: { requestItems: ['orders'] } }],
  [
    'turned off point-in-time recovery of table orders',
    'UpdateContinuousBackups',
    { request: { tableName: 'orders', pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false } } },
  ],
  [
    'exported table orders to bucket b',
    'ExportTableToPointInTime',
    { request: { tableArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/orders', s3Bucket: 'b' } },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(dynamodb, eventName, members)).toBe(expected);
});
