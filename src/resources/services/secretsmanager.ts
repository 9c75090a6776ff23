/** AWS Secrets Manager. https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html */
import { resourcePolicyInWords } from '../policy-words.ts';
import { enumerate, flag, text, texts, valueAt } from '../read.ts';
import { related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { inBrackets, nameAt, named, nameIn, severalNamed } from '../words.ts';

/** Some calls have only `additionalEventData: {ARN, Name}`. */
const secret = (call: Call): string =>
  named(
    'secret',
    nameIn(call, 'secretId') ??
      text(call.request, 'name') ??
      text(call.response, 'name') ??
      nameAt(call.additional, 'Name', 'ARN') ??
      nameAt(call.response, 'aRN', 'arn'),
  );

const onSecret =
  (words: string): Sentence =>
  (call) =>
    `${words} ${secret(call)}`;

/** Without either parameter, the secret is kept for 30 days. */
function deleted(call: Call): string {
  if (flag(call.request, 'forceDeleteWithoutRecovery') === true) return `deleted ${secret(call)} without recovery`;
  const days = text(call.request, 'recoveryWindowInDays');
  return `scheduled ${secret(call)} for deletion${days ? ` in ${days} days` : ''}`;
}

function readMany({ request }: Call): string {
  return `read ${severalNamed('secret', texts(request, 'secretIdList'))}`;
}

export const secretsmanager: Service = {
  name: 'secretsmanager',
  title: 'Secrets Manager',
  eventSources: ['secretsmanager.amazonaws.com'],
  types: [
    {
      type: 'AWS::SecretsManager::Secret',
      title: 'secret',
      arn: 'arn:{partition}:secretsmanager:{region}:{account}:secret:{id*}',
      // its name, separate from the random characters after it
      spellings: ['arn:{partition}:secretsmanager:{region}:{account}:secret:{name*}-{suffix}'],
      configId: '{arn}',
      lookupNames: ['{arn}', '{id}', '{name}'],
      neighbors: related('Is associated with', 'AWS::Lambda::Function', 'AWS::KMS::Key'),
      example: {
        id: 'prod/orders-a1B2c3',
        arn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/orders-a1B2c3',
      },
    },
  ],
  parameters: { secretId: 'AWS::SecretsManager::Secret', kmsKeyId: 'AWS::KMS::Key' },
  calls: () => ({
    GetSecretValue: (call) => {
      const stage = text(call.request, 'versionStage');
      return `read ${secret(call)}${inBrackets(stage !== 'AWSCURRENT' && stage)}`;
    },
    BatchGetSecretValue: readMany,
    DescribeSecret: onSecret('looked at'),
    ListSecrets: () => 'listed all secrets',
    CreateSecret: onSecret('created'),
    PutSecretValue: onSecret('changed the value of'),
    UpdateSecret: (call) =>
      valueAt(call.request, 'secretString') != null || valueAt(call.request, 'secretBinary') != null
        ? `changed the value of ${secret(call)}`
        : `changed ${secret(call)}`,
    UpdateSecretVersionStage: onSecret('moved a version stage of'),
    DeleteSecret: deleted,
    RestoreSecret: onSecret('restored'),
    StartSecretVersionDelete: onSecret('began to delete a version of'),
    EndSecretVersionDelete: onSecret('deleted a version of'),
    RotateSecret: onSecret('rotated'),
    CancelRotateSecret: onSecret('turned off rotation of'),
    RotationStarted: onSecret('began to rotate'),
    RotationSucceeded: onSecret('rotated'),
    RotationFailed: onSecret('failed to rotate'),
    PutResourcePolicy: (call) =>
      resourcePolicyInWords(valueAt(call.request, 'resourcePolicy'), secret(call), call.account),
    DeleteResourcePolicy: onSecret('removed the policy of'),
    GetResourcePolicy: onSecret('read the policy of'),
    ReplicateSecretToRegions: (call) =>
      `replicated ${secret(call)} to ${enumerate(texts(call.request, 'addReplicaRegions', 'region')) || 'other regions'}`,
    StopReplicationToReplica: onSecret('stopped the replication of'),
    TagResource: onSecret('tagged'),
    UntagResource: onSecret('untagged'),
  }),
};
