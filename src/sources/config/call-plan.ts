/** What a question asks of AWS Config, as far as that is known before any answer. Pure. */
import { day } from '../../model/duration.ts';
import type { Target } from '../../model/question.ts';
import type { PlannedCall, PlanPlace, SourceRequest } from '../source.ts';
import { selectNamed } from './select.ts';
import { plannedSurvey } from './survey-plan.ts';
import { homeRegionOf, isGlobal, isResource, isTyped, mayBeIn, typesOf, wantedIn } from './wanted-ids.ts';

/** Requests a second. AWS publishes no figure for Config. */
const ratePerSecond = 5;
/** A call covers seven days: https://docs.aws.amazon.com/config/latest/APIReference/API_GetResourceConfigHistory.html */
const daysPerPage = 7;

const settings = [
  'config:DescribeConfigurationRecorders',
  'config:DescribeConfigurationRecorderStatus',
  'config:DescribeRetentionConfigurations',
] as const;

export function plannedCalls(
  request: Exclude<SourceRequest, { kind: 'credentials' }>,
  place: PlanPlace,
): readonly PlannedCall[] {
  const { question } = request;
  if (request.kind === 'follow' || question.as === 'principal') return [];
  const { account, partition, regions } = place;
  if (question.targets.length === 0 && question.survey) {
    const asked = plannedSurvey(question.survey);
    return regions.flatMap((region): readonly PlannedCall[] => [
      ...settingsCalls(region, true),
      ...asked.map((call): PlannedCall => ({ ...call, region, round: 'first', least: 1, most: null, ratePerSecond })),
    ]);
  }
  const targets = question.targets.filter(isResource);
  const regional = targets.filter((target) => !isGlobal(target));
  // what has no region is looked for in its home region first, and elsewhere only if it is not known there
  const global = targets.filter(
    (target) => mayBeIn(target, { account, region: '' }) && (isGlobal(target) || !isTyped(target)),
  );
  const home = homeRegionOf(partition) ?? regions[0];
  const own = (region: string) => regional.filter((target) => mayBeIn(target, { account, region }));
  const places = [...new Set([...regions, ...(global.length > 0 && home !== undefined ? [home] : [])])];
  return places.flatMap((region): readonly PlannedCall[] => {
    const here = [
      ...(regions.includes(region) ? own(region) : []),
      ...(region === home ? global.filter(isGlobal) : []),
    ];
    const isCertain = here.length > 0 || (region === home && global.length > 0);
    if (!isCertain && global.length === 0) return [];
    return [...settingsCalls(region, isCertain), ...here.flatMap((target) => callsFor(target, region, place))];
  });
}

const settingsCalls = (region: string, isCertain: boolean): readonly PlannedCall[] =>
  settings.map((action) => ({
    action,
    region,
    round: isCertain ? 'first' : 'later',
    least: isCertain ? 1 : 0,
    most: 1,
    ratePerSecond,
    of: null,
    why: 'what is recorded, and since when',
  }));

function callsFor(target: Target, region: string, { account, window }: PlanPlace): readonly PlannedCall[] {
  const pages = Math.max(1, Math.ceil((window.until - window.since) / (daysPerPage * day)));
  const first = { region, round: 'first', most: null, ratePerSecond } as const;
  if (!isTyped(target)) {
    return [
      {
        ...first,
        action: 'config:SelectResourceConfig',
        least: selectNamed(target.aliases).length,
        of: target.text,
        why: 'resources that go by the name',
      },
    ];
  }
  return typesOf(target).flatMap((type): readonly PlannedCall[] => {
    const { resourceId, resourceNames, isUnsupported } = wantedIn(target, type, { account, region });
    if (isUnsupported) return [];
    if (resourceId === undefined) {
      return resourceNames.slice(0, 1).map((name) => ({
        ...first,
        action: 'config:ListDiscoveredResources',
        least: 1,
        of: `${type} ${name}`,
        why: 'the id that AWS Config has for the name',
      }));
    }
    return [
      {
        ...first,
        action: 'config:GetResourceConfigHistory',
        least: 1,
        of: `${type} ${resourceId}`,
        why: `its states in the window (${pages} ${pages === 1 ? 'page' : 'pages'} of seven days) and before it`,
      },
    ];
  });
}
