/** The fields that CloudWatch Logs discovers in a message. */
import { isJsonObject, type JsonValue } from '../../src/model/json.ts';
import { eventNumberOf } from './identifiers.ts';
import type { LogEvent } from './world.ts';

/** A log event with its group. */
export interface FoundEvent extends LogEvent {
  readonly logGroupName: string;
  readonly account: string;
}

export type Fields = ReadonlyMap<string, string>;

/** The fields of the default format; other formats are not discovered and must be parsed. */
const flowFields = [
  'version',
  'accountId',
  'interfaceId',
  'srcAddr',
  'dstAddr',
  'srcPort',
  'dstPort',
  'protocol',
  'packets',
  'bytes',
  'startTime',
  'endTime',
  'action',
  'logStatus',
] as const;

const flowLine = /^2 \S+ eni-\S+( \S+){9} (ACCEPT|REJECT|-) (OK|NODATA|SKIPDATA)$/;

const mostJsonFields = 200;

/** `2026-03-03 14:03:27.000`, in UTC. */
export const insightsTime = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '');

export const eventIdOf = ({ logStreamName, timestamp, message }: LogEvent): string =>
  eventNumberOf(`${logStreamName} ${timestamp} ${message}`);

/** Dotted paths with the positions in lists: `requestParameters.instancesSet.items.0.instanceId`. */
function* jsonFields(value: JsonValue | undefined, path = ''): Generator<readonly [string, string]> {
  if (isJsonObject(value) || Array.isArray(value)) {
    for (const [key, member] of Object.entries(value)) yield* jsonFields(member, path === '' ? key : `${path}.${key}`);
  } else if (path !== '' && value !== null && value !== undefined) yield [path, String(value)];
}

function* discovered({ message }: LogEvent): Generator<readonly [string, string]> {
  const text = message.trim();
  if (flowLine.test(text)) {
    for (const [index, value] of text.split(' ').entries())
      if (value !== '-') yield [flowFields[index] as string, value];
  } else if (text.startsWith('{')) {
    try {
      let count = 0;
      for (const field of jsonFields(JSON.parse(text) as JsonValue)) if (++count <= mostJsonFields) yield field;
    } catch {
      // not JSON after all: nothing is discovered
    }
  } else {
    const [, type, requestId] = /^(START|END|REPORT) RequestId: (\S+)/.exec(text) ?? [];
    if (type && requestId) {
      yield ['@type', type];
      yield ['@requestId', requestId];
    }
    const [, duration] = /\bDuration: ([\d.]+) ms/.exec(text) ?? [];
    if (duration) yield ['@duration', duration];
  }
}

export function fieldsOf(event: FoundEvent): Map<string, string> {
  return new Map([
    ['@timestamp', insightsTime(event.timestamp)],
    ['@ingestionTime', insightsTime(event.timestamp)],
    ['@message', event.message],
    ['@logStream', event.logStreamName],
    ['@log', `${event.account}:${event.logGroupName}`],
    ['@ptr', Buffer.from(eventIdOf(event)).toString('base64')],
    ...discovered(event),
  ]);
}
