/** If files of only some regions are read: which other regions record the target's activity. AWS is asked there too. */
import type { TimelineEvent } from '../model/event.ts';
import type { AskedAs, Question, Target } from '../model/question.ts';
import { assumedRole, federatedUser, parseArn } from '../resources/arn.ts';
import { eventSourcesOf, resourceType, services } from '../resources/index.ts';
import { isGlobalMetric } from '../resources/metric-regions.ts';
import { distinct, homeRegion, partitionOf, regionsOfSource, signInRegions } from '../resources/recording-regions.ts';

/** The question with its other regions, if it filters by region. */
export function withOtherRegions(question: Question): Question {
  const { filters, targets, as } = question;
  if (filters.regions.length === 0) return question;
  const partition = partitionOf(filters.regions);
  const found =
    targets.length > 0
      ? targets.flatMap((target) => regionsBesides(target, as, partition))
      : sourcesOf(question).flatMap((source) => regionsOfSource(source, { regions: [], partition }));
  const besides = (regions: readonly string[]) =>
    distinct(regions).filter((region) => !filters.regions.includes(region));
  const [otherRegions, metricRegions] = [besides(found), besides(targets.flatMap(metricRegionsOf))];
  return {
    ...question,
    ...(otherRegions.length > 0 && { otherRegions }),
    ...(metricRegions.length > 0 && { metricRegions }),
  };
}

/** Whether an event is of a metric that a global service publishes only in this region. */
export const isOfGlobalMetric = ({ kind, detail, origin }: TimelineEvent): boolean =>
  (kind === 'metric' || kind === 'alarm') &&
  isGlobalMetric({ namespace: detail.namespace ?? null, dimensions: detail.dimensions ?? {} }, origin.region);

const inOneRegion: Readonly<Record<string, string>> = {
  cloudfront: 'us-east-1',
  globalaccelerator: 'us-west-2',
  route53: 'us-east-1',
};

/** Where the metrics of a target are, if not in its own region. */
function metricRegionsOf({ text, readings }: Target): readonly string[] {
  const arn = parseArn(text);
  const service = arn?.region === '' ? inOneRegion[arn.service] : undefined;
  const types = readings.flatMap(({ type }) => resourceType(type ?? '')?.metrics ?? []);
  return [...(service === undefined ? [] : [service]), ...types.flatMap(({ region }) => region ?? [])];
}

/** The regions in which a target is looked up in addition to those asked for. */
export function regionsBesides({ text, readings }: Target, as: AskedAs, partition: string): readonly string[] {
  const home = homeRegion(partition);
  const arn = parseArn(text);
  const [first] = readings;
  if (first?.kind === 'account' || first?.kind === 'window') return [];
  // an address signs in and calls IAM
  if (first?.kind === 'ip') return as === 'target' ? [] : distinct([home, ...signInRegions(partition)]);
  if (first?.kind === 'access-key' || first?.kind === 'event') return [home];
  if (text === 'root' || (arn?.service === 'iam' && arn.resource === 'root'))
    return as === 'target' ? [home] : distinct([home, ...signInRegions(partition)]);
  const isSession = arn
    ? assumedRole(arn) !== undefined || federatedUser(arn) !== undefined
    : /^(?:AROA|AIDA)[A-Z0-9]{12,}:/.test(text);
  if (isSession) return [home];
  if (text.includes('.amazonaws.com')) return regionsOfSource(text, { regions: [], partition });
  const types = readings.flatMap(({ type }) => type ?? []);
  const mayBeUser =
    types.includes('AWS::IAM::User') || readings.some(({ kind, type }) => kind === 'principal' && type === undefined);
  const isRole = types.includes('AWS::IAM::Role');
  const isGlobal = mayBeUser || isRole || types.some((type) => resourceType(type)?.isGlobal === true);
  const signsIn = mayBeUser && !isRole && as !== 'target';
  const ofSources = types
    .flatMap(eventSourcesOf)
    .flatMap((source) => regionsOfSource(source, { regions: [], partition }));
  return distinct([...(isGlobal ? [home] : []), ...(signsIn ? signInRegions(partition) : []), ...ofSources]);
}

/** The services that a filter names, or whose calls it names. */
function sourcesOf({ filters: { service, eventName } }: Question): readonly string[] {
  const names = new Set(eventName.map((name) => name.toLowerCase()));
  return [
    ...service.map((name) => `${name.toLowerCase().replace(/\.amazonaws\.com$/, '')}.amazonaws.com`),
    ...(names.size === 0
      ? []
      : services
          .filter(({ calls }) => Object.keys(calls()).some((call) => names.has(call.toLowerCase())))
          .flatMap(({ eventSources }) => eventSources)),
  ];
}
