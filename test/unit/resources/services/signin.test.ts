import { describe, expect, test } from 'vitest';
import { describeCall } from '../../../../src/resources/describe.ts';
import { signin } from '../../../../src/resources/services/signin.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'signed in to the console with MFA',
    'ConsoleLogin',
    {
      response: { ConsoleLogin: 'Success' },
      additional: { MFAUsed: 'Yes', LoginTo: 'https://console.aws.amazon.com/' },
    },
  ],
  [
    'signed in to the console without MFA',
    'ConsoleLogin',
    { response: { ConsoleLogin: 'Success' }, additional: { MFAUsed: 'No' } },
  ],
  ['signed in to the console', 'ConsoleLogin', { response: { ConsoleLogin: 'Success' } }],
  [
    'passed the MFA check (Virtual MFA)',
    'CheckMfa',
    { response: { CheckMfa: 'Success' }, additional: { MfaType: 'Virtual MFA' } },
  ],
  [
    'failed the MFA check (Virtual MFA)',
    'CheckMfa',
    { response: { CheckMfa: 'Failure' }, additional: { MfaType: 'Virtual MFA' } },
  ],
  [
    'switched role in the console from alice',
    'SwitchRole',
    {
      response: { SwitchRole: 'Success' },
      additional: { SwitchFrom: 'arn:aws:iam::111122223333:user/alice', RedirectTo: 'https://console.aws.amazon.com/' },
    },
  ],
  ['failed to switch role in the console', 'SwitchRole', { response: { SwitchRole: 'Failure' } }],
  [
    'signed in to Identity Center (EXTERNAL_IDP)',
    'UserAuthentication',
    { response: { UserAuthentication: 'Success' }, additional: { CredentialType: 'EXTERNAL_IDP' } },
  ],
  [
    'failed to verify a credential (PASSWORD)',
    'CredentialVerification',
    { response: { CredentialVerification: 'Failure' }, additional: { CredentialType: 'PASSWORD' } },
  ],
  ['entered an account through Identity Center', 'Federate'],
  [
    'assigned permission set ps-0a1b2c3d4e5f6071 to group 34887428 in account 444455556666',
    'CreateAccountAssignment',
    {
      request: {
        targetId: '444455556666',
        targetType: 'AWS_ACCOUNT',
        permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-0a1b2c3d4e5f6071/ps-0a1b2c3d4e5f6071',
        principalType: 'GROUP',
        principalId: '34887428',
      },
    },
  ],
  [
    'granted *:* to permission set ps-0a1b2c3d4e5f6071',
    'PutInlinePolicyToPermissionSet',
    {
      request: {
        permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-0a1b2c3d4e5f6071/ps-0a1b2c3d4e5f6071',
        inlinePolicy: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
      },
    },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(signin, eventName, members)).toBe(expected);
});

describe('a failed console sign-in', () => {
  test('reads as an attempt once its outcome is told', () => {
    const call = {
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      request: {},
      response: { ConsoleLogin: 'Failure' },
      additional: { MFAUsed: 'No' },
    };
    expect(describeCall(call, 'failed', undefined, [])).toBe('tried to sign in to the console without MFA: failed');
  });
});
