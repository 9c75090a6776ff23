/**
 * What the key of a delivered trail file says: account, region, and when it was delivered.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
import type { DeliveredKey } from '../../archive/scanner.ts';
import { day, hour, minute } from '../../model/duration.ts';

const folders =
  /(?:^|[/\\])AWSLogs[/\\](?:o-[a-z0-9]+[/\\])?(\d{12})[/\\]CloudTrail(?:-Insight|-NetworkActivity)?[/\\]([a-z]{2}[a-z-]*-\d+)[/\\](\d{4})[/\\](\d\d)[/\\](\d\d)[/\\]/;
const fileName =
  /(?:^|[/\\])(\d{12})_CloudTrail(?:-Insight|-NetworkActivity)?_([a-z]{2}[a-z-]*-\d+)_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[A-Za-z0-9]{16}\.json(?:\.gz)?$/;
/**
 * Named in full, or the folder of a day: nobody else's file is taken for one.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
const digestName =
  /(?:^|[/\\])(\d{12})_CloudTrail-Digest_([a-z]{2}[a-z-]*-\d+)_[^/\\]+_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)\d\dZ(?:_backfill)?\.json(?:\.gz)?$/;
const digestFolder =
  /(?:^|[/\\])AWSLogs[/\\](?:o-[a-z0-9]+[/\\])?(\d{12})[/\\]CloudTrail-Digest[/\\]([a-z]{2}[a-z-]*-\d+)[/\\](\d{4})[/\\](\d\d)[/\\](\d\d)[/\\]$/;

/** Read from the file's name if it has AWS's form, otherwise from its folders; undefined for any other path. */
export function parseKey(path: string): DeliveredKey | undefined {
  const name = fileName.exec(path);
  if (name) {
    const [, account = '', region = '', year, month, date, hour, minutes] = name;
    return key(account, region, `${year}-${month}-${date}T${hour}:${minutes}:00Z`, minute);
  }
  const folder = folders.exec(path);
  if (!folder) return digestKey(path);
  const [, account = '', region = '', year, month, date] = folder;
  return key(account, region, `${year}-${month}-${date}T00:00:00Z`, day);
}

/** A digest covers the hour before it, and holds no calls. */
function digestKey(path: string): DeliveredKey | undefined {
  const name = digestName.exec(path);
  const [, account = '', region = '', year, month, date, hours = '00', minutes = '00'] =
    name ?? digestFolder.exec(path) ?? [];
  const found = key(account, region, `${year}-${month}-${date}T${hours}:${minutes}:00Z`, name ? minute : day);
  return found && { ...found, since: found.since - hour, holdsNone: 'digest' };
}

/** undefined for an impossible time: AWS did not write such a path. */
function key(account: string, region: string, time: string, length: number): DeliveredKey | undefined {
  const since = Date.parse(time);
  return Number.isNaN(since) ? undefined : { source: 'cloudtrail', account, region, since, until: since + length };
}
