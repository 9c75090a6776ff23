/**
 * What this run asks is no part of its answer. Told by the access keys that it asks with alone, never by a user agent, behind
 * which anyone could hide; never a write; and never what obs3 does not do: a secret read with the same key is somebody's.
 */
import type { JsonObject } from '../../model/json.ts';
import { stringAt } from '../../model/json.ts';
import { plainEventName } from '../../resources/event-name.ts';
import { isNotableRead } from '../../resources/notable-reads.ts';
import { issuedAccessKey } from './credentials.ts';
import { isReadOnly } from './record.ts';

/** The kind under which coverage counts them. */
export const ownRead = 'own read';

/** A test for the reads of these keys, and for the calls that issued them. Total. */
export function createOwnReadTest(accessKeyIds: ReadonlySet<string>): (record: JsonObject) => boolean {
  if (accessKeyIds.size === 0) return () => false;
  const isOwn = (key: string | undefined) => key !== undefined && accessKeyIds.has(key);
  return (record) => {
    if (!isReadOnly(record)) return false;
    const source = stringAt(record, 'eventSource') ?? '';
    // into other accounts it goes by roles
    if (source === 'sts.amazonaws.com' && isOwn(issuedAccessKey(record))) return true;
    if (!isOwn(stringAt(record['userIdentity'], 'accessKeyId'))) return false;
    return !isNotableRead(source, plainEventName(stringAt(record, 'eventName') ?? ''));
  };
}
