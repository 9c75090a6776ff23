/** Who a snapshot, an image or a document was opened to, in words. */
import { enumerate } from './read.ts';

const isEveryone = (name: string) => name.toLowerCase() === 'all';
const grantee = (name: string) => (/^[0-9]{12}$/.test(name) ? `account ${name}` : name);

/**
 * "made snapshot snap-1 public", "shared … with account 444455556666", "stopped sharing …"; undefined if nobody is named.
 * Account ids, or `all` for everyone: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolumePermission.html
 */
export function sharingInWords(
  thing: string,
  added: readonly string[],
  removed: readonly string[],
): string | undefined {
  if (added.some(isEveryone)) return `made ${thing} public`;
  if (added.length > 0) return `shared ${thing} with ${enumerate(added.map(grantee))}`;
  if (removed.some(isEveryone)) return `stopped sharing ${thing} with everyone`;
  if (removed.length > 0) return `stopped sharing ${thing} with ${enumerate(removed.map(grantee))}`;
  return undefined;
}
