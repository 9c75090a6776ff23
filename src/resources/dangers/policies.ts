/** Policies on resources: those that let in everyone, and those that let in another account. */
import type { JsonValue } from '../../model/json.ts';
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { document, enumerate, text, valueAt } from '../read.ts';
import { named, nameIn } from '../words.ts';
import { accountsInWords, reachOfPolicy } from './policy-reach.ts';

interface ResourcePolicy {
  readonly title: string;
  readonly names: readonly string[];
  readonly calls: readonly string[];
  /** The policy in a call; undefined if the call sets none. */
  readonly policy: (call: CallByPrincipal) => JsonValue | undefined;
  readonly publicRule: string;
  readonly publicSource: string;
}

const at =
  (...paths: readonly string[]) =>
  ({ request }: CallByPrincipal): JsonValue | undefined =>
    paths.map((path) => valueAt(request, path)).find((value) => value != null);

/** An attribute by its name: SNS takes one per call. */
const attribute = (call: CallByPrincipal): JsonValue | undefined =>
  text(call.request, 'attributeName') === 'Policy'
    ? valueAt(call.request, 'attributeValue')
    : valueAt(call.request, 'attributes.Policy');

const kinds: readonly ResourcePolicy[] = [
  {
    title: 'bucket',
    names: ['bucketName'],
    calls: callsOf('s3', 'PutBucketPolicy'),
    policy: at('bucketPolicy'),
    publicRule: 'bucket-policy-public',
    publicSource: 'GuardDuty Policy:S3/BucketAnonymousAccessGranted',
  },
  {
    title: 'queue',
    names: ['queueUrl', 'queueName'],
    calls: callsOf('sqs', 'SetQueueAttributes', 'CreateQueue'),
    policy: attribute,
    publicRule: 'queue-policy-public',
    publicSource: 'Config sqs-queue-no-public-access',
  },
  {
    title: 'topic',
    names: ['topicArn', 'name'],
    calls: callsOf('sns', 'SetTopicAttributes', 'CreateTopic'),
    policy: attribute,
    publicRule: 'topic-policy-public',
    publicSource: 'Config sns-topic-no-public-access',
  },
  {
    title: 'key',
    names: ['keyId', 'keyMetadata.keyId'],
    calls: callsOf('kms', 'PutKeyPolicy', 'CreateKey'),
    policy: at('policy'),
    publicRule: 'key-policy-public',
    publicSource: 'Config kms-key-policy-no-public-access',
  },
  {
    title: 'secret',
    names: ['secretId', 'aRN'],
    calls: callsOf('secretsmanager', 'PutResourcePolicy'),
    policy: at('resourcePolicy'),
    publicRule: 'secret-policy-public',
    publicSource: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html',
  },
  {
    title: 'repository',
    names: ['repositoryName'],
    calls: callsOf('ecr', 'SetRepositoryPolicy'),
    policy: at('policyText'),
    publicRule: 'repository-policy-public',
    publicSource: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html',
  },
  {
    title: 'search domain',
    names: ['domainName'],
    calls: callsOf(
      'es',
      'CreateElasticsearchDomain',
      'UpdateElasticsearchDomainConfig',
      'CreateDomain',
      'UpdateDomainConfig',
    ),
    policy: at('accessPolicies'),
    publicRule: 'search-domain-policy-public',
    publicSource: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html',
  },
  {
    title: 'vault',
    names: ['vaultName', 'backupVaultName'],
    calls: [...callsOf('glacier', 'SetVaultAccessPolicy'), ...callsOf('backup', 'PutBackupVaultAccessPolicy')],
    policy: at('policy.policy', 'policy'),
    publicRule: 'vault-policy-public',
    publicSource: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html',
  },
  {
    title: 'file system',
    names: ['fileSystemId'],
    calls: callsOf('elasticfilesystem', 'PutFileSystemPolicy'),
    policy: at('policy'),
    publicRule: 'file-system-policy-public',
    publicSource: 'https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html',
  },
  {
    title: 'table',
    names: ['resourceArn'],
    calls: callsOf('dynamodb', 'PutResourcePolicy'),
    policy: at('policy'),
    publicRule: 'table-policy-public',
    publicSource: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html',
  },
  {
    title: 'data catalog',
    names: ['resourceArn'],
    calls: callsOf('glue', 'PutResourcePolicy'),
    policy: at('policyInJson'),
    publicRule: 'data-catalog-policy-public',
    publicSource: 'https://docs.aws.amazon.com/glue/latest/dg/security_iam_resource-based-policy-examples.html',
  },
];

const nameOf = (kind: ResourcePolicy, call: CallByPrincipal) => named(kind.title, nameIn(call, ...kind.names));

const publicRule = (kind: ResourcePolicy): DangerRule => ({
  rule: kind.publicRule,
  severity: 'high',
  source: kind.publicSource,
  calls: kind.calls,
  reason: (call) => {
    const { anyone } = reachOfPolicy(kind.policy(call), call.account);
    return anyone.length > 0 ? `the policy of ${nameOf(kind, call)} lets anyone ${enumerate(anyone)}` : undefined;
  },
});

const kindOfCall = new Map(kinds.flatMap((kind) => kind.calls.map((call) => [call, kind] as const)));

/** Other calls that set a policy: recognized by their names, and by a parameter that is named for the policy. */
const setsPolicy = /^(?:Put|Set|Update|Create|Attach)[A-Za-z]*Policy$/;

/** Identity policies have no principals, and trust policies have rules of their own. */
function furtherPolicy({ eventSource, eventName, request }: CallByPrincipal): JsonValue | undefined {
  if (!eventName.endsWith('Policy') || !setsPolicy.test(eventName) || eventSource === 'iam.amazonaws.com')
    return undefined;
  if (kindOfCall.has(`${eventSource}/${eventName}`)) return undefined;
  const member = Object.keys(request).find((key) => /policy/i.test(key) && document(request[key]) !== undefined);
  return member === undefined ? undefined : request[member];
}

export const policyRules: readonly DangerRule[] = [
  ...kinds.map(publicRule),
  {
    rule: 'resource-policy-public',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html',
    calls: ['*'],
    reason: (call) => {
      const policy = furtherPolicy(call);
      if (policy === undefined) return undefined;
      const { anyone } = reachOfPolicy(policy, call.account);
      const service = call.eventSource.split('.')[0] ?? '';
      return anyone.length > 0 ? `a policy of ${service || 'a service'} lets anyone ${enumerate(anyone)}` : undefined;
    },
  },
  {
    rule: 'resource-policy-shares-with-other-account',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html',
    calls: [...kindOfCall.keys()],
    reason: (call) => {
      const kind = kindOfCall.get(`${call.eventSource}/${call.eventName}`);
      if (kind === undefined) return undefined;
      const { otherAccounts } = reachOfPolicy(kind.policy(call), call.account);
      return otherAccounts.length > 0
        ? `the policy of ${nameOf(kind, call)} lets in ${accountsInWords(otherAccounts)}`
        : undefined;
    },
  },
];
