/** RDS: what databases share, which of several serves, and that no setting hides another. */
import { expect, test } from 'vitest';
import { rds } from '../../../../src/resources/services/rds.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'changed database orders (deletion protection off, dBInstanceClass db.t3.small)',
    'ModifyDBInstance',
    { request: { dBInstanceIdentifier: 'orders', deletionProtection: false, dBInstanceClass: 'db.t3.small' } },
  ],
  [
    'changed database orders (public access on, engineVersion 16.4)',
    'ModifyDBInstance',
    { request: { dBInstanceIdentifier: 'orders', publiclyAccessible: true, engineVersion: '16.4' } },
  ],
  [
    'changed database orders (backups for 1 day)',
    'ModifyDBInstance',
    { request: { dBInstanceIdentifier: 'orders', backupRetentionPeriod: 1 } },
  ],
  [
    'created database orders (postgres, db.m6g.large)',
    'CreateDBInstance',
    { request: { dBInstanceIdentifier: 'orders', engine: 'postgres', dBInstanceClass: 'db.m6g.large' } },
  ],
  [
    'switched over blue/green deployment bgd-1',
    'SwitchoverBlueGreenDeployment',
    { request: { blueGreenDeploymentIdentifier: 'bgd-1' } },
  ],
  [
    'failed over global cluster shop (to eu, data may be lost)',
    'FailoverGlobalCluster',
    {
      request: {
        globalClusterIdentifier: 'shop',
        targetDbClusterIdentifier: 'arn:aws:rds:eu-west-1:111122223333:cluster:eu',
        allowDataLoss: true,
      },
    },
  ],
  [
    'failed over database cluster orders to orders-2',
    'FailoverDBCluster',
    { request: { dBClusterIdentifier: 'orders', targetDBInstanceIdentifier: 'orders-2' } },
  ],
  [
    'turned back database cluster orders to 2026-03-03T12:00:00Z',
    'BacktrackDBCluster',
    { request: { dBClusterIdentifier: 'orders', backtrackTo: '2026-03-03T12:00:00Z' } },
  ],
  [
    'deregistered orders from database proxy front',
    'DeregisterDBProxyTargets',
    { request: { dBProxyName: 'front', dBInstanceIdentifiers: ['orders'] } },
  ],
  [
    'changed the connections of database proxy front (maxConnectionsPercent 10)',
    'ModifyDBProxyTargetGroup',
    { request: { dBProxyName: 'front', connectionPoolConfig: { maxConnectionsPercent: 10 } } },
  ],
  [
    'changed database proxy front (requireTLS false)',
    'ModifyDBProxy',
    { request: { dBProxyName: 'front', requireTLS: false, auth: [{ secretArn: 'x' }] } },
  ],
  [
    'reset parameter group tuned (all parameters)',
    'ResetDBParameterGroup',
    { request: { dBParameterGroupName: 'tuned', resetAllParameters: true } },
  ],
  [
    'changed option group audit (without MARIADB_AUDIT_PLUGIN)',
    'ModifyOptionGroup',
    { request: { optionGroupName: 'audit', optionsToRemove: ['MARIADB_AUDIT_PLUGIN'] } },
  ],
  [
    'turned off the activity stream of database cluster orders',
    'StopActivityStream',
    { request: { resourceArn: 'arn:aws:rds:us-east-1:111122223333:cluster:orders' } },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(rds, eventName, members)).toBe(expected);
});
