import { expect, test } from 'vitest';
import { kms } from '../../../../src/resources/services/kms.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  ['created key 1234abcd', 'CreateKey', { response: { keyMetadata: { keyId: '1234abcd' } } }],
  [
    'scheduled key 1234abcd for deletion in 7 days',
    'ScheduleKeyDeletion',
    { request: { keyId: '1234abcd', pendingWindowInDays: 7 } },
  ],
  [
    'disabled key 1234abcd-12ab-34cd-56ef-1234567890ab',
    'DisableKey',
    { request: { keyId: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab' } },
  ],
  ['turned off rotation of key 1234abcd', 'DisableKeyRotation', { request: { keyId: '1234abcd' } }],
  [
    'allowed account 444455556666 to kms:Decrypt on key 1234abcd',
    'PutKeyPolicy',
    {
      request: {
        keyId: '1234abcd',
        policyName: 'default',
        policy:
          '{"Statement":{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"kms:Decrypt","Resource":"*"}}',
      },
    },
  ],
  [
    'granted worker Decrypt and GenerateDataKey on key 1234abcd',
    'CreateGrant',
    {
      request: {
        keyId: '1234abcd',
        granteePrincipal: 'arn:aws:iam::111122223333:role/worker',
        operations: ['Decrypt', 'GenerateDataKey'],
      },
    },
  ],
  [
    'created key alias alias/orders for key 1234abcd',
    'CreateAlias',
    { request: { aliasName: 'alias/orders', targetKeyId: '1234abcd' } },
  ],
  [
    'decrypted data of secret prod/orders',
    'Decrypt',
    {
      request: {
        encryptionContext: {
          SecretARN: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/orders-a1B2c3',
          SecretVersionId: 'x',
        },
      },
    },
  ],
  [
    'encrypted data of parameter /prod/db with key alias/aws/ssm',
    'Encrypt',
    {
      request: {
        keyId: 'alias/aws/ssm',
        encryptionContext: { PARAMETER_ARN: 'arn:aws:ssm:us-east-1:111122223333:parameter/prod/db' },
      },
    },
  ],
  ['decrypted data', 'Decrypt', { request: { encryptionContext: { token: 'never shown' } } }],
  ['generated a data key with key 1234abcd', 'GenerateDataKey', { request: { keyId: '1234abcd', keySpec: 'AES_256' } }],
])('%s', (expected, eventName, members) => {
  expect(say(kms, eventName, members)).toBe(expected);
});
