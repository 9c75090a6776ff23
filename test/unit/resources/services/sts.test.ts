import { expect, test } from 'vitest';
import { sts } from '../../../../src/resources/services/sts.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'assumed role deploy in account 444455556666 as ci',
    'AssumeRole',
    { request: { roleArn: 'arn:aws:iam::444455556666:role/team/deploy', roleSessionName: 'ci', durationSeconds: 900 } },
  ],
  ['assumed a role', 'AssumeRole'],
  [
    'assumed role deploy in account 111122223333 through identity provider token.actions.githubusercontent.com as run (repo:example/app:ref:refs/heads/main)',
    'AssumeRoleWithWebIdentity',
    {
      request: { roleArn: 'arn:aws:iam::111122223333:role/deploy', roleSessionName: 'run' },
      response: {
        provider: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
        subjectFromWebIdentityToken: 'repo:example/app:ref:refs/heads/main',
      },
    },
  ],
  [
    'assumed role deploy in account 111122223333 through SAML as alice (alice@example.com)',
    'AssumeRoleWithSAML',
    {
      request: { roleArn: 'arn:aws:iam::111122223333:role/deploy', roleSessionName: 'alice' },
      response: { subject: 'alice@example.com' },
    },
  ],
  [
    'assumed role deploy in account 111122223333 through SAML as alice@example.com',
    'AssumeRoleWithSAML',
    {
      request: { roleArn: 'arn:aws:iam::111122223333:role/deploy', roleSessionName: 'alice@example.com' },
      response: { subject: 'alice@example.com' },
    },
  ],
  [
    'assumed root of account 444455556666 (IAMAuditRootUserCredentials)',
    'AssumeRoot',
    {
      request: {
        targetPrincipal: '444455556666',
        taskPolicyArn: { arn: 'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials' },
      },
    },
  ],
  [
    'got temporary credentials of their own (with MFA)',
    'GetSessionToken',
    { request: { serialNumber: 'arn:aws:iam::111122223333:mfa/alice' } },
  ],
  [
    'got federated credentials for session admin (limited to *:*)',
    'GetFederationToken',
    { request: { name: 'admin', policy: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}' } },
  ],
  ['checked whose credentials these are', 'GetCallerIdentity'],
])('%s', (expected, eventName, members) => {
  expect(say(sts, eventName, members)).toBe(expected);
});
