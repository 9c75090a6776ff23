/**
 * For each rule on data stores: real shapes of items that comply, that do not, and that the rule does not apply to or cannot
 * judge.
 */

import { config, database, type RuleCases, recovery, shared } from './item-states.ts';

export const data: readonly RuleCases[] = [
  {
    rule: 'encrypted-volumes',
    type: 'AWS::EC2::Volume',
    complies: [config({ volumeId: 'vol-1', encrypted: true, attachments: [{ instanceId: 'i-1' }] })],
    violates: [
      [config({ volumeId: 'vol-1', encrypted: false, attachments: [{ instanceId: 'i-1' }] }), 'not encrypted'],
    ],
    doesNotApply: [config({ volumeId: 'vol-1', encrypted: false, attachments: [] })],
    isNotTold: [config({ volumeId: 'vol-1' })],
  },
  {
    rule: 'rds-instance-public-access-check',
    type: 'AWS::RDS::DBInstance',
    complies: [database({ publiclyAccessible: false })],
    violates: [[database({ publiclyAccessible: true }), 'publicly']],
    isNotTold: [database({})],
  },
  {
    rule: 'rds-storage-encrypted',
    type: 'AWS::RDS::DBInstance',
    complies: [database({ storageEncrypted: true })],
    violates: [[database({ storageEncrypted: false }), 'not encrypted']],
  },
  {
    rule: 'rds-instance-deletion-protection-enabled',
    type: 'AWS::RDS::DBInstance',
    complies: [database({ deletionProtection: true })],
    violates: [[database({ deletionProtection: false }), 'deletion protection']],
    doesNotApply: [database({ engine: 'aurora-mysql', deletionProtection: false })],
  },
  {
    rule: 'rds-multi-az-support',
    type: 'AWS::RDS::DBInstance',
    complies: [database({ multiAZ: true })],
    violates: [[database({ multiAZ: false }), 'one Availability Zone']],
    doesNotApply: [database({ dBClusterIdentifier: 'orders-cluster', multiAZ: false })],
  },
  {
    rule: 'rds-cluster-deletion-protection-enabled',
    type: 'AWS::RDS::DBCluster',
    complies: [config({ engine: 'aurora-mysql', deletionProtection: true })],
    violates: [[config({ engine: 'aurora-mysql', deletionProtection: false }), 'deletion protection']],
  },
  {
    rule: 'rds-snapshots-public-prohibited',
    type: 'AWS::RDS::DBSnapshot',
    complies: [shared('DBSnapshotAttributes', ['444455556666'])],
    violates: [[shared('DBSnapshotAttributes', ['all']), 'anyone may restore it']],
    isNotTold: [config({ status: 'available' })],
  },
  {
    rule: 'redshift-cluster-public-access-check',
    type: 'AWS::Redshift::Cluster',
    complies: [config({ publiclyAccessible: false })],
    violates: [[config({ publiclyAccessible: true }), 'publicly']],
  },
  {
    rule: 'dynamodb-pitr-enabled',
    type: 'AWS::DynamoDB::Table',
    complies: [recovery('ENABLED')],
    violates: [[recovery('DISABLED'), 'point-in-time recovery']],
    isNotTold: [config({ tableName: 'orders' })],
  },
];
