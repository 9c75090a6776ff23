/** Names of calls as services write them into CloudTrail. */

/**
 * The name without an API version, which Lambda and CloudFront append: `CreateFunction20150331v2`,
 * `UpdateDistribution2020_05_31`.
 */
export function plainEventName(eventName: string): string {
  const last = eventName.charCodeAt(eventName.length - 1);
  // the names of most calls contain only letters
  return last >= 0x30 && last <= 0x39 ? eventName.replace(/(?<=[a-z])_?20\d{2}_?\d{2}_?\d{2}(v\d+)?$/, '') : eventName;
}
