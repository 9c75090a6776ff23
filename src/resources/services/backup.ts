/**
 * AWS Backup. An extortionist deletes what could be restored: recovery points, their vault, its lock.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/logging-using-cloudtrail.html
 */
import { resourcePolicyInWords } from '../policy-words.ts';
import { text, valueAt } from '../read.ts';
import { metric } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn } from '../words.ts';

const vault = (call: Call): string => named('backup vault', nameIn(call, 'backupVaultName'));

const onVault =
  (words: string): Sentence =>
  (call) =>
    `${words} ${vault(call)}`;

const plan = (call: Call): string =>
  named('backup plan', text(call.request, 'backupPlan.backupPlanName') ?? nameIn(call, 'backupPlanId'));

const point = ({ request }: Call): string => named('recovery point', nameAt(request, 'recoveryPointArn'));

export const backup: Service = {
  name: 'backup',
  title: 'Backup',
  eventSources: ['backup.amazonaws.com'],
  types: [
    {
      type: 'AWS::Backup::BackupVault',
      title: 'backup vault',
      arn: 'arn:{partition}:backup:{region}:{account}:backup-vault:{id}',
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      // https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
      metrics: [
        {
          namespace: 'AWS/Backup',
          dimensions: { BackupVaultName: '{id}' },
          periodSeconds: 300,
          metrics: [
            metric('NumberOfBackupJobsFailed', 'Sum', 'Count', 'up'),
            metric('NumberOfBackupJobsExpired', 'Sum', 'Count', 'up'),
            metric('NumberOfRecoveryPointsCompleted', 'Sum', 'Count', 'both'),
          ],
        },
      ],
      example: { id: 'nightly', arn: 'arn:aws:backup:us-east-1:111122223333:backup-vault:nightly' },
    },
    {
      type: 'AWS::Backup::BackupPlan',
      title: 'backup plan',
      arn: 'arn:{partition}:backup:{region}:{account}:backup-plan:{id}',
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      example: {
        id: '0e1f2a3b-0000-4000-8000-0e1f2a3b4c5d',
        arn: 'arn:aws:backup:us-east-1:111122223333:backup-plan:0e1f2a3b-0000-4000-8000-0e1f2a3b4c5d',
      },
    },
  ],
  parameters: {
    backupVaultName: 'AWS::Backup::BackupVault',
    targetBackupVaultName: 'AWS::Backup::BackupVault',
    sourceBackupVaultName: 'AWS::Backup::BackupVault',
    destinationBackupVaultArn: 'AWS::Backup::BackupVault',
    backupPlanId: 'AWS::Backup::BackupPlan',
    encryptionKeyArn: 'AWS::KMS::Key',
    iamRoleArn: 'AWS::IAM::Role',
  },
  calls: () => ({
    CreateBackupVault: onVault('created'),
    DeleteBackupVault: onVault('deleted'),
    PutBackupVaultAccessPolicy: (call) =>
      resourcePolicyInWords(valueAt(call.request, 'policy'), vault(call), call.account),
    DeleteBackupVaultAccessPolicy: onVault('removed the policy of'),
    PutBackupVaultLockConfiguration: onVault('set the lock of'),
    DeleteBackupVaultLockConfiguration: onVault('removed the lock of'),
    PutBackupVaultNotifications: onVault('set the notifications of'),
    DeleteBackupVaultNotifications: onVault('removed the notifications of'),
    CreateBackupPlan: (call) => `created ${plan(call)}`,
    UpdateBackupPlan: (call) => `changed ${plan(call)}`,
    DeleteBackupPlan: (call) => `deleted ${plan(call)}`,
    CreateBackupSelection: (call) => `added resources to ${plan(call)}`,
    DeleteBackupSelection: (call) => `removed resources from ${plan(call)}`,
    StartBackupJob: (call) =>
      `started a backup of ${nameAt(call.request, 'resourceArn') ?? 'a resource'} into ${vault(call)}`,
    StopBackupJob: did('stopped', 'backup job', 'backupJobId'),
    StartCopyJob: (call) =>
      `started a copy of ${point(call)}${inBrackets(nameAt(call.request, 'destinationBackupVaultArn'))}`,
    StartRestoreJob: (call) => `started to restore ${point(call)}`,
    DeleteRecoveryPoint: (call) => `deleted ${point(call)} from ${vault(call)}`,
    DisassociateRecoveryPoint: (call) => `disassociated ${point(call)} from ${vault(call)}`,
    UpdateRecoveryPointLifecycle: (call) => `changed how long ${point(call)} is kept`,
    UpdateGlobalSettings: () => 'changed the settings of backups in the organization',
    UpdateRegionSettings: () => 'changed which resources are backed up in the region',
  }),
};
