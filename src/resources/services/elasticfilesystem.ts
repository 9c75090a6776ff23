/**
 * Amazon EFS. Its file systems' ids look like those of FSx: the service tells them apart.
 * https://docs.aws.amazon.com/efs/latest/ug/logging-using-cloudtrail.html
 */
import { resourcePolicyInWords } from '../policy-words.ts';
import { flag, text, valueAt } from '../read.ts';
import { metric, relatedFrom } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, named, nameIn, settings } from '../words.ts';

const system = (call: Call): string => named('file system', nameIn(call, 'fileSystemId', 'sourceFileSystemId'));

const onSystem =
  (words: string): Sentence =>
  (call) =>
    `${words} ${system(call)}`;

export const elasticfilesystem: Service = {
  name: 'elasticfilesystem',
  title: 'EFS',
  eventSources: ['elasticfilesystem.amazonaws.com'],
  types: [
    {
      type: 'AWS::EFS::FileSystem',
      title: 'file system',
      arn: 'arn:{partition}:elasticfilesystem:{region}:{account}:file-system/{id}',
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: relatedFrom(null, 'AWS::EFS::AccessPoint'),
      // https://docs.aws.amazon.com/efs/latest/ug/efs-metrics.html
      metrics: [
        {
          namespace: 'AWS/EFS',
          dimensions: { FileSystemId: '{id}' },
          metrics: [
            metric('PercentIOLimit', 'Maximum', 'Percent', 'up'),
            metric('BurstCreditBalance', 'Minimum', 'Bytes', 'down'),
            metric('ClientConnections', 'Sum', 'Count', 'both'),
            metric('DataReadIOBytes', 'Sum', 'Bytes', 'both'),
            metric('DataWriteIOBytes', 'Sum', 'Bytes', 'both'),
          ],
        },
      ],
      example: {
        id: 'fs-0a1b2c3d4e5f60718',
        arn: 'arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-0a1b2c3d4e5f60718',
      },
    },
    {
      type: 'AWS::EFS::AccessPoint',
      title: 'access point',
      idPrefix: 'fsap-',
      arn: 'arn:{partition}:elasticfilesystem:{region}:{account}:access-point/{id}',
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      example: {
        id: 'fsap-0b2c3d4e5f6071829',
        arn: 'arn:aws:elasticfilesystem:us-east-1:111122223333:access-point/fsap-0b2c3d4e5f6071829',
      },
    },
  ],
  parameters: {
    fileSystemId: 'AWS::EFS::FileSystem',
    sourceFileSystemId: 'AWS::EFS::FileSystem',
    accessPointId: 'AWS::EFS::AccessPoint',
    subnetId: 'AWS::EC2::Subnet',
    securityGroups: 'AWS::EC2::SecurityGroup',
    kmsKeyId: 'AWS::KMS::Key',
  },
  calls: () => ({
    CreateFileSystem: (call) =>
      `created ${named('file system', nameIn({ ...call, request: {} }, 'fileSystemId'))}${inBrackets(
        flag(call.request, 'encrypted') === false && 'not encrypted',
        text(call.request, 'throughputMode'),
      )}`,
    UpdateFileSystem: (call) => `changed ${system(call)}${settings(call.request, 'fileSystemId')}`,
    DeleteFileSystem: onSystem('deleted'),
    PutFileSystemPolicy: (call) => resourcePolicyInWords(valueAt(call.request, 'policy'), system(call)),
    DeleteFileSystemPolicy: onSystem('removed the policy of'),
    CreateMountTarget: (call) =>
      `created a mount target of ${system(call)}${inBrackets(text(call.request, 'subnetId'))}`,
    DeleteMountTarget: did('deleted', 'mount target', 'mountTargetId'),
    ModifyMountTargetSecurityGroups: did('changed the security groups of', 'mount target', 'mountTargetId'),
    CreateAccessPoint: (call) =>
      `created an access point of ${system(call)}${inBrackets(text(call.request, 'rootDirectory.path'))}`,
    DeleteAccessPoint: did('deleted', 'access point', 'accessPointId'),
    PutBackupPolicy: (call) =>
      `set automatic backups of ${system(call)}${inBrackets(text(call.request, 'backupPolicy.status'))}`,
    PutLifecycleConfiguration: onSystem('set the lifecycle of'),
    CreateReplicationConfiguration: onSystem('turned on replication of'),
    DeleteReplicationConfiguration: onSystem('turned off replication of'),
    UpdateFileSystemProtection: onSystem('changed the protection of'),
  }),
};
