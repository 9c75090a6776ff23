/** The calls that copy, share or lose data: EFS, Backup, Redshift, OpenSearch; and what is deployed, ECR; ACM. */
import { expect, test } from 'vitest';
import { resourcesOfCall } from '../../../../src/resources/resources-of-call.ts';
import { acm } from '../../../../src/resources/services/acm.ts';
import { backup } from '../../../../src/resources/services/backup.ts';
import { ecr } from '../../../../src/resources/services/ecr.ts';
import { elasticfilesystem } from '../../../../src/resources/services/elasticfilesystem.ts';
import { es } from '../../../../src/resources/services/es.ts';
import { fsx } from '../../../../src/resources/services/fsx.ts';
import { redshift } from '../../../../src/resources/services/redshift.ts';
import { type Row, say } from './say.ts';

const open = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ecr:BatchGetImage"}]}';
const repositoryName = 'shop/checkout';

test.each<Row>([
  ['put image v7 into repository shop/checkout', 'PutImage', { request: { repositoryName, imageTag: 'v7' } }],
  [
    'deleted images v6 and v7 from repository shop/checkout',
    'BatchDeleteImage',
    { request: { repositoryName, imageIds: [{ imageTag: 'v6' }, { imageTag: 'v7' }] } },
  ],
  [
    'allowed anyone to ecr:BatchGetImage on repository shop/checkout',
    'SetRepositoryPolicy',
    { request: { repositoryName, policyText: open } },
  ],
  [
    'deleted repository shop/checkout with all its images',
    'DeleteRepository',
    { request: { repositoryName, force: true } },
  ],
  [
    'turned off image scanning of repository shop/checkout',
    'PutImageScanningConfiguration',
    { request: { repositoryName, imageScanningConfiguration: { scanOnPush: false } } },
  ],
])('ECR: %s', (expected, eventName, members) => {
  expect(say(ecr, eventName, members)).toBe(expected);
});

const fileSystemId = 'fs-0a1b2c3d4e5f60718';
test.each<Row>([
  [
    `created file system ${fileSystemId} (not encrypted, bursting)`,
    'CreateFileSystem',
    { request: { encrypted: false, throughputMode: 'bursting' }, response: { fileSystemId } },
  ],
  [`removed the policy of file system ${fileSystemId}`, 'DeleteFileSystemPolicy', { request: { fileSystemId } }],
  [`deleted file system ${fileSystemId}`, 'DeleteFileSystem', { request: { fileSystemId } }],
])('EFS: %s', (expected, eventName, members) => {
  expect(say(elasticfilesystem, eventName, members)).toBe(expected);
});

test.each<Row>([
  ['created a file system (LUSTRE)', 'CreateFileSystem', { request: { fileSystemType: 'LUSTRE' } }],
  [`deleted file system ${fileSystemId}`, 'DeleteFileSystem', { request: { fileSystemId } }],
])('FSx: %s', (expected, eventName, members) => {
  expect(say(fsx, eventName, members)).toBe(expected);
});

test('whose a file system is, the service of the call tells, not the id', () => {
  const typeIn = (eventSource: string) =>
    resourcesOfCall({
      eventSource,
      eventName: 'DeleteFileSystem',
      account: null,
      region: null,
      resources: undefined,
      sections: [{ fileSystemId }],
    }).map(({ type }) => type);
  expect(typeIn('elasticfilesystem.amazonaws.com')).toEqual(['AWS::EFS::FileSystem']);
  expect(typeIn('fsx.amazonaws.com')).toEqual(['AWS::FSx::FileSystem']);
  expect(typeIn('backup.amazonaws.com')).toEqual([]);
});

const backupVaultName = 'nightly';
test.each<Row>([
  [
    'deleted recovery point snap-0a1b2c3d4e5f60718 from backup vault nightly',
    'DeleteRecoveryPoint',
    {
      request: { backupVaultName, recoveryPointArn: 'arn:aws:ec2:us-east-1::snapshot/snap-0a1b2c3d4e5f60718' },
    },
  ],
  ['removed the lock of backup vault nightly', 'DeleteBackupVaultLockConfiguration', { request: { backupVaultName } }],
  [
    'started a backup of i-0f1e2d3c4b5a69788 into backup vault nightly',
    'StartBackupJob',
    { request: { backupVaultName, resourceArn: 'arn:aws:ec2:us-east-1:111122223333:instance/i-0f1e2d3c4b5a69788' } },
  ],
])('Backup: %s', (expected, eventName, members) => {
  expect(say(backup, eventName, members)).toBe(expected);
});

const clusterIdentifier = 'warehouse';
test.each<Row>([
  [
    'made Redshift cluster warehouse public',
    'ModifyCluster',
    { request: { clusterIdentifier, publiclyAccessible: true } },
  ],
  [
    'changed Redshift cluster warehouse (new master password)',
    'ModifyCluster',
    { request: { clusterIdentifier, masterUserPassword: '****' } },
  ],
  [
    'deleted Redshift cluster warehouse without a final snapshot',
    'DeleteCluster',
    { request: { clusterIdentifier, skipFinalClusterSnapshot: true } },
  ],
  [
    'allowed account 444455556666 to restore Redshift snapshot monthly',
    'AuthorizeSnapshotAccess',
    { request: { snapshotIdentifier: 'monthly', accountWithRestoreAccess: '444455556666' } },
  ],
  ['turned off audit logging of Redshift cluster warehouse', 'DisableLogging', { request: { clusterIdentifier } }],
])('Redshift: %s', (expected, eventName, members) => {
  expect(say(redshift, eventName, members)).toBe(expected);
});

const uuid = '0c1d2e3f-0000-4000-8000-0c1d2e3f4a5b';
test.each<Row>([
  [
    'requested a certificate for example.com and www.example.com (DNS)',
    'RequestCertificate',
    {
      request: {
        domainName: 'example.com',
        subjectAlternativeNames: ['example.com', 'www.example.com'],
        validationMethod: 'DNS',
      },
    },
  ],
  [
    `exported certificate ${uuid}`,
    'ExportCertificate',
    { request: { certificateArn: `arn:aws:acm:us-east-1:111122223333:certificate/${uuid}` } },
  ],
])('ACM: %s', (expected, eventName, members) => {
  expect(say(acm, eventName, members)).toBe(expected);
});

const domainName = 'catalog';
test.each<Row>([
  [
    'allowed anyone to es:* on search domain catalog',
    'UpdateDomainConfig',
    {
      request: {
        domainName,
        accessPolicies: '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"es:*","Resource":"*"}]}',
      },
    },
  ],
  [
    'turned off enforced HTTPS of search domain catalog',
    'UpdateDomainConfig',
    { request: { domainName, domainEndpointOptions: { enforceHTTPS: false } } },
  ],
  [
    'changed search domain catalog (accessPolicies, clusterConfig)',
    'UpdateDomainConfig',
    { request: { domainName, accessPolicies: '', clusterConfig: { instanceCount: 3 } } },
  ],
  ['deleted search domain catalog', 'DeleteElasticsearchDomain', { request: { domainName } }],
])('OpenSearch: %s', (expected, eventName, members) => {
  expect(say(es, eventName, members)).toBe(expected);
});
