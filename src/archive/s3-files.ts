/** The files of buckets: listed by what is asked for, fetched many at a time, ahead of where they are read. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallFailure } from '../aws/failure.ts';
import { type BucketAccess, type ListedObject, type ListPage, openBucket, type S3Bucket } from '../aws/s3-bucket.ts';
import { Obs3Error } from '../model/error.ts';
import type { Gap } from '../model/gap.ts';
import { type ByteSource, openFile, sourceOf } from './byte-source.ts';
import { InFlight } from './in-flight.ts';
import type { KeptObjects } from './kept-objects.ts';
import { type ReadAhead, type RemoteFiles, Unavailable } from './remote.ts';
import { isS3, parseS3, s3Path } from './s3-address.ts';
import { gapOfObject, listingError, listingGap } from './s3-failures.ts';
import { listObjects } from './s3-listing.ts';
import type { ArchiveFile } from './walk.ts';

/** S3 answers each within some tens of milliseconds, whatever there is to come: one after the other most time is waiting. */
const mostInFlight = 32;
/** Fetched and not read yet, in bytes; one object may be larger. */
const mostAhead = 128_000_000;
/** Kept for the next question of the same run. */
const mostRemembered = 128_000_000;
const usualPartSize = 64_000_000;

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
  const listings = new InFlight(mostInFlight);
  const fetches = new InFlight(mostInFlight);
  /** The same page is asked for again by each round of a question. */
  const pages = new Map<string, Promise<ListPage>>();
  /** Path -> what is asked for by it. */
  const objects = new Map<string, ListedObject & { readonly bucket: string }>();
  const remembered = new Map<string, Buffer>();
  let rememberedBytes = 0;
  let spool: Promise<string> | undefined;

  const fetch = async (path: string): Promise<() => ByteSource> => {
    const known = remembered.get(path);
    if (known) return () => sourceOf(known);
    const object = objects.get(path);
    if (!object) throw new Error(`${path} was never listed`);
    const kept = await input.kept?.find(object);
    if (kept !== undefined) return () => openFile(kept);
    const bucket = await bucketOf(object.bucket);
    if (object.size > partSize) return fetchInParts(bucket, object);
    const content = await bucket.read(object);
    await input.kept?.keep(object, content);
    if (!input.kept && rememberedBytes + content.length <= mostRemembered) {
      remembered.set(path, content);
      rememberedBytes += content.length;
    }
    return () => sourceOf(content);
  };

  /** What does not lie in memory as a whole is read from a file that lasts as long as the run. */
  const fetchInParts = async (bucket: S3Bucket, object: ListedObject): Promise<() => ByteSource> => {
    spool ??= mkdtemp(join(tmpdir(), 'obs3-'));
    const path = join(await spool, randomUUID());
    const file: FileHandle = await open(path, 'wx', 0o600);
    try {
      for (let from = 0; from < object.size; from += partSize)
        await file.write(await bucket.read(object, [from, Math.min(from + partSize, object.size)]));
    } finally {
      await file.close();
    }
    return () => openFile(path);
  };

  const source = async (path: string): Promise<() => ByteSource> => {
    try {
      return await fetches.run(() => fetch(path));
    } catch (error) {
      input.signal.throwIfAborted();
      if (error instanceof CallFailure) throw new Unavailable(gapOfObject(path, error), error);
      throw error;
    }
  };

  return {
    owns: isS3,
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
    readAhead: (files) => readAhead(files, source),
    async close() {
      for (const bucket of buckets.values()) await bucket.then((open) => open.close()).catch(() => {});
      await input.kept?.close();
      if (spool) await rm(await spool, { recursive: true, force: true }).catch(() => {});
    },
  };
}

type Open = () => ByteSource;

function readAhead(files: readonly ArchiveFile[], source: (path: string) => Promise<Open>): ReadAhead {
  const begun = new Map<string, Promise<Open>>();
  const sizes = new Map(files.map(({ path, size }) => [path, size]));
  let next = 0;
  let ahead = 0;
  let isEnded = false;
  const begin = (path: string, size: number): Promise<Open> => {
    const work = source(path);
    // who asks for it is told
    work.catch(() => {});
    begun.set(path, work);
    ahead += size;
    return work;
  };
  const fill = (): void => {
    for (let file = files[next]; file && !isEnded; file = files[next]) {
      if (begun.size >= 2 * mostInFlight || (begun.size > 0 && ahead + file.size > mostAhead)) return;
      next++;
      void begin(file.path, file.size);
    }
  };
  fill();
  return {
    async of({ path, size }) {
      const work = begun.get(path) ?? begin(path, size);
      try {
        return (await work)();
      } finally {
        begun.delete(path);
        ahead -= sizes.get(path) ?? size;
        fill();
      }
    },
    end() {
      isEnded = true;
    },
  };
}
