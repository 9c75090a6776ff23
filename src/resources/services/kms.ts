/** AWS KMS. https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html */
import { resourcePolicyInWords } from '../policy-words.ts';
import { enumerate, text, texts, valueAt } from '../read.ts';
import { metric, related, relatedFrom } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn } from '../words.ts';

const key = (call: Call): string => named('key', nameIn(call, 'keyId', 'keyMetadata.keyId', 'keyMetadata.arn'));

const onKey =
  (words: string): Sentence =>
  (call) =>
    `${words} ${key(call)}`;

/**
 * What AWS's services put into the encryption context of their data. Other contexts may hold anything, so they are not shown.
 */
const contexts: readonly (readonly [path: string, title: string])[] = [
  ['SecretARN', 'secret'],
  ['PARAMETER_ARN', 'parameter'],
  ['aws:ebs:id', 'volume'],
  ['aws:s3:arn', 'S3'],
  ['aws:lambda:FunctionArn', 'function'],
  ['aws:dynamodb:tableName', 'table'],
  ['aws:cloudtrail:arn', 'trail'],
  ['aws:sns:topicArn', 'topic'],
  ['aws:sqs:arn', 'queue'],
  ['aws:rds:dbc-id', 'database'],
];

function data({ request }: Call): string {
  for (const [name, title] of contexts) {
    const value = nameAt(request, `encryptionContext.${name}`);
    if (value) return `data of ${title} ${value}`;
  }
  return 'data';
}

const withKey = ({ request }: Call): string => {
  const name = nameAt(request, 'keyId');
  return name ? ` with key ${name}` : '';
};

const used =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${data(call)}${withKey(call)}`;

const dataKey =
  (kind: string): Sentence =>
  (call) => {
    const of = data(call);
    return `generated a ${kind}${of === 'data' ? '' : ` for ${of}`}${withKey(call)}`;
  };

function scheduledDeletion(call: Call): string {
  const days = text(call.request, 'pendingWindowInDays');
  return `scheduled ${key(call)} for deletion${days ? ` in ${days} days` : ''}`;
}

function granted(call: Call): string {
  const operations = texts(call.request, 'operations');
  const grantee = nameAt(call.request, 'granteePrincipal');
  return `granted ${grantee ?? 'a principal'} ${enumerate(operations) || 'use'} on ${key(call)}`;
}

const alias =
  (verb: string): Sentence =>
  ({ request }) => {
    const target = nameAt(request, 'targetKeyId');
    return `${verb} ${named('key alias', text(request, 'aliasName'))}${target ? ` for key ${target}` : ''}`;
  };

export const kms: Service = {
  name: 'kms',
  title: 'KMS',
  eventSources: ['kms.amazonaws.com'],
  types: [
    {
      type: 'AWS::KMS::Key',
      title: 'key',
      arn: 'arn:{partition}:kms:{region}:{account}:key/{id}',
      configId: '{id}',
      lookupNames: ['{arn}', '{id}'],
      neighbors: [
        ...relatedFrom(null, 'AWS::KMS::Alias'),
        ...relatedFrom('Is associated with', 'AWS::SecretsManager::Secret'),
      ],
      // https://docs.aws.amazon.com/kms/latest/developerguide/monitoring-cloudwatch.html
      metrics: [
        {
          namespace: 'AWS/KMS',
          dimensions: { KeyId: '{id}' },
          metrics: [metric('SecondsUntilKeyMaterialExpiration', 'Minimum', 'Seconds', 'down')],
        },
      ],
      example: {
        id: '1234abcd-12ab-34cd-56ef-1234567890ab',
        arn: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      },
    },
    {
      type: 'AWS::KMS::Alias',
      title: 'key alias',
      arn: 'arn:{partition}:kms:{region}:{account}:alias/{id*}',
      spellings: ['alias/{id*}'],
      configId: 'alias/{id}',
      lookupNames: ['alias/{id}', '{arn}'],
      neighbors: related(null, 'AWS::KMS::Key'),
      example: { id: 'orders', arn: 'arn:aws:kms:us-east-1:111122223333:alias/orders' },
    },
  ],
  parameters: { keyId: 'AWS::KMS::Key', targetKeyId: 'AWS::KMS::Key', aliasName: 'AWS::KMS::Alias' },
  calls: () => ({
    CreateKey: (call) => `created ${key(call)}${inBrackets(text(call.request, 'description'))}`,
    ScheduleKeyDeletion: scheduledDeletion,
    CancelKeyDeletion: onKey('canceled the deletion of'),
    DeleteKey: onKey('deleted'),
    DisableKey: onKey('disabled'),
    EnableKey: onKey('enabled'),
    PutKeyPolicy: (call) => resourcePolicyInWords(valueAt(call.request, 'policy'), key(call), call.account),
    CreateGrant: granted,
    RevokeGrant: (call) => `revoked ${named('grant', text(call.request, 'grantId'))} on ${key(call)}`,
    RetireGrant: (call) => `retired ${named('grant', text(call.request, 'grantId'))}`,
    CreateAlias: alias('created'),
    UpdateAlias: alias('moved'),
    DeleteAlias: alias('deleted'),
    EnableKeyRotation: onKey('turned on rotation of'),
    DisableKeyRotation: onKey('turned off rotation of'),
    RotateKeyOnDemand: onKey('rotated'),
    ImportKeyMaterial: onKey('imported key material into'),
    DeleteImportedKeyMaterial: onKey('deleted the imported key material of'),
    ReplicateKey: (call) => `replicated ${key(call)} to ${text(call.request, 'replicaRegion') ?? 'another region'}`,
    Decrypt: used('decrypted'),
    Encrypt: used('encrypted'),
    ReEncrypt: ({ request }) => {
      const to = nameAt(request, 'destinationKeyId');
      return `encrypted data again${to ? ` with key ${to}` : ''}`;
    },
    GenerateDataKey: dataKey('data key'),
    GenerateDataKeyWithoutPlaintext: dataKey('data key'),
    GenerateDataKeyPair: dataKey('data key pair'),
    Sign: onKey('signed a message with'),
    Verify: onKey('verified a signature with'),
    CreateCustomKeyStore: did('created', 'custom key store', 'customKeyStoreName'),
    ConnectCustomKeyStore: did('connected', 'custom key store', 'customKeyStoreId'),
    UpdateCustomKeyStore: did('changed', 'custom key store', 'customKeyStoreId'),
    UpdatePrimaryRegion: (call) =>
      `moved the primary of ${key(call)} to ${text(call.request, 'primaryRegion') ?? 'another region'}`,
    UpdateKeyDescription: onKey('changed the description of'),
    DeleteCustomKeyStore: did('deleted', 'custom key store', 'customKeyStoreId'),
    DisconnectCustomKeyStore: did('disconnected', 'custom key store', 'customKeyStoreId'),
  }),
};
