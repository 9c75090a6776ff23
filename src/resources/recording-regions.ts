/**
 * Where CloudTrail records a call: in its own region, except for calls of global services and sign-ins, which few regions
 * record.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */

const homes: Readonly<Record<string, string>> = { 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

/** The region in which global services are recorded. */
export const homeRegion = (partition: string): string =>
  Object.hasOwn(homes, partition) ? (homes[partition] as string) : 'us-east-1';

/** Where a sign-in at a global endpoint may be recorded: root's, and a user's with or without the account's cookie. */
export const signInRegions = (partition: string): readonly string[] =>
  partition === 'aws'
    ? ['us-east-1', 'us-east-2', 'us-west-2', 'eu-north-1', 'ap-southeast-2']
    : [homeRegion(partition)];

const globalSources = new Set([
  'cloudfront.amazonaws.com',
  'iam.amazonaws.com',
  'organizations.amazonaws.com',
  'route53.amazonaws.com',
  'sts.amazonaws.com',
]);
/**
 * Global services that are recorded in a different region from the others.
 * https://docs.aws.amazon.com/global-accelerator/latest/dg/logging-using-cloudtrail.html
 */
const homesOfOwn: ReadonlyMap<string, string> = new Map([['globalaccelerator.amazonaws.com', 'us-west-2']]);
const signInSources = new Set(['signin.amazonaws.com', 'sso.amazonaws.com']);

/** Services whose events are recorded, at least partly, in other regions than those people work in. */
export const sourcesElsewhere: readonly string[] = [...globalSources, ...signInSources];

/** The regions asked for, and any others that record the events of this source. */
export function regionsOfSource(
  eventSource: string,
  { regions, partition }: { readonly regions: readonly string[]; readonly partition: string },
): readonly string[] {
  if (signInSources.has(eventSource)) return distinct([...regions, ...signInRegions(partition)]);
  const home = globalSources.has(eventSource)
    ? homeRegion(partition)
    : partition === 'aws'
      ? homesOfOwn.get(eventSource)
      : undefined;
  return home === undefined ? regions : distinct([...regions, home]);
}

/** The partition of the given regions: `cn-north-1` -> `aws-cn`. */
export const partitionOf = ([region = '']: readonly string[]): string =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';

export const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
