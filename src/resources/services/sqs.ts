/** Amazon SQS. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/logging-using-cloudtrail.html */
import { isJsonObject } from '../../model/json.ts';
import { resourcePolicyInWords } from '../policy-words.ts';
import { enumerate, text, texts, valueAt } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { named, nameIn, settings } from '../words.ts';

const queue = (call: Call): string => named('queue', nameIn(call, 'queueUrl', 'queueName'));

const onQueue =
  (words: string): Sentence =>
  (call) =>
    `${words} ${queue(call)}`;

function changed(call: Call): string {
  const attributes = valueAt(call.request, 'attributes');
  const policy = isJsonObject(attributes) ? valueAt(attributes, 'Policy') : undefined;
  if (policy === '') return `removed the policy of ${queue(call)}`;
  if (policy !== undefined) return resourcePolicyInWords(policy, queue(call), call.account);
  return `changed ${queue(call)}${isJsonObject(attributes) ? settings(attributes) : ''}`;
}

export const sqs: Service = {
  name: 'sqs',
  title: 'SQS',
  eventSources: ['sqs.amazonaws.com'],
  types: [
    {
      type: 'AWS::SQS::Queue',
      title: 'queue',
      arn: 'arn:{partition}:sqs:{region}:{account}:{id}',
      // queue URLs, newer and older: https://docs.aws.amazon.com/general/latest/gr/sqs-service.html
      spellings: ['https://sqs.{region}.{domain}/{account}/{id}', 'https://{region}.queue.{domain}/{account}/{id}'],
      configId: 'https://sqs.{region}.{domain}/{account}/{id}',
      lookupNames: ['https://sqs.{region}.{domain}/{account}/{id}', '{id}', '{arn}'],
      // the queue of its dead letters is another
      neighbors: related(null, 'AWS::KMS::Key', 'AWS::KMS::Alias', 'AWS::SQS::Queue'),
      // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
      metrics: [
        {
          namespace: 'AWS/SQS',
          dimensions: { QueueName: '{id}' },
          metrics: [
            metric('ApproximateAgeOfOldestMessage', 'Maximum', 'Seconds', 'up'),
            metric('ApproximateNumberOfMessagesVisible', 'Average', 'Count', 'up'),
            metric('ApproximateNumberOfMessagesNotVisible', 'Average', 'Count', 'both'),
            metric('NumberOfMessagesSent', 'Sum', 'Count', 'both'),
            metric('NumberOfMessagesDeleted', 'Sum', 'Count', 'both'),
          ],
        },
      ],
      example: { id: 'orders', arn: 'arn:aws:sqs:us-east-1:111122223333:orders' },
    },
  ],
  parameters: { queueUrl: 'AWS::SQS::Queue', queueName: 'AWS::SQS::Queue', kmsMasterKeyId: 'AWS::KMS::Key' },
  calls: () => ({
    CreateQueue: onQueue('created'),
    DeleteQueue: onQueue('deleted'),
    SetQueueAttributes: changed,
    AddPermission: (call) =>
      `allowed ${enumerate(texts(call.request, 'aWSAccountIds').map((id) => `account ${id}`)) || 'accounts'} to ${
        enumerate(texts(call.request, 'actions')) || 'act'
      } on ${queue(call)}`,
    RemovePermission: (call) => `removed ${named('permission', text(call.request, 'label'))} from ${queue(call)}`,
    PurgeQueue: onQueue('deleted all messages of'),
    SendMessage: onQueue('sent a message to'),
    SendMessageBatch: onQueue('sent messages to'),
    ReceiveMessage: onQueue('received messages from'),
    DeleteMessage: onQueue('deleted a message of'),
    DeleteMessageBatch: onQueue('deleted messages of'),
    StartMessageMoveTask: onQueue('moved the dead letters of'),
  }),
};
