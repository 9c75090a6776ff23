/** Who gets in through IAM Identity Center or Cognito: assignments, passwords, identity providers, guests. */
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { flag, text } from '../read.ts';
import { nameAt, named, nameIn } from '../words.ts';

const identityPool = (call: CallByPrincipal): string =>
  named('identity pool', nameIn(call, 'identityPoolId', 'identityPoolName'));

export const userRules: readonly DangerRule[] = [
  {
    // recorded in the account that manages Identity Center: whoever enters that account controls who enters all others
    rule: 'identity-center-account-assigned',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/singlesignon/latest/userguide/delegated-admin.html',
    calls: callsOf('sso', 'CreateAccountAssignment'),
    reason: ({ request, account }) => {
      if (account === null || text(request, 'targetId') !== account) return undefined;
      const title = text(request, 'principalType') === 'GROUP' ? 'group' : 'user';
      const set = named('permission set', nameAt(request, 'permissionSetArn'));
      return `${named(`Identity Center ${title}`, text(request, 'principalId'))} may enter account ${account}, which runs Identity Center, with ${set}`;
    },
  },
  {
    rule: 'identity-center-password-reset',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/singlesignon/latest/userguide/resetpasswordforuser.html',
    calls: callsOf('sso-directory', 'UpdatePassword'),
    reason: (call) => `${named('Identity Center user', nameIn(call, 'userId'))} signs in with a new password`,
  },
  {
    rule: 'identity-source-changed',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/singlesignon/latest/userguide/manage-your-identity-source-change.html',
    calls: [
      ...callsOf('sso', 'AssociateDirectory'),
      ...callsOf('sso-directory', 'EnableExternalIdPConfigurationForDirectory', 'ImportExternalIdPCertificate'),
    ],
    reason: ({ eventName }) =>
      eventName === 'AssociateDirectory'
        ? 'another directory vouches for who comes in by Identity Center'
        : 'an external identity provider vouches for who comes in by Identity Center',
  },
  {
    rule: 'user-pool-deletion-protection-off',
    severity: 'medium',
    source: 'Security Hub Cognito.6',
    calls: callsOf('cognito-idp', 'UpdateUserPool'),
    reason: (call) =>
      text(call.request, 'deletionProtection') === 'INACTIVE'
        ? `${named('user pool', nameIn(call, 'userPoolId'))} is not protected from deletion`
        : undefined,
  },
  {
    rule: 'user-pool-deleted',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPool.html',
    calls: callsOf('cognito-idp', 'DeleteUserPool'),
    reason: (call) => `the users of ${named('user pool', nameIn(call, 'userPoolId'))} are lost`,
  },
  {
    rule: 'identity-pool-lets-in-guests',
    severity: 'medium',
    source: 'Security Hub Cognito.2',
    calls: callsOf('cognito-identity', 'CreateIdentityPool', 'UpdateIdentityPool'),
    reason: (call) =>
      flag(call.request, 'allowUnauthenticatedIdentities') === true
        ? `${identityPool(call)} gives AWS credentials to whoever asks, without signing in`
        : undefined,
  },
  {
    rule: 'identity-pool-role-for-guests',
    severity: 'medium',
    source: 'Security Hub Cognito.2',
    calls: callsOf('cognito-identity', 'SetIdentityPoolRoles'),
    reason: (call) => {
      const role = nameAt(call.request, 'roles.unauthenticated');
      return role === undefined
        ? undefined
        : `whoever does not sign in has ${named('role', role)} by ${identityPool(call)}`;
    },
  },
];
