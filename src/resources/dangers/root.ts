/** The root user in action: no policy of its account restricts it. */
import { callsOf, type DangerRule } from '../danger-rule.ts';
import { text } from '../read.ts';
import { named } from '../words.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids: AKIA is long-term. */
const isLongTerm = (accessKeyId: string | null) => accessKeyId?.startsWith('AKIA') === true;

export const rootRules: readonly DangerRule[] = [
  {
    rule: 'root-access-key-used',
    severity: 'high',
    source: 'Config iam-root-access-key-check',
    calls: ['*'],
    reason: ({ principal }) =>
      principal.type === 'Root' && isLongTerm(principal.accessKeyId)
        ? `the root user has an access key and used it (${principal.accessKeyId})`
        : undefined,
  },
  {
    rule: 'root-access-key-created',
    severity: 'high',
    source: 'Security Hub IAM.4',
    calls: callsOf('iam', 'CreateAccessKey'),
    reason: ({ principal, request, response }) =>
      principal.type === 'Root' && text(request, 'userName') === undefined
        ? `${named('access key', text(response, 'accessKey.accessKeyId'))} gives every right of the root user`
        : undefined,
  },
  {
    rule: 'root-signed-in-without-mfa',
    severity: 'high',
    source: 'Security Hub IAM.9',
    calls: callsOf('signin', 'ConsoleLogin'),
    reason: ({ principal, additional }) =>
      principal.type === 'Root' && text(additional, 'MFAUsed') === 'No'
        ? 'the root user signed in with a password alone'
        : undefined,
  },
  {
    rule: 'root-signed-in',
    severity: 'medium',
    source: 'GuardDuty Policy:IAMUser/RootCredentialUsage',
    calls: callsOf('signin', 'ConsoleLogin'),
    reason: ({ principal, additional }) =>
      principal.type === 'Root' && text(additional, 'MFAUsed') !== 'No' ? 'the root user signed in' : undefined,
  },
  {
    rule: 'root-credentials-changed',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-password.html',
    calls: callsOf('signin', 'PasswordRecoveryCompleted', 'PasswordUpdated', 'EmailUpdated'),
    reason: ({ eventName }) =>
      eventName === 'EmailUpdated' ? 'the root user has another e-mail address' : 'the root user has another password',
  },
];
