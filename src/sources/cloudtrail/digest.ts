/**
 * A digest lists the log files that were delivered in its hour, even if there were none.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
import { isJsonObject, type JsonValue, stringAt } from '../../model/json.ts';
import type { DigestSurvey } from '../../model/survey.ts';
import { digestRegion, isDigest } from './record.ts';

const digestKey = /\d{12}_CloudTrail-Digest_[a-z0-9-]+_(.+)_\d{8}T\d{6}Z(?:_backfill)?\.json(?:\.gz)?$/;

/** Whether a file's name is a digest's. Backfilled digests form a chain of their own. */
export const isDigestName = (path: string): boolean => digestKey.test(path) && !path.includes('_backfill.');

/** Total: undefined if the value is not a digest, or lacks its place or hour. */
export function readDigest(value: JsonValue | undefined): DigestSurvey | undefined {
  if (!isJsonObject(value) || !isDigest(value)) return undefined;
  const account = stringAt(value, 'awsAccountId');
  const region = digestRegion(value);
  const since = Date.parse(stringAt(value, 'digestStartTime') ?? '');
  const until = Date.parse(stringAt(value, 'digestEndTime') ?? '');
  if (account === undefined || region === null || Number.isNaN(since) || Number.isNaN(until)) return undefined;
  const listed = value['logFiles'];
  return {
    account,
    region,
    trail: digestKey.exec(stringAt(value, 'digestS3Object') ?? '')?.[1] ?? '',
    since,
    until,
    files: (Array.isArray(listed) ? listed : [])
      .flatMap((file) => stringAt(file, 's3Object') ?? [])
      .map((key) => key.slice(key.lastIndexOf('/') + 1)),
  };
}
