/** The root user has no user name: calls on its credentials refer to it by words that cannot be a user's name. */
import type { JsonObject } from '../model/json.ts';
import { text } from './read.ts';

/** IAM user names contain no spaces. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const rootNames: ReadonlySet<string> = new Set(['AWS ROOT USER', '<root_account>']);

/**
 * Whether a call on credentials is about those of the root user. If its MFA device is named for it, the user name is the
 * account's alias. https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-virt-mfa-for-root.html
 */
export const isOfRoot = (request: JsonObject): boolean =>
  rootNames.has(text(request, 'userName') ?? '') ||
  /^arn:[a-z-]+:iam::[0-9]{12}:mfa\/root-account-mfa-device$/.test(text(request, 'serialNumber')?.slice(0, 100) ?? '');
