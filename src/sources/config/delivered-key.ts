/**
 * What the key of a delivered Config file says: account and region. Months and days are not zero-padded, and the names of
 * history files contain colons (`AWS::EC2::SecurityGroup`), which some copies lose: the folders are enough.
 * https://docs.aws.amazon.com/config/latest/developerguide/example-configuration-history-notification.html
 * https://docs.aws.amazon.com/config/latest/developerguide/example-configuration-snapshot-notification.html
 */
import type { DeliveredKey } from '../../archive/scanner.ts';

const folders =
  /(?:^|[/\\])AWSLogs[/\\](?:o-[a-z0-9]+[/\\])?(\d{12})[/\\]Config[/\\]([a-z]{2}[a-z-]*-\d+)[/\\](\d{4})[/\\](\d{1,2})[/\\](\d{1,2})[/\\](?:ConfigHistory|ConfigSnapshot|OversizedChangeNotification)[/\\]/;

/**
 * No day: a file delivered at any time matters, since the first item in a window is compared with the last one before it, and a
 * later snapshot holds items of any earlier time.
 */
export function parseKey(path: string): DeliveredKey | undefined {
  const folder = folders.exec(path);
  if (!folder) return undefined;
  const [, account = '', region = '', year, month, date] = folder;
  const deliveredTime = Date.UTC(Number(year), Number(month) - 1, Number(date));
  return { source: 'config', account, region, since: -Infinity, until: Infinity, deliveredTime };
}
