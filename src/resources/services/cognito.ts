/**
 * Amazon Cognito: the users of applications, and the AWS credentials that they get. CloudTrail hides user names in its records.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/logging-using-cloudtrail.html
 */
import { flag, text } from '../read.ts';
import { metric } from '../resource-type.ts';
import { isHidden } from '../secrets.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn } from '../words.ts';

const userPool = (call: Call): string => named('user pool', nameIn(call, 'userPoolId', 'userPool.id', 'poolName'));
const identityPool = (call: Call): string => named('identity pool', nameIn(call, 'identityPoolId', 'identityPoolName'));
const client = (call: Call): string =>
  named('app client', nameIn(call, 'clientId', 'userPoolClient.clientId', 'clientName'));

const onPool =
  (words: string): Sentence =>
  (call) =>
    `${words} ${userPool(call)}`;

const user = ({ request }: Call): string => {
  const name = text(request, 'username', 'userName');
  return named('user', name !== undefined && isHidden(name) ? undefined : name);
};

const onUser =
  (words: string): Sentence =>
  (call) =>
    `${words} ${user(call)} in ${userPool(call)}`;

/** The settings by which anyone, or anyone with a password, gets in. */
const poolSettings = ({ request }: Call): string => {
  const mfa = text(request, 'mfaConfiguration');
  return inBrackets(
    mfa && `MFA ${mfa.toLowerCase()}`,
    text(request, 'deletionProtection') === 'INACTIVE' && 'no deletion protection',
    flag(request, 'adminCreateUserConfig.allowAdminCreateUserOnly') === false && 'self sign-up',
  );
};

const guests = ({ request }: Call): string =>
  inBrackets(flag(request, 'allowUnauthenticatedIdentities') === true && 'lets in guests');

function roles(call: Call): string {
  const { request } = call;
  const [users, anyone] = ['authenticated', 'unauthenticated'].map((kind) => nameAt(request, `roles.${kind}`));
  return `set the roles of ${identityPool(call)}${inBrackets(users, anyone && `${anyone} for guests`)}`;
}

export const cognito: Service = {
  name: 'cognito',
  title: 'Cognito',
  eventSources: ['cognito-idp.amazonaws.com', 'cognito-identity.amazonaws.com'],
  types: [
    {
      type: 'AWS::Cognito::UserPool',
      title: 'user pool',
      arn: 'arn:{partition}:cognito-idp:{region}:{account}:userpool/{id}',
      configId: '{id}',
      // https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html
      metrics: [
        {
          namespace: 'AWS/Cognito',
          dimensions: { UserPool: '{id}' },
          furtherDimensions: ['UserPoolClient'],
          metrics: [
            metric('SignInSuccesses', 'Sum', 'Count', 'both'),
            metric('SignInThrottles', 'Sum', 'Count', 'up'),
            metric('SignUpSuccesses', 'Sum', 'Count', 'both'),
          ],
        },
      ],
      example: {
        id: 'us-east-1_a1B2c3D4e',
        arn: 'arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_a1B2c3D4e',
      },
    },
    {
      type: 'AWS::Cognito::IdentityPool',
      title: 'identity pool',
      arn: 'arn:{partition}:cognito-identity:{region}:{account}:identitypool/{id*}',
      configId: '{id}',
      example: {
        id: 'us-east-1:9eafb0c1-0000-4000-8000-0a1b2c3d4e5f',
        arn: 'arn:aws:cognito-identity:us-east-1:111122223333:identitypool/us-east-1:9eafb0c1-0000-4000-8000-0a1b2c3d4e5f',
      },
    },
  ],
  parameters: {
    userPoolId: 'AWS::Cognito::UserPool',
    identityPoolId: 'AWS::Cognito::IdentityPool',
    authenticated: 'AWS::IAM::Role',
    unauthenticated: 'AWS::IAM::Role',
  },
  calls: () => ({
    CreateUserPool: (call) => `created ${userPool(call)}${poolSettings(call)}`,
    UpdateUserPool: (call) => `changed ${userPool(call)}${poolSettings(call)}`,
    DeleteUserPool: onPool('deleted'),
    SetUserPoolMfaConfig: (call) => {
      const mfa = text(call.request, 'mfaConfiguration');
      return `set MFA of ${userPool(call)}${inBrackets(mfa?.toLowerCase())}`;
    },
    SetRiskConfiguration: onPool('changed threat protection of'),
    CreateUserPoolClient: (call) => `created ${client(call)} of ${userPool(call)}`,
    UpdateUserPoolClient: (call) => `changed ${client(call)} of ${userPool(call)}`,
    DeleteUserPoolClient: (call) => `deleted ${client(call)} of ${userPool(call)}`,
    DescribeUserPoolClient: (call) => `looked up ${client(call)} of ${userPool(call)}`,
    CreateUserPoolDomain: did('created', 'sign-in domain', 'domain'),
    UpdateUserPoolDomain: did('changed', 'sign-in domain', 'domain'),
    DeleteUserPoolDomain: did('deleted', 'sign-in domain', 'domain'),
    CreateIdentityProvider: (call) =>
      `added ${named('identity provider', nameIn(call, 'providerName'))} to ${userPool(call)}`,
    UpdateIdentityProvider: (call) =>
      `changed ${named('identity provider', nameIn(call, 'providerName'))} of ${userPool(call)}`,
    DeleteIdentityProvider: (call) =>
      `removed ${named('identity provider', nameIn(call, 'providerName'))} from ${userPool(call)}`,
    CreateGroup: did('created', 'user group', 'groupName'),
    UpdateGroup: did('changed', 'user group', 'groupName'),
    DeleteGroup: did('deleted', 'user group', 'groupName'),
    AdminAddUserToGroup: (call) =>
      `added ${user(call)} to ${named('user group', nameIn(call, 'groupName'))} of ${userPool(call)}`,
    AdminRemoveUserFromGroup: (call) =>
      `removed ${user(call)} from ${named('user group', nameIn(call, 'groupName'))} of ${userPool(call)}`,
    AdminCreateUser: onUser('created'),
    AdminConfirmSignUp: onUser('confirmed'),
    AdminDeleteUser: onUser('deleted'),
    AdminDisableUser: onUser('disabled'),
    AdminEnableUser: onUser('enabled'),
    AdminSetUserPassword: onUser('set the password of'),
    AdminResetUserPassword: onUser('reset the password of'),
    AdminUpdateUserAttributes: onUser('changed attributes of'),
    AdminSetUserMFAPreference: onUser('changed MFA of'),
    AdminInitiateAuth: onUser('signed in'),
    AdminUserGlobalSignOut: onUser('signed out'),
    StartUserImportJob: onPool('started to import users into'),
    ListUsers: onPool('listed the users of'),
    CreateIdentityPool: (call) => `created ${identityPool(call)}${guests(call)}`,
    UpdateIdentityPool: (call) => `changed ${identityPool(call)}${guests(call)}`,
    DeleteIdentityPool: (call) => `deleted ${identityPool(call)}`,
    SetIdentityPoolRoles: roles,
    GetCredentialsForIdentity: did('got AWS credentials for', 'identity', 'identityId'),
    DeleteIdentities: () => 'deleted identities of an identity pool',
  }),
};
