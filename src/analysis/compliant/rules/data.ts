/** Rules on data stores: volumes, databases, tables, their snapshots. */
import type { ConfigurationItem } from '../../../model/configuration-item.ts';
import { flag, objects, text, texts } from '../../../resources/read.ts';
import {
  complies,
  configurationOf,
  type DerivedRule,
  doesNotApply,
  type Judge,
  pageOf,
  supplementOf,
  violates,
  whereFlag,
} from './rule.ts';

const instance = ['AWS::RDS::DBInstance'];

/**
 * Aurora, DocumentDB and Neptune have this setting on the cluster.
 * https://docs.aws.amazon.com/config/latest/developerguide/rds-multi-az-support.html
 */
const isOfCluster = (item: ConfigurationItem): boolean =>
  /^(aurora|docdb|neptune)/.test(text(configurationOf(item), 'engine') ?? '') ||
  text(configurationOf(item), 'dBClusterIdentifier') !== undefined;

const onOwn =
  (judge: Judge): Judge =>
  (item) =>
    isOfCluster(item) ? doesNotApply : judge(item);

const sharedWithAll = (item: ConfigurationItem, key: string): boolean =>
  objects(item.supplementaryConfiguration, key).some(
    (attribute) =>
      text(attribute, 'attributeName') === 'restore' && texts(attribute, 'attributeValues').includes('all'),
  );

export const dataRules: readonly DerivedRule[] = [
  {
    name: 'encrypted-volumes',
    identifier: 'ENCRYPTED_VOLUMES',
    types: ['AWS::EC2::Volume'],
    source: pageOf('encrypted-volumes'),
    // the rule only covers attached volumes
    judge: (item) => {
      const configuration = configurationOf(item);
      const isEncrypted = flag(configuration, 'encrypted');
      if (isEncrypted === undefined) return undefined;
      if (objects(configuration, 'attachments').length === 0) return doesNotApply;
      return isEncrypted ? complies : violates('it is not encrypted');
    },
  },
  {
    name: 'rds-instance-public-access-check',
    identifier: 'RDS_INSTANCE_PUBLIC_ACCESS_CHECK',
    types: instance,
    source: pageOf('rds-instance-public-access-check'),
    judge: whereFlag('publiclyAccessible', false, 'it is publicly accessible'),
  },
  {
    name: 'rds-storage-encrypted',
    identifier: 'RDS_STORAGE_ENCRYPTED',
    types: instance,
    source: pageOf('rds-storage-encrypted'),
    judge: whereFlag('storageEncrypted', true, 'its storage is not encrypted'),
  },
  {
    name: 'rds-instance-deletion-protection-enabled',
    identifier: 'RDS_INSTANCE_DELETION_PROTECTION_ENABLED',
    types: instance,
    source: pageOf('rds-instance-deletion-protection-enabled'),
    judge: onOwn(whereFlag('deletionProtection', true, 'it can be deleted: deletion protection is off')),
  },
  {
    name: 'rds-multi-az-support',
    identifier: 'RDS_MULTI_AZ_SUPPORT',
    types: instance,
    source: pageOf('rds-multi-az-support'),
    judge: onOwn(whereFlag('multiAZ', true, 'it stands in one Availability Zone')),
  },
  {
    name: 'rds-cluster-deletion-protection-enabled',
    identifier: 'RDS_CLUSTER_DELETION_PROTECTION_ENABLED',
    types: ['AWS::RDS::DBCluster'],
    source: pageOf('rds-cluster-deletion-protection-enabled'),
    judge: whereFlag('deletionProtection', true, 'it can be deleted: deletion protection is off'),
  },
  {
    name: 'rds-snapshots-public-prohibited',
    identifier: 'RDS_SNAPSHOTS_PUBLIC_PROHIBITED',
    types: ['AWS::RDS::DBSnapshot', 'AWS::RDS::DBClusterSnapshot'],
    source: pageOf('rds-snapshots-public-prohibited'),
    judge: (item) => {
      const keys = ['DBSnapshotAttributes', 'DBClusterSnapshotAttributes'];
      const known = keys.filter((key) => item.supplementaryConfiguration[key] !== undefined);
      if (known.length === 0) return undefined;
      return known.some((key) => sharedWithAll(item, key)) ? violates('anyone may restore it') : complies;
    },
  },
  {
    name: 'redshift-cluster-public-access-check',
    identifier: 'REDSHIFT_CLUSTER_PUBLIC_ACCESS_CHECK',
    types: ['AWS::Redshift::Cluster'],
    source: pageOf('redshift-cluster-public-access-check'),
    judge: whereFlag('publiclyAccessible', false, 'it is publicly accessible'),
  },
  {
    name: 'dynamodb-pitr-enabled',
    identifier: 'DYNAMODB_PITR_ENABLED',
    types: ['AWS::DynamoDB::Table'],
    source: pageOf('dynamodb-pitr-enabled'),
    judge: (item) => {
      const backups = supplementOf(item, 'ContinuousBackupsDescription');
      const status = text(backups ?? {}, 'pointInTimeRecoveryDescription.pointInTimeRecoveryStatus');
      if (status === undefined) return undefined;
      return status === 'ENABLED' ? complies : violates('point-in-time recovery is off');
    },
  },
];
