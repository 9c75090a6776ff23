/** What the event history cannot answer, whatever the question. */
import { type Gap, gap } from '../../../model/gap.ts';
import type { AnsweredWindow, Question, Target } from '../../../model/question.ts';
import { resourceType } from '../../../resources/index.ts';
import type { Cut } from './history-run.ts';

/** "the last 90 days of management events": https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html */
export const lookbackMs = 90 * 86_400_000;

const iso = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z');

/** The part of a window that is older than the retention. */
export function retentionGap({ since, until }: AnsweredWindow, now: number): Gap | undefined {
  const oldest = now - lookbackMs;
  if (since >= oldest) return undefined;
  return gap(
    'RETENTION_EXCEEDED',
    `the event history holds 90 days: nothing was read of ${iso(since)} to ${iso(Math.min(oldest, until))}`,
    { hint: 'ask the files of a trail with --from', locator: 'cloudtrail:LookupEvents' },
  );
}

/** Events that no index finds, beyond those that were read to match them by content. */
export function unreadGap(cuts: readonly Cut[]): Gap | undefined {
  if (cuts.length === 0) return undefined;
  return gap(
    'NOT_INDEXED',
    `events that name the target in their content only cannot be looked up, and these were not read: ${partsOf(cuts)}`,
    shorter,
  );
}

/** Calls on what changed, beyond those that were read and those that are indexed under its name. */
export function unreadCallsGap(cuts: readonly Cut[]): Gap | undefined {
  if (cuts.length === 0) return undefined;
  return gap(
    'SERVICE_NOT_ASKED',
    `the callers were looked up by resource name; these lookups were not completed: ${partsOf(cuts)}`,
    shorter,
  );
}

const shorter = {
  hint: 'ask for a shorter window (--since, --until), or the files of a trail with --from',
  locator: 'cloudtrail:LookupEvents',
} as const;

const partsOf = (cuts: readonly Cut[]): string =>
  [...cuts]
    .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
    .map((cut) => `${placeOf(cut)} before ${iso(cut.before)}`)
    .join(', ');

const placeOf = ({ region, lookup }: Cut): string => {
  const value = lookup.attribute?.AttributeValue;
  const kind = lookup.attribute?.AttributeKey === 'ReadOnly' ? (value === 'true' ? 'reads' : 'writes') : `${value}`;
  return `${kind} in ${region}`;
};

/** Reads are not searched for targets that only their content names: a denied read may name its target only in the message. */
export function unscannedReadsGap({ targets, as, filters }: Question): Gap | undefined {
  if (targets.length === 0 || as === 'principal' || filters.reads !== 'routine') return undefined;
  return gap('SERVICE_NOT_ASKED', 'reads that name the target in their message or content only were not looked for', {
    hint: '--reads looks through them too',
    locator: 'cloudtrail:LookupEvents',
  });
}

/**
 * Types whose use CloudTrail records as data events, if at all.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
const withDataEvents = new Set(['AWS::S3::Bucket', 'AWS::S3::Object', 'AWS::Lambda::Function', 'AWS::DynamoDB::Table']);

export function dataEventGap(targets: readonly Target[], listedAs: ReadonlySet<string>): Gap | undefined {
  const types = new Set([
    ...targets.flatMap(({ readings }) => readings.flatMap(({ type }) => type ?? [])),
    ...listedAs,
  ]);
  const titles = [...types]
    .filter((type) => withDataEvents.has(type))
    .sort()
    .map((type) => resourceType(type)?.title ?? type);
  if (titles.length === 0) return undefined;
  return gap(
    'DATA_EVENTS_NOT_RECORDED',
    `the event history has no data events: what was done with the ${titles.join(' or the ')}'s content is not in it`,
    { hint: 'where a trail records them, ask its files with --from', locator: 'cloudtrail:LookupEvents' },
  );
}
