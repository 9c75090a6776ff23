/** Copies of objects in S3: from where, and under whose key. An object is encrypted anew by copying it onto itself. */
import type { JsonObject } from '../model/json.ts';
import { text } from './read.ts';
import type { Call } from './service.ts';

const customerAlgorithm = 'x-amz-server-side-encryption-customer-algorithm';

/** `x-amz-copy-source: /bucket/key?versionId=…` -> `bucket/key`, as recorded: it may be URL-encoded. */
export const copySource = (request: JsonObject): string | undefined =>
  text(request, 'x-amz-copy-source')?.replace(/^\//, '').replace(/\?.*$/, '');

/** Whether the copy takes the place of what is copied. */
export function isCopiedOntoItself({ request }: Pick<Call, 'request'>): boolean {
  const [source, bucket, key] = [copySource(request), text(request, 'bucketName'), text(request, 'key')];
  if (source === undefined || bucket === undefined || key === undefined) return false;
  const copied = `${bucket}/${key}`;
  return source === copied || decoded(source) === copied;
}

/** Whether the object is encrypted with a key that the request brought along (SSE-C), which AWS forgets. */
export const isUnderCustomerKey = ({ request, additional }: Pick<Call, 'request' | 'additional'>): boolean =>
  text(request, customerAlgorithm) !== undefined || text(additional, 'SSEApplied') === 'SSE_C';

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
