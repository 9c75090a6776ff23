/**
 * Answers from the index which files hold nothing of what is asked for, and what is to be told of them all the same. A file
 * that changed since, or that no filter rules out, is read: an index can save work, and never a hit.
 */
import { realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { KeyParser } from './chooser.ts';
import { type FileReading, hashOf } from './file-collector.ts';
import { besideName, indexFolders, readSegment, type SegmentFile, segmentsIn, signingKey } from './index-folder.ts';
import type { FileKnowledge, IndexedFile } from './index-segment.ts';
import { mayHold, type WordHash, wordsOf } from './index-words.ts';
import { isUsualKey, needlesOf } from './needles.ts';
import type { DeliveredRecords, RecordScanner } from './scanner.ts';
import type { ArchiveFile } from './walk.ts';

export interface FilterIndex {
  /** Path -> what the file came to, for those that need not be opened. */
  spare(
    files: readonly ArchiveFile[],
    scanners: readonly RecordScanner[],
    parseKey: KeyParser,
  ): Promise<ReadonlyMap<string, FileReading>>;
}

/** Segments of one archive. */
interface Place {
  /** The archive's folder or address; `paths` of its segments are below it. */
  readonly root: string;
  readonly isBeside: boolean;
  readonly byDay: ReadonlyMap<string, readonly SegmentFile[]>;
}

/** The day under whose name a file is indexed. */
export function dayOf(path: string, parseKey: KeyParser): string {
  const { since = Number.NaN } = parseKey(path) ?? {};
  const time = new Date(since);
  return Number.isNaN(time.getTime()) || since < 0 ? 'other' : time.toISOString().slice(0, 10);
}

/** What the records of an index are, and whose: an index of another form says nothing. */
export const formOf = ({ source, delivered }: RecordScanner): string =>
  JSON.stringify([source, delivered?.form ?? null]);

/** Where a file lies, as an index names it. */
export const placeOf = ({ path, real }: ArchiveFile): string => real ?? path;

/**
 * @param cache the folder of the user's indexes.
 * @param from the paths of `--from`, for what lies beside.
 */
export async function openIndex(cache: string, from: readonly string[]): Promise<FilterIndex | undefined> {
  const key = await signingKey(cache, false);
  if (!key) return undefined;
  const places = [...(await besidePlaces(from)), ...(await cachePlaces(cache, key))];
  if (places.length === 0) return undefined;
  return {
    async spare(files, scanners, parseKey) {
      const spared = new Map<string, FileReading>();
      const [first] = scanners;
      const asks = first?.delivered && askedOf(first.delivered);
      if (!first || !asks) return spared;
      const form = formOf(first);
      for (const place of places) {
        for (const [day, own] of byDay(files, place.root, parseKey)) {
          for (const { path } of place.byDay.get(day) ?? []) {
            const segment = await readSegment(path, key);
            if (!segment || segment.form !== form || segment.root !== (place.isBeside ? '' : place.root)) continue;
            for (const entry of segment.files) {
              const file = own.get(entry.path);
              if (file && isSame(entry, file) && entry.knowledge && !asks(entry.knowledge, segment.common))
                spared.set(file.path, readingOf(entry.knowledge, first.source));
            }
          }
        }
      }
      return spared;
    },
  };
}

const isSame = ({ size, stamp }: IndexedFile, file: ArchiveFile): boolean =>
  size === file.size && stamp !== '' && stamp === file.stamp;

/** What reading the file would have given, where nothing of it belongs to the answer. */
const readingOf = ({ bytes, spans, keys }: FileKnowledge, source: string): FileReading => ({
  evidence: [],
  spans,
  skipped: [],
  gaps: [],
  bytes,
  recognizedBy: [source],
  recognized: true,
  ...(keys && { keys: { hashes: keys, usualOnly: true } }),
});

interface Wanted {
  readonly words: readonly WordHash[];
  /** The hash of an access key of the usual form, where it is asked for as one. */
  readonly key?: number;
}

/** Whether a file may hold a record that matters; undefined where no filter can tell. */
function askedOf({
  needles,
  accessKeyIds = [],
  since = -Infinity,
  until = Infinity,
}: DeliveredRecords): ((file: FileKnowledge, common: Buffer) => boolean) | undefined {
  const isInTime = ({ spans }: FileKnowledge) => spans.some(({ first, last }) => last >= since && first < until);
  // without a needle all records of the time matter
  const wanted = [...(needles ?? []), ...accessKeyIds].map((text): Wanted => {
    const key = accessKeyIds.includes(text) && isUsualKey(text) ? { key: hashOf(text) } : {};
    return { words: needlesOf([text])?.flatMap(wordsOf) ?? [], ...key };
  });
  const isTold = wanted.length > 0 && wanted.every(({ words }) => words.length > 0);
  if (!isTold && !Number.isFinite(since) && !Number.isFinite(until)) return undefined;
  const holds = ({ filter, keys }: FileKnowledge, common: Buffer) =>
    wanted.some(({ words, key }) =>
      // a key stands in all calls that were made with it, and was issued in one
      key !== undefined && keys
        ? keys.includes(key)
        : words.every((word) => mayHold(common, word) || mayHold(filter, word)),
    );
  return (file, common) => isInTime(file) && (!isTold || holds(file, common));
}

/** Day -> path below the root -> file. */
function byDay(
  files: readonly ArchiveFile[],
  root: string,
  parseKey: KeyParser,
): ReadonlyMap<string, ReadonlyMap<string, ArchiveFile>> {
  const days = new Map<string, Map<string, ArchiveFile>>();
  for (const file of files) {
    const below = file.piped ? undefined : pathBelow(root, placeOf(file));
    if (below === undefined) continue;
    const day = dayOf(file.path, parseKey);
    const own = days.get(day) ?? new Map<string, ArchiveFile>();
    days.set(day, own.set(below, file));
  }
  return days;
}

/** With "/" between names; undefined for what does not lie there. */
export function pathBelow(root: string, path: string): string | undefined {
  const separator = root.startsWith('s3://') ? '/' : sep;
  const folder = root.endsWith(separator) ? root : root + separator;
  return path.startsWith(folder) ? path.slice(folder.length).split(separator).join('/') : undefined;
}

async function cachePlaces(cache: string, key: Buffer): Promise<readonly Place[]> {
  const places = await Promise.all(
    (await indexFolders(cache)).map(async (folder) => {
      const segments = await segmentsIn(folder);
      // each tells its archive; which one that is has to be known before any of them is wanted
      for (const { path } of segments.toSorted((a, b) => a.bytes - b.bytes)) {
        const segment = await readSegment(path, key);
        if (segment) return [{ root: segment.root, isBeside: false, byDay: daysOf(segments) }];
      }
      return [];
    }),
  );
  return places.flat();
}

/** In a folder that was named, or one around it. */
async function besidePlaces(from: readonly string[]): Promise<readonly Place[]> {
  const places = new Map<string, Place>();
  for (const path of from) {
    let folder = await realpath(path).catch(() => undefined);
    while (folder !== undefined && !places.has(folder)) {
      const segments = await segmentsIn(join(folder, besideName));
      if (segments.length > 0) places.set(folder, { root: folder, isBeside: true, byDay: daysOf(segments) });
      const above = dirname(folder);
      folder = above === folder ? undefined : above;
    }
  }
  return [...places.values()];
}

function daysOf(segments: readonly SegmentFile[]): ReadonlyMap<string, readonly SegmentFile[]> {
  const days = new Map<string, SegmentFile[]>();
  for (const segment of segments) days.set(segment.day, [...(days.get(segment.day) ?? []), segment]);
  return days;
}
