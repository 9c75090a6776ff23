/** Amazon CloudWatch Logs. */
import { resourcePolicyInWords } from '../policy-words.ts';
import { enumerate, text, texts, valueAt } from '../read.ts';
import { metric } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named } from '../words.ts';

const group = ({ request }: Call): string =>
  named('log group', nameAt(request, 'logGroupName', 'logGroupIdentifier', 'resourceIdentifier'));

const onGroup =
  (words: string): Sentence =>
  (call) =>
    `${words} ${group(call)}`;

const days = ({ request }: Call): string => {
  const count = text(request, 'retentionInDays');
  return count === undefined ? 'another length' : `${count} day${count === '1' ? '' : 's'}`;
};

const filter =
  (words: string): Sentence =>
  (call) => {
    const name = text(call.request, 'filterName');
    const destination = nameAt(call.request, 'destinationArn');
    return `${words}${name ? ` ${name}` : ''} on ${group(call)}${inBrackets(destination && `to ${destination}`)}`;
  };

const queried = (call: Call): string => {
  const groups = [...texts(call.request, 'logGroupNames'), ...texts(call.request, 'logGroupIdentifiers')];
  return `queried ${enumerate(groups) || group(call)}`;
};

export const logs: Service = {
  name: 'logs',
  title: 'CloudWatch Logs',
  eventSources: ['logs.amazonaws.com'],
  types: [
    {
      type: 'AWS::Logs::LogGroup',
      title: 'log group',
      arn: 'arn:{partition}:logs:{region}:{account}:log-group:{id/}',
      // IAM and older calls end it in `:*`: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
      spellings: [
        'arn:{partition}:logs:{region}:{account}:log-group:{id/}:*',
        'arn:{partition}:logs:{region}:{account}:log-group:{id/}:log-stream:{stream*}',
      ],
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
      metrics: [
        {
          namespace: 'AWS/Logs',
          dimensions: { LogGroupName: '{id}' },
          metrics: [
            metric('IncomingBytes', 'Sum', 'Bytes', 'both'),
            metric('IncomingLogEvents', 'Sum', 'Count', 'both'),
          ],
        },
        {
          namespace: 'AWS/Logs',
          dimensions: { LogGroupName: '{id}' },
          furtherDimensions: ['DestinationType', 'FilterName'],
          metrics: [metric('DeliveryErrors', 'Sum', 'None', 'up'), metric('DeliveryThrottling', 'Sum', 'None', 'up')],
        },
      ],
      logGroups: ['{id}'],
      example: { id: '/aws/lambda/orders', arn: 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/orders' },
    },
    {
      type: 'AWS::Logs::Destination',
      title: 'log destination',
      arn: 'arn:{partition}:logs:{region}:{account}:destination:{id}',
      configId: '{id}',
      example: { id: 'central', arn: 'arn:aws:logs:us-east-1:111122223333:destination:central' },
    },
  ],
  parameters: {
    logGroupName: 'AWS::Logs::LogGroup',
    logGroupNames: 'AWS::Logs::LogGroup',
    logGroupIdentifier: 'AWS::Logs::LogGroup',
    destinationName: 'AWS::Logs::Destination',
  },
  calls: () => ({
    CreateLogGroup: onGroup('created'),
    DeleteLogGroup: onGroup('deleted'),
    CreateLogStream: (call) => `created ${named('log stream', text(call.request, 'logStreamName'))} in ${group(call)}`,
    DeleteLogStream: (call) => `deleted ${named('log stream', text(call.request, 'logStreamName'))} of ${group(call)}`,
    PutRetentionPolicy: (call) => `set retention of ${group(call)} to ${days(call)}`,
    DeleteRetentionPolicy: onGroup('removed the retention limit of'),
    PutSubscriptionFilter: filter('set subscription filter'),
    DeleteSubscriptionFilter: filter('deleted subscription filter'),
    PutMetricFilter: filter('set metric filter'),
    DeleteMetricFilter: filter('deleted metric filter'),
    PutAccountPolicy: ({ request }) => `set account policy ${text(request, 'policyName') ?? 'of logs'}`,
    DeleteAccountPolicy: ({ request }) => `deleted account policy ${text(request, 'policyName') ?? 'of logs'}`,
    PutResourcePolicy: ({ request }) =>
      resourcePolicyInWords(valueAt(request, 'policyDocument'), 'the logs of the account'),
    DeleteResourcePolicy: did('deleted', 'resource policy', 'policyName'),
    PutDestination: did('set', 'log destination', 'destinationName'),
    PutDestinationPolicy: ({ request }) =>
      resourcePolicyInWords(
        valueAt(request, 'accessPolicy'),
        named('log destination', text(request, 'destinationName')),
      ),
    DeleteDestination: did('deleted', 'log destination', 'destinationName'),
    AssociateKmsKey: (call) => `encrypted ${group(call)} with ${named('key', nameAt(call.request, 'kmsKeyId'))}`,
    DisassociateKmsKey: onGroup('removed the encryption key of'),
    PutDataProtectionPolicy: onGroup('set data masking of'),
    DeleteDataProtectionPolicy: onGroup('removed data masking of'),
    CreateExportTask: (call) => `exported ${group(call)} to ${named('bucket', text(call.request, 'destination'))}`,
    StartQuery: queried,
    StartLiveTail: queried,
    FilterLogEvents: onGroup('searched'),
    GetLogEvents: onGroup('read'),
    PutLogEvents: onGroup('wrote to'),
  }),
};
