/**
 * What the key of a delivered flow-log file says: account, region, and when its flows ended.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html
 */
import type { DeliveredKey } from '../../archive/scanner.ts';
import { hour, minute } from '../../model/duration.ts';

const date = String.raw`(\d{4})[/\\](\d\d)[/\\](\d\d)[/\\](?:(\d\d)[/\\])?`;
const region = '([a-z]{2}[a-z-]*-\\d+)';
const plainFolders = new RegExp(String.raw`(?:^|[/\\])AWSLogs[/\\](\d{12})[/\\]vpcflowlogs[/\\]${region}[/\\]${date}`);
const hiveFolders = new RegExp(
  String.raw`(?:^|[/\\])AWSLogs[/\\]aws-account-id=(\d{12})[/\\]aws-service=vpcflowlogs[/\\]aws-region=${region}[/\\]` +
    String.raw`year=(\d{4})[/\\]month=(\d\d)[/\\]day=(\d\d)[/\\](?:hour=(\d\d)[/\\])?`,
);
const fileName = new RegExp(
  String.raw`(?:^|[/\\])(\d{12})_vpcflowlogs_${region}_fl-[0-9a-z]+_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[0-9a-z]+\.(?:log|parquet|log\.parquet)(?:\.gz)?$`,
);

/** A file holds the flows that ended in the five minutes that its name gives; some names are up to an hour late. */
const named = 5 * minute;
const slack = hour;

/** Read from the file's name if it has AWS's form, otherwise from its folders; undefined for any other path. */
export function parseKey(path: string): DeliveredKey | undefined {
  const name = fileName.exec(path);
  if (name) return keyOf(name, named);
  const folders = plainFolders.exec(path) ?? hiveFolders.exec(path);
  return folders ? keyOf(folders, folders[6] === undefined ? 24 * hour : hour) : undefined;
}

function keyOf(found: RegExpExecArray, length: number): DeliveredKey {
  const [, account = '', regionName = '', year, month, day, hours = '0', minutes = '0'] = found;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hours), Number(minutes));
  return { source: 'logs', account, region: regionName, since: at - slack, until: at + length };
}
