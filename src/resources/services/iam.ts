/**
 * AWS IAM: types, parameters and the calls on users, roles, groups and credentials. The calls on policies are in a file beside
 * this one.
 */
import { trustedInPolicy } from '../policy-words.ts';
import { flag, text, valueAt } from '../read.ts';
import { related } from '../resource-type.ts';
import { isOfRoot } from '../root-user.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn } from '../words.ts';
import { policyCalls } from './iam-policy-calls.ts';

const user = ({ request }: Call): string => named('user', text(request, 'userName'));
const role = (call: Call): string => named('role', nameIn(call, 'roleName', 'role.roleName'));

/** Several calls on credentials leave out the user if it is the caller: "for user alice", or nothing. */
const forUser = ({ request, response }: Call, ...paths: readonly string[]): string => {
  if (isOfRoot(request)) return ' for the root user';
  const name = text(request, 'userName') ?? text(response, ...paths);
  return name ? ` for user ${name}` : '';
};

const membership =
  (verb: string, preposition: string, member: (call: Call) => string, title: string, path: string): Sentence =>
  (call) =>
    `${verb} ${member(call)} ${preposition} ${named(title, text(call.request, path))}`;

const resetNeeded = ({ request }: Call) =>
  flag(request, 'passwordResetRequired') === true && 'must be changed at sign-in';

function createdRole(call: Call): string {
  const trusted =
    trustedInPolicy(valueAt(call.request, 'assumeRolePolicyDocument'), call.account) ??
    trustedInPolicy(valueAt(call.response, 'role.assumeRolePolicyDocument'), call.account);
  return `created ${role(call)}${inBrackets(trusted && `trusting ${trusted}`)}`;
}

function changedTrust(call: Call): string {
  const trusted = trustedInPolicy(valueAt(call.request, 'policyDocument'), call.account);
  return trusted ? `trusted ${trusted} to assume ${role(call)}` : `changed the trust policy of ${role(call)}`;
}

const accessKey = (call: Call): string =>
  named('access key', text(call.request, 'accessKeyId') ?? text(call.response, 'accessKey.accessKeyId'));

/** An update of a credential sets its status. */
const updated =
  (credential: (call: Call) => string) =>
  (call: Call): string => {
    const status = text(call.request, 'status');
    const verb = status === 'Active' ? 'activated' : status === 'Inactive' ? 'deactivated' : 'changed';
    return `${verb} ${credential(call)}${forUser(call)}`;
  };

const mfaDevice = (call: Call): string =>
  named('MFA device', nameIn(call, 'serialNumber', 'virtualMFADeviceName', 'virtualMFADevice.serialNumber'));

const identityProvider =
  (kind: string, ...paths: readonly string[]) =>
  (call: Call): string =>
    named(`${kind} identity provider`, nameIn(call, ...paths));
const saml = identityProvider('SAML', 'sAMLProviderArn', 'name');
const oidc = identityProvider('OIDC', 'openIDConnectProviderArn', 'url', 'openIDConnectProviderArn');

const tagged =
  (verb: string, title: string, path: string): Sentence =>
  ({ request }) =>
    `${verb} ${named(title, nameAt(request, path))}`;

export const iam: Service = {
  name: 'iam',
  title: 'IAM',
  eventSources: ['iam.amazonaws.com'],
  types: [
    {
      type: 'AWS::IAM::User',
      title: 'user',
      arn: 'arn:{partition}:iam::{account}:user/{path}{id}',
      isGlobal: true,
      uniqueIdPrefix: 'AIDA',
      configId: '{uniqueId}',
      neighbors: related('Is attached to', 'AWS::IAM::Group', 'AWS::IAM::Policy'),
      example: { id: 'alice', arn: 'arn:aws:iam::111122223333:user/staff/alice', uniqueId: 'AIDAEXAMPLEEXAMPLE004' },
    },
    {
      type: 'AWS::IAM::Role',
      title: 'role',
      arn: 'arn:{partition}:iam::{account}:role/{path}{id}',
      isGlobal: true,
      uniqueIdPrefix: 'AROA',
      configId: '{uniqueId}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: related('Is attached to', 'AWS::IAM::Policy'),
      example: {
        id: 'deploy',
        arn: 'arn:aws:iam::111122223333:role/service/deploy',
        uniqueId: 'AROAEXAMPLEEXAMPLE004',
      },
    },
    {
      type: 'AWS::IAM::Group',
      title: 'group',
      arn: 'arn:{partition}:iam::{account}:group/{path}{id}',
      isGlobal: true,
      uniqueIdPrefix: 'AGPA',
      configId: '{uniqueId}',
      neighbors: [...related('Contains', 'AWS::IAM::User'), ...related('Is attached to', 'AWS::IAM::Policy')],
      example: {
        id: 'developers',
        arn: 'arn:aws:iam::111122223333:group/developers',
        uniqueId: 'AGPAEXAMPLEEXAMPLE005',
      },
    },
    {
      type: 'AWS::IAM::Policy',
      title: 'policy',
      arn: 'arn:{partition}:iam::{account}:policy/{path}{id}',
      isGlobal: true,
      uniqueIdPrefix: 'ANPA',
      configId: '{uniqueId}',
      lookupNames: ['{arn}', '{id}'],
      neighbors: related('Is attached to', 'AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::Role'),
      example: {
        id: 'AdministratorAccess',
        arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
        uniqueId: 'ANPAEXAMPLEEXAMPLE006',
      },
    },
    {
      type: 'AWS::IAM::InstanceProfile',
      title: 'instance profile',
      arn: 'arn:{partition}:iam::{account}:instance-profile/{path}{id}',
      isGlobal: true,
      uniqueIdPrefix: 'AIPA',
      configId: '{id}',
      neighbors: related(null, 'AWS::IAM::Role'),
      example: { id: 'web', arn: 'arn:aws:iam::111122223333:instance-profile/web', uniqueId: 'AIPAEXAMPLEEXAMPLE015' },
    },
    {
      type: 'AWS::IAM::VirtualMFADevice',
      title: 'virtual MFA device',
      arn: 'arn:{partition}:iam::{account}:mfa/{path}{id}',
      isGlobal: true,
      example: { id: 'alice-phone', arn: 'arn:aws:iam::111122223333:mfa/alice-phone' },
    },
    {
      type: 'AWS::IAM::SAMLProvider',
      title: 'SAML provider',
      arn: 'arn:{partition}:iam::{account}:saml-provider/{id}',
      isGlobal: true,
      configId: '{arn}',
      lookupNames: ['{arn}'],
      example: { id: 'corporate', arn: 'arn:aws:iam::111122223333:saml-provider/corporate' },
    },
    {
      type: 'AWS::IAM::OIDCProvider',
      title: 'OIDC provider',
      arn: 'arn:{partition}:iam::{account}:oidc-provider/{id*}',
      isGlobal: true,
      configId: '{arn}',
      lookupNames: ['{arn}'],
      example: {
        id: 'token.actions.githubusercontent.com',
        arn: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
      },
    },
    {
      type: 'AWS::IAM::ServerCertificate',
      title: 'server certificate',
      arn: 'arn:{partition}:iam::{account}:server-certificate/{path}{id}',
      isGlobal: true,
      configId: '{id}',
      example: { id: 'www', arn: 'arn:aws:iam::111122223333:server-certificate/www' },
    },
  ],
  parameters: {
    userName: 'AWS::IAM::User',
    roleName: 'AWS::IAM::Role',
    groupName: 'AWS::IAM::Group',
    policyArn: 'AWS::IAM::Policy',
    permissionsBoundary: 'AWS::IAM::Policy',
    instanceProfileName: 'AWS::IAM::InstanceProfile',
    virtualMFADeviceName: 'AWS::IAM::VirtualMFADevice',
    sAMLProviderArn: 'AWS::IAM::SAMLProvider',
    openIDConnectProviderArn: 'AWS::IAM::OIDCProvider',
    serverCertificateName: 'AWS::IAM::ServerCertificate',
  },
  calls: () => ({
    CreateUser: did('created', 'user', 'userName'),
    DeleteUser: did('deleted', 'user', 'userName'),
    UpdateUser: (call) => {
      const name = text(call.request, 'newUserName');
      return name ? `renamed ${user(call)} to ${name}` : `changed ${user(call)}`;
    },
    CreateLoginProfile: (call) => `gave ${user(call)} a console password${inBrackets(resetNeeded(call))}`,
    UpdateLoginProfile: (call) => `reset the console password of ${user(call)}${inBrackets(resetNeeded(call))}`,
    DeleteLoginProfile: (call) => `removed the console password of ${user(call)}`,
    ChangePassword: () => 'changed their own console password',
    CreateAccessKey: (call) => `created ${accessKey(call)}${forUser(call, 'accessKey.userName')}`,
    UpdateAccessKey: updated(accessKey),
    DeleteAccessKey: (call) => `deleted ${accessKey(call)}${forUser(call)}`,
    UploadSSHPublicKey: (call) => `uploaded an SSH public key${forUser(call)}`,
    UpdateSSHPublicKey: updated(() => 'an SSH public key'),
    DeleteSSHPublicKey: (call) => `deleted an SSH public key${forUser(call)}`,
    UploadSigningCertificate: (call) => `uploaded a signing certificate${forUser(call)}`,
    UpdateSigningCertificate: updated(() => 'a signing certificate'),
    DeleteSigningCertificate: (call) => `deleted a signing certificate${forUser(call)}`,
    CreateServiceSpecificCredential: (call) =>
      `created a service credential${forUser(call)}${inBrackets(text(call.request, 'serviceName'))}`,
    ResetServiceSpecificCredential: (call) => `reset a service credential${forUser(call)}`,
    UpdateServiceSpecificCredential: updated(() => 'a service credential'),
    DeleteServiceSpecificCredential: (call) => `deleted a service credential${forUser(call)}`,

    CreateVirtualMFADevice: (call) => `created ${mfaDevice(call)}`,
    DeleteVirtualMFADevice: (call) => `deleted ${mfaDevice(call)}`,
    EnableMFADevice: (call) => `enabled ${mfaDevice(call)}${forUser(call)}`,
    DeactivateMFADevice: (call) => `deactivated ${mfaDevice(call)}${forUser(call)}`,
    ResyncMFADevice: (call) => `synchronized ${mfaDevice(call)}${forUser(call)}`,

    CreateGroup: did('created', 'group', 'groupName'),
    DeleteGroup: did('deleted', 'group', 'groupName'),
    AddUserToGroup: membership('added', 'to', user, 'group', 'groupName'),
    RemoveUserFromGroup: membership('removed', 'from', user, 'group', 'groupName'),

    CreateRole: createdRole,
    UpdateRole: did('changed', 'role', 'roleName'),
    DeleteRole: did('deleted', 'role', 'roleName'),
    UpdateAssumeRolePolicy: changedTrust,
    CreateServiceLinkedRole: (call) =>
      `created a service-linked role${inBrackets(text(call.request, 'aWSServiceName'), text(call.response, 'role.roleName'))}`,
    DeleteServiceLinkedRole: did('deleted', 'service-linked role', 'roleName'),
    CreateInstanceProfile: did('created', 'instance profile', 'instanceProfileName'),
    DeleteInstanceProfile: did('deleted', 'instance profile', 'instanceProfileName'),
    AddRoleToInstanceProfile: membership('added', 'to', role, 'instance profile', 'instanceProfileName'),
    RemoveRoleFromInstanceProfile: membership('removed', 'from', role, 'instance profile', 'instanceProfileName'),

    CreateSAMLProvider: (call) => `created ${saml(call)}`,
    UpdateSAMLProvider: (call) => `changed ${saml(call)}`,
    DeleteSAMLProvider: (call) => `deleted ${saml(call)}`,
    CreateOpenIDConnectProvider: (call) => `created ${oidc(call)}`,
    DeleteOpenIDConnectProvider: (call) => `deleted ${oidc(call)}`,
    UpdateOpenIDConnectProviderThumbprint: (call) => `changed the thumbprints of ${oidc(call)}`,
    AddClientIDToOpenIDConnectProvider: (call) => `added a client id to ${oidc(call)}`,
    UploadServerCertificate: did('uploaded', 'server certificate', 'serverCertificateName'),
    DeleteServerCertificate: did('deleted', 'server certificate', 'serverCertificateName'),

    UpdateAccountPasswordPolicy: () => 'changed the password policy of the account',
    DeleteAccountPasswordPolicy: () => 'removed the password policy of the account',
    CreateAccountAlias: did('created', 'account alias', 'accountAlias'),
    DeleteAccountAlias: did('deleted', 'account alias', 'accountAlias'),
    GetAccountAuthorizationDetails: () => 'listed all users, groups, roles and policies of the account',
    GenerateCredentialReport: () => 'generated the credential report of the account',
    GetCredentialReport: () => 'read the credential report of the account',

    TagUser: tagged('tagged', 'user', 'userName'),
    UntagUser: tagged('untagged', 'user', 'userName'),
    TagRole: tagged('tagged', 'role', 'roleName'),
    UntagRole: tagged('untagged', 'role', 'roleName'),
    TagPolicy: tagged('tagged', 'policy', 'policyArn'),
    TagInstanceProfile: tagged('tagged', 'instance profile', 'instanceProfileName'),
    ...policyCalls(),
  }),
};
