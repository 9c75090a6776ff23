/**
 * Lists and reads the objects of a bucket, asking in the region where the bucket turns out to be. Transient failures are
 * retried, and a download that was cut off resumes where it stopped.
 */
import { CallFailure, type FailureKind, kindOfFailure, NotAws } from './failure.ts';
import { quiet } from './sdk-logger.ts';
import type { Timer } from './token-bucket.ts';

export interface BucketAccess {
  readonly profile?: string;
  readonly endpoint?: string;
  /** Whether the bucket's name goes into the path: endpoints other than AWS's own have no host of that name. */
  readonly pathStyle: boolean;
  /** Whether the requester pays, which each request has to state. */
  readonly requesterPays: boolean;
  readonly timer: Timer;
  readonly signal: AbortSignal;
  /** In [0, 1): spreads retries of calls that failed together. */
  readonly random: () => number;
}

export interface ListedObject {
  readonly key: string;
  readonly size: number;
  /** As S3 writes it, including the quotes. */
  readonly etag: string;
}

export interface ListQuery {
  readonly prefix: string;
  /** Keys that continue after the next "/" are returned as their common prefix. */
  readonly byFolder?: boolean;
  /** Only keys that sort after it. */
  readonly startAfter?: string;
  readonly token?: string;
}

export interface ListPage {
  readonly objects: readonly ListedObject[];
  /** Common prefixes, up to and including a "/". */
  readonly folders: readonly string[];
  /** Absent on the last page. */
  readonly next?: string;
}

export interface S3Bucket {
  /** Up to 1,000 keys, in byte order. @throws CallFailure */
  list(query: ListQuery): Promise<ListPage>;
  /** All of an object, or `range` of it (half-open). @throws CallFailure, also if it was overwritten since the listing. */
  read(object: ListedObject, range?: readonly [from: number, to: number]): Promise<Uint8Array<ArrayBuffer>>;
  close(): void;
}

/** Asked first if the bucket's region is not known: S3 then reports the right one. */
const firstRegion = 'us-east-1';
/** Consecutive tries that brought no data. */
const mostTries = 10;
/** A server that stays silent this long will not continue. Milliseconds. */
const [connectionTimeout, socketTimeout] = [10_000, 30_000];

/** @param name a bucket, or the ARN or alias of an access point: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html */
export async function openBucket(name: string, access: BucketAccess): Promise<S3Bucket> {
  const { S3Client, ListObjectsV2Command, GetObjectCommand } = await import('@aws-sdk/client-s3');
  const { signal, timer, random } = access;
  const clientOf = (region: string | undefined) =>
    new S3Client({
      ...(region !== undefined && { region }),
      ...(access.profile !== undefined && { profile: access.profile }),
      ...(access.endpoint !== undefined && { endpoint: access.endpoint }),
      forcePathStyle: access.pathStyle,
      useArnRegion: true,
      // retries are done here; content is checked by the checksums inside the files
      maxAttempts: 1,
      logger: quiet,
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout, socketTimeout },
    });
  let client = clientOf(undefined);
  let region = await client.config.region().catch(() => undefined);
  if (region === undefined) {
    client.destroy();
    region = firstRegion;
    client = clientOf(region);
  }
  const payer = access.requesterPays ? ({ RequestPayer: 'requester' } as const) : {};

  /** S3 refuses requests sent to the wrong region, and reports the right one. */
  const follow = (error: unknown, asked: string | undefined): boolean => {
    const told = regionToldBy(error);
    if (told === undefined || told === asked) return false;
    if (told !== region) {
      client.destroy();
      region = told;
      client = clientOf(told);
    }
    return true;
  };

  /** @param received bytes so far: progress resets the count of tries */
  async function call<Output>(action: string, send: () => Promise<Output>, received = () => 0): Promise<Output> {
    let moves = 0;
    for (let tries = 1; ; ) {
      signal.throwIfAborted();
      const before = received();
      const asked = region;
      try {
        return await send();
      } catch (error) {
        signal.throwIfAborted();
        if (moves++ < 2 && follow(error, asked)) continue;
        if (received() > before) tries = 1;
        const kind = error instanceof Incomplete ? 'transient' : kindOf(error);
        if ((kind !== 'throttled' && kind !== 'transient') || ++tries > mostTries)
          throw new CallFailure(action, region ?? firstRegion, kind, error);
        await timer.sleep(Math.min(5_000, 100 * 2 ** (tries - 2)) * (0.5 + random() / 2), signal);
      }
    }
  }

  return {
    list: ({ prefix, byFolder, startAfter, token }) =>
      call('s3:ListBucket', async () => {
        const answer = await client.send(
          new ListObjectsV2Command({
            Bucket: name,
            Prefix: prefix,
            // XML cannot represent every character that a key may have
            EncodingType: 'url',
            ...(byFolder && { Delimiter: '/' }),
            ...(startAfter !== undefined && { StartAfter: startAfter }),
            ...(token !== undefined && { ContinuationToken: token }),
            ...payer,
          }),
          { abortSignal: signal },
        );
        // S3 names the bucket in every listing; an answer without it is not a listing, and must not pass for an empty one
        if (answer.Name === undefined && answer.KeyCount === undefined)
          throw new NotAws('the answer is no listing: a proxy or a sign-in page may stand in between');
        const { Contents = [], CommonPrefixes = [], NextContinuationToken, IsTruncated } = answer;
        return {
          objects: Contents.flatMap(({ Key, Size = 0, ETag = '' }) =>
            Key === undefined ? [] : [{ key: decoded(Key), size: Size, etag: ETag }],
          ),
          folders: CommonPrefixes.flatMap(({ Prefix }) => (Prefix === undefined ? [] : [decoded(Prefix)])),
          ...(IsTruncated && NextContinuationToken !== undefined && { next: NextContinuationToken }),
        };
      }),
    async read({ key, size, etag }, [from, to] = [0, size]) {
      // a separate buffer, so that it can be transferred to another thread
      const bytes = new Uint8Array(Math.max(to - from, 0));
      let at = from;
      if (to <= from) return bytes;
      const goOn = async () => {
        const isWhole = at === 0 && to === size;
        const { Body, ContentLength } = await client.send(
          new GetObjectCommand({
            Bucket: name,
            Key: key,
            // an object overwritten since the listing is a different one
            ...(etag !== '' && { IfMatch: etag }),
            ...(!isWhole && { Range: `bytes=${at}-${to - 1}` }),
            ...payer,
          }),
          { abortSignal: signal },
        );
        if (ContentLength !== undefined && ContentLength > to - at) throw new Error(isLonger);
        for await (const piece of Body as AsyncIterable<Buffer>) {
          if (piece.length > to - at) throw new Error(isLonger);
          bytes.set(piece, at - from);
          at += piece.length;
        }
        if (at < to) throw new Incomplete(`only ${at - from} of ${to - from} bytes came`);
      };
      await call('s3:GetObject', goOn, () => at - from);
      return bytes;
    },
    close: () => client.destroy(),
  };
}

const isLonger = 'it is longer than it was listed';

/** A body that ended before its stated length. */
class Incomplete extends Error {}

interface S3Error {
  readonly name?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
  readonly Region?: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const kindOf = (error: unknown): FailureKind => {
  const { name = '' } = (error ?? {}) as S3Error;
  if (error instanceof NotAws) return 'other';
  if (name === 'RequestTimeout' || name === 'InternalError') return 'transient';
  return name === 'AllAccessDisabled' || name === 'AccountProblem' ? 'denied' : kindOfFailure(error);
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html */
function regionToldBy(error: unknown): string | undefined {
  const { $metadata, $response, Region } = (error ?? {}) as S3Error;
  const status = $metadata?.httpStatusCode;
  if (status !== 301 && status !== 307 && status !== 400) return undefined;
  return (
    $response?.headers?.['x-amz-bucket-region'] ?? (/^[a-z]{2}(-[a-z]+)+-\d$/.test(Region ?? '') ? Region : undefined)
  );
}

/** Decodes keys as `EncodingType=url` encodes them. */
const decoded = (text: string): string => decodeURIComponent(text.replaceAll('+', '%20'));
