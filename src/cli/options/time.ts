/** Points in time and durations as people type them: `2h`, `2026-03-01 14:30`, `yesterday 14:00`. UTC unless a zone is given. */
import { Obs3Error } from '../../model/error.ts';

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const dayMs = 86_400_000;

const durationForm = /^(?:\d+(?:\.\d+)?[smhdw])+$/;
const dateForm =
  /^(?:(\d{4})-(\d\d)-(\d\d)|(today|yesterday))(?:[T ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?$/i;
const clockForm = /^(\d\d):(\d\d)(?::(\d\d))?$/;

/** Milliseconds; undefined for text that is not a duration. */
export function parseDuration(text: string): number | undefined {
  if (!durationForm.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)([smhdw])/g))
    total += Number(amount) * (unitMs[unit as string] as number);
  return total > 0 ? Math.round(total) : undefined;
}

/**
 * Epoch milliseconds. A duration counts back from `from` (now, unless the flag says otherwise).
 * @throws Obs3Error USAGE that names the flag and the accepted forms.
 */
export function parseMoment(text: string, flag: string, now: number, from = now): number {
  const moment = momentOf(text.trim(), now, from);
  if (moment !== undefined && isWritable(moment)) return moment;
  throw new Obs3Error('USAGE', `${flag} does not take '${text}'`, { hint: momentForms });
}

const momentForms =
  "use a duration (90s, 15m, 2h, 3d, 1w), a time (2026-03-01T14:30Z, '2026-03-01 14:30', 2026-03-01) or 'yesterday 14:00'; UTC unless a zone (+02:00) is given";

/** Whether a time can be written with a four-digit year: otherwise times no longer compare as text. */
export const isWritable = (time: number): boolean => time >= firstMoment && time <= lastMoment;
const firstMoment = Date.parse('0000-01-01T00:00:00.000Z');
const lastMoment = Date.parse('9999-12-31T23:59:59.999Z');

function momentOf(text: string, now: number, from: number): number | undefined {
  if (text.toLowerCase() === 'now') return now;
  const duration = parseDuration(text);
  if (duration !== undefined) return from - duration;
  return parseDate(clockForm.test(text) ? `today ${text}` : text, now);
}

function parseDate(text: string, now: number): number | undefined {
  const found = dateForm.exec(text);
  if (!found) return undefined;
  const [, year, month, date, word, hours = '00', minutes = '00', seconds = '00', fraction = '', zone = 'Z'] = found;
  const [, sign = '+', zoneHours = '0', zoneMinutes = '0'] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  const offsetMs = (sign === '-' ? -1 : 1) * (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  const midnight = word
    ? Math.floor((now + offsetMs) / dayMs) * dayMs - (word.toLowerCase() === 'yesterday' ? dayMs : 0)
    : Date.UTC(Number(year), Number(month) - 1, Number(date));
  const day = new Date(midnight).toISOString().slice(0, 10);
  // 2026-02-30 is not a day, though Date would take it for one in March
  if (!word && day !== `${year}-${month}-${date}`) return undefined;
  const offset = /^(Z|UTC|GMT)$/i.test(zone) ? 'Z' : zone.replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2');
  const time = Date.parse(`${day}T${hours}:${minutes}:${seconds}${fraction.slice(0, 4)}${offset}`);
  return Number.isNaN(time) ? undefined : time;
}
