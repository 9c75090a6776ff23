/** Explains why S3 did not return a listing or an object, and how to fix it. */
import { type CallFailure, failureText, shortened } from '../aws/failure.ts';
import { Obs3Error } from '../model/error.ts';
import { type Gap, type GapCode, gap } from '../model/gap.ts';

/** Nothing under the path can be read. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function listingError(path: string, bucket: string, failure: CallFailure): Obs3Error {
  const { kind, errorName, message } = failure;
  const told = shortened(message);
  if (errorName === 'NoSuchBucket') {
    return new Obs3Error('ARCHIVE_NOT_FOUND', `there is no bucket ${bucket}`, {
      hint: 'check its name; a bucket of another partition (China, GovCloud) needs a --profile of that partition',
      cause: failure,
    });
  }
  if (kind === 'denied') {
    return new Obs3Error('NO_SOURCE', `cannot list ${path}: ${told}`, {
      hint: `allow s3:ListBucket and s3:GetObject on it (obs3 policy --bucket ${bucketWord(bucket)}), name another --profile, or say --request-payer where the asker pays`,
      cause: failure,
    });
  }
  if (kind === 'credentials') {
    return new Obs3Error('NO_SOURCE', `cannot list ${path}: the credentials cannot be used: ${told}`, {
      hint: 'sign in (aws sso login), or name a --profile',
      cause: failure,
    });
  }
  const isReached = kind === 'other';
  return new Obs3Error('NO_SOURCE', `cannot list ${path}: ${failureText(failure)}`, {
    hint: isReached ? 'check the address and --endpoint-url' : 'check the network and --endpoint-url, and ask again',
    cause: failure,
  });
}

/** A folder below the path cannot be listed, so what it holds is not known. */
export const listingGap = (path: string, failure: CallFailure): Gap =>
  gap(codeOf(failure), `cannot list ${path} (${failureText(failure)})`, {
    locator: path,
    hint: failure.kind === 'denied' ? 'allow s3:ListBucket for this prefix' : 'ask again',
  });

/** An object cannot be fetched. */
export function gapOfObject(path: string, failure: CallFailure): Gap {
  const { errorName, message, kind } = failure;
  const [what, hint] = ((): readonly [string, string] => {
    switch (errorName) {
      case 'NoSuchKey':
        return ['it is gone', 'a lifecycle rule may have removed it since it was listed: ask again'];
      case 'PreconditionFailed':
        return ['it was overwritten since it was listed', 'ask again'];
      case 'InvalidObjectState':
        return [
          'it is archived (Glacier)',
          'restore it first (aws s3api restore-object), or narrow the window to what is not archived',
        ];
      default:
        break;
    }
    const told = failureText(failure);
    if (kind === 'denied') {
      return /kms/i.test(message)
        ? [told, "allow kms:Decrypt on the bucket's key to the identity that obs3 runs as"]
        : [told, "allow s3:GetObject on it, and kms:Decrypt on the bucket's key where it is encrypted with one"];
    }
    return [told, kind === 'throttled' ? 'ask again when less else reads the bucket' : 'ask again'];
  })();
  return gap(codeOf(failure), `cannot read ${path}: ${what}`, { locator: path, hint });
}

const codeOf = ({ kind }: CallFailure): GapCode =>
  kind === 'denied' || kind === 'credentials' ? 'ACCESS_DENIED' : kind === 'throttled' ? 'THROTTLED' : 'UNREACHABLE';

const bucketWord = (bucket: string): string => (bucket.startsWith('arn:') ? 'NAME' : bucket);
