/** Names of calls, as services write them into CloudTrail. */

/** `CreateFunction20150331v2`, `UpdateDistribution2020_05_31` without what is behind the name: Lambda and CloudFront append an API version. */
export function plainEventName(eventName: string): string {
  const last = eventName.charCodeAt(eventName.length - 1);
  // of most calls the name is all letters
  return last >= 0x30 && last <= 0x39 ? eventName.replace(/(?<=[a-z])_?20\d{2}_?\d{2}_?\d{2}(v\d+)?$/, '') : eventName;
}
