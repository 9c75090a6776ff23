/**
 * This run's own requests are no part of its answer. They are recognized only by the access keys in use, never by a user agent,
 * behind which anyone could hide. A write is never taken for one, and neither is a read that obs3 does not make: a secret read
 * with the same key was read by somebody else.
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
    // roles are how it reaches other accounts
    if (source === 'sts.amazonaws.com' && isOwn(issuedAccessKey(record))) return true;
    if (!isOwn(stringAt(record['userIdentity'], 'accessKeyId'))) return false;
    return !isNotableRead(source, plainEventName(stringAt(record, 'eventName') ?? ''));
  };
}
