/** The files of buckets: listed by what is asked for, fetched many at a time, ahead of where they are read. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallFailure } from '../aws/failure.ts';
import { type BucketAccess, type ListedObject, type ListPage, openBucket, type S3Bucket } from '../aws/s3-bucket.ts';
import { Obs3Error } from '../model/error.ts';
import type { Gap } from '../model/gap.ts';
import { InFlight } from './in-flight.ts';
import type { KeptObjects } from './kept-objects.ts';
import { readAhead } from './read-ahead.ts';
import { aheadLimits, type Fetched, type RemoteFiles, Unavailable } from './remote.ts';
import { isS3, parseS3, s3Path } from './s3-address.ts';
import { gapOfObject, listingError, listingGap } from './s3-failures.ts';
import { listObjects } from './s3-listing.ts';
import type { ArchiveFile } from './walk.ts';

/** Fetched for one question, for the next of the same run. */
const mostRemembered = 32_000_000;
const usualPartSize = 16_000_000;
/** Parts of one object at a time: S3 sends each no faster than some 100 MB a second. */
const partsInFlight = 3;

export interface S3Input extends BucketAccess {
  /** Absent: nothing is kept beyond the run. */
  readonly kept?: KeptObjects;
  readonly onProgress?: (text: string) => void;
  /** A larger object is fetched in parts of so many bytes, and read from a file. */
  readonly partSize?: number;
}

export function s3Files(input: S3Input): RemoteFiles {
  const { partSize = usualPartSize } = input;
  const buckets = new Map<string, Promise<S3Bucket>>();
  const bucketOf = (name: string): Promise<S3Bucket> => {
    const known = buckets.get(name) ?? openBucket(name, input);
    buckets.set(name, known);
    return known;
  };
  const listings = new InFlight(aheadLimits.files);
  const fetches = new InFlight(aheadLimits.files);
  /** The same page is asked for again by each round of a question. */
  const pages = new Map<string, Promise<ListPage>>();
  /** Path -> what is asked for by it. */
  const objects = new Map<string, ListedObject & { readonly bucket: string }>();
  const remembered = new Map<string, Uint8Array<ArrayBuffer>>();
  let rememberedBytes = 0;
  /** Path -> where it lies for as long as the run. */
  const spooled = new Map<string, string>();
  let spool: Promise<string> | undefined;

  const fetch = async (path: string): Promise<Fetched> => {
    const known = remembered.get(path);
    if (known) {
      // whoever gets it may send it elsewhere
      remembered.delete(path);
      rememberedBytes -= known.length;
      return { bytes: known };
    }
    const object = objects.get(path);
    if (!object) throw new Error(`${path} was never listed`);
    const kept = await input.kept?.find(object);
    if (kept !== undefined) return { file: kept };
    const bucket = await bucketOf(object.bucket);
    if (object.size > partSize) return { file: await fetchInParts(path, bucket, object) };
    const bytes = await bucket.read(object);
    await input.kept?.keep(object, bytes);
    return { bytes };
  };

  /** What does not lie in memory as a whole is read from a file that lasts as long as the run. */
  const fetchInParts = async (path: string, bucket: S3Bucket, object: ListedObject): Promise<string> => {
    const known = spooled.get(path);
    if (known !== undefined) return known;
    spool ??= mkdtemp(join(tmpdir(), 'obs3-'));
    const name = join(await spool, randomUUID());
    const file: FileHandle = await open(name, 'wx', 0o600);
    const parts = new InFlight(partsInFlight);
    const starts = Array.from({ length: Math.ceil(object.size / partSize) }, (_, n) => n * partSize);
    const write = async (from: number) => {
      const to = Math.min(from + partSize, object.size);
      await file.write(await bucket.read(object, [from, to]), 0, to - from, from);
    };
    try {
      const ends = await Promise.allSettled(starts.map((from) => parts.run(() => write(from))));
      const failed = ends.find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
    } finally {
      await file.close();
    }
    spooled.set(path, name);
    return name;
  };

  const files: RemoteFiles = {
    owns: isS3,
    async fetch({ path }) {
      try {
        return await fetches.run(() => fetch(path));
      } catch (error) {
        input.signal.throwIfAborted();
        if (error instanceof CallFailure) throw new Unavailable(gapOfObject(path, error), error);
        throw error;
      }
    },
    heldBytes: ({ size }) => (size > partSize ? Math.min(size, partsInFlight * partSize) : size),
    giveBack({ path }, bytes) {
      // what is kept is read from there
      if (input.kept || remembered.has(path) || rememberedBytes + bytes.length > mostRemembered) return;
      remembered.set(path, bytes);
      rememberedBytes += bytes.length;
    },
    async list(path, selection, parseKey) {
      const { bucket: name, prefix } = parseS3(path);
      const bucket = await bucketOf(name);
      const gaps: Gap[] = [];
      const { objects: found, passed } = await listObjects({
        bucket: name,
        prefix,
        selection,
        parseKey,
        list: (query) => {
          const id = JSON.stringify([name, query]);
          const page = pages.get(id) ?? listings.run(() => bucket.list(query));
          pages.set(id, page);
          return page;
        },
        onFailure: (folder, error, isFirst) => {
          input.signal.throwIfAborted();
          if (!(error instanceof CallFailure)) throw error;
          if (isFirst) throw listingError(path, name, error);
          gaps.push(listingGap(s3Path(name, folder), error));
        },
        onProgress: (count) => input.onProgress?.(`listing ${path}: ${count} objects`),
      });
      if (found.length === 0 && passed.length === 0 && gaps.length === 0) {
        throw new Obs3Error('ARCHIVE_NOT_FOUND', `there are no objects under ${path}`, {
          hint: `see what there is: aws s3 ls s3://${name}/`,
        });
      }
      for (const object of found) objects.set(s3Path(name, object.key), { ...object, bucket: name });
      gaps.sort((a, b) => (a.message < b.message ? -1 : 1));
      const files = found.map(
        ({ key, size, etag }): ArchiveFile => ({ path: s3Path(name, key), size, piped: false, stamp: etag }),
      );
      return { files, passed, gaps };
    },
    readAhead: (ahead) => readAhead(ahead, files),
    async close() {
      for (const bucket of buckets.values()) await bucket.then((open) => open.close()).catch(() => {});
      await input.kept?.close();
      if (spool) await rm(await spool, { recursive: true, force: true }).catch(() => {});
    },
  };
  return files;
}
