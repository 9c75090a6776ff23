/** Data under keys that its account does not hold: written over with a key of the caller's own, or with one of another account. */
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { objects, text, texts, valueAt } from '../read.ts';
import { isCopiedOntoItself, isUnderCustomerKey } from '../s3-copies.ts';
import { named, nameIn } from '../words.ts';
import { accountsInWords, allowStatements, awsPrincipals, othersThan } from './policy-reach.ts';

const bucket = ({ request }: CallByPrincipal): string => named('bucket', text(request, 'bucketName'));

/** The accounts of keys that a request names, where they are not the own one. */
const keyAccounts = ({ account, request }: CallByPrincipal, ...paths: readonly string[]): readonly string[] =>
  othersThan(
    account,
    paths.flatMap((path) => texts(request, path)),
  );

/** Whether no statement of a key's policy is for anybody of the own account: its administrators are out, and root with them. */
function leavesOwnAccountOut(call: CallByPrincipal): boolean {
  const statements = allowStatements(valueAt(call.request, 'policy'));
  const principals = statements.flatMap(awsPrincipals);
  // an id that stands for a user or a role, or everybody under a condition, may be of the own account
  return (
    call.account !== null &&
    statements.length > 0 &&
    principals.every((principal) => othersThan(call.account, [principal]).length > 0)
  );
}

export const foreignKeyRules: readonly DangerRule[] = [
  {
    rule: 'objects-overwritten-under-foreign-key',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html',
    calls: callsOf('s3', 'CopyObject', 'UploadPartCopy'),
    reason: (call) => {
      if (!isCopiedOntoItself(call)) return undefined;
      if (isUnderCustomerKey(call))
        return `objects of ${bucket(call)} are overwritten under a key that AWS does not keep (SSE-C): whoever has it alone can read them`;
      const others = keyAccounts(call, 'x-amz-server-side-encryption-aws-kms-key-id');
      return others.length > 0
        ? `objects of ${bucket(call)} are overwritten under a key of ${accountsInWords(others)}, which decides who reads them`
        : undefined;
    },
  },
  {
    rule: 'bucket-encrypted-under-key-of-other-account',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption-update-bucket-policy.html',
    calls: callsOf('s3', 'PutBucketEncryption'),
    reason: (call) => {
      const rules = objects(call.request, 'ServerSideEncryptionConfiguration.Rule');
      const keys = rules.flatMap((rule) => texts(rule, 'ApplyServerSideEncryptionByDefault.KMSMasterKeyID'));
      const others = othersThan(call.account, keys);
      return others.length > 0
        ? `what is written to ${bucket(call)} is encrypted with a key of ${accountsInWords(others)}, which decides who reads it`
        : undefined;
    },
  },
  {
    rule: 'key-policy-leaves-own-account-out',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
    calls: callsOf('kms', 'PutKeyPolicy'),
    reason: (call) =>
      leavesOwnAccountOut(call)
        ? `nobody of account ${call.account} can manage ${named('key', nameIn(call, 'keyId'))}, or use it, by its policy any more`
        : undefined,
  },
];
