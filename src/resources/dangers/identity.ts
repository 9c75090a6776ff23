/** Credentials created, sign-in factors removed, and new ways into the account. */
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { enumerate, flag, text } from '../read.ts';
import { isOfRoot } from '../root-user.ts';
import { named, nameIn } from '../words.ts';

/** Whose credentials: the caller's own if the request names nobody. */
const userOf = ({ request, response, principal }: CallByPrincipal): string | undefined =>
  text(request, 'userName') ??
  text(response, 'accessKey.userName', 'loginProfile.userName') ??
  (principal.type === 'IAMUser' ? principal.name : undefined);

/** Root may leave its own name out, and then the response says "Root" or nothing. */
const isRootsOwn = (call: CallByPrincipal) =>
  call.principal.type === 'Root' && text(call.request, 'userName') === undefined;

const credentialOf = (call: CallByPrincipal): string =>
  call.eventName === 'CreateAccessKey'
    ? named('access key', text(call.response, 'accessKey.accessKeyId'))
    : 'a console password';

/**
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html: what is left out returns to its
 * default.
 */
function weaknesses({ request }: CallByPrincipal): readonly string[] {
  const length = Number(text(request, 'minimumPasswordLength') ?? 6);
  const missing = (['Lowercase', 'Uppercase'] as const).filter(
    (kind) => flag(request, `require${kind}Characters`) !== true,
  );
  return [
    ...(length < 14 ? [`${length} characters are enough`] : []),
    ...missing.map((kind) => `${kind.toLowerCase()} letters are not needed`),
    ...(flag(request, 'requireNumbers') !== true ? ['numbers are not needed'] : []),
    ...(flag(request, 'requireSymbols') !== true ? ['symbols are not needed'] : []),
  ];
}

export const identityRules: readonly DangerRule[] = [
  {
    rule: 'credentials-created-for-another-user',
    severity: 'high',
    source: 'GuardDuty Persistence:IAMUser/AnomalousBehavior',
    calls: callsOf('iam', 'CreateAccessKey', 'CreateLoginProfile', 'UpdateLoginProfile'),
    reason: (call) => {
      const user = userOf(call);
      return call.principal.type === 'IAMUser' && user !== undefined && user !== call.principal.name
        ? `user ${call.principal.name} can now act as user ${user}, by ${credentialOf(call)}`
        : undefined;
    },
  },
  {
    rule: 'access-key-created',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    calls: callsOf('iam', 'CreateAccessKey'),
    reason: (call) =>
      isRootsOwn(call) || (call.principal.type === 'IAMUser' && userOf(call) !== call.principal.name)
        ? undefined
        : `${named('access key', text(call.response, 'accessKey.accessKeyId'))} of ${named('user', userOf(call))} does not expire`,
  },
  {
    rule: 'login-profile-created',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_admin-change-user.html',
    calls: callsOf('iam', 'CreateLoginProfile', 'UpdateLoginProfile'),
    reason: (call) =>
      call.principal.type === 'IAMUser' && userOf(call) !== call.principal.name
        ? undefined
        : `${named('user', userOf(call))} can sign in to the console with a new password`,
  },
  {
    rule: 'access-key-activated',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    calls: callsOf('iam', 'UpdateAccessKey'),
    reason: (call) =>
      text(call.request, 'status') === 'Active'
        ? `${named('access key', nameIn(call, 'accessKeyId'))} of ${named('user', userOf(call))} can be used again`
        : undefined,
  },
  {
    rule: 'service-credentials-created',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_ssh-keys.html',
    calls: callsOf('iam', 'CreateServiceSpecificCredential', 'UploadSSHPublicKey', 'UploadSigningCertificate'),
    reason: (call) => {
      // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html
      const days = text(call.request, 'credentialAgeDays');
      return `${named('user', userOf(call))} has new credentials that ${days === undefined ? 'do not expire' : `hold for ${days} days`}`;
    },
  },
  {
    rule: 'user-pool-mfa-off',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html',
    calls: callsOf('cognito-idp', 'SetUserPoolMfaConfig', 'UpdateUserPool'),
    reason: (call) =>
      text(call.request, 'mfaConfiguration') === 'OFF'
        ? `users of ${named('user pool', nameIn(call, 'userPoolId'))} sign in with a password alone`
        : undefined,
  },
  {
    rule: 'mfa-device-of-directory-user-deleted',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/singlesignon/latest/userguide/how-to-remove-mfa-device.html',
    calls: callsOf('sso-directory', 'DeleteMfaDeviceForUser'),
    reason: (call) => `${named('Identity Center user', nameIn(call, 'userId'))} no longer has an MFA device`,
  },
  {
    rule: 'mfa-deactivated',
    severity: 'high',
    source: 'Security Hub IAM.19',
    calls: callsOf('iam', 'DeactivateMFADevice'),
    reason: (call) => `${whoSignsIn(call)} no longer needs ${mfaDevice(call)} to sign in`,
  },
  {
    rule: 'mfa-device-deleted',
    severity: 'medium',
    source: 'Security Hub IAM.19',
    calls: callsOf('iam', 'DeleteVirtualMFADevice'),
    reason: (call) => `${mfaDevice(call)} is gone`,
  },
  {
    rule: 'password-policy-weakened',
    severity: 'high',
    source: 'GuardDuty Stealth:IAMUser/PasswordPolicyChange',
    calls: callsOf('iam', 'UpdateAccountPasswordPolicy', 'DeleteAccountPasswordPolicy'),
    reason: (call) => {
      if (call.eventName === 'DeleteAccountPasswordPolicy')
        return 'the account has no password policy of its own any more';
      const weak = weaknesses(call);
      return weak.length > 0 ? `the password policy of the account is weak: ${enumerate(weak, 5)}` : undefined;
    },
  },
  {
    rule: 'sign-in-without-mfa',
    severity: 'medium',
    source: 'Security Hub IAM.5',
    calls: callsOf('signin', 'ConsoleLogin'),
    reason: (call) =>
      call.principal.type === 'IAMUser' && text(call.additional, 'MFAUsed') === 'No'
        ? `user ${call.principal.name} signed in with a password alone`
        : undefined,
  },
  {
    rule: 'identity-provider-changed',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html',
    calls: callsOf('iam', 'CreateSAMLProvider', 'UpdateSAMLProvider', 'CreateOpenIDConnectProvider'),
    reason: (call) =>
      `${named('identity provider', nameIn(call, 'sAMLProviderArn', 'openIDConnectProviderArn', 'name', 'url'))} vouches for who comes into the account`,
  },
  {
    rule: 'trust-anchor-created',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/introduction.html',
    calls: callsOf('rolesanywhere', 'CreateTrustAnchor', 'UpdateTrustAnchor'),
    reason: (call) =>
      `certificates of ${named('trust anchor', nameIn(call, 'name', 'trustAnchorId'))} stand for roles of the account`,
  },
];

/** If root changes MFA without naming a user, the change is to its own. */
function whoSignsIn(call: CallByPrincipal): string {
  const isRoots = isOfRoot(call.request) || isRootsOwn(call);
  return isRoots ? 'the root user' : named('user', userOf(call));
}

function mfaDevice(call: CallByPrincipal): string {
  return named('MFA device', nameIn(call, 'serialNumber'));
}
