/**
 * Secrets inside addresses: whoever has the address of a repository, a webhook or a signed request has what is behind it.
 * Addresses stand in parameters of many calls, and in texts among other words.
 */

/** Of most texts this tells that nothing is to be done. */
export const mayHoldInAddress = (text: string): boolean =>
  text.includes('://') && (userInfo.test(text) || secretParameter.test(text) || webhookPath.test(text));

/**
 * `https://user:password@host`, and a token in the place of the user; of other schemes a user alone is none: `ssh://git@host`.
 * https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1
 */
const userInfo = /(:\/\/)(?:(?<=https?:\/\/)[^\s/?#"']+|[^\s/?#:"']*:[^\s/?#"']+)(?=@)/i;

/**
 * Parameters of signed requests, and those that are usually called so.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
const secretParameter =
  /([?&;](?:x-amz-signature|x-amz-security-token|signature|sig|password|passwd|pwd|token|auth_?token|access_?token|api_?key|client_?secret|secret)=)(?!<redacted>)[^\s&#;"'<>]+/i;

/** Services whose webhooks have their key in the path. */
const webhookPath =
  /(:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)|[\w.-]+\.webhook\.office\.com\/webhookb2|discord(?:app)?\.com\/api\/webhooks|events\.(?:eu\.)?pagerduty\.com\/(?:integration|x-ere))\/)(?!<redacted>)[^\s?#"'<>]+/i;

const all = [userInfo, secretParameter, webhookPath].map(({ source, flags }) => new RegExp(source, `g${flags}`));

/** The text with `mark` in the place of each secret; the same where there is none. */
export function redactAddresses(text: string, mark: string): string {
  if (!text.includes('://')) return text;
  return all.reduce((clean, pattern) => clean.replace(pattern, (_, before: string) => before + mark), text);
}
