/** The forms in which Config's times reach a file: its own, the CLI's, the SDKs', and those of recorded API responses. */
import { isJsonObject } from '../../model/json.ts';

const iso = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)?$/;
/** Greater numbers are milliseconds: as seconds they would be in the year 5138. */
const latestSeconds = 1e11;

/** Epoch milliseconds; undefined if the value is not a time. A time without a zone is UTC. */
export function parseTime(value: unknown): number | undefined {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value === 'string') return fromText(value.trim());
  if (value instanceof Date) return finite(value.getTime());
  return isJsonObject(value) && value['__class__'] === 'datetime' ? fromDatetime(value) : undefined;
}

export const isoTime = (time: number): string => new Date(time).toISOString();

/** Seconds with decimals (the API), or milliseconds. */
const fromEpoch = (value: number) =>
  value > 0 ? finite(Math.round(value < latestSeconds ? value * 1000 : value)) : undefined;

function fromText(text: string): number | undefined {
  const parts = iso.exec(text);
  if (!parts) return /^\d{9,13}(\.\d+)?$/.test(text) ? fromEpoch(Number(text)) : undefined;
  const [, date, clock, fraction = '', zone = 'Z'] = parts;
  const offset = zone === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  return finite(Date.parse(`${date}T${clock}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`));
}

/** A Python datetime as recorders of API responses write it: its zone is lost, and UTC is assumed. */
function fromDatetime(value: Readonly<Record<string, unknown>>): number | undefined {
  const part = (key: string) => (typeof value[key] === 'number' ? (value[key] as number) : 0);
  if (part('year') < 1970) return undefined;
  return finite(
    Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
      Math.floor(part('microsecond') / 1000),
    ),
  );
}

/** Limited to what a Date can hold. */
const finite = (time: number) => (Math.abs(time) <= 8.64e15 ? time : undefined);
