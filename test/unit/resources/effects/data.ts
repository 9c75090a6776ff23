/** S3, RDS, DynamoDB, Lambda, ECS, EKS, ECR, Auto Scaling, load balancers. */
import { arn, policyText, samplesOf } from './samples.ts';

const bucketName = 'example-logs';
const below = (name: string) => `/supplementaryConfiguration/${name}`;
const dBInstanceIdentifier = 'orders';
const functionName = 'orders';
const tableName = 'orders';
const loadBalancerArn = arn('elasticloadbalancing', 'loadbalancer/app/web/50dc6c495c0c9188');
const listenerArn = arn('elasticloadbalancing', 'listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2');
const targetGroupArn = arn('elasticloadbalancing', 'targetgroup/web/73e2d6bc24d8a067');
const autoScalingGroupName = 'web';

export const dataSamples = samplesOf([
  ['s3:CreateBucket', { bucketName, 'x-amz-acl': 'private' }, '/configuration'],
  ['s3:DeleteBucket', { bucketName }, '/configuration'],
  ['s3:PutBucketPolicy', { bucketName, bucketPolicy: JSON.parse(policyText) }, below('BucketPolicy/policyText')],
  ['s3:DeleteBucketPolicy', { bucketName, policy: '' }, below('BucketPolicy/policyText')],
  [
    's3:PutBucketAcl',
    {
      bucketName,
      AccessControlPolicy: {
        AccessControlList: {
          Grant: [{ Grantee: { URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }, Permission: 'READ' }],
        },
      },
    },
    below('AccessControlList'),
  ],
  [
    's3:PutBucketPublicAccessBlock',
    { bucketName, PublicAccessBlockConfiguration: { BlockPublicAcls: false, IgnorePublicAcls: true } },
    below('PublicAccessBlockConfiguration/blockPublicAcls'),
  ],
  ['s3:DeleteBucketPublicAccessBlock', { bucketName }, below('PublicAccessBlockConfiguration')],
  [
    's3:PutBucketEncryption',
    {
      bucketName,
      ServerSideEncryptionConfiguration: {
        Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
      },
    },
    below('ServerSideEncryptionConfiguration/rules'),
  ],
  ['s3:DeleteBucketEncryption', { bucketName }, below('ServerSideEncryptionConfiguration')],
  [
    's3:PutBucketVersioning',
    { bucketName, VersioningConfiguration: { Status: 'Suspended' } },
    below('BucketVersioningConfiguration/status'),
  ],
  ['s3:PutBucketLogging', { bucketName, BucketLoggingStatus: {} }, below('BucketLoggingConfiguration')],
  [
    's3:PutBucketLifecycle',
    { bucketName, LifecycleConfiguration: { Rule: { ID: 'x', Expiration: { Days: 1 }, Status: 'Enabled' } } },
    below('BucketLifecycleConfiguration/rules'),
  ],
  ['s3:DeleteBucketLifecycle', { bucketName }, below('BucketLifecycleConfiguration')],
  [
    's3:PutBucketReplication',
    { bucketName, ReplicationConfiguration: { Role: 'r', Rule: { ID: 'x', Status: 'Enabled' } } },
    below('BucketReplicationConfiguration/rules'),
  ],
  ['s3:DeleteBucketReplication', { bucketName }, below('BucketReplicationConfiguration')],
  [
    's3:PutBucketCors',
    { bucketName, CORSConfiguration: { CORSRule: { AllowedOrigin: '*', AllowedMethod: 'GET' } } },
    below('BucketCrossOriginConfiguration/rules'),
  ],
  [
    's3:PutBucketWebsite',
    { bucketName, WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } },
    below('BucketWebsiteConfiguration'),
  ],
  ['s3:PutBucketTagging', { bucketName, Tagging: { TagSet: { Tag: { Key: 'team', Value: 'web' } } } }, '/tags/team'],
  ['s3:PutObjectAcl', { bucketName, key: 'a.txt', 'x-amz-acl': 'public-read' }, '/configuration/accessControlList'],
  [
    's3:PutObject',
    { bucketName, key: 'a.txt', 'x-amz-server-side-encryption': 'AES256' },
    '/configuration/serverSideEncryption',
  ],
  ['s3:DeleteObject', { bucketName, key: 'a.txt' }, '/configuration'],
  ['rds:CreateDBInstance', { dBInstanceIdentifier, engine: 'postgres', storageEncrypted: false }, '/configuration'],
  ['rds:ModifyDBInstance', { dBInstanceIdentifier, publiclyAccessible: true }, '/configuration/publiclyAccessible'],
  ['rds:DeleteDBInstance', { dBInstanceIdentifier, skipFinalSnapshot: true }, '/configuration'],
  ['rds:ModifyDBCluster', { dBClusterIdentifier: 'c', deletionProtection: false }, '/configuration/deletionProtection'],
  ['rds:DeleteDBCluster', { dBClusterIdentifier: 'c' }, '/configuration'],
  [
    'rds:ModifyDBSnapshotAttribute',
    { dBSnapshotIdentifier: 's', attributeName: 'restore', valuesToAdd: ['all'] },
    '/configuration/attributes/restore/0',
  ],
  ['rds:DeleteDBSnapshot', { dBSnapshotIdentifier: 's' }, '/configuration'],
  [
    'rds:ModifyDBParameterGroup',
    { dBParameterGroupName: 'pg', parameters: [{ parameterName: 'rds.force_ssl', parameterValue: '0' }] },
    '/configuration/parameters/rds.force_ssl',
  ],
  ['dynamodb:CreateTable', { tableName, billingMode: 'PAY_PER_REQUEST' }, '/configuration'],
  ['dynamodb:UpdateTable', { tableName, deletionProtectionEnabled: false }, '/configuration/deletionProtectionEnabled'],
  ['dynamodb:DeleteTable', { tableName }, '/configuration'],
  [
    'dynamodb:UpdateContinuousBackups',
    { tableName, pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false } },
    below('ContinuousBackupsDescription/pointInTimeRecoveryDescription/pointInTimeRecoveryStatus'),
  ],
  ['lambda:CreateFunction20150331', { functionName, runtime: 'nodejs22.x' }, '/configuration'],
  ['lambda:DeleteFunction20150331', { functionName }, '/configuration'],
  ['lambda:UpdateFunctionConfiguration20150331v2', { functionName, timeout: 3 }, '/configuration/timeout'],
  [
    'lambda:UpdateFunctionCode20150331v2',
    { functionName },
    '/configuration/codeSha256',
    { functionName, codeSha256: 'abc=' },
  ],
  [
    'lambda:AddPermission20150331v2',
    { functionName, statementId: 'x', action: 'lambda:InvokeFunction', principal: '*' },
    below('Policy/Statement/0'),
  ],
  ['lambda:RemovePermission20150331v2', { functionName, statementId: 'x' }, below('Policy/Statement/0')],
  [
    'lambda:PutFunctionConcurrency20171031',
    { functionName, reservedConcurrentExecutions: 0 },
    '/configuration/reservedConcurrentExecutions',
  ],
  ['lambda:CreateFunctionUrlConfig', { functionName, authType: 'NONE' }, below('FunctionUrlConfig')],
  ['ecs:UpdateService', { service: 'web', cluster: 'c', desiredCount: 0 }, '/configuration/desiredCount'],
  ['ecs:DeleteService', { service: 'web', cluster: 'c' }, '/configuration'],
  [
    'ecs:RegisterTaskDefinition',
    { family: 'web', containerDefinitions: [{ name: 'app', image: 'x:1' }] },
    '/configuration',
    { taskDefinition: { taskDefinitionArn: arn('ecs', 'task-definition/web:2') } },
  ],
  [
    'eks:UpdateClusterConfig',
    { name: 'c', resourcesVpcConfig: { endpointPublicAccess: true } },
    '/configuration/resourcesVpcConfig/endpointPublicAccess',
  ],
  [
    'eks:AssociateAccessPolicy',
    {
      name: 'c',
      principalArn: 'arn:aws:iam::111122223333:role/x',
      policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
    },
    '/configuration/accessPolicies/0',
  ],
  ['ecr:SetRepositoryPolicy', { repositoryName: 'r', policyText }, '/configuration/RepositoryPolicyText'],
  [
    'ecr:PutImageTagMutability',
    { repositoryName: 'r', imageTagMutability: 'MUTABLE' },
    '/configuration/ImageTagMutability',
  ],
  ['ecr:DeleteRepository', { repositoryName: 'r', force: true }, '/configuration'],
  ['autoscaling:UpdateAutoScalingGroup', { autoScalingGroupName, minSize: 0 }, '/configuration/minSize'],
  ['autoscaling:SetDesiredCapacity', { autoScalingGroupName, desiredCapacity: 0 }, '/configuration/desiredCapacity'],
  [
    'autoscaling:SuspendProcesses',
    { autoScalingGroupName, scalingProcesses: ['Launch'] },
    '/configuration/suspendedProcesses/0',
  ],
  ['autoscaling:DeleteAutoScalingGroup', { autoScalingGroupName }, '/configuration'],
  [
    'elasticloadbalancing:ModifyLoadBalancerAttributes',
    { loadBalancerArn, attributes: [{ key: 'deletion_protection.enabled', value: 'false' }] },
    below('LoadBalancerAttributes/0'),
  ],
  [
    'elasticloadbalancing:SetSecurityGroups',
    { loadBalancerArn, securityGroups: ['sg-1'] },
    '/configuration/securityGroups',
  ],
  [
    'elasticloadbalancing:CreateListener',
    { loadBalancerArn, port: 80, protocol: 'HTTP' },
    '/configuration',
    { listeners: [{ listenerArn }] },
  ],
  ['elasticloadbalancing:ModifyListener', { listenerArn, protocol: 'HTTP' }, '/configuration/protocol'],
  ['elasticloadbalancing:DeleteListener', { listenerArn }, '/configuration'],
  [
    'elasticloadbalancing:ModifyTargetGroup',
    { targetGroupArn, healthCheckPath: '/x' },
    '/configuration/healthCheckPath',
  ],
  ['elasticloadbalancing:DeregisterTargets', { targetGroupArn, targets: [{ id: 'i-1' }] }, '/configuration/targets/0'],
  ['elasticloadbalancing:DeleteLoadBalancer', { loadBalancerArn }, '/configuration'],
]);
