/** Amazon Kinesis Data Streams. https://docs.aws.amazon.com/streams/latest/dev/logging-using-cloudtrail.html */
import { resourcePolicyInWords } from '../policy-words.ts';
import { text, valueAt } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { inBrackets, nameAt, named } from '../words.ts';

const stream = ({ request }: Call): string =>
  named('data stream', nameAt(request, 'streamName', 'streamARN', 'resourceARN'));

const shards = (count: string | undefined): string =>
  count === undefined ? 'another number of shards' : count === '1' ? '1 shard' : `${count} shards`;

const onStream =
  (words: string): Sentence =>
  (call) =>
    `${words} ${stream(call)}`;

const hours = ({ request }: Call): string | undefined => {
  const count = text(request, 'retentionPeriodHours');
  return count && `${count} hours`;
};

export const kinesis: Service = {
  name: 'kinesis',
  title: 'Kinesis Data Streams',
  eventSources: ['kinesis.amazonaws.com'],
  types: [
    {
      type: 'AWS::Kinesis::Stream',
      title: 'data stream',
      arn: 'arn:{partition}:kinesis:{region}:{account}:stream/{id}',
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      // https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html
      metrics: [
        {
          namespace: 'AWS/Kinesis',
          dimensions: { StreamName: '{id}' },
          metrics: [
            metric('GetRecords.IteratorAgeMilliseconds', 'Maximum', 'Milliseconds', 'up'),
            metric('WriteProvisionedThroughputExceeded', 'Sum', 'Count', 'up'),
            metric('ReadProvisionedThroughputExceeded', 'Sum', 'Count', 'up'),
            metric('PutRecords.ThrottledRecords', 'Sum', 'Count', 'up'),
            metric('IncomingRecords', 'Sum', 'Count', 'both'),
            metric('IncomingBytes', 'Sum', 'Bytes', 'both'),
          ],
        },
      ],
      example: { id: 'clicks', arn: 'arn:aws:kinesis:us-east-1:111122223333:stream/clicks' },
    },
    {
      type: 'AWS::Kinesis::StreamConsumer',
      title: 'stream consumer',
      arn: 'arn:{partition}:kinesis:{region}:{account}:stream/{stream}/consumer/{id}:{created}',
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: related(null, 'AWS::Kinesis::Stream'),
      example: {
        id: 'reports',
        arn: 'arn:aws:kinesis:us-east-1:111122223333:stream/clicks/consumer/reports:1772539200',
      },
    },
  ],
  parameters: { streamName: 'AWS::Kinesis::Stream', streamARN: 'AWS::Kinesis::Stream' },
  calls: () => ({
    CreateStream: (call) => {
      const shards = text(call.request, 'shardCount');
      return `created ${stream(call)}${inBrackets(shards && `shards ${shards}`)}`;
    },
    DeleteStream: onStream('deleted'),
    UpdateShardCount: (call) => `resized ${stream(call)} to ${shards(text(call.request, 'targetShardCount'))}`,
    UpdateStreamMode: (call) =>
      `changed the capacity mode of ${stream(call)}${inBrackets(text(call.request, 'streamModeDetails.streamMode'))}`,
    SplitShard: onStream('split a shard of'),
    MergeShards: onStream('merged shards of'),
    IncreaseStreamRetentionPeriod: (call) => `increased the retention of ${stream(call)}${inBrackets(hours(call))}`,
    DecreaseStreamRetentionPeriod: (call) => `reduced the retention of ${stream(call)}${inBrackets(hours(call))}`,
    StartStreamEncryption: onStream('turned on encryption of'),
    StopStreamEncryption: onStream('turned off encryption of'),
    PutResourcePolicy: (call) => resourcePolicyInWords(valueAt(call.request, 'policy'), stream(call), call.account),
    DeleteResourcePolicy: onStream('removed the policy of'),
    RegisterStreamConsumer: (call) =>
      `registered ${named('consumer', nameAt(call.request, 'consumerName'))} of ${stream(call)}`,
    DeregisterStreamConsumer: (call) =>
      `deregistered ${named('consumer', nameAt(call.request, 'consumerName'))} of ${stream(call)}`,
    EnableEnhancedMonitoring: onStream('turned on enhanced monitoring of'),
    DisableEnhancedMonitoring: onStream('turned off enhanced monitoring of'),
    PutRecord: onStream('put a record into'),
    PutRecords: onStream('put records into'),
    GetRecords: onStream('read records of'),
  }),
};
