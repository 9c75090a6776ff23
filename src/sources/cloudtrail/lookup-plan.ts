/** The lookups that a question begins with, as planned calls: the same ones that `collect` asks. Pure. */

import { distinct, homeRegion, signInRegions } from '../../resources/recording-regions.ts';
import type { PlannedCall, PlanPlace, SourceRequest } from '../source.ts';
import { lookbackMs } from './backends/history-gaps.ts';
import type { Lookup } from './lookup.ts';
import { lookupsFor } from './lookups.ts';

const action = 'cloudtrail:LookupEvents';
/** Per account and region: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const ratePerSecond = 2;

export function plannedLookups(
  request: Exclude<SourceRequest, { kind: 'credentials' }>,
  { account, partition, regions, window, now }: PlanPlace,
): readonly PlannedCall[] {
  const since = Math.max(window.since, now - lookbackMs);
  if (window.until <= since) return [];
  const lookups = lookupsFor(request, { account, partition, regions }).flat();
  const first = lookups.flatMap((lookup) => lookup.regions.map((region) => plannedLookup(lookup, region)));
  // calls that issued credentials may be recorded in the global services' region, and people's sign-ins elsewhere
  const places = distinct([
    ...first.map(({ region }) => region),
    ...regions,
    homeRegion(partition),
    ...signInRegions(partition),
  ]);
  return [
    ...first,
    ...places.map(
      (region): PlannedCall => ({
        action,
        region,
        round: 'later',
        least: 0,
        most: null,
        ratePerSecond,
        of: null,
        why: 'who is behind the access keys and sessions that were seen, and other spellings of the target',
      }),
    ),
  ];
}

const plannedLookup = ({ attribute, eventCategory, onlyIf, mostPages, why }: Lookup, region: string): PlannedCall => ({
  action,
  region,
  round: onlyIf === undefined ? 'first' : 'later',
  least: onlyIf === undefined ? 1 : 0,
  most: mostPages ?? null,
  ratePerSecond,
  of: attribute
    ? `${attribute.AttributeKey}=${attribute.AttributeValue}`
    : eventCategory === undefined
      ? null
      : `EventCategory=${eventCategory}`,
  why,
});
