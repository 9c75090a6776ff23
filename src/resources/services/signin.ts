/**
 * AWS Sign-In and IAM Identity Center: sign-ins to the console, and who may enter which account.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
import { permissionsInPolicy } from '../policy-words.ts';
import { text, valueAt } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named } from '../words.ts';

/** Sign-in events have their result in the response, under their own name: `{"ConsoleLogin": "Failure"}`. */
const hasFailed = ({ eventName, response }: Call): boolean => text(response, eventName) === 'Failure';

/**
 * "Yes" or "No". Sign-in does not know about MFA at an identity provider and records "No", so nothing is said for federated
 * users.
 */
function mfa({ additional, identityType }: Call): string {
  const used = text(additional, 'MFAUsed');
  const isFederated =
    identityType === 'AssumedRole' || identityType === 'SAMLUser' || identityType === 'WebIdentityUser';
  return used === 'Yes' ? ' with MFA' : used === 'No' && !isFederated ? ' without MFA' : '';
}

const succeededOr =
  (done: (call: Call) => string, failed: (call: Call) => string): Sentence =>
  (call) =>
    hasFailed(call) ? failed(call) : done(call);

const credentialType = ({ additional }: Call): string => inBrackets(text(additional, 'CredentialType', 'MfaType'));

const permissionSet = ({ request, response }: Call): string =>
  named(
    'permission set',
    nameAt(request, 'permissionSetArn', 'name') ?? nameAt(response, 'permissionSet.permissionSetArn'),
  );

const customerPolicy = ({ request }: Call): string =>
  named('policy', text(request, 'customerManagedPolicyReference.name'));

const assignee = ({ request }: Call): string =>
  named((text(request, 'principalType') ?? 'principal').toLowerCase(), text(request, 'principalId'));

const application = ({ request }: Call): string =>
  named('Identity Center application', nameAt(request, 'applicationArn'));

/** `{targetId, targetType, principalType, principalId, permissionSetArn}` */
const assignment =
  (verb: string, preposition: string): Sentence =>
  (call) => {
    const account = named('account', text(call.request, 'targetId'));
    return `${verb} ${permissionSet(call)} ${preposition} ${assignee(call)} in ${account}`;
  };

export const signin: Service = {
  name: 'signin',
  title: 'Sign-In',
  eventSources: ['signin.amazonaws.com', 'sso.amazonaws.com'],
  types: [
    {
      type: 'AWS::SSO::Instance',
      title: 'Identity Center instance',
      idPrefix: 'ssoins-',
      arn: 'arn:{partition}:sso:::instance/{id}',
      example: { id: 'ssoins-0a1b2c3d4e5f6071', arn: 'arn:aws:sso:::instance/ssoins-0a1b2c3d4e5f6071' },
    },
    {
      type: 'AWS::SSO::PermissionSet',
      title: 'permission set',
      idPrefix: 'ps-',
      arn: 'arn:{partition}:sso:::permissionSet/{path}{id}',
      example: {
        id: 'ps-0a1b2c3d4e5f6071',
        arn: 'arn:aws:sso:::permissionSet/ssoins-0a1b2c3d4e5f6071/ps-0a1b2c3d4e5f6071',
      },
    },
  ],
  parameters: {
    instanceArn: 'AWS::SSO::Instance',
    permissionSetArn: 'AWS::SSO::PermissionSet',
    managedPolicyArn: 'AWS::IAM::Policy',
  },
  calls: () => ({
    // only this one's failure is the event's outcome, which makes it read "tried to sign in"
    ConsoleLogin: (call) => `signed in to the console${mfa(call)}`,
    CheckMfa: succeededOr(
      (call) => `passed the MFA check${credentialType(call)}`,
      (call) => `failed the MFA check${credentialType(call)}`,
    ),
    SwitchRole: succeededOr(
      ({ additional }) => {
        const from = nameAt(additional, 'SwitchFrom');
        return `switched role in the console${from ? ` from ${from}` : ''}`;
      },
      () => 'failed to switch role in the console',
    ),
    ExitRole: () => 'left a switched role in the console',
    RenewRole: () => 'renewed a switched role in the console',
    GetSigninToken: () => 'got a console sign-in token',
    CredentialChallenge: (call) => `received a credential challenge${credentialType(call)}`,
    CredentialVerification: succeededOr(
      (call) => `verified a credential${credentialType(call)}`,
      (call) => `failed to verify a credential${credentialType(call)}`,
    ),
    UserAuthentication: succeededOr(
      (call) => `signed in to Identity Center${credentialType(call)}`,
      (call) => `failed to sign in to Identity Center${credentialType(call)}`,
    ),
    Authenticate: () => 'signed in to the access portal of Identity Center',
    Federate: () => 'entered an account through Identity Center',
    Logout: () => 'signed out of the access portal of Identity Center',
    GetRoleCredentials: ({ request }) =>
      `got credentials of ${named('role', text(request, 'role_name', 'roleName'))} in ${named('account', text(request, 'account_id', 'accountId'))}`,
    PasswordRecoveryRequested: () => 'requested a new root password',
    PasswordRecoveryCompleted: () => 'reset the root password',
    PasswordUpdated: () => 'changed the root password',
    EmailUpdated: () => 'changed the root e-mail address',

    CreatePermissionSet: (call) => `created ${permissionSet(call)}`,
    UpdatePermissionSet: (call) => `changed ${permissionSet(call)}`,
    DeletePermissionSet: (call) => `deleted ${permissionSet(call)}`,
    ProvisionPermissionSet: (call) => `provisioned ${permissionSet(call)}`,
    AttachManagedPolicyToPermissionSet: (call) =>
      `attached ${named('policy', nameAt(call.request, 'managedPolicyArn'))} to ${permissionSet(call)}`,
    DetachManagedPolicyFromPermissionSet: (call) =>
      `detached ${named('policy', nameAt(call.request, 'managedPolicyArn'))} from ${permissionSet(call)}`,
    PutInlinePolicyToPermissionSet: (call) => {
      const granted = permissionsInPolicy(valueAt(call.request, 'inlinePolicy'));
      return granted
        ? `granted ${granted} to ${permissionSet(call)}`
        : `put an inline policy on ${permissionSet(call)}`;
    },
    DeleteInlinePolicyFromPermissionSet: (call) => `deleted the inline policy of ${permissionSet(call)}`,
    AttachCustomerManagedPolicyReferenceToPermissionSet: (call) =>
      `attached ${customerPolicy(call)} to ${permissionSet(call)}`,
    DetachCustomerManagedPolicyReferenceFromPermissionSet: (call) =>
      `detached ${customerPolicy(call)} from ${permissionSet(call)}`,
    PutPermissionsBoundaryToPermissionSet: (call) => `set the permissions boundary of ${permissionSet(call)}`,
    DeletePermissionsBoundaryFromPermissionSet: (call) => `removed the permissions boundary of ${permissionSet(call)}`,
    CreateAccountAssignment: assignment('assigned', 'to'),
    DeleteAccountAssignment: assignment('withdrew', 'from'),
    CreateInstance: did('created', 'Identity Center instance', 'name', 'instanceArn'),
    UpdateInstance: did('changed', 'Identity Center instance', 'instanceArn'),
    DeleteInstance: did('deleted', 'Identity Center instance', 'instanceArn'),
    CreateApplication: did('created', 'Identity Center application', 'name', 'applicationArn'),
    UpdateApplication: did('changed', 'Identity Center application', 'name', 'applicationArn'),
    DeleteApplication: did('deleted', 'Identity Center application', 'applicationArn'),
    CreateApplicationAssignment: (call) => `assigned ${application(call)} to ${assignee(call)}`,
    DeleteApplicationAssignment: (call) => `withdrew ${application(call)} from ${assignee(call)}`,
    CreateTrustedTokenIssuer: did('created', 'trusted token issuer', 'name'),
    UpdateTrustedTokenIssuer: did('changed', 'trusted token issuer', 'name', 'trustedTokenIssuerArn'),
    DeleteTrustedTokenIssuer: did('deleted', 'trusted token issuer', 'trustedTokenIssuerArn'),
    UpdateSsoConfiguration: () => 'changed the settings of Identity Center',
    PutMfaDeviceManagementForDirectory: () => 'changed what MFA Identity Center asks for',
    AssociateDirectory: () => 'changed the identity source of Identity Center',
    DisassociateDirectory: () => 'removed the identity source of Identity Center',
  }),
};
