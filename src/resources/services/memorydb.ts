/** Amazon MemoryDB. https://docs.aws.amazon.com/memorydb/latest/devguide/logging-using-cloudtrail.html */
import { flag, text, texts } from '../read.ts';
import { metric } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn } from '../words.ts';

const cluster = (call: Call): string => named('MemoryDB cluster', nameIn(call, 'clusterName'));

const several = (count: string | undefined, title: string): string | undefined =>
  count && `${count} ${title}${count === '1' ? '' : 's'}`;

/** The access control list says who may do what: `open-access` requires no password. */
const details = ({ request }: Call): string => {
  const shards = text(request, 'numShards', 'shardConfiguration.shardCount');
  const replicas = text(request, 'numReplicasPerShard', 'replicaConfiguration.replicaCount');
  const version = text(request, 'engineVersion');
  const list = text(request, 'aCLName');
  const kept = text(request, 'snapshotRetentionLimit');
  const group = text(request, 'parameterGroupName');
  return inBrackets(
    text(request, 'nodeType'),
    version && `version ${version}`,
    several(shards, 'shard'),
    replicas && `${several(replicas, 'replica')} a shard`,
    list && `ACL ${list}`,
    flag(request, 'tLSEnabled') === false && 'without TLS',
    kept && (kept === '0' ? 'no snapshots' : `snapshots for ${several(kept, 'day')}`),
    group && `parameter group ${group}`,
    ...texts(request, 'securityGroupIds'),
  );
};

const set =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${cluster(call)}${details(call)}`;

function deleted(call: Call): string {
  const snapshot = text(call.request, 'finalSnapshotName');
  return `deleted ${cluster(call)}${inBrackets(snapshot ? `snapshot ${snapshot}` : 'no final snapshot')}`;
}

const changedList: Sentence = (call) =>
  `changed ${named('MemoryDB ACL', nameAt(call.request, 'aCLName'))}${inBrackets(
    ...texts(call.request, 'userNamesToAdd').map((name) => `+${name}`),
    ...texts(call.request, 'userNamesToRemove').map((name) => `-${name}`),
  )}`;

/** `on ~* +@all`; it contains no password. */
const user =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${named('MemoryDB user', nameIn(call, 'userName'))}${inBrackets(
      text(call.request, 'accessString'),
      text(call.request, 'authenticationMode.type'),
    )}`;

function copied({ request }: Call): string {
  const snapshot = named('MemoryDB snapshot', nameAt(request, 'sourceSnapshotName'));
  const bucket = text(request, 'targetBucket');
  return bucket ? `exported ${snapshot} to bucket ${bucket}` : `copied ${snapshot}`;
}

const parameters = ({ request }: Call): string =>
  inBrackets(
    ...texts(request, 'parameterNameValues', 'parameterName'),
    ...texts(request, 'parameterNames'),
    flag(request, 'allParameters') === true && 'all parameters',
  );

const onParameters =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${named('MemoryDB parameter group', nameIn(call, 'parameterGroupName'))}${parameters(call)}`;

export const memorydb: Service = {
  name: 'memorydb',
  title: 'MemoryDB',
  eventSources: ['memorydb.amazonaws.com'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmemorydb.html
  types: [
    {
      type: 'AWS::MemoryDB::Cluster',
      title: 'MemoryDB cluster',
      arn: 'arn:{partition}:memorydb:{region}:{account}:cluster/{id}',
      lookupNames: ['{id}', '{arn}'],
      // https://docs.aws.amazon.com/memorydb/latest/devguide/metrics.memorydb.html
      metrics: [
        {
          namespace: 'AWS/MemoryDB',
          dimensions: { ClusterName: '{id}' },
          metrics: [
            metric('EngineCPUUtilization', 'Average', 'Percent', 'up'),
            metric('DatabaseMemoryUsagePercentage', 'Average', 'Percent', 'up'),
            metric('Evictions', 'Sum', 'Count', 'up'),
            metric('CurrConnections', 'Average', 'Count', 'both'),
            metric('AuthenticationFailures', 'Sum', 'Count', 'up'),
            metric('CommandAuthorizationFailures', 'Sum', 'Count', 'up'),
            metric('ReplicationLag', 'Maximum', 'Seconds', 'up'),
          ],
        },
      ],
      example: { id: 'sessions', arn: 'arn:aws:memorydb:us-east-1:111122223333:cluster/sessions' },
    },
    {
      type: 'AWS::MemoryDB::SubnetGroup',
      title: 'MemoryDB subnet group',
      arn: 'arn:{partition}:memorydb:{region}:{account}:subnetgroup/{id}',
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      example: { id: 'private', arn: 'arn:aws:memorydb:us-east-1:111122223333:subnetgroup/private' },
    },
  ],
  parameters: {
    clusterName: 'AWS::MemoryDB::Cluster',
    clusterNames: 'AWS::MemoryDB::Cluster',
    subnetGroupName: 'AWS::MemoryDB::SubnetGroup',
    securityGroupIds: 'AWS::EC2::SecurityGroup',
    securityGroupId: 'AWS::EC2::SecurityGroup',
    targetBucket: 'AWS::S3::Bucket',
    kmsKeyId: 'AWS::KMS::Key',
  },
  calls: () => ({
    CreateCluster: set('created'),
    UpdateCluster: set('changed'),
    DeleteCluster: deleted,
    FailoverShard: (call) => `failed over ${named('shard', text(call.request, 'shardName'))} of ${cluster(call)}`,
    BatchUpdateCluster: ({ request }) => {
      const update = text(request, 'serviceUpdate.serviceUpdateNameToApply');
      const names = texts(request, 'clusterNames');
      return `updated ${names.length === 1 ? `MemoryDB cluster ${names[0]}` : 'MemoryDB clusters'}${inBrackets(
        update,
        ...(names.length > 1 ? names : []),
      )}`;
    },
    CreateACL: did('created', 'MemoryDB ACL', 'aCLName'),
    UpdateACL: changedList,
    DeleteACL: did('deleted', 'MemoryDB ACL', 'aCLName'),
    CreateUser: user('created'),
    UpdateUser: user('changed'),
    DeleteUser: did('deleted', 'MemoryDB user', 'userName'),
    CreateSnapshot: (call) =>
      `created ${named('MemoryDB snapshot', nameAt(call.request, 'snapshotName'))} of ${cluster(call)}`,
    CopySnapshot: copied,
    DeleteSnapshot: did('deleted', 'MemoryDB snapshot', 'snapshotName'),
    CreateParameterGroup: onParameters('created'),
    UpdateParameterGroup: onParameters('changed'),
    ResetParameterGroup: onParameters('reset'),
    DeleteParameterGroup: onParameters('deleted'),
    CreateSubnetGroup: did('created', 'MemoryDB subnet group', 'subnetGroupName'),
    UpdateSubnetGroup: did('changed', 'MemoryDB subnet group', 'subnetGroupName'),
    DeleteSubnetGroup: did('deleted', 'MemoryDB subnet group', 'subnetGroupName'),
  }),
};
