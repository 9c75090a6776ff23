/**
 * Tells by its name alone what a bucket's folder can hold. Services deliver under
 * `AWSLogs/account/service/region/year/month/day/`; a source parses such keys into the times of their files.
 */
import type { KeyParser } from './chooser.ts';
import type { DeliveredKey, Selection } from './scanner.ts';
import { isChosen } from './selection.ts';

/** What completes a folder's path to a day's folder, given the parts of the date that it already contains. */
const completions: readonly (readonly [form: RegExp, first: string, last: string])[] = [
  [/\/\d{4}\/\d\d\/$/, '01/', '28/'],
  [/\/\d{4}\/$/, '01/01/', '12/31/'],
  [/\/year=\d{4}\/month=\d\d\/$/, 'day=01/', 'day=28/'],
  [/\/year=\d{4}\/$/, 'month=01/day=01/', 'month=12/day=31/'],
];
/** Completes a region's folder to some day's: only the account and region matter. */
const anyDay = ['2020/01/01/', 'year=2020/month=01/day=01/', '2020/1/1/ConfigHistory/'];
const accountFolder = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(?:aws-account-id=)?(\d{12})\/$/;
const day = 86_400_000;

/** The reach of a folder's files, if known; undefined for any other folder. `path` ends with "/". */
export function folderReach(path: string, parseKey: KeyParser): DeliveredKey | undefined {
  const whole = parseKey(path);
  if (whole) return whole;
  for (const [form, head, tail] of completions) {
    if (!form.test(path)) continue;
    const [first, last] = [parseKey(path + head), parseKey(path + tail)];
    // the longest month has three more days
    if (first && last) return { ...first, until: last.until + 3 * day };
  }
  return undefined;
}

/** Whether a folder may hold what is asked for. Accounts are compared only in AWS's own layout. */
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

/** Whether no file in a folder can hold a record, whenever it was delivered: such files are only counted. */
export const holdsNone = (path: string, parseKey: KeyParser): boolean =>
  anyDay.some((rest) => parseKey(path + rest)?.holdsNone !== undefined);

/** Whether its time alone rules a folder out: it still shows that the archive reaches there. */
export const isOutOfTime = (reach: DeliveredKey, { since, until, sources }: Selection): boolean =>
  isChosen(reach, { ...anyPlace, sources }) &&
  !isChosen(reach, { ...anyPlace, ...(since !== undefined && { since }), ...(until !== undefined && { until }) });

/** Whether its region alone rules a folder out. */
export const isElsewhere = (reach: DeliveredKey, selection: Selection): boolean =>
  isChosen(reach, { ...selection, regions: [], accounts: [] }) && !isChosen(reach, { ...selection, accounts: [] });

const anyPlace: Selection = { regions: [], accounts: [] };

/**
 * How far the archive reaches, as shown by a folder that was not listed: it contains something, no later than its end if it
 * lies before the window, and no earlier than its start if it lies after.
 */
export function passedReach(reach: DeliveredKey, { since = -Infinity }: Selection): DeliveredKey {
  const at = reach.until <= since ? reach.until - 1 : reach.since;
  return { ...reach, since: at, until: at + 1 };
}

/** Delivered names carry their time after the prefix that all files of one deliverer share. */
const stamped = /^(.*_)(\d{8}T\d{4}Z?)(?=_[^_/]*$)/s;

/**
 * Where to continue after a key whose file is not asked for: keys with the same prefix are sorted by time, so none is missed.
 * undefined: at the next key.
 */
export function skipFrom(path: string, selection: Selection, parseKey: KeyParser): string | undefined {
  const [, stem, stamp = ''] = stamped.exec(path) ?? [];
  const key = parseKey(path);
  if (stem === undefined || !key || key.deliveredTime !== undefined) return undefined;
  const { since = -Infinity, until = Infinity } = selection;
  const open: Selection = { ...selection, regions: [], accounts: [] };
  if (isChosen(key, open)) return undefined;
  // after the window: skip every possible time (":" sorts after "9")
  if (key.since >= until) return `${stem}:`;
  const at = new Date(since - 2 * 3_600_000);
  if (!(key.until <= since) || Number.isNaN(at.getTime())) return undefined;
  const time = at.toISOString().replaceAll(/[-:]/g, '').slice(0, 13);
  return time > stamp ? stem + time : undefined;
}
