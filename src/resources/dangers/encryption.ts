/** Encryption taken away, and keys without which data cannot be read. */
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { flag, text, valueAt } from '../read.ts';
import { named, nameIn } from '../words.ts';

const key = (call: CallByPrincipal): string => named('key', nameIn(call, 'keyId'));

export const encryptionRules: readonly DangerRule[] = [
  {
    rule: 'key-deletion-scheduled',
    severity: 'high',
    source: 'Security Hub KMS.3',
    calls: callsOf('kms', 'ScheduleKeyDeletion'),
    reason: (call) => {
      const days = text(call.request, 'pendingWindowInDays');
      return `what ${key(call)} encrypts cannot be read once it is deleted${days ? `, in ${days} days` : ''}`;
    },
  },
  {
    rule: 'key-disabled',
    severity: 'high',
    source: 'Security Hub CloudWatch.7',
    calls: callsOf('kms', 'DisableKey'),
    reason: (call) => `what ${key(call)} encrypts cannot be read`,
  },
  {
    rule: 'key-material-deleted',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-delete-key-material.html',
    calls: callsOf('kms', 'DeleteImportedKeyMaterial'),
    reason: (call) => `what ${key(call)} encrypts cannot be read until its material is imported again`,
  },
  {
    rule: 'key-rotation-off',
    severity: 'medium',
    source: 'Security Hub KMS.4',
    calls: callsOf('kms', 'DisableKeyRotation'),
    reason: (call) => `${key(call)} is no longer rotated`,
  },
  {
    rule: 'ebs-encryption-by-default-off',
    severity: 'medium',
    source: 'Security Hub EC2.7',
    calls: callsOf('ec2', 'DisableEbsEncryptionByDefault'),
    reason: () => 'new volumes of the account are not encrypted by default',
  },
  {
    rule: 'bucket-encryption-removed',
    severity: 'medium',
    source: 'Config s3-bucket-server-side-encryption-enabled',
    calls: callsOf('s3', 'DeleteBucketEncryption'),
    reason: ({ request }) => `the encryption chosen for ${named('bucket', text(request, 'bucketName'))} is gone`,
  },
  {
    rule: 'database-unencrypted',
    severity: 'medium',
    source: 'Config rds-storage-encrypted',
    calls: callsOf('rds', 'CreateDBInstance', 'CreateDBCluster'),
    reason: (call) =>
      (flag(call.response, 'storageEncrypted') ?? flag(call.request, 'storageEncrypted')) === false
        ? `${named('database', nameIn(call, 'dBInstanceIdentifier', 'dBClusterIdentifier'))} is stored unencrypted`
        : undefined,
  },
  {
    rule: 'warehouse-encryption-removed',
    severity: 'medium',
    source: 'Security Hub Redshift.10',
    calls: callsOf('redshift', 'ModifyCluster'),
    reason: (call) =>
      flag(call.request, 'encrypted') === false
        ? `${named('Redshift cluster', nameIn(call, 'clusterIdentifier'))} is stored unencrypted`
        : undefined,
  },
  {
    rule: 'cache-transit-encryption-off',
    severity: 'medium',
    source: 'Security Hub ElastiCache.5',
    calls: callsOf('elasticache', 'ModifyReplicationGroup', 'CreateReplicationGroup'),
    reason: (call) =>
      flag(call.request, 'transitEncryptionEnabled') === false
        ? `what goes to and from ${named('replication group', nameIn(call, 'replicationGroupId'))} is not encrypted`
        : undefined,
  },
  {
    rule: 'topic-encryption-removed',
    severity: 'medium',
    source: 'Config sns-encrypted-kms',
    calls: callsOf('sns', 'SetTopicAttributes'),
    reason: (call) =>
      text(call.request, 'attributeName') === 'KmsMasterKeyId' && text(call.request, 'attributeValue') === undefined
        ? `messages of ${named('topic', nameIn(call, 'topicArn'))} are stored unencrypted`
        : undefined,
  },
  {
    rule: 'queue-encryption-removed',
    severity: 'medium',
    source: 'Security Hub SQS.1',
    calls: callsOf('sqs', 'SetQueueAttributes'),
    reason: (call) => {
      const isOff =
        flag(call.request, 'attributes.SqsManagedSseEnabled') === false &&
        text(call.request, 'attributes.KmsMasterKeyId') === undefined;
      return isOff || valueAt(call.request, 'attributes.KmsMasterKeyId') === ''
        ? `the encryption of ${named('queue', nameIn(call, 'queueUrl'))} was taken away`
        : undefined;
    },
  },
  {
    rule: 'stream-encryption-removed',
    severity: 'medium',
    source: 'Security Hub Kinesis.1',
    calls: callsOf('kinesis', 'StopStreamEncryption'),
    reason: (call) => `${named('stream', nameIn(call, 'streamName', 'streamARN'))} is stored unencrypted`,
  },
  {
    rule: 'delivery-stream-encryption-removed',
    severity: 'medium',
    source: 'Security Hub DataFirehose.1',
    calls: callsOf('firehose', 'StopDeliveryStreamEncryption'),
    reason: (call) => `${named('delivery stream', nameIn(call, 'deliveryStreamName'))} is stored unencrypted`,
  },
  {
    rule: 'data-catalog-encryption-off',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html',
    calls: callsOf('glue', 'PutDataCatalogEncryptionSettings'),
    reason: ({ request }) => {
      const settings = 'dataCatalogEncryptionSettings';
      const mode = text(request, `${settings}.encryptionAtRest.catalogEncryptionMode`);
      if (mode === 'DISABLED') return 'the data catalog of the account is stored unencrypted';
      return flag(request, `${settings}.connectionPasswordEncryption.returnConnectionPasswordEncrypted`) === false
        ? 'passwords of connections in the data catalog are returned unencrypted'
        : undefined;
    },
  },
  {
    rule: 'query-results-encryption-removed',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html',
    calls: callsOf('athena', 'UpdateWorkGroup'),
    reason: (call) =>
      flag(call.request, 'configurationUpdates.resultConfigurationUpdates.removeEncryptionConfiguration') === true
        ? `query results of ${named('workgroup', nameIn(call, 'workGroup'))} have no encryption of their own any more`
        : undefined,
  },
  {
    rule: 'log-group-key-removed',
    severity: 'medium',
    source: 'Config cloudwatch-log-group-encrypted',
    calls: callsOf('logs', 'DisassociateKmsKey'),
    reason: (call) =>
      `${named('log group', nameIn(call, 'logGroupName', 'resourceIdentifier'))} has no key of its own any more`,
  },
  {
    rule: 'log-masking-removed',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html',
    calls: callsOf('logs', 'DeleteDataProtectionPolicy'),
    reason: (call) => `sensitive data in ${named('log group', nameIn(call, 'logGroupIdentifier'))} is no longer masked`,
  },
];
