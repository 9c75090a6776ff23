/** Amazon ElastiCache. https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/logging-using-cloudtrail.html */
import { flag, text } from '../read.ts';
import { metric, related, relatedFrom } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn, settings } from '../words.ts';
import { callsOnTargets } from './autoscaling-target-calls.ts';

const cluster = (call: Call): string => named('cache cluster', nameIn(call, 'cacheClusterId'));
const group = (call: Call): string => named('replication group', nameIn(call, 'replicationGroupId'));

const described = ({ request }: Call): string => inBrackets(text(request, 'engine'), text(request, 'cacheNodeType'));

/** The settings by which a cache is exposed come first, with their values; the others are only named. */
function changed(what: (call: Call) => string, id: string): Sentence {
  return (call) => {
    const { request } = call;
    const strategy = text(request, 'authTokenUpdateStrategy');
    if (strategy === 'DELETE') return `removed the password of ${what(call)}`;
    if (flag(request, 'transitEncryptionEnabled') === false) return `turned off encryption in transit of ${what(call)}`;
    return `changed ${what(call)}${settings(request, id, 'applyImmediately')}`;
  };
}

export const elasticache: Service = {
  name: 'elasticache',
  title: 'ElastiCache',
  eventSources: ['elasticache.amazonaws.com'],
  types: [
    {
      type: 'AWS::ElastiCache::CacheCluster',
      title: 'cache cluster',
      arn: 'arn:{partition}:elasticache:{region}:{account}:cluster:{id}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: [
        ...related(null, 'AWS::EC2::SecurityGroup'),
        ...relatedFrom(null, 'AWS::ElastiCache::ReplicationGroup'),
      ],
      // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.html
      metrics: [
        {
          namespace: 'AWS/ElastiCache',
          dimensions: { CacheClusterId: '{id}' },
          metrics: [
            metric('EngineCPUUtilization', 'Average', 'Percent', 'up'),
            metric('CPUUtilization', 'Average', 'Percent', 'up'),
            metric('DatabaseMemoryUsagePercentage', 'Average', 'Percent', 'up'),
            metric('Evictions', 'Sum', 'Count', 'up'),
            metric('CurrConnections', 'Average', 'Count', 'both'),
            metric('NetworkBandwidthOutAllowanceExceeded', 'Sum', 'Count', 'up'),
            metric('AuthenticationFailures', 'Sum', 'Count', 'up'),
            metric('ReplicationLag', 'Maximum', 'Seconds', 'up'),
          ],
        },
      ],
      example: { id: 'sessions-001', arn: 'arn:aws:elasticache:us-east-1:111122223333:cluster:sessions-001' },
    },
    {
      type: 'AWS::ElastiCache::ReplicationGroup',
      title: 'replication group',
      arn: 'arn:{partition}:elasticache:{region}:{account}:replicationgroup:{id}',
      lookupNames: ['{id}', '{arn}'],
      unlistedCalls: callsOnTargets,
      neighbors: related(null, 'AWS::ElastiCache::CacheCluster'),
      example: { id: 'sessions', arn: 'arn:aws:elasticache:us-east-1:111122223333:replicationgroup:sessions' },
    },
    {
      // CloudFormation has no type for it: a name in its style
      type: 'AWS::ElastiCache::Snapshot',
      title: 'cache snapshot',
      arn: 'arn:{partition}:elasticache:{region}:{account}:snapshot:{id*}',
      example: { id: 'sessions-monthly', arn: 'arn:aws:elasticache:us-east-1:111122223333:snapshot:sessions-monthly' },
    },
  ],
  parameters: {
    cacheClusterId: 'AWS::ElastiCache::CacheCluster',
    primaryClusterId: 'AWS::ElastiCache::CacheCluster',
    replicationGroupId: 'AWS::ElastiCache::ReplicationGroup',
    snapshotName: 'AWS::ElastiCache::Snapshot',
    sourceSnapshotName: 'AWS::ElastiCache::Snapshot',
    targetSnapshotName: 'AWS::ElastiCache::Snapshot',
    securityGroupId: 'AWS::EC2::SecurityGroup',
    kmsKeyId: 'AWS::KMS::Key',
  },
  calls: () => ({
    CreateCacheCluster: (call) => `created ${cluster(call)}${described(call)}`,
    ModifyCacheCluster: changed(cluster, 'cacheClusterId'),
    DeleteCacheCluster: (call) => `deleted ${cluster(call)}`,
    RebootCacheCluster: (call) => `rebooted ${cluster(call)}`,
    CreateReplicationGroup: (call) => `created ${group(call)}${described(call)}`,
    ModifyReplicationGroup: changed(group, 'replicationGroupId'),
    ModifyReplicationGroupShardConfiguration: (call) => `resized ${group(call)}`,
    IncreaseReplicaCount: (call) => `increased the replicas of ${group(call)}`,
    DecreaseReplicaCount: (call) => `reduced the replicas of ${group(call)}`,
    DeleteReplicationGroup: (call) => `deleted ${group(call)}`,
    TestFailover: (call) => `tested failover of ${group(call)}`,
    CreateSnapshot: (call) => {
      const of = nameAt(call.request, 'replicationGroupId', 'cacheClusterId');
      return `created ${named('cache snapshot', nameAt(call.request, 'snapshotName'))}${of ? ` of ${of}` : ''}`;
    },
    CopySnapshot: (call) => {
      const bucket = text(call.request, 'targetBucket');
      const snapshot = named('cache snapshot', nameAt(call.request, 'sourceSnapshotName'));
      return bucket ? `exported ${snapshot} to bucket ${bucket}` : `copied ${snapshot}`;
    },
    DeleteSnapshot: did('deleted', 'cache snapshot', 'snapshotName'),
    CreateUser: did('created', 'cache user', 'userId', 'userName'),
    ModifyUser: did('changed', 'cache user', 'userId'),
    DeleteUser: did('deleted', 'cache user', 'userId'),
    ModifyCacheParameterGroup: did('changed', 'cache parameter group', 'cacheParameterGroupName'),
    AuthorizeCacheSecurityGroupIngress: did('opened', 'cache security group', 'cacheSecurityGroupName'),
  }),
};
