/** Where files are read of some regions alone: which others record what is asked about. AWS is asked there, too. */
import type { AskedAs, Question, Target } from '../model/question.ts';
import { assumedRole, federatedUser, parseArn } from '../resources/arn.ts';
import { resourceType, services } from '../resources/index.ts';
import { distinct, homeRegion, partitionOf, regionsOfSource, signInRegions } from '../resources/recording-regions.ts';

/** The question with its other regions, where it filters by region. */
export function withOtherRegions(question: Question): Question {
  const { filters, targets, as } = question;
  if (filters.regions.length === 0) return question;
  const partition = partitionOf(filters.regions);
  const found =
    targets.length > 0
      ? targets.flatMap((target) => regionsBesides(target, as, partition))
      : sourcesOf(question).flatMap((source) => regionsOfSource(source, { regions: [], partition }));
  const otherRegions = distinct(found).filter((region) => !filters.regions.includes(region));
  return otherRegions.length > 0 ? { ...question, otherRegions } : question;
}

/** Besides the regions asked for, those in which a target is looked up. */
export function regionsBesides({ text, readings }: Target, as: AskedAs, partition: string): readonly string[] {
  const home = homeRegion(partition);
  const arn = parseArn(text);
  const [first] = readings;
  if (first?.kind === 'ip' || first?.kind === 'account' || first?.kind === 'window') return [];
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
  return [...(isGlobal ? [home] : []), ...(signsIn ? signInRegions(partition) : [])];
}

/** The services that a filter names, or whose calls it names. */
function sourcesOf({ filters: { service, eventName } }: Question): readonly string[] {
  const names = new Set(eventName.map((name) => name.toLowerCase()));
  return [
    ...service.map((name) => `${name.toLowerCase().replace(/\.amazonaws\.com$/, '')}.amazonaws.com`),
    ...(names.size === 0
      ? []
      : services
          .filter(({ calls }) => Object.keys(calls).some((call) => names.has(call.toLowerCase())))
          .flatMap(({ eventSources }) => eventSources)),
  ];
}
