/**
 * Amazon DynamoDB Accelerator (DAX).
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/logging-using-cloudtrail.html
 */
import { text, texts } from '../read.ts';
import { metric } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn } from '../words.ts';

const cluster = (call: Call): string => named('DAX cluster', nameIn(call, 'clusterName'));

const nodes = ({ request }: Call, path: string): string | undefined => {
  const count = text(request, path);
  return count && `${count} ${count === '1' ? 'node' : 'nodes'}`;
};

const set =
  (verb: string): Sentence =>
  (call) => {
    const { request } = call;
    const role = nameAt(request, 'iamRoleArn');
    const group = text(request, 'parameterGroupName');
    const window = text(request, 'preferredMaintenanceWindow');
    return `${verb} ${cluster(call)}${inBrackets(
      text(request, 'nodeType'),
      nodes(call, 'replicationFactor'),
      role && `role ${role}`,
      group && `parameter group ${group}`,
      window && `maintenance ${window}`,
      ...texts(request, 'securityGroupIds'),
    )}`;
  };

const resized =
  (verb: string): Sentence =>
  (call) => {
    const count = nodes(call, 'newReplicationFactor');
    const removed = texts(call.request, 'nodeIdsToRemove').map((id) => `without ${id}`);
    return `${verb} ${cluster(call)}${count === undefined ? '' : ` to ${count}`}${inBrackets(...removed)}`;
  };

const onParameters =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${named('DAX parameter group', nameIn(call, 'parameterGroupName'))}${inBrackets(
      ...texts(call.request, 'parameterNameValues', 'parameterName'),
    )}`;

export const dax: Service = {
  name: 'dax',
  title: 'DAX',
  eventSources: ['dax.amazonaws.com'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodbacceleratordax.html
  types: [
    {
      type: 'AWS::DAX::Cluster',
      title: 'DAX cluster',
      arn: 'arn:{partition}:dax:{region}:{account}:cache/{id}',
      lookupNames: ['{id}', '{arn}'],
      // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/dax-metrics-dimensions-dax.html
      metrics: [
        {
          namespace: 'AWS/DAX',
          dimensions: { ClusterId: '{id}' },
          metrics: [
            metric('CPUUtilization', 'Average', 'Percent', 'up'),
            metric('CacheMemoryUtilization', 'Average', 'Percent', 'up'),
            metric('FaultRequestCount', 'Sum', 'Count', 'up'),
            metric('ErrorRequestCount', 'Sum', 'Count', 'up'),
            metric('ThrottledRequestCount', 'Sum', 'Count', 'up'),
            metric('ClientConnections', 'Average', 'Count', 'both'),
            metric('ItemCacheMisses', 'Sum', 'Count', 'up'),
          ],
        },
      ],
      example: { id: 'orders-cache', arn: 'arn:aws:dax:us-east-1:111122223333:cache/orders-cache' },
    },
  ],
  parameters: {
    clusterName: 'AWS::DAX::Cluster',
    iamRoleArn: 'AWS::IAM::Role',
    securityGroupIds: 'AWS::EC2::SecurityGroup',
    securityGroupIdentifier: 'AWS::EC2::SecurityGroup',
  },
  calls: () => ({
    CreateCluster: set('created'),
    UpdateCluster: set('changed'),
    DeleteCluster: (call) => `deleted ${cluster(call)}`,
    IncreaseReplicationFactor: resized('increased'),
    DecreaseReplicationFactor: resized('reduced'),
    RebootNode: (call) => `rebooted ${named('node', text(call.request, 'nodeId'))} of ${cluster(call)}`,
    CreateParameterGroup: onParameters('created'),
    UpdateParameterGroup: onParameters('changed'),
    DeleteParameterGroup: onParameters('deleted'),
    CreateSubnetGroup: did('created', 'DAX subnet group', 'subnetGroupName'),
    UpdateSubnetGroup: did('changed', 'DAX subnet group', 'subnetGroupName'),
    DeleteSubnetGroup: did('deleted', 'DAX subnet group', 'subnetGroupName'),
  }),
};
