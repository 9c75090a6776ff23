// The application that puts invoices into the bucket, every five minutes, as CloudTrail and the metrics both tell it. It encrypts
// the way that the bucket's own default says, which it asks for each quarter of an hour; the bucket's policy takes nothing else than aws:kms.
import { onBucket, onObject, shift } from './cloudtrail.mjs';
import { minute } from './cloudwatch.mjs';
import { chance } from './deliver.mjs';
import { account, at, bucket, date, keyArn, region, story, takeRole, uploader } from './unencrypted-bucket-cast.mjs';

const batch = 5 * minute;

/** New invoices in the five minutes before `time` (epoch milliseconds): more by day, fewer at the weekend. */
export function arrivals(time) {
  const hour = new Date(time).getUTCHours();
  const weekday = new Date(time).getUTCDay();
  const luck = chance(`unencrypted-bucket arrivals ${time}`);
  if (weekday === 0 || weekday === 6) return hour >= 7 && hour < 20 && luck < 0.5 ? 1 : 0;
  if (hour >= 6 && hour < 17) return luck < 0.2 ? 1 : luck < 0.8 ? 2 : 3;
  return luck < 0.4 ? 1 : 0;
}

/** From when it first hears of the wrong encryption until it asks again after the fix, uploads are refused and wait. */
const isRefused = (time) => time >= Date.parse(at('09:20:00')) && time < Date.parse(at('09:50:00'));

/**
 * What the application tries on the day of the case.
 * @type {Map<number, { files: string[], refused: boolean }>} by time, epoch milliseconds
 */
export const batches = (() => {
  const found = new Map();
  let waiting = [];
  let number = 48_201;
  for (let time = Date.parse(at('08:45:00')); time < Date.parse(at(story.until)); time += batch) {
    const files = [...waiting];
    for (let left = arrivals(time); left > 0; left--)
      files.push(`${date.slice(0, 7).replace('-', '/')}/${number++}.pdf`);
    const refused = isRefused(time);
    waiting = refused ? files : [];
    found.set(time, { files, refused });
  }
  return found;
})();

const withKey = {
  'x-amz-server-side-encryption': 'aws:kms',
  'x-amz-server-side-encryption-aws-kms-key-id': keyArn,
};
const withoutKey = { 'x-amz-server-side-encryption': 'AES256' };

function upload(file, refused, userArn) {
  const bytesIn = 40_000 + Math.floor(90_000 * chance(`unencrypted-bucket size ${file}`));
  const object = onObject(bucket, account, file, { bytesIn, region });
  const encryption = refused ? withoutKey : withKey;
  return {
    ...object,
    request: { ...object.request, ...encryption },
    ...(refused
      ? {
          error: {
            code: 'AccessDenied',
            message:
              `User: ${userArn} is not authorized to perform: s3:PutObject on resource: ` +
              `"arn:aws:s3:::${bucket}/${file}" with an explicit deny in a resource-based policy`,
          },
        }
      : { response: { ...encryption, 'x-amz-server-side-encryption-bucket-key-enabled': 'true' } }),
    additional: { ...object.additional, ...(!refused && { SSEApplied: 'SSE_KMS' }) },
  };
}

/** S3 gets the bucket's key for the role, now and then: the bucket key spares it the others. */
function bucketKey(call, time, { identity }) {
  const caller = {
    identity: { ...identity, invokedBy: 'AWS Internal' },
    address: 'AWS Internal',
    agent: 'AWS Internal',
  };
  call(time, caller, 'kms GenerateDataKey', {
    request: { keyId: keyArn, keySpec: 'AES_256', encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::${bucket}` } },
    resources: [{ accountId: account, type: 'AWS::KMS::Key', ARN: keyArn }],
  });
}

/** Returns the records of the refused uploads. */
export function uploads(call) {
  const application = uploader('08:41:12');
  takeRole(call, application);
  const { caller } = application;
  for (const time of story.asks) {
    call(time, caller, 's3 GetBucketEncryption', onBucket(bucket, account, { encryption: '' }, region));
  }
  for (const time of ['08:45:05', '09:50:05']) bucketKey(call, time, caller);
  const refusals = [];
  for (const [time, { files, refused }] of batches) {
    const clock = new Date(time).toISOString().slice(11, 19);
    files.forEach((file, index) => {
      const record = call(shift(clock, 5 + index), caller, 's3 PutObject', upload(file, refused, caller.identity.arn));
      if (refused) refusals.push(record);
    });
  }
  return refusals;
}
