/** Amazon Redshift. https://docs.aws.amazon.com/redshift/latest/mgmt/logging-with-cloudtrail.html */
import { flag, text, texts, valueAt } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, eachSetting, inBrackets, nameAt, named, nameIn } from '../words.ts';

const cluster = (call: Call): string => named('Redshift cluster', nameIn(call, 'clusterIdentifier'));
const snapshot = ({ request }: Call): string =>
  named('Redshift snapshot', nameAt(request, 'snapshotIdentifier', 'sourceSnapshotIdentifier', 'snapshotArn'));

const onCluster =
  (words: string): Sentence =>
  (call) =>
    `${words} ${cluster(call)}`;

/** The settings by which a cluster is exposed come first, with their values; the others are only named. */
function changed(call: Call): string {
  const { request } = call;
  if (flag(request, 'publiclyAccessible') === true) return `made ${cluster(call)} public`;
  if (flag(request, 'encrypted') === false) return `turned off encryption of ${cluster(call)}`;
  const groups = texts(request, 'vpcSecurityGroupIds');
  const others = groups.length > 0 ? groups : eachSetting(request, 'clusterIdentifier', 'masterUserPassword');
  const hasPassword = valueAt(request, 'masterUserPassword') != null;
  return `changed ${cluster(call)}${inBrackets(hasPassword && 'new master password', ...others)}`;
}

const account = ({ request }: Call): string => {
  const id = text(request, 'accountWithRestoreAccess');
  return id === undefined ? 'an account' : `account ${id}`;
};

export const redshift: Service = {
  name: 'redshift',
  title: 'Redshift',
  eventSources: ['redshift.amazonaws.com'],
  types: [
    {
      type: 'AWS::Redshift::Cluster',
      title: 'Redshift cluster',
      arn: 'arn:{partition}:redshift:{region}:{account}:cluster:{id}',
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: related(null, 'AWS::EC2::SecurityGroup', 'AWS::IAM::Role', 'AWS::KMS::Key'),
      // https://docs.aws.amazon.com/redshift/latest/mgmt/metrics-listing.html
      metrics: [
        {
          namespace: 'AWS/Redshift',
          dimensions: { ClusterIdentifier: '{id}' },
          metrics: [
            metric('HealthStatus', 'Minimum', 'Count', 'down'),
            metric('CPUUtilization', 'Average', 'Percent', 'up'),
            metric('PercentageDiskSpaceUsed', 'Average', 'Percent', 'up'),
            metric('DatabaseConnections', 'Average', 'Count', 'both'),
            metric('NetworkTransmitThroughput', 'Average', 'Bytes/Second', 'both'),
            metric('ReadLatency', 'Average', 'Seconds', 'up'),
            metric('WriteLatency', 'Average', 'Seconds', 'up'),
          ],
        },
      ],
      // https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html
      logGroups: ['/aws/redshift/cluster/{id}/*'],
      example: { id: 'warehouse', arn: 'arn:aws:redshift:us-east-1:111122223333:cluster:warehouse' },
    },
    {
      type: 'AWS::Redshift::ClusterSnapshot',
      title: 'Redshift snapshot',
      arn: 'arn:{partition}:redshift:{region}:{account}:snapshot:{cluster}/{id}',
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: related(null, 'AWS::Redshift::Cluster'),
      example: {
        id: 'warehouse-monthly',
        arn: 'arn:aws:redshift:us-east-1:111122223333:snapshot:warehouse/warehouse-monthly',
      },
    },
  ],
  parameters: {
    clusterIdentifier: 'AWS::Redshift::Cluster',
    snapshotClusterIdentifier: 'AWS::Redshift::Cluster',
    snapshotIdentifier: 'AWS::Redshift::ClusterSnapshot',
    sourceSnapshotIdentifier: 'AWS::Redshift::ClusterSnapshot',
    targetSnapshotIdentifier: 'AWS::Redshift::ClusterSnapshot',
    snapshotArn: 'AWS::Redshift::ClusterSnapshot',
    vpcSecurityGroupIds: 'AWS::EC2::SecurityGroup',
    kmsKeyId: 'AWS::KMS::Key',
  },
  calls: () => ({
    CreateCluster: (call) =>
      `created ${cluster(call)}${inBrackets(
        flag(call.request, 'publiclyAccessible') === true && 'public',
        text(call.request, 'nodeType'),
      )}`,
    ModifyCluster: changed,
    DeleteCluster: (call) =>
      `deleted ${cluster(call)}${flag(call.request, 'skipFinalClusterSnapshot') === true ? ' without a final snapshot' : ''}`,
    RebootCluster: onCluster('rebooted'),
    PauseCluster: onCluster('paused'),
    ResumeCluster: onCluster('resumed'),
    ResizeCluster: (call) => `resized ${cluster(call)}${inBrackets(text(call.request, 'nodeType'))}`,
    ModifyClusterIamRoles: onCluster('changed the roles of'),
    ModifyClusterParameterGroup: did('changed', 'Redshift parameter group', 'parameterGroupName'),
    RotateEncryptionKey: onCluster('rotated the encryption key of'),
    EnableLogging: (call) => {
      const bucket = text(call.request, 'bucketName');
      return `turned on audit logging of ${cluster(call)}${inBrackets(bucket && `bucket ${bucket}`)}`;
    },
    DisableLogging: onCluster('turned off audit logging of'),
    CreateClusterSnapshot: (call) => `created ${snapshot(call)} of ${cluster(call)}`,
    CopyClusterSnapshot: (call) => `copied ${snapshot(call)}`,
    DeleteClusterSnapshot: (call) => `deleted ${snapshot(call)}`,
    RestoreFromClusterSnapshot: (call) => `restored ${cluster(call)} from ${snapshot(call)}`,
    AuthorizeSnapshotAccess: (call) => `allowed ${account(call)} to restore ${snapshot(call)}`,
    RevokeSnapshotAccess: (call) => `revoked that ${account(call)} may restore ${snapshot(call)}`,
    EnableSnapshotCopy: (call) =>
      `turned on snapshot copies of ${cluster(call)}${inBrackets(text(call.request, 'destinationRegion'))}`,
    DisableSnapshotCopy: onCluster('turned off snapshot copies of'),
    GetClusterCredentials: (call) =>
      `got credentials of ${named('database user', text(call.request, 'dbUser'))} for ${cluster(call)}`,
    GetClusterCredentialsWithIAM: onCluster('got credentials for'),
  }),
};
