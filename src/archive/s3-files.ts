/** The files of S3 buckets: lists those that may matter, and fetches many at a time, ahead of the readers. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallFailure } from '../aws/failure.ts';
import { type BucketAccess, type ListedObject, type ListPage, openBucket, type S3Bucket } from '../aws/s3-bucket.ts';
import { Obs3Error } from '../model/error.ts';
import type { Gap } from '../model/gap.ts';
import { type ByteRange, inPieces, joined, missing, sizeOf } from './byte-ranges.ts';
import { InFlight } from './in-flight.ts';
import type { KeptObjects } from './kept-objects.ts';
import type { ArchiveFile } from './local-paths.ts';
import type { NeededParts } from './needed-parts.ts';
import { readAhead } from './read-ahead.ts';
import { aheadLimits, type Fetched, type RemoteFiles, Unavailable } from './remote.ts';
import { isS3, parseS3, s3Path } from './s3-address.ts';
import { gapOfObject, listingError, listingGap } from './s3-failures.ts';
import { listObjects } from './s3-listing.ts';

/** Limit on bytes kept in memory for the next question of the same run. */
const mostRemembered = 32_000_000;
const usualPartSize = 16_000_000;
/** Parts of one object fetched at a time: S3 sends each at no more than some 100 MB a second. */
const partsInFlight = 3;

export interface S3Input extends BucketAccess {
  /** Absent: nothing is kept beyond the run. */
  readonly kept?: KeptObjects;
  readonly onProgress?: (text: string) => void;
  /** A larger object is fetched in parts of this many bytes, and read from a file. */
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
  /** Cached, because each round of a question asks for the same pages. */
  const pages = new Map<string, Promise<ListPage>>();
  /** Path -> the object to request. */
  const objects = new Map<string, ListedObject & { readonly bucket: string }>();
  const remembered = new Map<string, Uint8Array<ArrayBuffer>>();
  let rememberedBytes = 0;
  /** Path -> the object's temporary file, kept for the run. */
  const spooled = new Map<string, string>();
  let spool: Promise<string> | undefined;
  /** Path -> the joined ranges fetched so far, for remembered or spooled objects that are incomplete. */
  const partly = new Map<string, readonly ByteRange[]>();

  const fetch = async (file: ArchiveFile, needed: NeededParts | undefined): Promise<Fetched> => {
    const { path } = file;
    const object = objects.get(path);
    const known = remembered.get(path);
    if (known) {
      // the receiver may transfer it to another thread
      remembered.delete(path);
      rememberedBytes -= known.length;
    } else if (!spooled.has(path)) partly.delete(path);
    if (known && (!object || !partly.has(path))) return { bytes: known };
    if (!object) throw new Error(`${path} was never listed`);
    const kept = await input.kept?.find(object);
    if (kept !== undefined) return { file: kept };
    const bucket = await bucketOf(object.bucket);
    if (object.size > partSize) return { file: await fetchToFile(file, bucket, object, needed) };
    // kept objects must be complete
    const isPart = input.kept === undefined && needed?.mayBeFew(file) === true;
    if (known || isPart) return { bytes: await fetchToMemory(file, bucket, object, needed, known) };
    const bytes = await bucket.read(object);
    await input.kept?.keep(object, bytes);
    return { bytes };
  };

  /** Fetches the missing parts, a few at a time: those that are needed, or all. */
  const fill = async (
    file: ArchiveFile,
    bucket: S3Bucket,
    object: ListedObject,
    needed: NeededParts | undefined,
    write: (bytes: Uint8Array, from: number) => void | Promise<void>,
  ): Promise<void> => {
    const { path, size } = file;
    const parts = new InFlight(partsInFlight);
    const read = (range: ByteRange): Promise<Uint8Array> =>
      parts.run(async () => {
        const bytes = await bucket.read(object, range);
        await write(bytes, range[0]);
        return bytes;
      });
    let known = partly.get(path) ?? [];
    const look = async (range: ByteRange): Promise<Uint8Array> => {
      const bytes = await read(range);
      known = joined([...known, range]);
      return bytes;
    };
    const wanted = needed?.mayBeFew(file) ? await needed.of(file, look) : [[0, size] as const];
    const ends = await Promise.allSettled(inPieces(missing(wanted, known), partSize).map(read));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
    const all = joined([...known, ...wanted]);
    if (sizeOf(all) === size) partly.delete(path);
    else partly.set(path, all);
  };

  const fetchToMemory = async (
    file: ArchiveFile,
    bucket: S3Bucket,
    object: ListedObject,
    needed: NeededParts | undefined,
    known: Uint8Array<ArrayBuffer> | undefined,
  ): Promise<Uint8Array<ArrayBuffer>> => {
    const bytes = known ?? new Uint8Array(object.size);
    await fill(file, bucket, object, needed, (part, from) => bytes.set(part, from));
    return bytes;
  };

  /** Fetches an object too large to hold in memory to a file that lasts as long as the run. */
  const fetchToFile = async (
    file: ArchiveFile,
    bucket: S3Bucket,
    object: ListedObject,
    needed: NeededParts | undefined,
  ): Promise<string> => {
    const { path } = file;
    const known = spooled.get(path);
    if (known !== undefined && !partly.has(path)) return known;
    spool ??= mkdtemp(join(tmpdir(), 'obs3-'));
    const name = known ?? join(await spool, randomUUID());
    const spoolFile: FileHandle = await open(name, known === undefined ? 'wx' : 'r+', 0o600);
    try {
      if (known === undefined) await spoolFile.truncate(object.size);
      await fill(file, bucket, object, needed, async (part, from) => {
        await spoolFile.write(part, 0, part.length, from);
      });
    } finally {
      await spoolFile.close();
    }
    spooled.set(path, name);
    return name;
  };

  const files: RemoteFiles = {
    owns: isS3,
    async fetch(file, needed) {
      const { path } = file;
      try {
        return await fetches.run(() => fetch(file, needed));
      } catch (error) {
        input.signal.throwIfAborted();
        if (error instanceof CallFailure) throw new Unavailable(gapOfObject(path, error), error);
        throw error;
      }
    },
    heldBytes: ({ size }) => (size > partSize ? Math.min(size, partsInFlight * partSize) : size),
    giveBack({ path }, bytes) {
      // kept objects are read from where they are kept
      if (input.kept || remembered.has(path) || rememberedBytes + bytes.length > mostRemembered) return;
      remembered.set(path, bytes);
      rememberedBytes += bytes.length;
    },
    async list(path, selection, parseKey) {
      const { bucket: name, prefix } = parseS3(path);
      const bucket = await bucketOf(name);
      const gaps: Gap[] = [];
      const {
        objects: found,
        passed,
        left,
      } = await listObjects({
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
      if (found.length + gaps.length + left === 0) {
        throw new Obs3Error('ARCHIVE_NOT_FOUND', `there are no objects under ${path}`, {
          hint: `see what there is: aws s3 ls s3://${name}/`,
        });
      }
      for (const object of found) objects.set(s3Path(name, object.key), { ...object, bucket: name });
      gaps.sort((a, b) => (a.message < b.message ? -1 : 1));
      const files = found.map(
        ({ key, size, etag }): ArchiveFile => ({ path: s3Path(name, key), size, piped: false, stamp: etag }),
      );
      return { files, gaps, passed, left };
    },
    readAhead: (ahead, needed) =>
      readAhead(ahead, { ...files, fetch: (file: ArchiveFile) => files.fetch(file, needed) }),
    async close() {
      for (const bucket of buckets.values()) await bucket.then((open) => open.close()).catch(() => {});
      await input.kept?.close();
      if (spool) await rm(await spool, { recursive: true, force: true }).catch(() => {});
    },
  };
  return files;
}
