import { expect, test } from 'vitest';
import { rds } from '../../../../src/resources/services/rds.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'changed parameter group orders-15 (max_connections 20, shared_preload_libraries)',
    'ModifyDBParameterGroup',
    {
      request: {
        dBParameterGroupName: 'orders-15',
        parameters: [
          { parameterName: 'max_connections', parameterValue: '20', applyMethod: 'pending-reboot' },
          { parameterName: 'shared_preload_libraries', parameterValue: 'pg_stat_statements, pgaudit' },
        ],
      },
    },
  ],
  [
    'changed database cluster orders (0.5 to 4 capacity units)',
    'ModifyDBCluster',
    {
      request: {
        dBClusterIdentifier: 'orders',
        serverlessV2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 4 },
      },
    },
  ],
  [
    'created database orders (mysql, public, unencrypted)',
    'CreateDBInstance',
    {
      request: {
        dBInstanceIdentifier: 'orders',
        engine: 'mysql',
        publiclyAccessible: true,
        storageEncrypted: false,
        masterUserPassword: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      },
    },
  ],
  [
    'made database orders public',
    'ModifyDBInstance',
    { request: { dBInstanceIdentifier: 'orders', publiclyAccessible: true, applyImmediately: true } },
  ],
  [
    'changed database orders (new master password, deletion protection off)',
    'ModifyDBInstance',
    { request: { dBInstanceIdentifier: 'orders', masterUserPassword: '****', deletionProtection: false } },
  ],
  [
    'changed database orders (backups off)',
    'ModifyDBInstance',
    { request: { dBInstanceIdentifier: 'orders', backupRetentionPeriod: 0 } },
  ],
  [
    'changed database orders (multiAZ true)',
    'ModifyDBInstance',
    { request: { dBInstanceIdentifier: 'orders', multiAZ: true, applyImmediately: true } },
  ],
  [
    'deleted database orders (no final snapshot)',
    'DeleteDBInstance',
    { request: { dBInstanceIdentifier: 'orders', skipFinalSnapshot: true } },
  ],
  [
    'deleted database cluster orders (final snapshot last)',
    'DeleteDBCluster',
    { request: { dBClusterIdentifier: 'orders', skipFinalSnapshot: false, finalDBSnapshotIdentifier: 'last' } },
  ],
  [
    'created database snapshot copy of database orders',
    'CreateDBSnapshot',
    { request: { dBInstanceIdentifier: 'orders', dBSnapshotIdentifier: 'copy' } },
  ],
  [
    'shared database snapshot copy with account 444455556666',
    'ModifyDBSnapshotAttribute',
    { request: { dBSnapshotIdentifier: 'copy', attributeName: 'restore', valuesToAdd: ['444455556666'] } },
  ],
  [
    'made cluster snapshot copy public',
    'ModifyDBClusterSnapshotAttribute',
    { request: { dBClusterSnapshotIdentifier: 'copy', attributeName: 'restore', valuesToAdd: ['all'] } },
  ],
  [
    'stopped sharing database snapshot copy with account 444455556666',
    'ModifyDBSnapshotAttribute',
    { request: { dBSnapshotIdentifier: 'copy', valuesToRemove: ['444455556666'] } },
  ],
  [
    'restored database orders-2 from copy (public)',
    'RestoreDBInstanceFromDBSnapshot',
    { request: { dBInstanceIdentifier: 'orders-2', dBSnapshotIdentifier: 'copy', publiclyAccessible: true } },
  ],
  [
    'exported database snapshot rds:orders-2026-01-02 to bucket b',
    'StartExportTask',
    { request: { sourceArn: 'arn:aws:rds:us-east-1:111122223333:snapshot:rds:orders-2026-01-02', s3BucketName: 'b' } },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(rds, eventName, members)).toBe(expected);
});
