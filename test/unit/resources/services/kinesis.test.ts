import { expect, test } from 'vitest';
import { kinesis } from '../../../../src/resources/services/kinesis.ts';
import { type Row, say } from './say.ts';

const streamARN = 'arn:aws:kinesis:us-east-1:111122223333:stream/clicks';

test.each<Row>([
  ['resized data stream clicks to 1 shard', 'UpdateShardCount', { request: { streamARN, targetShardCount: 1 } }],
  ['created data stream clicks (shards 2)', 'CreateStream', { request: { streamName: 'clicks', shardCount: 2 } }],
  ['deleted data stream clicks', 'DeleteStream', { request: { streamARN } }],
  [
    'resized data stream clicks to 8 shards',
    'UpdateShardCount',
    { request: { streamName: 'clicks', targetShardCount: 8 } },
  ],
  [
    'reduced the retention of data stream clicks (24 hours)',
    'DecreaseStreamRetentionPeriod',
    { request: { streamName: 'clicks', retentionPeriodHours: 24 } },
  ],
  ['turned off encryption of data stream clicks', 'StopStreamEncryption', { request: { streamName: 'clicks' } }],
  [
    'allowed anyone to kinesis:GetRecords on data stream clicks',
    'PutResourcePolicy',
    {
      request: {
        resourceARN: streamARN,
        policy: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"kinesis:GetRecords","Resource":"*"}]}',
      },
    },
  ],
  ['put records into a data stream', 'PutRecords', { request: {} }],
])('%s', (expected, eventName, members) => {
  expect(say(kinesis, eventName, members)).toBe(expected);
});
