/**
 * The reads that matter to an investigator: shown by default, though they change nothing. All such are listed here:
 * credentials issued, secrets, private keys and parameters read, keys used to decrypt.
 */
const notable: Readonly<Record<string, readonly string[]>> = {
  'sts.amazonaws.com': [
    'AssumeRole',
    'AssumeRoleWithSAML',
    'AssumeRoleWithWebIdentity',
    'AssumeRoot',
    'GetFederationToken',
    'GetSessionToken',
  ],
  'signin.amazonaws.com': ['GetSigninToken'],
  'sso.amazonaws.com': ['GetRoleCredentials'],
  'rolesanywhere.amazonaws.com': ['CreateSession'],
  'cognito-identity.amazonaws.com': ['GetCredentialsForIdentity'],
  'redshift.amazonaws.com': ['GetClusterCredentials', 'GetClusterCredentialsWithIAM'],
  'ecr.amazonaws.com': ['GetAuthorizationToken'],
  'secretsmanager.amazonaws.com': ['GetSecretValue', 'BatchGetSecretValue'],
  'ssm.amazonaws.com': ['GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory'],
  'kms.amazonaws.com': ['Decrypt', 'ReEncrypt'],
  'ec2.amazonaws.com': ['GetPasswordData'],
  'acm.amazonaws.com': ['ExportCertificate'],
  'route53domains.amazonaws.com': ['RetrieveDomainAuthCode'],
};

const names = new Set(
  Object.entries(notable).flatMap(([source, events]) => events.map((event) => `${source}/${event}`)),
);

/** By event source and event name without an API version. */
export const isNotableRead = (eventSource: string, eventName: string): boolean =>
  names.has(`${eventSource}/${eventName}`);
