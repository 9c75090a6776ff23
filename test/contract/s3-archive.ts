/** A bucket of delivered files, and how a question selects among them. */
import { gzipSync } from 'node:zlib';
import { planTarget } from '../../src/plan/target.ts';
import type { AwsServer } from '../aws/server.ts';
import type { Bucket, StoredObject } from '../aws/world.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';
import { account } from './aws-server-harness.ts';

export const name = 'trail-logs';
export const from = [`s3://${name}/logs`];
const group = 'sg-0a1b2c3d4e5f60718';

export const fetched = ({ requests }: AwsServer) =>
  requests.of('s3:GetObject').map(({ parameters }) => parameters['Key']);

interface Delivered {
  readonly day: string;
  /** HHMM */
  readonly at: string;
  readonly region?: string;
  readonly owner?: string;
}

let made = 0;
/** A delivered file with one call that touched the group, five minutes before it was delivered. */
export function file({ day, at, region = 'us-east-1', owner = account }: Delivered): Record<string, StoredObject> {
  const [date, hour] = [day.replaceAll('-', ''), `${at.slice(0, 2)}:${at.slice(2)}`];
  const time = new Date(Date.parse(`${day}T${hour}:00Z`) - 300_000).toISOString().replace('.000', '');
  const record = recordOf({
    eventID: eventId(++made),
    eventTime: time,
    awsRegion: region,
    recipientAccountId: owner,
    requestParameters: { groupId: group },
  });
  const key = `logs/AWSLogs/${owner}/CloudTrail/${region}/${day.replaceAll('-', '/')}/${owner}_CloudTrail_${region}_${date}T${at}Z_${String(made).padStart(16, 'A')}.json.gz`;
  return { [key]: { content: gzipSync(JSON.stringify({ Records: [record] })) } };
}

export const bucketOf = (...files: readonly Record<string, StoredObject>[]): Bucket => ({
  name,
  objects: Object.assign({}, ...files),
});
export const target = planTarget(group);
