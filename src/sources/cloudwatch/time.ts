/** The forms in which CloudWatch's times come: from the service, from either version of the CLI, from SDK recordings. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';

const isoTime = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/;

/** From here on a number is milliseconds: as seconds it would be beyond the year 5000. */
const leastMilliseconds = 1e11;
/** The year 10000: after it ISO 8601 needs another form. */
const endOfTime = 253_402_300_800_000;

/**
 * Epoch milliseconds; undefined if the value is not a time. ISO 8601 in any zone (also `+0000`; without a zone it is UTC),
 * epoch seconds or milliseconds, and `{"__class__": "datetime", "year": …}`.
 */
export function readTime(value: JsonValue | undefined): number | undefined {
  const time =
    typeof value === 'string' ? ofText(value) : typeof value === 'number' ? ofNumber(value) : ofFields(value);
  return time !== undefined && time > 0 && time < endOfTime ? time : undefined;
}

function ofText(text: string): number | undefined {
  const [, date, minutes, seconds = ':00', fraction = '', zone = 'Z'] = isoTime.exec(text) ?? [];
  if (date === undefined) return undefined;
  const offset = zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  return Date.parse(`${date}T${minutes}${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
}

const ofNumber = (value: number) => Math.round(value >= leastMilliseconds ? value : value * 1000);

function ofFields(value: JsonValue | undefined): number | undefined {
  if (!isJsonObject(value) || value['__class__'] !== 'datetime') return undefined;
  const field = (name: keyof typeof limits): number => {
    const found = value[name] ?? limits[name][0];
    const [least, most] = limits[name];
    return Number.isInteger(found) && (found as number) >= least && (found as number) <= most ? (found as number) : NaN;
  };
  if (!hasDate(value)) return undefined;
  const time = Date.UTC(
    field('year'),
    field('month') - 1,
    field('day'),
    field('hour'),
    field('minute'),
    field('second'),
    field('microsecond') / 1000,
  );
  return Number.isNaN(time) ? undefined : time;
}

const limits = {
  year: [1970, 9999],
  month: [1, 12],
  day: [1, 31],
  hour: [0, 23],
  minute: [0, 59],
  second: [0, 59],
  microsecond: [0, 999_999],
} as const;

const hasDate = (value: JsonObject) => 'year' in value && 'month' in value && 'day' in value;
