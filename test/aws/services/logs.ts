/**
 * CloudWatch Logs: groups, and events without a query. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/
 */
import { type JsonObject, stringAt } from '../../../src/model/json.ts';
import { AwsError } from '../aws-error.ts';
import { type Call, limitAt, numberAt, pageOf, resumed, type Service, textsAt } from '../call.ts';
import { eventIdOf } from '../log-fields.ts';
import type { LogGroup } from '../world.ts';
import { findGroup, keptEvents, Queries } from './logs-queries.ts';

const invalid = (message: string) => new AwsError('InvalidParameterException', message);
const rules = { tokenKey: 'nextToken', invalidToken: 'InvalidParameterException' } as const;

const describedGroup = ({ account, region }: Call, group: LogGroup): JsonObject => {
  const { logGroupName, creationTime, retentionInDays, logGroupClass = 'STANDARD', events } = group;
  const logGroupArn = `arn:aws:logs:${region}:${account}:log-group:${logGroupName}`;
  const oldest = Math.min(...events.map(({ timestamp }) => timestamp));
  return {
    logGroupName,
    ...((creationTime !== undefined || events.length > 0) && {
      creationTime: creationTime === undefined ? oldest : Date.parse(creationTime),
    }),
    ...(retentionInDays !== undefined && { retentionInDays }),
    metricFilterCount: 0,
    arn: `${logGroupArn}:*`,
    logGroupArn,
    storedBytes: events.reduce((total, { message }) => total + Buffer.byteLength(message), 0),
    logGroupClass,
  };
};

function describeLogGroups(call: Call): JsonObject {
  const { parameters } = call;
  const size = limitAt(parameters, 'limit', { most: 50, usual: 50, code: 'InvalidParameterException' });
  const prefix = stringAt(parameters, 'logGroupNamePrefix');
  const pattern = stringAt(parameters, 'logGroupNamePattern');
  if (prefix !== undefined && pattern !== undefined)
    throw invalid('logGroupNamePrefix and logGroupNamePattern exclude each other.');
  const named = textsAt(parameters, 'logGroupIdentifiers').map((identifier) => findGroup(call, identifier));
  const found = call.here.logGroups
    .filter((group) => named.length === 0 || named.includes(group))
    .filter(({ logGroupName }) => logGroupName.startsWith(prefix ?? '') && logGroupName.includes(pattern ?? ''))
    .filter(({ logGroupClass = 'STANDARD' }) => logGroupClass === (parameters['logGroupClass'] ?? logGroupClass))
    .toSorted((a, b) => (a.logGroupName < b.logGroupName ? -1 : 1));
  const page = pageOf(call, found, { ...rules, size });
  return { logGroups: page.items.map((group) => describedGroup(call, group)), ...page.token };
}

/**
 * Filter patterns of plain terms: the message must contain all of them, `"quoted text"` as a whole, no `-excluded` one, and at
 * least one of the `?optional` ones.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
function patternOf(text: string): (message: string) => boolean {
  if (/^\s*[{[%]/.test(text)) throw invalid('Only patterns of plain terms are served.');
  const terms = [...text.matchAll(/([-?]?)(?:"([^"]+)"|(\S+))/g)].map(([, sign, quoted, word]) => ({
    sign,
    term: quoted ?? word ?? '',
  }));
  const some = terms.filter(({ sign }) => sign === '?');
  return (message) =>
    terms.every(({ sign, term }) => sign === '?' || message.includes(term) === (sign !== '-')) &&
    (some.length === 0 || some.some(({ term }) => message.includes(term)));
}

/** Oldest first; a page is what was searched, so it may be empty and still have a token. */
function filterLogEvents(call: Call): JsonObject {
  const { parameters, settings } = call;
  const limit = limitAt(parameters, 'limit', { most: 10_000, usual: 10_000, code: 'InvalidParameterException' });
  const group = findGroup(
    call,
    stringAt(parameters, 'logGroupIdentifier') ?? stringAt(parameters, 'logGroupName') ?? '',
  );
  if (group.logGroupClass === 'INFREQUENT_ACCESS')
    throw new AwsError('InvalidOperationException', 'FilterLogEvents is not available for this log group class.');
  const streams = textsAt(parameters, 'logStreamNames');
  const prefix = stringAt(parameters, 'logStreamNamePrefix');
  if (streams.length > 100 || (streams.length > 0 && prefix !== undefined))
    throw invalid('Give up to 100 logStreamNames or a logStreamNamePrefix, not both.');
  const since = numberAt(parameters, 'startTime') ?? 0;
  const until = numberAt(parameters, 'endTime') ?? Number.POSITIVE_INFINITY;
  const isNewestFirst = parameters['startFromHead'] === false;
  if (isNewestFirst && since < Date.UTC(2024, 0, 1))
    throw invalid('startFromHead can be false only where startTime is 2024-01-01 or later.');
  const isWanted = patternOf(stringAt(parameters, 'filterPattern') ?? '');
  const found = keptEvents(call, group)
    .filter(({ timestamp }) => timestamp >= since && timestamp <= until)
    .filter(({ logStreamName }) => streams.length === 0 || streams.includes(logStreamName))
    .filter(({ logStreamName }) => logStreamName.startsWith(prefix ?? ''))
    .toSorted((a, b) => (isNewestFirst ? b.timestamp - a.timestamp : a.timestamp - b.timestamp));
  const state = resumed(call, rules);
  const from = typeof state === 'number' ? state : 0;
  const events: JsonObject[] = [];
  let at = from;
  for (; at < found.length && at < from + settings.logEventsPerPage && events.length < limit; at++) {
    const event = found[at];
    if (!event || !isWanted(event.message)) continue;
    const { logStreamName, timestamp, message } = event;
    events.push({ logStreamName, timestamp, message, ingestionTime: timestamp, eventId: eventIdOf(event) });
  }
  return {
    events,
    searchedLogStreams: [],
    ...(at < found.length && { nextToken: call.tokens.issue(call, at) }),
  };
}

/** Queries live as long as the server. */
export function createLogs(): Service {
  const queries = new Queries();
  return {
    name: 'logs',
    protocol: 'json-1.1',
    // all times here are plain numbers, in seconds or milliseconds
    timeMembers: new Set(),
    operations: {
      DescribeLogGroups: describeLogGroups,
      FilterLogEvents: filterLogEvents,
      StartQuery: (call) => queries.start(call),
      GetQueryResults: (call) => queries.results(call),
      StopQuery: (call) => queries.stop(call),
    },
  };
}
