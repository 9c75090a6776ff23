/**
 * An alarm's definition: as `aws cloudwatch describe-alarms` prints it, as its history keeps it, and the part that a
 * notification repeats.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
 */
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../model/json.ts';
import type { Alarm } from '../../model/series.ts';
import { parseArn } from '../../resources/arn.ts';
import { objects, text, texts, valueAt } from '../../resources/read.ts';
import { numberAt, readMetric } from './metric.ts';

/** Which alarm a record is about. */
export interface AlarmName {
  readonly name: string;
  readonly arn: string | null;
  readonly account: string | null;
  readonly region: string | null;
}

const accountId = /^\d{12}$/;
const regionCode = /^[a-z]{2}(-[a-z]+)+-\d+$/;

/** Prefers the ARN's account and region, if it has them, to those in the record's other fields. */
export function nameAlarm(name: string, arn?: string, account?: string, region?: string): AlarmName {
  const parsed = arn === undefined ? undefined : parseArn(arn);
  const isAlarm = parsed?.service === 'cloudwatch' && parsed.resource.startsWith('alarm:');
  const first = (pattern: RegExp, ...texts: readonly (string | undefined)[]) =>
    texts.find((found) => found !== undefined && pattern.test(found)) ?? null;
  return {
    name,
    arn: isAlarm ? (arn ?? null) : null,
    account: first(accountId, isAlarm ? parsed.account : undefined, account),
    region: first(regionCode, isAlarm ? parsed.region : undefined, region),
  };
}

/** An item of `MetricAlarms` or `CompositeAlarms`; undefined for anything else. */
export function describedAlarm(value: JsonObject): Alarm | undefined {
  const name = value['AlarmName'];
  const arn = value['AlarmArn'];
  if (typeof name !== 'string' || name === '') return undefined;
  const isAlarm =
    typeof value['AlarmRule'] === 'string' ||
    typeof value['ComparisonOperator'] === 'string' ||
    (typeof arn === 'string' && typeof value['StateValue'] === 'string');
  return isAlarm ? readDefinition(nameAlarm(name, typeof arn === 'string' ? arn : undefined), value) : undefined;
}

/** Reads the parts of an alarm's definition that a record holds; keys may begin with a capital or a small letter. */
export function readDefinition({ name, arn, account, region }: AlarmName, definition: JsonObject): Alarm {
  const metrics = [definition, ...objects(definition, 'metrics').map((item) => valueAt(item, 'metricStat.metric'))];
  const named = metrics.flatMap((metric) => readMetric(metric) ?? []);
  const [first] = named;
  return {
    name,
    arn,
    account,
    region,
    state: text(definition, 'stateValue') ?? null,
    namespace: first?.namespace ?? null,
    metricName: first?.metricName ?? null,
    dimensions: named.map(({ dimensions }) => dimensions),
    threshold: numberAt(definition, 'threshold') ?? null,
    comparison: text(definition, 'comparisonOperator') ?? null,
    actions: [
      ...new Set(
        ['alarmActions', 'OKActions', 'okactions', 'insufficientDataActions'].flatMap((key) => texts(definition, key)),
      ),
    ],
    children: childrenOf(text(definition, 'alarmRule') ?? ''),
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
const longestRule = 10_240;
const state = '(?:ALARM|OK|INSUFFICIENT_DATA)';
const reference = String.raw`"(?:[^"\\]|\\.)*"|[^\s(),"]+`;
const oneAlarm = new RegExp(String.raw`\b${state}\s*\(\s*(${reference})\s*\)`, 'g');
const someAlarms = new RegExp(String.raw`\bAT_LEAST\s*\([^(),]*,[^(),]*\b${state}\s*,\s*\(([^()]*)\)`, 'g');

/** The names in a composite alarm's rule: `ALARM("a") AND NOT OK(b)`, `AT_LEAST(2, ALARM, (a, b, c))`. */
export function childrenOf(rule: string): readonly string[] {
  const whole = rule.slice(0, longestRule);
  const references = [
    ...[...whole.matchAll(oneAlarm)].map(([, one = '']) => one),
    ...[...whole.matchAll(someAlarms)].flatMap(([, list = '']) => list.match(new RegExp(reference, 'g')) ?? []),
  ];
  return [...new Set(references.map(nameOf))];
}

/** A reference is a name or an ARN, in quotes or bare. */
function nameOf(written: string): string {
  const bare = written.startsWith('"') ? written.slice(1, -1).replace(/\\(.)/g, '$1') : written;
  const arn = parseArn(bare);
  return arn?.service === 'cloudwatch' ? arn.resource.replace(/^alarm:/, '') : bare;
}

/** An object, or one as JSON in a text member; undefined if the text is truncated or not JSON. */
export function openObject(value: JsonValue | undefined): JsonObject | undefined {
  const opened = typeof value === 'string' ? parseJson(value) : value;
  return isJsonObject(opened) ? opened : undefined;
}
