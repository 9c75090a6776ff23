/**
 * Secrets inside URLs: whoever has the URL of a repository, a webhook or a signed request has what it leads to. URLs occur in
 * parameters of many calls, and within longer texts.
 */

/** A fast test that rules out most texts. */
export const mayHoldInAddress = (text: string): boolean =>
  text.includes('://') && (userInfo.test(text) || secretParameter.test(text) || webhookPath.test(text));

/**
 * `https://user:password@host`, or a token in place of the user; with other schemes a user alone is no secret:
 * `ssh://git@host`.
 * https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1
 */
const userInfo = /(:\/\/)(?:(?<=https?:\/\/)[^\s/?#"']+|[^\s/?#:"']*:[^\s/?#"']+)(?=@)/i;

/**
 * Parameters of signed requests, and usual names of secret parameters.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
const secretParameter =
  /([?&;](?:x-amz-signature|x-amz-security-token|signature|sig|password|passwd|pwd|token|auth_?token|access_?token|api_?key|client_?secret|secret)=)(?!<redacted>)[^\s&#;"'<>]+/i;

/** Services whose webhooks have their key in the path. */
const webhookPath =
  /(:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)|[\w.-]+\.webhook\.office\.com\/webhookb2|discord(?:app)?\.com\/api\/webhooks|events\.(?:eu\.)?pagerduty\.com\/(?:integration|x-ere))\/)(?!<redacted>)[^\s?#"'<>]+/i;

const all = [userInfo, secretParameter, webhookPath].map(({ source, flags }) => new RegExp(source, `g${flags}`));

/** The text with `mark` in place of each secret; unchanged if there is none. */
export function redactAddresses(text: string, mark: string): string {
  if (!text.includes('://')) return text;
  return all.reduce((clean, pattern) => clean.replace(pattern, (_, before: string) => before + mark), text);
}
