/** A CloudWatch Logs event, whatever carried it: a subscription, an export, the CLI's output, a row of Logs Insights. */
import type { Place } from '../../archive/scanner.ts';
import { isJsonObject, type JsonObject, type JsonValue, stringAt } from '../../model/json.ts';

export interface LogEvent {
  readonly logGroup: string;
  readonly logStream: string | null;
  readonly account: string | null;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly message: string;
}

/** undefined: not a log event. "control message": CloudWatch Logs tested whether a destination can be reached. */
export function logEventOf(
  value: JsonObject,
  { file, carriers }: Pick<Place, 'file' | 'carriers'>,
): LogEvent | 'control message' | undefined {
  const message = value['message'] ?? value['@message'];
  const time = timeOf(value['timestamp'] ?? value['@timestamp']);
  if (typeof message !== 'string' || time === undefined) return undefined;
  const carrier = carriers.at(-1);
  // an event inside a structured line is part of that line, not another line
  if (carriers.some((outer) => 'message' in outer && 'timestamp' in outer)) return undefined;
  if (carrier?.['messageType'] === 'CONTROL_MESSAGE') return 'control message';
  const home = subscription(carrier) ?? ownHome(value) ?? exported(value, file, carriers) ?? printed(value, file);
  if (!home) return undefined;
  const { logGroup, logStream, account } = home;
  // listed member by member: a spread would give each event a hidden class of its own
  return { logGroup, logStream, account, time, message };
}

type Home = Pick<LogEvent, 'logGroup' | 'logStream' | 'account'>;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html */
function subscription(carrier: JsonObject | undefined): Home | undefined {
  const logGroup = stringAt(carrier, 'logGroup');
  if (logGroup === undefined || !isJsonObject(carrier) || !('logEvents' in carrier)) return undefined;
  return { logGroup, logStream: stringAt(carrier, 'logStream') ?? null, account: accountOf(carrier['owner']) };
}

/** A row of Logs Insights, whose `@log` is `account:group`, or an event to which a forwarder added its origin. */
function ownHome(value: JsonObject): Home | undefined {
  const log = /^(?:(\d{12}):)?(.+)$/.exec(stringAt(value, '@log') ?? '');
  const logGroup = log?.[2] ?? stringAt(value, 'logGroup') ?? stringAt(value, 'logGroupName');
  if (logGroup === undefined) return undefined;
  const logStream = stringAt(value, '@logStream') ?? stringAt(value, 'logStream') ?? stringAt(value, 'logStreamName');
  return { logGroup, logStream: logStream ?? null, account: accountOf(log?.[1] ?? value['owner']) };
}

const taskId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** The prefix of a task's files if nobody chose another. */
const defaultPrefix = 'exportedlogs';

/**
 * `[prefix]/[task id]/[stream]/000000.gz`: the path does not include the group. People use its name as the prefix; otherwise
 * the stream's folder stands for it. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html
 */
function exported(value: JsonObject, file: string, carriers: readonly JsonObject[]): Home | undefined {
  if (carriers.length > 0 || typeof value['timestamp'] !== 'string' || Object.keys(value).length !== 2)
    return undefined;
  const folders = file.split(/[/\\]/).slice(0, -1);
  const at = folders.findLastIndex((folder) => taskId.test(folder));
  const prefix = at > 0 ? folders[at - 1] : undefined;
  const logStream = (at < 0 ? folders.at(-1) : folders[at + 1]) ?? null;
  const logGroup = prefix !== undefined && prefix !== defaultPrefix ? prefix : logStream;
  return { logGroup: logGroup ?? nameOf(file), logStream, account: null };
}

/** `aws logs get-log-events` and `filter-log-events`: they do not name the group, so the file stands for it. */
function printed(value: JsonObject, file: string): Home | undefined {
  const isPrinted = typeof value['ingestionTime'] === 'number' || typeof value['eventId'] === 'string';
  if (!isPrinted || typeof value['timestamp'] !== 'number') return undefined;
  return { logGroup: nameOf(file), logStream: stringAt(value, 'logStreamName') ?? null, account: null };
}

const nameOf = (file: string): string => {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return name.replace(/\.gz$/i, '').replace(/\.[a-z]{2,5}$/i, '') || 'unknown';
};

const accountOf = (value: JsonValue | undefined) =>
  typeof value === 'string' && /^\d{12}$/.test(value) ? value : null;

/** The end of the year 9999: the latest time that a report can print. */
const lastTime = 253_402_300_799_999;

/** Epoch milliseconds; ISO text, also without `T` and zone, as Logs Insights prints it (UTC). */
function timeOf(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'number') return value > 0 && value <= lastTime ? Math.round(value) : undefined;
  // as emulators of Logs Insights print it
  if (typeof value === 'string' && /^\d{13}$/.test(value)) return Number(value);
  const parts =
    typeof value === 'string'
      ? /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:?\d\d)?$/.exec(value)
      : null;
  if (!parts) return undefined;
  const time = Date.parse(`${parts[1]}T${parts[2]}${parts[3] ?? 'Z'}`);
  return time > 0 ? time : undefined;
}
