/**
 * Amazon Data Firehose: its streams deliver the logs of other services.
 * https://docs.aws.amazon.com/firehose/latest/dev/firehose-cloudtrail.html
 */
import { text } from '../read.ts';
import { metric } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { inBrackets, nameAt, named, nameIn } from '../words.ts';

const stream = (call: Call): string =>
  named('delivery stream', nameIn(call, 'deliveryStreamName', 'deliveryStreamARN'));

const onStream =
  (words: string): Sentence =>
  (call) =>
    `${words} ${stream(call)}`;

/** Where it delivers to, for the most common destinations. */
const destination = ({ request }: Call): string => {
  const bucket = nameAt(
    request,
    'extendedS3DestinationConfiguration.bucketARN',
    's3DestinationConfiguration.bucketARN',
    'extendedS3DestinationUpdate.bucketARN',
    's3DestinationUpdate.bucketARN',
  );
  const url = text(
    request,
    'httpEndpointDestinationConfiguration.endpointConfiguration.url',
    'httpEndpointDestinationUpdate.endpointConfiguration.url',
  );
  return inBrackets(bucket && `to bucket ${bucket}`, url && `to ${url}`);
};

export const firehose: Service = {
  name: 'firehose',
  title: 'Firehose',
  eventSources: ['firehose.amazonaws.com'],
  types: [
    {
      type: 'AWS::KinesisFirehose::DeliveryStream',
      title: 'delivery stream',
      arn: 'arn:{partition}:firehose:{region}:{account}:deliverystream/{id}',
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      // https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html
      metrics: [
        {
          namespace: 'AWS/Firehose',
          dimensions: { DeliveryStreamName: '{id}' },
          metrics: [
            metric('IncomingRecords', 'Sum', 'Count', 'both'),
            metric('ThrottledRecords', 'Sum', 'Count', 'up'),
            metric('DeliveryToS3.DataFreshness', 'Maximum', 'Seconds', 'up'),
          ],
        },
      ],
      example: { id: 'waf-logs', arn: 'arn:aws:firehose:us-east-1:111122223333:deliverystream/waf-logs' },
    },
  ],
  parameters: {
    deliveryStreamName: 'AWS::KinesisFirehose::DeliveryStream',
    deliveryStreamARN: 'AWS::KinesisFirehose::DeliveryStream',
    bucketARN: 'AWS::S3::Bucket',
    roleARN: 'AWS::IAM::Role',
    keyARN: 'AWS::KMS::Key',
  },
  calls: () => ({
    CreateDeliveryStream: (call) => `created ${stream(call)}${destination(call)}`,
    UpdateDestination: (call) => `changed the destination of ${stream(call)}${destination(call)}`,
    DeleteDeliveryStream: onStream('deleted'),
    StartDeliveryStreamEncryption: onStream('turned on encryption of'),
    StopDeliveryStreamEncryption: onStream('turned off encryption of'),
    TagDeliveryStream: onStream('tagged'),
    UntagDeliveryStream: onStream('untagged'),
  }),
};
