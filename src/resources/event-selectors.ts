/**
 * Which management events the selectors of a trail or an event data store leave out, beside reads or writes: by service, by name,
 * by who made them. An event is recorded where any selector takes it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html
 */
import type { JsonObject } from '../model/json.ts';
import { enumerate, flag, objects, text, texts } from './read.ts';
import { shortName } from './words.ts';

/** "calls to kms.amazonaws.com", "calls by mallory"; none where all management events are taken, or none of them. */
export function leftOut(request: JsonObject): readonly string[] {
  const basic = objects(request, 'eventSelectors').filter((each) => flag(each, 'includeManagementEvents') !== false);
  const advanced = objects(request, 'advancedEventSelectors')
    .map((each) => objects(each, 'fieldSelectors'))
    .filter((fields) =>
      fields.some((each) => isOn(each, 'eventCategory') && texts(each, 'equals').includes('Management')),
    );
  const omissions = [
    ...basic.map((each) => callsTo(texts(each, 'excludeManagementEventSources'))),
    ...advanced.map((fields) => fields.flatMap(omissionsBy)),
  ];
  // what one selector leaves out another may take
  const [first = [], ...others] = omissions;
  return first.filter((words) => others.every((other) => other.includes(words)));
}

const isOn = (field: JsonObject, name: string): boolean => text(field, 'field') === name;

const callsTo = (sources: readonly string[]): readonly string[] => sources.map((source) => `calls to ${source}`);

const negations = ['notEquals', 'notStartsWith', 'notEndsWith'];

function omissionsBy(field: JsonObject): readonly string[] {
  const name = text(field, 'field');
  if (name === undefined || name === 'eventCategory' || name === 'readOnly') return [];
  const excluded = negations.flatMap((operator) => texts(field, operator));
  const wanted = ['equals', 'startsWith', 'endsWith'].flatMap((operator) => texts(field, operator));
  switch (name) {
    case 'eventSource':
      return [
        ...callsTo(excluded),
        ...(wanted.length > 0 ? [`calls to other services than ${enumerate(wanted)}`] : []),
      ];
    case 'eventName':
      return [...excluded, ...(wanted.length > 0 ? [`other calls than ${enumerate(wanted)}`] : [])];
    case 'userIdentity.arn':
      return [
        ...excluded.map((arn) => `calls by ${shortName(arn)}`),
        ...(wanted.length > 0 ? [`calls by others than ${enumerate(wanted.map(shortName))}`] : []),
      ];
    default:
      return [`events by their ${name}`];
  }
}
