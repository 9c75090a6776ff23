/**
 * Amazon MQ. Calls name a broker by id; people and metrics by name, which its ARN has, too. CloudTrail records its events under
 * a different source name.
 * https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/logging-using-cloudtrail.html
 */
import { flag, text, texts } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, named, nameIn } from '../words.ts';

const broker = (call: Call): string =>
  named('broker', nameIn(call, 'brokerName', 'brokerArn', 'brokerId', 'broker-id'));

const onBroker =
  (words: string): Sentence =>
  (call) =>
    `${words} ${broker(call)}`;

const set =
  (verb: string): Sentence =>
  (call) => {
    const { request } = call;
    const [type, version] = [text(request, 'engineType'), text(request, 'engineVersion')];
    const configuration = text(request, 'configuration.id');
    return `${verb} ${broker(call)}${inBrackets(
      [type, version].filter((part) => part !== undefined).join(' '),
      text(request, 'hostInstanceType'),
      text(request, 'deploymentMode'),
      flag(request, 'publiclyAccessible') === true && 'public',
      configuration && `configuration ${configuration}`,
      ...texts(request, 'securityGroups'),
    )}`;
  };

const onUser =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${named('user', text(call.request, 'username'))} of ${broker(call)}${inBrackets(
      flag(call.request, 'consoleAccess') === true && 'with access to the console',
      ...texts(call.request, 'groups'),
    )}`;

const configurationId = ['configurationId', 'configuration-id', 'name'] as const;

export const mq: Service = {
  name: 'mq',
  title: 'Amazon MQ',
  eventSources: ['amazonmq.amazonaws.com'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmq.html
  types: [
    {
      type: 'AWS::AmazonMQ::Broker',
      title: 'broker',
      arn: 'arn:{partition}:mq:{region}:{account}:broker:{id}:{broker}',
      configId: '{broker}',
      lookupNames: ['{id}', '{broker}', '{arn}'],
      neighbors: related(null, 'AWS::EC2::SecurityGroup', 'AWS::EC2::Subnet'),
      // https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/activemq-logging-monitoring.html
      // https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-logging-monitoring.html
      metrics: [
        // of RabbitMQ
        {
          namespace: 'AWS/AmazonMQ',
          dimensions: { Broker: '{id}' },
          metrics: [
            metric('MessageCount', 'Maximum', 'Count', 'up'),
            metric('MessageUnacknowledgedCount', 'Maximum', 'Count', 'up'),
            metric('ConnectionCount', 'Average', 'Count', 'both'),
            metric('ConsumerCount', 'Average', 'Count', 'both'),
            metric('SystemCpuUtilization', 'Average', 'Percent', 'up'),
          ],
        },
        // of ActiveMQ: a single broker, or an active one and a standby
        ...(['1', '2'] as const).map((number) => ({
          namespace: 'AWS/AmazonMQ',
          dimensions: { Broker: `{id}-${number}` },
          metrics: [
            metric('CpuUtilization', 'Average', 'Percent', 'up'),
            metric('HeapUsage', 'Average', 'Percent', 'up'),
            metric('StorePercentUsage', 'Maximum', 'Percent', 'up'),
            metric('TotalMessageCount', 'Maximum', 'Count', 'up'),
            metric('CurrentConnectionsCount', 'Average', 'Count', 'both'),
          ],
        })),
      ],
      example: {
        id: 'orders',
        arn: 'arn:aws:mq:us-east-1:111122223333:broker:orders:b-1234a5b6-78cd-901e-2fab-3c45d6e178f9',
      },
    },
  ],
  parameters: {
    brokerName: 'AWS::AmazonMQ::Broker',
    brokerId: 'AWS::AmazonMQ::Broker',
    'broker-id': 'AWS::AmazonMQ::Broker',
    brokerArn: 'AWS::AmazonMQ::Broker',
    kmsKeyId: 'AWS::KMS::Key',
  },
  calls: () => ({
    CreateBroker: set('created'),
    UpdateBroker: set('changed'),
    DeleteBroker: onBroker('deleted'),
    RebootBroker: onBroker('rebooted'),
    Promote: (call) => {
      const mode = text(call.request, 'mode');
      return `promoted ${broker(call)}${inBrackets(mode)}`;
    },
    CreateUser: onUser('created'),
    UpdateUser: onUser('changed'),
    DeleteUser: onUser('deleted'),
    CreateConfiguration: did('created', 'broker configuration', ...configurationId),
    UpdateConfiguration: did('changed', 'broker configuration', ...configurationId),
    DeleteConfiguration: did('deleted', 'broker configuration', ...configurationId),
  }),
};
