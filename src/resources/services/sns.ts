/** Amazon SNS. https://docs.aws.amazon.com/sns/latest/dg/logging-using-cloudtrail.html */
import { resourcePolicyInWords } from '../policy-words.ts';
import { enumerate, text, texts, valueAt } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Service } from '../service.ts';
import { inBrackets, named, nameIn, settings, shortName } from '../words.ts';

const topic = (call: Call): string => named('topic', nameIn(call, 'topicArn', 'name'));

/** Where messages go: of a URL only the host, as its path and query often contain a token. */
function endpoint({ request }: Call): string {
  const [protocol, value] = [text(request, 'protocol'), text(request, 'endpoint')];
  if (value === undefined) return protocol ? `an endpoint (${protocol})` : 'an endpoint';
  const host = /^[a-z]+:\/\/(?:[^@/]*@)?([^/?#]+)/i.exec(value)?.[1];
  return host ?? shortName(value);
}

function changed(call: Call): string {
  const name = text(call.request, 'attributeName');
  if (name === 'Policy')
    return resourcePolicyInWords(valueAt(call.request, 'attributeValue'), topic(call), call.account);
  if (name === 'KmsMasterKeyId' && !text(call.request, 'attributeValue'))
    return `turned off encryption of ${topic(call)}`;
  return `changed ${name ?? 'an attribute'} of ${topic(call)}`;
}

const subscription = ({ request }: Call): string => {
  const arn = text(request, 'subscriptionArn');
  // arn:aws:sns:REGION:ACCOUNT:TOPIC:ID
  const of = arn?.split(':')[5];
  return of ? `a subscription of topic ${of}` : 'a subscription';
};

export const sns: Service = {
  name: 'sns',
  title: 'SNS',
  eventSources: ['sns.amazonaws.com'],
  types: [
    {
      type: 'AWS::SNS::Topic',
      title: 'topic',
      arn: 'arn:{partition}:sns:{region}:{account}:{id}',
      configId: '{arn}',
      lookupNames: ['{arn}', '{id}'],
      // its item lists its subscriptions
      neighbors: related(null, 'AWS::KMS::Key', 'AWS::KMS::Alias', 'AWS::SQS::Queue', 'AWS::Lambda::Function'),
      // https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
      metrics: [
        {
          namespace: 'AWS/SNS',
          dimensions: { TopicName: '{id}' },
          metrics: [
            metric('NumberOfNotificationsFailed', 'Sum', 'Count', 'up'),
            metric('NumberOfMessagesPublished', 'Sum', 'Count', 'both'),
            metric('NumberOfNotificationsDelivered', 'Sum', 'Count', 'both'),
          ],
        },
      ],
      // https://docs.aws.amazon.com/sns/latest/dg/sns-topic-attributes.html
      logGroups: ['sns/{region}/{account}/{id}', 'sns/{region}/{account}/{id}/Failure'],
      example: { id: 'alerts', arn: 'arn:aws:sns:us-east-1:111122223333:alerts' },
    },
  ],
  parameters: { topicArn: 'AWS::SNS::Topic', kmsMasterKeyId: 'AWS::KMS::Key' },
  calls: () => ({
    CreateTopic: (call) => `created ${topic(call)}`,
    DeleteTopic: (call) => `deleted ${topic(call)}`,
    SetTopicAttributes: changed,
    AddPermission: (call) =>
      `allowed ${enumerate(texts(call.request, 'aWSAccountId').map((id) => `account ${id}`)) || 'accounts'} to ${
        enumerate(texts(call.request, 'actionName')) || 'act'
      } on ${topic(call)}`,
    RemovePermission: (call) => `removed ${named('permission', text(call.request, 'label'))} from ${topic(call)}`,
    Subscribe: (call) => `subscribed ${endpoint(call)} to ${topic(call)}`,
    ConfirmSubscription: (call) => `confirmed a subscription to ${topic(call)}`,
    Unsubscribe: (call) => `removed ${subscription(call)}`,
    SetSubscriptionAttributes: (call) =>
      `changed ${text(call.request, 'attributeName') ?? 'an attribute'} of ${subscription(call)}`,
    Publish: (call) => `published to ${call.request['topicArn'] ? topic(call) : 'an endpoint'}`,
    PublishBatch: (call) => `published messages to ${topic(call)}`,
    SetSMSAttributes: ({ request }) => `changed SMS attributes${settings(request)}`,
    TagResource: ({ request }) =>
      `tagged ${named('topic', nameOfResource(text(request, 'resourceArn')))}${inBrackets(...texts(request, 'tags', 'key'))}`,
  }),
};

function nameOfResource(arn: string | undefined): string | undefined {
  return arn && shortName(arn);
}
