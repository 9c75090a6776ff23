/**
 * What a folder of a bucket can hold, told by its name alone. Services deliver under `AWSLogs/account/service/region/year/
 * month/day/`; of which times a day's files are is known to their source, which is asked by keys.
 */
import type { KeyParser } from './chooser.ts';
import type { DeliveredKey, Selection } from './scanner.ts';
import { isChosen } from './selection.ts';

/** The rest of a path from the folder to a day's, by the parts of a date that the folder has already. */
const completions: readonly (readonly [form: RegExp, first: string, last: string])[] = [
  [/\/\d{4}\/\d\d\/$/, '01/', '28/'],
  [/\/\d{4}\/$/, '01/01/', '12/31/'],
  [/\/year=\d{4}\/month=\d\d\/$/, 'day=01/', 'day=28/'],
  [/\/year=\d{4}\/$/, 'month=01/day=01/', 'month=12/day=31/'],
];
/** The part behind a region's folder, for one day or another: only account and region are asked for. */
const anyDay = ['2020/01/01/', 'year=2020/month=01/day=01/', '2020/1/1/ConfigHistory/'];
const accountFolder = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(?:aws-account-id=)?(\d{12})\/$/;
const day = 86_400_000;

/** Of a folder whose files' reach is known; undefined for any other. `path` ends with "/". */
export function folderReach(path: string, parseKey: KeyParser): DeliveredKey | undefined {
  const whole = parseKey(path);
  if (whole) return whole;
  for (const [form, head, tail] of completions) {
    if (!form.test(path)) continue;
    const [first, last] = [parseKey(path + head), parseKey(path + tail)];
    // the longest month has three days more
    if (first && last) return { ...first, until: last.until + 3 * day };
  }
  return undefined;
}

/** Whether a folder may hold what is asked for. By account only where AWS's own layout tells it. */
export function mayHold(path: string, selection: Selection, parseKey: KeyParser): boolean {
  const { accounts, regions, sources } = selection;
  const [, account] = accountFolder.exec(path) ?? [];
  if (account !== undefined) return accounts.length === 0 || accounts.includes(account);
  const reach = folderReach(path, parseKey);
  if (reach) return isChosen(reach, selection);
  if (regions.length === 0 && sources === undefined) return true;
  const place = anyDay.map((rest) => parseKey(path + rest)).find((key) => key !== undefined);
  return !place || isOfPlace(place, selection);
}

const isOfPlace = ({ region, source }: DeliveredKey, { regions, sources }: Selection): boolean =>
  (regions.length === 0 || regions.includes(region)) && (sources === undefined || sources.includes(source));

/** Whether all that lies in a folder holds nothing, whenever it was delivered: it is only counted. */
export const holdsNone = (path: string, parseKey: KeyParser): boolean =>
  anyDay.some((rest) => parseKey(path + rest)?.holdsNone !== undefined);

/** Whether its time alone rules a folder out: then it tells that the archive reaches there. */
export const isOutOfTime = (reach: DeliveredKey, { since, until, sources }: Selection): boolean =>
  isChosen(reach, { ...anyPlace, sources }) &&
  !isChosen(reach, { ...anyPlace, ...(since !== undefined && { since }), ...(until !== undefined && { until }) });

/** Whether its region alone rules a folder out. */
export const isElsewhere = (reach: DeliveredKey, selection: Selection): boolean =>
  isChosen(reach, { ...selection, regions: [], accounts: [] }) && !isChosen(reach, { ...selection, accounts: [] });

const anyPlace: Selection = { regions: [], accounts: [] };

/**
 * How far a folder that is not looked into shows the archive to reach: there is something in it, no later than its end
 * where it lies before the window, no earlier than its beginning where it lies behind.
 */
export function passedReach(reach: DeliveredKey, { since = -Infinity }: Selection): DeliveredKey {
  const at = reach.until <= since ? reach.until - 1 : reach.since;
  return { ...reach, since: at, until: at + 1 };
}

/** Delivered names tell their time behind what the files of one maker have in common. */
const stamped = /^(.*_)(\d{8}T\d{4}Z?)(?=_[^_/]*$)/s;

/**
 * From a key whose file is not asked for, where to go on: keys of the same maker are sorted by time, so that none is left
 * out. undefined: with the next one.
 */
export function skipFrom(path: string, selection: Selection, parseKey: KeyParser): string | undefined {
  const [, stem, stamp = ''] = stamped.exec(path) ?? [];
  const key = parseKey(path);
  if (stem === undefined || !key || key.deliveredTime !== undefined) return undefined;
  const { since = -Infinity, until = Infinity } = selection;
  const open: Selection = { ...selection, regions: [], accounts: [] };
  if (isChosen(key, open)) return undefined;
  // behind the window: past all times that can be written (":" comes after "9")
  if (key.since >= until) return `${stem}:`;
  const at = new Date(since - 2 * 3_600_000);
  if (!(key.until <= since) || Number.isNaN(at.getTime())) return undefined;
  const time = at.toISOString().replaceAll(/[-:]/g, '').slice(0, 13);
  return time > stamp ? stem + time : undefined;
}
