/** Reads a metric's name in each of the spellings that CloudWatch's APIs, events and streams use. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { text, valueAt } from '../../resources/read.ts';

export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** `{"InstanceId": "i-1"}`, `[{"Name": "InstanceId", "Value": "i-1"}]` and the same in lower case -> a map, keys sorted. */
export function readDimensions(value: JsonValue | undefined): Readonly<Record<string, string>> {
  if (isJsonObject(value) && isDimensionMap(value)) return value;
  const pairs: (readonly [string, string])[] = [];
  if (Array.isArray(value)) {
    for (const item of value) {
      if (!isJsonObject(item)) continue;
      const [name, of] = [text(item, 'name'), text(item, 'value')];
      if (name !== undefined && of !== undefined) pairs.push([name, of]);
    }
  } else if (isJsonObject(value)) {
    for (const [name, of] of Object.entries(value)) if (typeof of === 'string') pairs.push([name, of]);
  }
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Whether it is such a map already, as most are: only text values, keys sorted. */
function isDimensionMap(value: JsonObject): value is Readonly<Record<string, string>> {
  let last = '';
  for (const name in value) {
    if (typeof value[name] !== 'string' || name < last) return false;
    last = name;
  }
  return true;
}

/** `{Namespace, MetricName, Dimensions}`; in events the name is `name`. undefined if it names no metric. */
export function readMetric(value: JsonValue | undefined): Metric | undefined {
  if (!isJsonObject(value)) return undefined;
  const metricName = text(value, 'metricName', 'name');
  const namespace = text(value, 'namespace');
  if (metricName === undefined || namespace === undefined) return undefined;
  return { namespace, metricName, dimensions: readDimensions(valueAt(value, 'dimensions')) };
}

/** A number that JSON can hold and arithmetic can use; undefined for anything else. */
export const numberAt = (value: JsonObject, path: string): number | undefined => {
  const found = valueAt(value, path);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
};
