/** What keeps data from being lost: versions, backups, snapshots, protection from deletion. */
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { flag, objects, text, valueAt } from '../read.ts';
import { nameAt, named, nameIn } from '../words.ts';
import { isOfLogs } from './log-keeping.ts';

const bucket = ({ request }: CallByPrincipal): string => named('bucket', text(request, 'bucketName'));
const database = (call: CallByPrincipal): string =>
  named('database', nameIn(call, 'dBInstanceIdentifier', 'dBClusterIdentifier'));

/** Attributes of a load balancer are a list of keys and values. */
const isUnprotectedBalancer = ({ request }: CallByPrincipal): boolean =>
  objects(request, 'attributes').some(
    (attribute) => text(attribute, 'key') === 'deletion_protection.enabled' && flag(attribute, 'value') === false,
  );

/** Without a prefix, a tag or a size that tells some objects from the others. */
const isOfWholeBucket = (rule: JsonObject): boolean => {
  const filters = [valueAt(rule, 'Filter'), valueAt(rule, 'Prefix')];
  return filters.every((filter) => leavesOf(filter).every((leaf) => leaf === ''));
};

const leavesOf = (value: JsonValue | undefined): readonly JsonValue[] =>
  value === undefined || value === null
    ? []
    : typeof value === 'object'
      ? Object.values(value).flatMap((member) => leavesOf(member))
      : [value];

export const dataProtectionRules: readonly DangerRule[] = [
  {
    rule: 'bucket-versioning-suspended',
    severity: 'medium',
    source: 'Config s3-bucket-versioning-enabled',
    calls: callsOf('s3', 'PutBucketVersioning'),
    reason: (call) =>
      text(call.request, 'VersioningConfiguration.Status') === 'Suspended'
        ? `what is overwritten or deleted in ${bucket(call)} is lost`
        : undefined,
  },
  {
    rule: 'bucket-mfa-delete-off',
    severity: 'medium',
    source: 'Security Hub S3.20',
    calls: callsOf('s3', 'PutBucketVersioning'),
    reason: (call) =>
      text(call.request, 'VersioningConfiguration.MfaDelete') === 'Disabled'
        ? `versions in ${bucket(call)} can be deleted without MFA`
        : undefined,
  },
  {
    // a more specific rule covers logs
    rule: 'bucket-objects-expire-within-a-day',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html',
    calls: callsOf('s3', 'PutBucketLifecycle', 'PutBucketLifecycleConfiguration'),
    reason: (call) =>
      objects(call.request, 'LifecycleConfiguration.Rule').some(
        (rule) => text(rule, 'Status') !== 'Disabled' && text(rule, 'Expiration.Days') === '1' && !isOfLogs(call, rule),
      )
        ? `objects of ${bucket(call)} are deleted after one day`
        : undefined,
  },
  {
    // as is set on data that is held to ransom: of part of a bucket it is what people do with caches and scratch
    rule: 'bucket-objects-expire-within-a-week',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html',
    calls: callsOf('s3', 'PutBucketLifecycle', 'PutBucketLifecycleConfiguration'),
    reason: (call) => {
      const days = objects(call.request, 'LifecycleConfiguration.Rule')
        .filter((rule) => text(rule, 'Status') !== 'Disabled' && isOfWholeBucket(rule) && !isOfLogs(call, rule))
        .map((rule) => Number(text(rule, 'Expiration.Days')))
        .filter((count) => count > 1 && count <= 7);
      return days.length > 0 ? `every object of ${bucket(call)} is deleted after ${Math.min(...days)} days` : undefined;
    },
  },
  {
    rule: 'database-password-changed',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html',
    calls: [...callsOf('rds', 'ModifyDBInstance', 'ModifyDBCluster'), ...callsOf('redshift', 'ModifyCluster')],
    reason: (call) => {
      const isRedshift = call.eventSource === 'redshift.amazonaws.com';
      const which = isRedshift ? named('Redshift cluster', nameIn(call, 'clusterIdentifier')) : database(call);
      return valueAt(call.request, 'masterUserPassword') != null
        ? `whoever set the new master password can read and change all that ${which} holds`
        : undefined;
    },
  },
  {
    rule: 'database-deletion-protection-off',
    severity: 'medium',
    source: 'Config rds-instance-deletion-protection-enabled',
    calls: callsOf('rds', 'ModifyDBInstance', 'ModifyDBCluster'),
    reason: (call) =>
      flag(call.request, 'deletionProtection') === false
        ? `${database(call)} is no longer protected from deletion`
        : undefined,
  },
  {
    rule: 'database-backups-off',
    severity: 'high',
    source: 'Config db-instance-backup-enabled',
    calls: callsOf('rds', 'ModifyDBInstance'),
    reason: (call) =>
      text(call.request, 'backupRetentionPeriod') === '0'
        ? `the automated backups of ${database(call)} are gone, and no new ones are made`
        : undefined,
  },
  {
    rule: 'database-deleted-without-snapshot',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html',
    calls: callsOf('rds', 'DeleteDBInstance', 'DeleteDBCluster'),
    reason: (call) =>
      flag(call.request, 'skipFinalSnapshot') === true
        ? `${database(call)} was deleted without a final snapshot`
        : undefined,
  },
  {
    rule: 'table-point-in-time-recovery-off',
    severity: 'medium',
    source: 'Security Hub DynamoDB.2',
    calls: callsOf('dynamodb', 'UpdateContinuousBackups'),
    reason: (call) =>
      flag(call.request, 'pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled') === false
        ? `${named('table', nameIn(call, 'tableName'))} cannot be restored to a point in time`
        : undefined,
  },
  {
    rule: 'table-deletion-protection-off',
    severity: 'medium',
    source: 'Security Hub DynamoDB.6',
    calls: callsOf('dynamodb', 'UpdateTable'),
    reason: (call) =>
      flag(call.request, 'deletionProtectionEnabled') === false
        ? `${named('table', nameIn(call, 'tableName'))} is no longer protected from deletion`
        : undefined,
  },
  {
    rule: 'file-system-backups-off',
    severity: 'medium',
    source: 'Security Hub EFS.2',
    calls: callsOf('elasticfilesystem', 'PutBackupPolicy'),
    reason: (call) =>
      ['DISABLED', 'DISABLING'].includes(text(call.request, 'backupPolicy.status') ?? '')
        ? `${named('file system', nameIn(call, 'fileSystemId'))} is no longer backed up`
        : undefined,
  },
  {
    rule: 'load-balancer-deletion-protection-off',
    severity: 'medium',
    source: 'Config elb-deletion-protection-enabled',
    calls: callsOf('elasticloadbalancing', 'ModifyLoadBalancerAttributes'),
    reason: (call) =>
      isUnprotectedBalancer(call)
        ? `${named('load balancer', nameIn(call, 'loadBalancerArn'))} is no longer protected from deletion`
        : undefined,
  },
  {
    rule: 'instance-termination-protection-off',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html',
    calls: callsOf('ec2', 'ModifyInstanceAttribute'),
    reason: ({ request }) =>
      flag(request, 'disableApiTermination') === false
        ? `${text(request, 'instanceId') ?? 'the instance'} is no longer protected from termination`
        : undefined,
  },
  {
    rule: 'stack-termination-protection-off',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-protect-stacks.html',
    calls: callsOf('cloudformation', 'UpdateTerminationProtection'),
    reason: (call) =>
      flag(call.request, 'enableTerminationProtection') === false
        ? `${named('stack', nameIn(call, 'stackName'))} is no longer protected from deletion`
        : undefined,
  },
  {
    rule: 'snapshot-deleted',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-deleting-snapshot.html',
    calls: callsOf('ec2', 'DeleteSnapshot'),
    reason: ({ request }) => `${named('snapshot', text(request, 'snapshotId'))} can no longer be restored`,
  },
  {
    rule: 'database-snapshot-deleted',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteSnapshot.html',
    calls: callsOf('rds', 'DeleteDBSnapshot', 'DeleteDBClusterSnapshot', 'DeleteDBInstanceAutomatedBackup'),
    reason: (call) =>
      call.eventName === 'DeleteDBInstanceAutomatedBackup'
        ? `the automated backups of ${named('database', text(call.request, 'dbiResourceId'))} can no longer be restored`
        : `${named('database snapshot', nameIn(call, 'dBSnapshotIdentifier', 'dBClusterSnapshotIdentifier'))} can no longer be restored`,
  },
  {
    rule: 'backup-deleted',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/deleting-backups.html',
    calls: [
      ...callsOf('backup', 'DeleteRecoveryPoint', 'DeleteBackupVault', 'DeleteBackupPlan'),
      ...callsOf('dynamodb', 'DeleteBackup'),
    ],
    reason: (call) =>
      call.eventName === 'DeleteBackupPlan'
        ? `no more backups are made by ${named('backup plan', nameIn(call, 'backupPlanId'))}`
        : `${named('backup', nameAt(call.request, 'recoveryPointArn', 'backupArn', 'backupVaultName'))} can no longer be restored`,
  },
  {
    rule: 'backup-vault-unlocked',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html',
    calls: callsOf('backup', 'DeleteBackupVaultLockConfiguration'),
    reason: (call) => `backups in ${named('vault', nameIn(call, 'backupVaultName'))} can be deleted again`,
  },
  {
    rule: 'secret-deleted-for-good',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html',
    calls: callsOf('secretsmanager', 'DeleteSecret'),
    reason: (call) =>
      flag(call.request, 'forceDeleteWithoutRecovery') === true
        ? `${named('secret', nameIn(call, 'secretId'))} was deleted without a chance to recover it`
        : undefined,
  },
];
