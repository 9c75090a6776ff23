/**
 * Amazon MSK. What its brokers do for Kafka's own clients is recorded under a separate source. An ARN in a path is
 * percent-encoded in the record.
 * https://docs.aws.amazon.com/msk/latest/developerguide/logging-API-using-cloudtrail.html
 */
import { isJsonObject } from '../../model/json.ts';
import { flag, objects, text, texts } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { counted, did, inBrackets, nameAt, named, nameIn } from '../words.ts';
import { callsOnTargets } from './autoscaling-target-calls.ts';

const cluster = (call: Call): string => named('MSK cluster', nameIn(call, 'clusterArn', 'clusterName'));

const onCluster =
  (words: string, details?: (call: Call) => string): Sentence =>
  (call) =>
    `${words} ${cluster(call)}${details?.(call) ?? ''}`;

function created(call: Call): string {
  const { request } = call;
  const [brokers, version, type] = [
    ['numberOfBrokerNodes', 'provisioned.numberOfBrokerNodes'],
    ['kafkaVersion', 'provisioned.kafkaVersion'],
    ['brokerNodeGroupInfo.instanceType', 'provisioned.brokerNodeGroupInfo.instanceType'],
  ].map((paths) => text(request, ...paths));
  return `created ${cluster(call)}${inBrackets(
    isJsonObject(request['serverless']) && 'serverless',
    brokers && `${brokers} brokers`,
    type,
    version && `Kafka ${version}`,
  )}`;
}

/** The cluster setting in the call's name: "Kafka 3.6.0", "6 brokers". */
const resized =
  (what: string, path: string): Sentence =>
  (call) => {
    const value = text(call.request, path);
    return `changed the ${what} of ${cluster(call)}${value === undefined ? '' : ` to ${value}`}`;
  };

function storage(call: Call): string {
  const sizes = objects(call.request, 'targetBrokerEBSVolumeInfo').map((each) => text(each, 'volumeSizeGB'));
  const [size] = sizes;
  const isSame = size !== undefined && sizes.every((each) => each === size);
  return `changed the storage of ${cluster(call)}${isSame ? ` to ${size} GB a broker` : ''}`;
}

/** `DISABLED`, or `SERVICE_PROVIDED_EIPS`: the brokers have public addresses. */
function connectivity(call: Call): string {
  switch (text(call.request, 'connectivityInfo.publicAccess.type')) {
    case 'SERVICE_PROVIDED_EIPS':
      return `gave public addresses to the brokers of ${cluster(call)}`;
    case 'DISABLED':
      return `turned off public access to ${cluster(call)}`;
    default:
      return `changed the connectivity of ${cluster(call)}`;
  }
}

const security = ({ request }: Call): string => {
  const is = (path: string): boolean | undefined => flag(request, `${path}.enabled`);
  const ways = [
    ['clientAuthentication.unauthenticated', 'access without authentication'],
    ['clientAuthentication.sasl.iam', 'IAM'],
    ['clientAuthentication.sasl.scram', 'SCRAM'],
    ['clientAuthentication.tls', 'TLS'],
  ] as const;
  const encryption = text(request, 'encryptionInfo.encryptionInTransit.clientBroker');
  return inBrackets(
    ...ways.map(([path, words]) => {
      const isOn = is(path);
      return isOn !== undefined && `${words} ${isOn ? 'on' : 'off'}`;
    }),
    encryption && `clients by ${encryption}`,
  );
};

const configuration = (call: Call): string => named('MSK configuration', nameIn(call, 'arn', 'name'));

const secrets =
  (verb: string, preposition: string): Sentence =>
  (call) =>
    `${verb} ${counted(texts(call.request, 'secretArnList').length, 'secret')} ${preposition} ${cluster(call)}`;

/** Through AWS's API a topic has a name; Kafka's own clients name it by its ARN. */
const onTopic =
  (verb: string): Sentence =>
  (call) => {
    const { request } = call;
    const partitions = text(request, 'partitionCount', 'numPartitions');
    const [, of, topic] = /:topic\/([^/]+)\/[^/]+\/([^/]+)$/.exec(text(request, 'resourceARN', 'topicArn') ?? '') ?? [];
    const name = nameAt(request, 'clusterArn') ?? of;
    return `${verb} ${named('topic', text(request, 'topicName') ?? topic)}${name === undefined ? '' : ` of MSK cluster ${name}`}${inBrackets(
      partitions && `${partitions} partitions`,
    )}`;
  };

export const kafka: Service = {
  name: 'kafka',
  title: 'MSK',
  eventSources: ['kafka.amazonaws.com', 'kafka-cluster.amazonaws.com'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmanagedstreamingforapachekafka.html
  types: [
    {
      type: 'AWS::MSK::Cluster',
      title: 'MSK cluster',
      arn: 'arn:{partition}:kafka:{region}:{account}:cluster/{id}/{serial}',
      // of a part of it
      spellings: [
        'arn:{partition}:kafka:{region}:{account}:topic/{id}/{serial}/{part}',
        'arn:{partition}:kafka:{region}:{account}:group/{id}/{serial}/{part}',
      ],
      configId: '{arn}',
      lookupNames: ['{arn}', '{id}'],
      unlistedCalls: callsOnTargets,
      neighbors: related(null, 'AWS::EC2::SecurityGroup', 'AWS::EC2::Subnet', 'AWS::MSK::Configuration'),
      // https://docs.aws.amazon.com/msk/latest/developerguide/metrics-details.html
      metrics: [
        {
          namespace: 'AWS/Kafka',
          dimensions: { 'Cluster Name': '{id}' },
          metrics: [
            metric('OfflinePartitionsCount', 'Maximum', 'Count', 'up'),
            metric('ActiveControllerCount', 'Maximum', 'Count', 'down'),
            metric('GlobalPartitionCount', 'Maximum', 'Count', 'both'),
          ],
        },
        {
          namespace: 'AWS/Kafka',
          dimensions: { 'Cluster Name': '{id}' },
          furtherDimensions: ['Broker ID'],
          metrics: [
            metric('KafkaDataLogsDiskUsed', 'Maximum', 'Percent', 'up'),
            metric('CpuUser', 'Average', 'Percent', 'up'),
            metric('UnderReplicatedPartitions', 'Maximum', 'Count', 'up'),
            metric('BytesInPerSec', 'Average', 'Bytes/Second', 'both'),
            metric('BytesOutPerSec', 'Average', 'Bytes/Second', 'both'),
            metric('ConnectionCount', 'Average', 'Count', 'both'),
          ],
        },
      ],
      example: {
        id: 'orders',
        arn: 'arn:aws:kafka:us-east-1:111122223333:cluster/orders/01234567-abcd-4123-abcd-abcd0123efa1-2',
      },
    },
    {
      type: 'AWS::MSK::Configuration',
      title: 'MSK configuration',
      arn: 'arn:{partition}:kafka:{region}:{account}:configuration/{id}/{serial}',
      configId: '{arn}',
      lookupNames: ['{arn}', '{id}'],
      example: {
        id: 'orders-settings',
        arn: 'arn:aws:kafka:us-east-1:111122223333:configuration/orders-settings/12345678-abcd-4123-abcd-abcd0123efa1-2',
      },
    },
  ],
  // not `arn` and `name`, which name configurations, replicators and operations
  parameters: {
    clusterName: 'AWS::MSK::Cluster',
    clusterArn: 'AWS::MSK::Cluster',
    secretArnList: 'AWS::SecretsManager::Secret',
    clientSubnets: 'AWS::EC2::Subnet',
    securityGroups: 'AWS::EC2::SecurityGroup',
  },
  named: { 'AWS::MSK::Configuration': ['CreateConfiguration'] },
  calls: () => ({
    CreateCluster: created,
    CreateClusterV2: created,
    DeleteCluster: onCluster('deleted'),
    RebootBroker: (call) => {
      const brokers = texts(call.request, 'brokerIds');
      return `rebooted ${brokers.length > 0 ? `${brokers.length === 1 ? 'broker' : 'brokers'} ${brokers.join(', ')}` : 'brokers'} of ${cluster(call)}`;
    },
    UpdateBrokerCount: resized('number of brokers', 'targetNumberOfBrokerNodes'),
    UpdateBrokerType: resized('type of the brokers', 'targetInstanceType'),
    UpdateClusterKafkaVersion: resized('Kafka version', 'targetKafkaVersion'),
    UpdateMonitoring: resized('monitoring', 'enhancedMonitoring'),
    UpdateBrokerStorage: storage,
    UpdateStorage: onCluster('changed the storage of', ({ request }) => {
      const size = text(request, 'volumeSizeGB');
      return inBrackets(size && `${size} GB a broker`, text(request, 'storageMode'));
    }),
    UpdateClusterConfiguration: onCluster('changed the configuration of', ({ request }) => {
      const revision = text(request, 'configurationInfo.revision');
      return inBrackets(nameAt(request, 'configurationInfo.arn'), revision && `revision ${revision}`);
    }),
    UpdateConnectivity: connectivity,
    UpdateSecurity: onCluster('changed the security of', security),
    PutClusterPolicy: onCluster('set the policy of'),
    DeleteClusterPolicy: onCluster('deleted the policy of'),
    BatchAssociateScramSecret: secrets('associated', 'with'),
    BatchDisassociateScramSecret: secrets('disassociated', 'from'),
    CreateConfiguration: (call) => `created ${configuration(call)}`,
    UpdateConfiguration: (call) => `changed ${configuration(call)}`,
    DeleteConfiguration: (call) => `deleted ${configuration(call)}`,
    CreateReplicator: did('created', 'replicator', 'replicatorName'),
    UpdateReplicationInfo: did('changed', 'replicator', 'replicatorArn'),
    DeleteReplicator: did('deleted', 'replicator', 'replicatorArn'),
    CreateVpcConnection: did('connected', 'VPC', 'vpcId'),
    DeleteVpcConnection: did('deleted', 'VPC connection', 'arn'),
    CreateTopic: onTopic('created'),
    AlterTopic: onTopic('changed'),
    UpdateTopic: onTopic('changed'),
    DeleteTopic: onTopic('deleted'),
  }),
};
