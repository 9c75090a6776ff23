import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/model/json.ts';
import { redact, redacted } from '../../../src/resources/secrets.ts';

const secret = 'hunter2-and-a-half';
const text = (value: unknown) => JSON.stringify(value);

describe('members that are secret wherever they stand', () => {
  const keys = [
    'accessToken',
    'adminPassword',
    'adminUserPassword',
    'activationCode',
    'apiKeyValue',
    'authCode',
    'authToken',
    'base32StringSeed',
    'authorizationToken',
    'basicAuthCredentials',
    'bearerToken',
    'client_secret',
    'clientSecret',
    'currentPassword',
    'customerGatewayConfiguration',
    'dbPassword',
    'fsxAdminPassword',
    'hECToken',
    'hostKeyBody',
    'idToken',
    'keyMaterial',
    'masterUserPassword',
    'newPassword',
    'oauthToken',
    'oldPassword',
    'password',
    'passwords',
    'plaintext',
    'PlatformCredential',
    'preSharedKey',
    'previousPassword',
    'privateKey',
    'privateKeyPem',
    'privateKeyPlaintext',
    'proposedPassword',
    'refreshToken',
    'samlAssertion',
    'SAMLAssertion',
    'secretAccessKey',
    'secretBinary',
    'secretKey',
    'secretString',
    'secretToken',
    'serviceAccountPassword',
    'serviceCredentialSecret',
    'sessionToken',
    'sslClientKeyPassphrase',
    'sharedSecret',
    'temporaryPassword',
    'tokenCode',
    'tokenValue',
    'userData',
    'userPassword',
    'webhookUrl',
    'webIdentityToken',
    'x-amz-server-side-encryption-customer-key',
    'X-Amz-Security-Token',
    'X-Amz-Signature',
  ];

  test.each(keys)('%s', (key) => {
    expect(redact({ [key]: secret, other: 'x' })).toEqual({ [key]: redacted, other: 'x' });
    expect(redact({ [key.toUpperCase()]: secret })).toEqual({ [key.toUpperCase()]: redacted });
    expect(redact([{ a: { b: [{ [key]: secret }] } }])).toEqual([{ a: { b: [{ [key]: redacted }] } }]);
    expect(redact(text({ a: { [key]: secret } }))).toBe(text({ a: { [key]: redacted } }));
  });

  test('whole values are hidden, whatever their form; the form, booleans and null stay', () => {
    expect(redact({ userData: { value: secret, n: 7, list: [secret, { x: secret }], on: true, none: null } })).toEqual({
      userData: { value: redacted, n: redacted, list: [redacted, { x: redacted }], on: true, none: null },
    });
    expect(redact({ password: text({ a: secret }) })).toEqual({ password: redacted });
    expect(redact({ tokenCode: 123456 })).toEqual({ tokenCode: redacted });
    expect(redact({ manageMasterUserPassword: true })).toEqual({ manageMasterUserPassword: true });
  });

  test.each([
    'passwordLastUsed',
    'passwordPolicy',
    'passwordsPolicy',
    'clientToken',
    'hostKeyId',
    'nextToken',
    'secretId',
    'secretArn',
    'keyId',
    'publicKey',
    'accessKeyId',
    'userDataX',
    'x-amz-server-side-encryption-customer-key-md5',
  ])('%s is none', (key) => {
    const value = { [key]: 'visible' };
    expect(redact(value)).toBe(value);
  });
});

describe('members that are secret where they are texts', () => {
  test.each(['accessKey', 'secret', 'webhookSecret'])('%s', (key) => {
    expect(redact({ [key]: secret })).toEqual({ [key]: redacted });
    const described = { [key]: { status: 'Active', id: 'a' } };
    expect(redact(described)).toBe(described);
    const named = { [key]: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf' };
    expect(redact(named)).toBe(named);
  });

  test('what is described there may hold others', () => {
    expect(redact({ secret: { password: secret } })).toEqual({ secret: { password: redacted } });
  });
});

test('an ARN in an environment names something, and is shown; no other value is', () => {
  const arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/db-AbCdEf';
  const lookalikes = ['arn:', `arn:aws:${secret}`, `${arn} ${secret}`, `${arn}\n${secret}`];
  expect(redact({ environment: { variables: { DB: arn, PASSWORD: secret } } })).toEqual({
    environment: { variables: { DB: arn, PASSWORD: redacted } },
  });
  expect(redact({ environment: [{ name: 'DB', value: arn }] })).toEqual({ environment: [{ name: 'DB', value: arn }] });
  for (const text of lookalikes)
    expect(redact({ variables: { DB: text } }), text).toEqual({ variables: { DB: redacted } });
});

describe('values that are secret by what they are called', () => {
  test.each<[string, JsonValue, JsonValue]>([
    [
      'parameters of a stack',
      {
        parameters: [
          { parameterKey: 'GitHubToken', parameterValue: secret },
          { parameterKey: 'Size', parameterValue: '3' },
        ],
      },
      {
        parameters: [
          { parameterKey: 'GitHubToken', parameterValue: redacted },
          { parameterKey: 'Size', parameterValue: '3' },
        ],
      },
    ],
    [
      'headers that a distribution adds',
      { customHeaders: { items: [{ headerName: 'X-Origin', headerValue: secret }] } },
      { customHeaders: { items: [{ headerName: 'X-Origin', headerValue: redacted }] } },
    ],
    [
      'headers of a connection',
      {
        headerParameters: [
          { key: 'Authorization', value: secret, isValueSecret: false },
          { key: 'X-Tenant', value: secret, isValueSecret: true },
          { key: 'Accept', value: 'text/plain', isValueSecret: false },
        ],
      },
      {
        headerParameters: [
          { key: 'Authorization', value: redacted, isValueSecret: false },
          { key: 'X-Tenant', value: redacted, isValueSecret: true },
          { key: 'Accept', value: 'text/plain', isValueSecret: false },
        ],
      },
    ],
  ])('%s', (_, value, clean) => {
    expect(redact(value)).toEqual(clean);
  });
});

describe('secrets inside addresses', () => {
  test.each([
    ['https://bot:hunter2@github.com/a/b.git', 'https://<redacted>@github.com/a/b.git'],
    ['https://bot:hunter2@2@github.com/a/b.git', 'https://<redacted>@github.com/a/b.git'],
    ['https://ghp_hunter2@github.com/a/b.git', 'https://<redacted>@github.com/a/b.git'],
    [
      'mongodb://admin:hunter2@db:27017/x, or redis://:hunter2@cache',
      'mongodb://<redacted>@db:27017/x, or redis://<redacted>@cache',
    ],
    [
      'jdbc:postgresql://db/x?user=app&password=hunter2&ssl=true',
      'jdbc:postgresql://db/x?user=app&password=<redacted>&ssl=true',
    ],
    [
      'https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE&X-Amz-Security-Token=hunter2&X-Amz-Signature=hunter2',
      'https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE&X-Amz-Security-Token=<redacted>&X-Amz-Signature=<redacted>',
    ],
    ['https://hooks.slack.com/services/T0/B0/hunter2', 'https://hooks.slack.com/services/<redacted>'],
    ['https://events.pagerduty.com/integration/hunter2/enqueue', 'https://events.pagerduty.com/integration/<redacted>'],
    ['https://discord.com/api/webhooks/1/hunter2', 'https://discord.com/api/webhooks/<redacted>'],
  ])('%s', (address, clean) => {
    expect(redact({ endpoint: address })).toEqual({ endpoint: clean });
    expect(redact({ endpoint: clean })).toEqual({ endpoint: clean });
    expect(redact(text({ a: address }))).toBe(text({ a: clean }));
  });

  test.each([
    'https://sqs.us-east-1.amazonaws.com/111122223333/orders',
    'ssh://git@github.com/a/b.git',
    'https://example.com/a?nextToken=abc&id=7',
    'https://example.com/users/someone@example.com',
    's3://amzn-s3-demo-bucket/a@b:c',
    'mailto:someone@example.com',
  ])('%s holds none', (address) => {
    const value = { endpoint: address };
    expect(redact(value)).toBe(value);
  });
});

describe('members that are secret in one call', () => {
  test.each<[string, JsonValue, JsonValue]>([
    ['apigateway.amazonaws.com/CreateApiKey', { name: 'a', value: secret }, { name: 'a', value: redacted }],
    ['appsync.amazonaws.com/CreateApiKey', { apiKey: { id: secret } }, { apiKey: { id: redacted } }],
    ['appsync.amazonaws.com/UpdateApiKey', { apiId: 'a', id: secret }, { apiId: 'a', id: redacted }],
    ['appsync.amazonaws.com/DeleteApiKey', { apiId: 'a', id: secret }, { apiId: 'a', id: redacted }],
    [
      'amazonmq.amazonaws.com/UpdateConfiguration',
      { configurationId: 'c', data: secret },
      { configurationId: 'c', data: redacted },
    ],
    [
      'appconfig.amazonaws.com/CreateHostedConfigurationVersion',
      { applicationId: 'a', content: secret },
      { applicationId: 'a', content: redacted },
    ],
    [
      'cloudformation.amazonaws.com/SetTypeConfiguration',
      { configuration: text({ apiKey: secret }) },
      { configuration: redacted },
    ],
    [
      'codepipeline.amazonaws.com/PutWebhook',
      { webhook: { url: secret, definition: { name: 'w' } } },
      { webhook: { url: redacted, definition: { name: 'w' } } },
    ],
    ['sns.amazonaws.com/ConfirmSubscription', { topicArn: 't', token: secret }, { topicArn: 't', token: redacted }],
    ['transfer.amazonaws.com/CreateServer', { hostKey: secret, domain: 'S3' }, { hostKey: redacted, domain: 'S3' }],
  ])('%s', (of, value, clean) => {
    expect(redact(value, of)).toEqual(clean);
  });

  const call = 'ssm.amazonaws.com/PutParameter';
  const request = { name: '/app/key', type: 'SecureString', value: secret, tags: [{ key: 'a', value: 'b' }] };

  test('the value of a parameter, and no other value in the call', () => {
    expect(redact(request, call)).toEqual({ ...request, value: redacted });
    expect(redact({ ...request, password: secret }, call)).toEqual({ ...request, value: redacted, password: redacted });
  });

  test('also where the parameters are text', () => {
    expect(redact(text(request), call)).toBe(text({ ...request, value: redacted }));
  });

  test.each(['', 'ssm.amazonaws.com/GetParameter', 'other.amazonaws.com/PutParameter', 'constructor', '__proto__'])(
    'not in %j',
    (name) => {
      expect(redact(request, name)).toBe(request);
    },
  );

  test('a call whose parameters are null', () => {
    expect(redact(null, call)).toBeNull();
  });
});

describe('what AWS hid already stays as it is', () => {
  test.each([
    '<sensitiveDataRemoved>',
    'HIDDEN_DUE_TO_SECURITY_REASONS',
    '****',
    '***',
    'sensitiveDataRemoved',
    redacted,
    '',
  ])('%j', (mark) => {
    const value = { password: mark, environment: { variables: { KEY: mark } }, userData: { value: mark } };
    expect(redact(value)).toBe(value);
    expect(redact({ value: mark }, 'ssm.amazonaws.com/PutParameter')).toEqual({ value: mark });
  });

  test.each([`<sensitiveDataRemoved>${secret}`, `${secret}****`, `\n****${secret}`])('%j hides nothing', (value) => {
    expect(redact({ password: value })).toEqual({ password: redacted });
  });
});

describe('JSON inside strings', () => {
  const inner = { user: 'bob', password: secret };

  test.each<[string, string]>([
    ['as text', text(inner)],
    ['pretty-printed', `\n${JSON.stringify(inner, null, 2)}`],
    ['URL-encoded', encodeURIComponent(text(inner))],
  ])('%s is opened', (_, value) => {
    expect(redact({ a: value })).toEqual({ a: text({ ...inner, password: redacted }) });
  });

  test('of several levels is opened at each', () => {
    expect(redact({ a: text({ b: text(inner) }) })).toEqual({ a: text({ b: text({ ...inner, password: redacted }) }) });
  });

  test.each([
    text({ user: 'bob' }),
    ` ${text({ user: 'bob' })}`,
    '{"password":"x',
    '%7B%22user%22%3A%22bob%22%7D',
    '{"a": 1.0}',
  ])('%j holds no secret and stays as it is, to the byte', (value) => {
    const whole = { a: value };
    expect(redact(whole)).toBe(whole);
  });
});

describe('nothing else changes', () => {
  test.each<[JsonValue]>([
    [null],
    [true],
    [7],
    [''],
    ['text'],
    [[]],
    [{}],
    [{ a: [1, 'x', null, { b: { c: [] } }] }],
    [{ groupId: 'sg-1', ipPermissions: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
  ])('%j is handed back itself', (value) => {
    expect(redact(value)).toBe(value);
  });

  test('what stands beside a secret is the same, in the same order', () => {
    const beside = { b: { c: [1] } };
    const value = { z: 1, list: [beside, { password: secret }], a: 2, beside };
    const clean = redact(value) as typeof value;
    expect(text(clean)).toBe(text(value).replace(secret, redacted));
    expect(clean.beside).toBe(beside);
    expect(clean.list[0]).toBe(beside);
  });

  test('the value given is not touched', () => {
    const value = { a: { password: secret } };
    redact(value);
    expect(value).toEqual({ a: { password: secret } });
  });

  test('hostile keys stay keys', () => {
    const value = JSON.parse(`{"__proto__":{"a":1},"constructor":"x","password":"${secret}"}`) as JsonValue;
    const clean = redact(value);
    expect(text(clean)).toBe(`{"__proto__":{"a":1},"constructor":"x","password":"${redacted}"}`);
    expect(Object.getPrototypeOf(clean)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  test('a member that is undefined is none', () => {
    expect(text(redact({ a: undefined, password: secret }))).toBe(`{"password":"${redacted}"}`);
  });
});
