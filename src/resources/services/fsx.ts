/** Amazon FSx. https://docs.aws.amazon.com/fsx/latest/APIReference/API_Operations.html */
import { text } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, named, nameIn, settings } from '../words.ts';

const system = (call: Call): string => named('file system', nameIn(call, 'fileSystemId'));

const onSystem =
  (words: string): Sentence =>
  (call) =>
    `${words} ${system(call)}`;

export const fsx: Service = {
  name: 'fsx',
  title: 'FSx',
  eventSources: ['fsx.amazonaws.com'],
  types: [
    {
      type: 'AWS::FSx::FileSystem',
      title: 'file system',
      arn: 'arn:{partition}:fsx:{region}:{account}:file-system/{id}',
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      example: {
        id: 'fs-0b2c3d4e5f6071829',
        arn: 'arn:aws:fsx:us-east-1:111122223333:file-system/fs-0b2c3d4e5f6071829',
      },
    },
  ],
  parameters: {
    fileSystemId: 'AWS::FSx::FileSystem',
    subnetIds: 'AWS::EC2::Subnet',
    securityGroupIds: 'AWS::EC2::SecurityGroup',
    kmsKeyId: 'AWS::KMS::Key',
  },
  calls: () => ({
    CreateFileSystem: (call) => `created a file system${inBrackets(text(call.request, 'fileSystemType'))}`,
    UpdateFileSystem: (call) =>
      `changed ${system(call)}${settings(call.request, 'fileSystemId', 'clientRequestToken')}`,
    DeleteFileSystem: onSystem('deleted'),
    AssociateFileSystemAliases: onSystem('added names to'),
    DisassociateFileSystemAliases: onSystem('took names from'),
    CreateBackup: onSystem('backed up'),
    DeleteBackup: did('deleted', 'backup', 'backupId'),
  }),
};
