import { expect, test } from 'vitest';
import { elasticache } from '../../../../src/resources/services/elasticache.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'created cache cluster sessions-001 (redis, cache.t3.micro)',
    'CreateCacheCluster',
    { request: { cacheClusterId: 'sessions-001', engine: 'redis', cacheNodeType: 'cache.t3.micro' } },
  ],
  [
    'changed replication group sessions (automaticFailoverEnabled true)',
    'ModifyReplicationGroup',
    { request: { replicationGroupId: 'sessions', automaticFailoverEnabled: true, applyImmediately: true } },
  ],
  [
    'removed the password of replication group sessions',
    'ModifyReplicationGroup',
    { request: { replicationGroupId: 'sessions', authTokenUpdateStrategy: 'DELETE' } },
  ],
  [
    'turned off encryption in transit of replication group sessions',
    'ModifyReplicationGroup',
    { request: { replicationGroupId: 'sessions', transitEncryptionEnabled: false } },
  ],
  [
    'exported cache snapshot monthly to bucket backups',
    'CopySnapshot',
    { request: { sourceSnapshotName: 'monthly', targetSnapshotName: 'copy', targetBucket: 'backups' } },
  ],
  [
    'created cache snapshot monthly of sessions',
    'CreateSnapshot',
    { request: { snapshotName: 'monthly', replicationGroupId: 'sessions' } },
  ],
  ['deleted cache cluster sessions-001', 'DeleteCacheCluster', { request: { cacheClusterId: 'sessions-001' } }],
])('%s', (expected, eventName, members) => {
  expect(say(elasticache, eventName, members)).toBe(expected);
});
