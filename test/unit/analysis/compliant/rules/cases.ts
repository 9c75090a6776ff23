/** For each rule: real shapes of items that comply, that do not, and that it does not apply to or cannot tell of. */
import type { JsonObject, JsonValue } from '../../../../../src/model/json.ts';
import type { State } from '../../../../fixtures/config.ts';

export interface RuleCases {
  readonly rule: string;
  readonly type: string;
  readonly complies: readonly State[];
  /** With a part of what is said of it. */
  readonly violates: readonly (readonly [State, string])[];
  readonly doesNotApply?: readonly State[];
  readonly isNotTold?: readonly State[];
}

const group = (...ipPermissions: readonly JsonObject[]): State => ({
  configuration: { groupName: 'web', groupId: 'sg-1', ipPermissions: [...ipPermissions], ipPermissionsEgress: [] },
});
const open = (ipProtocol: string, fromPort?: number, toPort = fromPort, cidr = '0.0.0.0/0'): JsonObject => ({
  ipProtocol,
  ...(fromPort !== undefined && { fromPort, toPort: toPort as number }),
  userIdGroupPairs: [],
  prefixListIds: [],
  ipv6Ranges: cidr.includes(':') ? [{ cidrIpv6: cidr }] : [],
  ipv4Ranges: cidr.includes(':') ? [] : [{ cidrIp: cidr }],
  ipRanges: cidr.includes(':') ? [] : [cidr],
});
const config = (configuration: JsonValue): State => ({ configuration });
const bucket = (supplementaryConfiguration: JsonObject): State => ({
  configuration: { name: 'a-bucket' },
  supplementaryConfiguration: { IsRequesterPaysEnabled: false, ...supplementaryConfiguration },
});
const noSupplement: State = { configuration: { name: 'a-bucket' }, supplementaryConfiguration: {} };
const policyText = (...Statement: readonly JsonObject[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const bucketPolicy = (...statements: readonly JsonObject[]) => ({
  BucketPolicy: { policyText: policyText(...statements) },
});
const acl = (...grantList: readonly JsonObject[]) => ({
  AccessControlList: JSON.stringify({ grantSet: null, grantList, owner: { id: 'an-owner' } }),
});
const block = (...on: readonly string[]) => ({
  PublicAccessBlockConfiguration: Object.fromEntries(
    ['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'].map((name) => [
      name,
      on.includes(name),
    ]),
  ),
});
const everyone = { Effect: 'Allow', Principal: '*', Resource: 'arn:aws:s3:::a-bucket/*' };
const plain = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
const database = (parts: JsonObject): State =>
  config({ dBInstanceIdentifier: 'orders', engine: 'mysql', dBInstanceStatus: 'available', ...parts });
const key = (parts: JsonObject, supplementaryConfiguration: JsonObject = {}): State => ({
  configuration: { keyId: 'a-key', keyManager: 'CUSTOMER', keyState: 'Enabled', origin: 'AWS_KMS', ...parts },
  supplementaryConfiguration,
});
const policyVersion = (document: JsonValue, isDefaultVersion = true) => ({
  versionId: 'v1',
  isDefaultVersion,
  document,
});
const managed = (...policyVersionList: readonly JsonObject[]): State =>
  config({ policyName: 'a-policy', policyVersionList: [...policyVersionList] });
const statements = (...Statement: readonly JsonObject[]): JsonObject => ({
  Version: '2012-10-17',
  Statement: [...Statement],
});
const admin = { Effect: 'Allow', Action: '*', Resource: '*' };
const topicArn = 'arn:aws:sns:us-east-1:111122223333:alerts';
const trail = (parts: JsonObject): State =>
  config({ name: 'org', s3BucketName: 'logs', homeRegion: 'us-east-1', ...parts });
const anyone = (Action: string, Condition?: JsonObject) =>
  policyText({ Effect: 'Allow', Principal: { AWS: '*' }, Action, Resource: '*', ...(Condition && { Condition }) });

export const network: readonly RuleCases[] = [
  {
    rule: 'restricted-ssh',
    type: 'AWS::EC2::SecurityGroup',
    complies: [
      group(),
      group(open('tcp', 22, 22, '192.0.2.0/24')),
      group(open('tcp', 443)),
      group(open('udp', 22)),
      group(open('icmp', -1)),
    ],
    violates: [
      [group(open('tcp', 22)), 'tcp/22 from 0.0.0.0/0'],
      [group(open('tcp', 22, 22, '::/0')), 'tcp/22 from ::/0'],
      [group(open('tcp', 20, 30)), 'tcp/20-30'],
      [group(open('-1')), 'all traffic'],
      // as items had it before 2017
      [group({ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: ['0.0.0.0/0'] }), 'tcp/22'],
    ],
    isNotTold: [config({}), config(null)],
  },
  {
    rule: 'restricted-common-ports',
    type: 'AWS::EC2::SecurityGroup',
    complies: [group(open('tcp', 22)), group(open('tcp', 3389, 3389, '198.51.100.0/24'))],
    violates: [
      [group(open('tcp', 3389)), 'tcp/3389'],
      [group(open('tcp', 3000, 4000)), 'tcp/3000-4000'],
    ],
  },
  {
    rule: 'vpc-sg-open-only-to-authorized-ports',
    type: 'AWS::EC2::SecurityGroup',
    complies: [group(open('tcp', 443), open('tcp', 80))],
    violates: [
      [group(open('tcp', 8080)), 'tcp/8080'],
      [group(open('udp', 53)), 'udp/53'],
      [group(open('tcp', 80, 443)), 'tcp/80-443'],
    ],
  },
  {
    rule: 'ec2-imdsv2-check',
    type: 'AWS::EC2::Instance',
    complies: [config({ instanceId: 'i-1', state: { name: 'running' }, metadataOptions: { httpTokens: 'required' } })],
    violates: [
      [config({ instanceId: 'i-1', state: { name: 'running' }, metadataOptions: { httpTokens: 'optional' } }), 'token'],
    ],
    doesNotApply: [
      config({ instanceId: 'i-1', state: { name: 'terminated' }, metadataOptions: { httpTokens: 'optional' } }),
    ],
    isNotTold: [config({ instanceId: 'i-1', state: { name: 'running' } })],
  },
  {
    rule: 'ec2-instance-no-public-ip',
    type: 'AWS::EC2::Instance',
    complies: [config({ instanceId: 'i-1', networkInterfaces: [{ networkInterfaceId: 'eni-1' }] })],
    violates: [
      [config({ instanceId: 'i-1', publicIpAddress: '192.0.2.130' }), '192.0.2.130'],
      [config({ instanceId: 'i-1', networkInterfaces: [{ association: { publicIp: '192.0.2.7' } }] }), '192.0.2.7'],
    ],
    doesNotApply: [config({ instanceId: 'i-1', state: { name: 'terminated' }, publicIpAddress: '192.0.2.130' })],
    isNotTold: [config({})],
  },
  {
    rule: 'elb-tls-https-listeners-only',
    type: 'AWS::ElasticLoadBalancing::LoadBalancer',
    complies: [config({ listenerDescriptions: [{ listener: { protocol: 'HTTPS', loadBalancerPort: 443 } }] })],
    violates: [
      [config({ listenerDescriptions: [{ listener: { protocol: 'HTTP', loadBalancerPort: 80 } }] }), 'HTTP 80'],
    ],
    doesNotApply: [config({ listenerDescriptions: [] })],
  },
  {
    rule: 'elbv2-listener-encryption-in-transit',
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    complies: [config({ Port: 443, Protocol: 'HTTPS' }), config({ Port: 5432, Protocol: 'TLS' })],
    violates: [[config({ Port: 80, Protocol: 'HTTP' }), 'HTTP 80']],
    isNotTold: [config({ Port: 80 })],
  },
  {
    rule: 'elb-deletion-protection-enabled',
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    complies: [attributes('true')],
    violates: [[attributes('false'), 'deletion protection']],
    isNotTold: [config({ loadBalancerName: 'web' })],
  },
  {
    rule: 'eks-endpoint-no-public-access',
    type: 'AWS::EKS::Cluster',
    complies: [config({ Name: 'c', ResourcesVpcConfig: { EndpointPublicAccess: false } })],
    violates: [
      [
        config({ ResourcesVpcConfig: { EndpointPublicAccess: true, PublicAccessCidrs: ['0.0.0.0/0'] } }),
        'open to 0.0.0.0/0',
      ],
    ],
    isNotTold: [config({ ResourcesVpcConfig: { SubnetIds: [] } })],
  },
];

function attributes(value: string): State {
  return {
    configuration: { loadBalancerName: 'web' },
    supplementaryConfiguration: {
      LoadBalancerAttributes: [
        { key: 'idle_timeout.timeout_seconds', value: '60' },
        { key: 'deletion_protection.enabled', value },
      ],
    },
  };
}

export const buckets: readonly RuleCases[] = [
  {
    rule: 's3-bucket-public-read-prohibited',
    type: 'AWS::S3::Bucket',
    complies: [
      bucket({}),
      bucket(bucketPolicy({ ...everyone, Action: 's3:PutObject' })),
      bucket(
        bucketPolicy({
          ...everyone,
          Action: 's3:GetObject',
          Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
        }),
      ),
      bucket({ ...bucketPolicy({ ...everyone, Action: 's3:GetObject' }), ...block('restrictPublicBuckets') }),
      bucket({ ...acl({ grantee: 'AllUsers', permission: 'Read' }), ...block('ignorePublicAcls') }),
      bucket(acl({ grantee: { id: 'an-owner', displayName: null }, permission: 'FullControl' })),
    ],
    violates: [
      [bucket(bucketPolicy({ ...everyone, Action: 's3:GetObject' })), 's3:GetObject'],
      [bucket(bucketPolicy({ ...everyone, Action: ['s3:*'] })), 's3:*'],
      [bucket(acl({ grantee: 'AllUsers', permission: 'Read' })), 'anyone Read'],
      [
        bucket(
          acl({ grantee: { uri: 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers' }, permission: 'READ' }),
        ),
        'any AWS user',
      ],
    ],
    isNotTold: [noSupplement],
  },
  {
    rule: 's3-bucket-public-write-prohibited',
    type: 'AWS::S3::Bucket',
    complies: [bucket(bucketPolicy({ ...everyone, Action: 's3:GetObject' }))],
    violates: [
      [bucket(bucketPolicy({ ...everyone, Action: 's3:PutObject' })), 's3:PutObject'],
      [bucket(acl({ grantee: 'AllUsers', permission: 'FullControl' })), 'FullControl'],
    ],
    isNotTold: [noSupplement],
  },
  {
    rule: 's3-bucket-level-public-access-prohibited',
    type: 'AWS::S3::Bucket',
    complies: [bucket(block('blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'))],
    violates: [
      [bucket({}), 'nothing is set'],
      [bucket(block('blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy')), 'no restrictPublicBuckets'],
    ],
    isNotTold: [noSupplement],
  },
  {
    rule: 's3-bucket-server-side-encryption-enabled',
    type: 'AWS::S3::Bucket',
    complies: [
      bucket({
        ServerSideEncryptionConfiguration: {
          rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256', kmsMasterKeyID: null } }],
        },
      }),
    ],
    violates: [[bucket({}), 'no default encryption']],
    isNotTold: [noSupplement],
  },
  {
    rule: 's3-bucket-versioning-enabled',
    type: 'AWS::S3::Bucket',
    complies: [bucket({ BucketVersioningConfiguration: { status: 'Enabled', isMfaDeleteEnabled: null } })],
    violates: [
      [bucket({ BucketVersioningConfiguration: { status: 'Suspended' } }), 'suspended'],
      [bucket({ BucketVersioningConfiguration: { status: 'Off' } }), 'off'],
    ],
    isNotTold: [noSupplement],
  },
  {
    rule: 's3-bucket-ssl-requests-only',
    type: 'AWS::S3::Bucket',
    complies: [bucket(bucketPolicy({ ...plain, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }))],
    violates: [
      [bucket({}), 'without TLS'],
      [bucket(bucketPolicy({ ...plain, Condition: { Bool: { 'aws:SecureTransport': 'true' } } })), 'without TLS'],
      [
        bucket(bucketPolicy({ ...plain, Effect: 'Allow', Condition: { Bool: { 'aws:SecureTransport': false } } })),
        'TLS',
      ],
    ],
    isNotTold: [noSupplement],
  },
];

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

function shared(part: string, attributeValues: readonly string[]): State {
  return {
    configuration: { status: 'available' },
    supplementaryConfiguration: { [part]: [{ attributeName: 'restore', attributeValues: [...attributeValues] }] },
  };
}

function recovery(pointInTimeRecoveryStatus: string): State {
  return {
    configuration: { tableName: 'orders' },
    supplementaryConfiguration: {
      ContinuousBackupsDescription: {
        continuousBackupsStatus: 'ENABLED',
        pointInTimeRecoveryDescription: { pointInTimeRecoveryStatus },
      },
    },
  };
}

export const access: readonly RuleCases[] = [
  {
    rule: 'iam-policy-no-statements-with-admin-access',
    type: 'AWS::IAM::Policy',
    complies: [
      managed(policyVersion(statements({ ...admin, Action: 's3:*' }))),
      managed(policyVersion(statements({ ...admin, Effect: 'Deny' }))),
      // what is not in force allows nothing
      managed(policyVersion(statements(admin), false), policyVersion(statements({ ...admin, Action: 's3:Get*' }))),
    ],
    violates: [
      [managed(policyVersion(statements(admin))), 'everything'],
      [managed(policyVersion([statements({ ...admin, Action: ['*'], Resource: ['*'] })])), 'everything'],
      [managed(policyVersion(encodeURIComponent(JSON.stringify(statements(admin))))), 'everything'],
    ],
    isNotTold: [managed()],
  },
  {
    rule: 'cmk-backing-key-rotation-enabled',
    type: 'AWS::KMS::Key',
    complies: [key({}, { KeyRotationStatus: { keyRotationEnabled: true } }), key({}, { KeyRotationStatus: true })],
    violates: [[key({}, { KeyRotationStatus: { keyRotationEnabled: false } }), 'not rotated']],
    doesNotApply: [key({ keyManager: 'AWS' }), key({ keySpec: 'RSA_2048' }), key({ origin: 'EXTERNAL' })],
    isNotTold: [key({})],
  },
  {
    rule: 'kms-cmk-not-scheduled-for-deletion',
    type: 'AWS::KMS::Key',
    complies: [key({}), key({ keyState: 'Disabled' })],
    violates: [[key({ keyState: 'PendingDeletion' }), 'scheduled for deletion']],
    doesNotApply: [key({ keyManager: 'AWS', keyState: 'Enabled' })],
  },
  {
    rule: 'lambda-function-public-access-prohibited',
    type: 'AWS::Lambda::Function',
    complies: [
      { configuration: { functionName: 'f' }, supplementaryConfiguration: { Tags: {} } },
      {
        configuration: { functionName: 'f' },
        supplementaryConfiguration: {
          Policy: anyone('lambda:InvokeFunction', { StringEquals: { 'AWS:SourceAccount': '111122223333' } }),
        },
      },
    ],
    violates: [
      [
        {
          configuration: { functionName: 'f' },
          supplementaryConfiguration: { Policy: anyone('lambda:InvokeFunction') },
        },
        'lambda:InvokeFunction',
      ],
    ],
    isNotTold: [config({ functionName: 'f' })],
  },
  {
    rule: 'sns-topic-no-public-access',
    type: 'AWS::SNS::Topic',
    complies: [
      config({
        TopicArn: topicArn,
        Policy: anyone('SNS:Publish', { StringEquals: { 'AWS:SourceOwner': '111122223333' } }),
      }),
    ],
    violates: [[config({ TopicArn: topicArn, Policy: anyone('SNS:Publish') }), 'SNS:Publish']],
    isNotTold: [config({})],
  },
  {
    rule: 'sqs-queue-no-public-access',
    type: 'AWS::SQS::Queue',
    complies: [config({ QueueArn: 'arn:aws:sqs:us-east-1:111122223333:jobs' })],
    violates: [[config({ Policy: anyone('sqs:SendMessage') }), 'sqs:SendMessage']],
    isNotTold: [config({})],
  },
  {
    rule: 'cloudtrail-enabled',
    type: 'AWS::CloudTrail::Trail',
    complies: [trail({ IsLogging: true })],
    violates: [[trail({ IsLogging: false }), 'does not log']],
    isNotTold: [trail({})],
  },
  {
    rule: 'cloud-trail-log-file-validation-enabled',
    type: 'AWS::CloudTrail::Trail',
    complies: [trail({ logFileValidationEnabled: true }), trail({ EnableLogFileValidation: true })],
    violates: [[trail({ logFileValidationEnabled: false }), 'not signed']],
    isNotTold: [trail({})],
  },
  {
    rule: 'cloud-trail-encryption-enabled',
    type: 'AWS::CloudTrail::Trail',
    complies: [trail({ kmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/k' })],
    violates: [[trail({}), 'not encrypted']],
    isNotTold: [config({ name: 'org' })],
  },
];
