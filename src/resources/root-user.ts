/** The root user has no name of its own among users: calls on its credentials call it by words that no user can have. */
import type { JsonObject } from '../model/json.ts';
import { text } from './read.ts';

/** Names of IAM users hold no blanks. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const rootNames: ReadonlySet<string> = new Set(['AWS ROOT USER', '<root_account>']);

/**
 * Whether a call on credentials is on those of the root user. Where its MFA device is named for it, the user name is the
 * alias of the account. https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-virt-mfa-for-root.html
 */
export const isOfRoot = (request: JsonObject): boolean =>
  rootNames.has(text(request, 'userName') ?? '') ||
  /^arn:[a-z-]+:iam::[0-9]{12}:mfa\/root-account-mfa-device$/.test(text(request, 'serialNumber')?.slice(0, 100) ?? '');
