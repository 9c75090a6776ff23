/** A world from a folder of delivered files, so that a case can be asked through the APIs as well as from its archive. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isJsonObject, type JsonObject, type JsonValue, objectAt, stringAt } from '../../src/model/json.ts';
import type { Datapoint, World } from './world.ts';
import { type Place, WorldDraft } from './world-draft.ts';

export interface ArchiveWorld {
  readonly world: World;
  /** Files, or kinds of records in them, that were not used; digests and READMEs are not listed. */
  readonly unread: readonly string[];
}

/** Where records belong if they do not say so themselves: from the path of a delivered file, or given. */
interface Reading {
  readonly path: string;
  readonly place: Place;
  readonly draft: WorldDraft;
}

/** Returns true if the value has its form. */
type Reader = (value: JsonObject, reading: Reading) => boolean;

const objectsIn = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isJsonObject) : [];

const trailRecord: Reader = (value, { place, draft }) => {
  if (typeof value['eventTime'] !== 'string' || typeof value['awsRegion'] !== 'string') return false;
  const account = stringAt(value, 'recipientAccountId') ?? place.account;
  draft.addRecord({ account, region: value['awsRegion'] }, value);
  return true;
};

const trailFile: Reader = (value, reading) => {
  const records = value['Records'];
  return Array.isArray(records) && objectsIn(records).every((record) => trailRecord(record, reading));
};

/** Global types ("global") are recorded in the region that the file was delivered for. */
const configFile: Reader = (value, { place, draft }) => {
  if (!Array.isArray(value['configurationItems'])) return false;
  for (const item of objectsIn(value['configurationItems'])) {
    const account = stringAt(item, 'awsAccountId') ?? stringAt(item, 'accountId') ?? place.account;
    const named = stringAt(item, 'awsRegion') ?? place.region;
    draft.addItem({ account, region: named === 'global' ? place.region : named }, item);
  }
  return true;
};

const metricLine: Reader = (value, { place, draft }) => {
  const namespace = stringAt(value, 'namespace');
  const metricName = stringAt(value, 'metric_name');
  const timestamp = value['timestamp'];
  if (!namespace || !metricName || typeof timestamp !== 'number') return false;
  const unit = stringAt(value, 'unit');
  const numbers = Object.entries(objectAt(value, 'value')).filter(([, measured]) => typeof measured === 'number');
  draft.addDatapoint(
    { account: stringAt(value, 'account_id') ?? place.account, region: stringAt(value, 'region') ?? place.region },
    {
      namespace,
      metricName,
      dimensions: objectAt(value, 'dimensions') as Record<string, string>,
      ...(unit !== undefined && { unit }),
    },
    { timestamp, ...(Object.fromEntries(numbers) as Omit<Datapoint, 'timestamp'>) } as Datapoint,
  );
  return true;
};

/** `arn:aws:cloudwatch:us-east-1:111122223333:alarm:NAME` */
function placeOfArn(arn: string | undefined, place: Place): Place {
  const [, , , region, account] = arn?.split(':') ?? [];
  return { account: account || place.account, region: region || place.region };
}

const alarms: Reader = (value, { place, draft }) => {
  if (!Array.isArray(value['MetricAlarms']) && !Array.isArray(value['CompositeAlarms'])) return false;
  for (const key of ['MetricAlarms', 'CompositeAlarms'] as const) {
    for (const alarm of objectsIn(value[key])) {
      const { metricAlarms, compositeAlarms } = draft.at(placeOfArn(stringAt(alarm, 'AlarmArn'), place));
      (key === 'MetricAlarms' ? metricAlarms : compositeAlarms).set(String(alarm['AlarmName']), alarm);
    }
  }
  return true;
};

const alarmHistory: Reader = (value, { draft }) => {
  if (!Array.isArray(value['AlarmHistoryItems'])) return false;
  for (const item of objectsIn(value['AlarmHistoryItems'])) draft.addHistory(item);
  return true;
};

const subscription: Reader = (value, { place, draft }) => {
  if (value['messageType'] === 'CONTROL_MESSAGE') return true;
  if (value['messageType'] !== 'DATA_MESSAGE') return false;
  const here = { account: stringAt(value, 'owner') ?? place.account, region: place.region };
  for (const event of objectsIn(value['logEvents'])) {
    draft.addLogEvent(here, stringAt(value, 'logGroup') ?? '', {
      timestamp: Number(event['timestamp']),
      message: String(event['message']),
      logStreamName: stringAt(value, 'logStream') ?? '',
    });
  }
  return true;
};

const itemNotification: Reader = (value, reading) => {
  const item = objectAt(objectAt(value, 'detail'), 'configurationItem');
  return item['resourceType'] !== undefined && configFile({ configurationItems: [item as never] }, reading);
};

const eventBridgeCall: Reader = (value, reading) =>
  typeof value['detail-type'] === 'string' && trailRecord(objectAt(value, 'detail'), reading);

/** Records that repeat what a different form in the same archive says, or that no API returns. */
const known: Reader = (value) =>
  typeof value['digestS3Object'] === 'string' ||
  ['CloudWatch Alarm State Change', 'Config Rules Compliance Change'].includes(String(value['detail-type']));

const readers: readonly Reader[] = [
  trailFile,
  configFile,
  metricLine,
  alarms,
  alarmHistory,
  subscription,
  itemNotification,
  eventBridgeCall,
  known,
];

const flowFields = /(^|\s)srcaddr\s+dstaddr(\s|$)/;

/** Delivered text has a header; in CloudWatch Logs there are only lines, and the flow log gives their format. */
function flowLog(text: string, { path, place, draft }: Reading): boolean {
  const [header = '', ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  if (!flowFields.test(header)) return false;
  const fields = header.trim().split(/\s+/);
  const at = (line: readonly string[], field: string) => line[fields.indexOf(field)] ?? '-';
  const FlowLogId = /_(fl-[^_]+)_/.exec(path)?.[1] ?? 'fl-00000000000000000';
  const { flowLogs } = draft.at(place);
  const LogFormat = fields.map((field) => `\${${field}}`).join(' ');
  const sameId = [...flowLogs.values()].find((log) => log['FlowLogId'] === FlowLogId && log['LogFormat'] !== LogFormat);
  const LogGroupName = `vpc-flow-logs/${FlowLogId}${sameId ? `-${fields.length}` : ''}`;
  flowLogs.set(LogGroupName, {
    FlowLogId,
    FlowLogStatus: 'ACTIVE',
    DeliverLogsStatus: 'SUCCESS',
    LogDestinationType: 'cloud-watch-logs',
    LogGroupName,
    LogFormat,
    TrafficType: 'ALL',
  });
  for (const message of lines) {
    const values = message.trim().split(/\s+/);
    const timestamp = Number(at(values, 'start')) * 1000;
    const logStreamName = `${at(values, 'interface-id')}-all`;
    if (Number.isFinite(timestamp)) draft.addLogEvent(place, LogGroupName, { timestamp, message, logStreamName });
  }
  return true;
}

/** The ends of consecutive JSON documents in a text, with or without anything between them. */
function* documentsIn(text: string): Generator<string> {
  let depth = 0;
  let start = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isText) {
      if (character === '\\') at++;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) {
      yield text.slice(start, at + 1);
      start = at + 1;
    }
  }
  if (text.slice(start).trim() !== '') yield text.slice(start);
}

/** One JSON document or several: one per line, or as Firehose writes them, without a separator. undefined: not JSON. */
function jsonValues(text: string): readonly JsonValue[] | undefined {
  try {
    return [...documentsIn(text)].map((document) => JSON.parse(document) as JsonValue);
  } catch {
    return undefined;
  }
}

/** `AWSLogs/[o-…/]111122223333/Config/us-east-1/…` */
function placeOfPath(path: string): Place | undefined {
  const delivered = /AWSLogs\/(?:o-[a-z0-9]+\/)?(\d{12})\/[\w-]+\/([a-z]{2,}(?:-[a-z]+)+-\d)\//;
  const [, account, region] = delivered.exec(path) ?? [];
  return account && region ? { account, region } : undefined;
}

function readText(text: string, reading: Reading): string[] {
  const { path } = reading;
  const values = jsonValues(text);
  if (!values) return flowLog(text, reading) ? [] : [path];
  const unknown = values
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter((value) => {
      return !isJsonObject(value) || !readers.some((reader) => reader(value, reading));
    });
  return unknown.map(
    (value) =>
      `${path}: ${isJsonObject(value) ? (stringAt(value, 'detail-type') ?? Object.keys(value).join(' ')) : typeof value}`,
  );
}

/** Records without an account and region belong where most of the calls were made. */
export function worldFromArchive(folder: string): ArchiveWorld {
  const draft = new WorldDraft();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ file, path: relative(folder, file).split(sep).join('/') }));
  const placed = files.filter(({ path }) => placeOfPath(path));
  const others = files.filter(({ path }) => !placeOfPath(path));
  const unread = [...placed, ...others].flatMap(({ file, path }) => {
    const bytes = readFileSync(file);
    const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
    return readText(text, { path, place: placeOfPath(path) ?? draft.busiestPlace(), draft });
  });
  return { world: draft.finish(), unread: [...new Set(unread)] };
}

const worlds = new Map<string, World>();

/** For a bundled example, which nothing modifies: read once. */
export function worldOfExample(folder: string): World {
  const world = worlds.get(folder) ?? worldFromArchive(folder).world;
  worlds.set(folder, world);
  return world;
}
