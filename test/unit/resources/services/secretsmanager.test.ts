import { expect, test } from 'vitest';
import { secretsmanager } from '../../../../src/resources/services/secretsmanager.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'read secret prod/orders',
    'GetSecretValue',
    {
      request: { secretId: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/orders-a1B2c3', versionId: 'x' },
    },
  ],
  ['read secret prod/orders', 'GetSecretValue', { request: { secretId: 'prod/orders', versionStage: 'AWSCURRENT' } }],
  [
    'read secret prod/orders (AWSPREVIOUS)',
    'GetSecretValue',
    { request: { secretId: 'prod/orders', versionStage: 'AWSPREVIOUS' } },
  ],
  ['read secrets a and b', 'BatchGetSecretValue', { request: { secretIdList: ['a', 'b'] } }],
  ['created secret a', 'CreateSecret', { request: { name: 'a', secretString: 'never shown' } }],
  ['changed the value of secret a', 'PutSecretValue', { request: { secretId: 'a', secretString: 'never shown' } }],
  ['changed secret a', 'UpdateSecret', { request: { secretId: 'a', description: 'x' } }],
  ['changed the value of secret a', 'UpdateSecret', { request: { secretId: 'a', secretString: 'never shown' } }],
  [
    'deleted secret a without recovery',
    'DeleteSecret',
    { request: { secretId: 'a', forceDeleteWithoutRecovery: true } },
  ],
  [
    'scheduled secret a for deletion in 7 days',
    'DeleteSecret',
    { request: { secretId: 'a', recoveryWindowInDays: 7 } },
  ],
  ['scheduled secret a for deletion', 'DeleteSecret', { request: { secretId: 'a' } }],
  [
    'deleted a version of secret a',
    'EndSecretVersionDelete',
    { additional: { ARN: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:a-a1B2c3', Name: 'a' } },
  ],
  [
    'allowed anyone to secretsmanager:GetSecretValue on secret a',
    'PutResourcePolicy',
    {
      request: {
        secretId: 'a',
        resourcePolicy:
          '{"Statement":[{"Effect":"Allow","Principal":"*","Action":["secretsmanager:GetSecretValue"],"Resource":"*"}]}',
      },
    },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(secretsmanager, eventName, members)).toBe(expected);
});
