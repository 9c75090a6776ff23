/**
 * Which events a question's timeline may hold: by lanes, accounts, regions and filters, without what was read only to explain.
 */
import type { EventKind, TimelineEvent } from '../model/event.ts';
import type { AnsweredWindow, Filters, Question } from '../model/question.ts';
import { kindsOf } from '../plan/lanes.ts';
import { isOfGlobalMetric } from '../plan/other-regions.ts';

/** Which kinds the timeline may hold: if calls are filtered, only calls remain. */
export function kindsListed({ command, filters }: Pick<Question, 'command' | 'filters'>): (kind: EventKind) => boolean {
  const kinds = kindsOf(command);
  const callsAlone = filtersCalls(filters);
  return (kind) => (kinds.length === 0 || kinds.includes(kind)) && (!callsAlone || kind === 'api-call');
}

/** By the command's lanes, accounts and regions; if calls are filtered, only calls remain. */
export function createListing(
  question: Question,
  window: AnsweredWindow | undefined,
): (event: TimelineEvent) => boolean {
  const { command, filters, otherRegions = [] } = question;
  const isOfKind = kindsListed(question);
  const tellsAll = kindsOf(command).length === 0;
  const callsAlone = filtersCalls(filters);
  const isIn = (list: readonly string[], value: string | null) =>
    list.length === 0 || value === null || value === 'global' || list.includes(value);
  const regions = filters.regions.length > 0 ? [...filters.regions, ...otherRegions] : [];
  const isPlaced = (event: TimelineEvent) =>
    isIn(event.origin.source === 'cloudtrail' ? regions : filters.regions, event.origin.region) ||
    (question.targets.length > 0 && isOfGlobalMetric(event));
  return (event) =>
    isOfKind(event.kind) &&
    (!isSupporting(event) || (tellsAll && !callsAlone && isWithin(event, window))) &&
    isIn(filters.accounts, event.origin.account) &&
    // credentials are issued in other places than they are used
    (isBehind(event) || isPlaced(event));
}

/** A call or change that was read only because it may explain others: it is listed if a chain needs it. */
export const isSupporting = ({ kind, match }: TimelineEvent): boolean =>
  (kind === 'api-call' || kind === 'config-change') && match.every((why) => why === 'neighbor' || why === 'chain');

const isBehind = (event: TimelineEvent): boolean => isSupporting(event) && event.match.includes('chain');

const isWithin = ({ time }: TimelineEvent, window: AnsweredWindow | undefined): boolean => {
  const at = Date.parse(time);
  return window !== undefined && at >= window.since && at < window.until;
};

const filtersCalls = ({ reads, outcome, eventName, errorCode, service, principal, sourceIp }: Filters): boolean =>
  reads === 'writes' || [outcome, eventName, errorCode, service, principal, sourceIp].some((list) => list.length > 0);
