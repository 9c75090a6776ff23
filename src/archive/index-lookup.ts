/**
 * Answers from the index which files hold nothing of what is asked for, and what is to be told of them all the same. A file
 * that changed since, or that no filter rules out, is read: an index can save work, and never a hit.
 */
import { realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { day } from '../model/duration.ts';
import { groupedBy } from '../model/grouped-by.ts';
import type { KeyParser } from './chooser.ts';
import { type FileReading, hashOf } from './file-collector.ts';
import {
  besideName,
  folderOf,
  indexedRoots,
  readSegment,
  type SegmentFile,
  segmentsIn,
  signingKey,
} from './index-folder.ts';
import type { SegmentView } from './index-segment.ts';
import { mayHold, type WordHash, wordsOf } from './index-words.ts';
import type { ArchiveFile } from './local-paths.ts';
import { isUsualKey, needlesOf } from './needles.ts';
import type { DeliveredRecords, RecordScanner } from './scanner.ts';

export interface FilterIndex {
  /** Path -> what the file came to, for those that need not be opened. */
  spare(
    files: readonly ArchiveFile[],
    scanners: readonly RecordScanner[],
    parseKey: KeyParser,
  ): Promise<ReadonlyMap<string, FileReading>>;
}

/** An archive, and its index. */
interface Place {
  /** The archive's folder or address; `paths` of its segments are below it. */
  readonly root: string;
  readonly isBeside: boolean;
  readonly byDay: ReadonlyMap<string, readonly SegmentFile[]>;
}

/** The day under whose name a file is indexed. */
export function dayOf(path: string, parseKey: KeyParser): string {
  const { since } = parseKey(path) ?? {};
  return since === undefined ? other : dayAt(Math.floor(since / day));
}

const other = 'other';
const names = new Map<number, string>();

/** Most files are of few days. */
function dayAt(number: number): string {
  const known = names.get(number);
  if (known !== undefined) return known;
  const time = new Date(number * day);
  const name = Number.isNaN(time.getTime()) || number < 0 ? other : time.toISOString().slice(0, 10);
  names.set(number, name);
  return name;
}

/** What the records of an index are, and whose: an index of another form says nothing. */
export const formOf = ({ source, delivered }: RecordScanner): string =>
  JSON.stringify([source, delivered?.form ?? null]);

const remote = 's3://';
const separatorOf = (path: string): string => (path.startsWith(remote) ? '/' : sep);

/** Where a file lies, as an index names it. */
export const placeOf = ({ path, real }: ArchiveFile): string => real ?? path;

/**
 * @param cache the folder of the user's indexes.
 * @param from the paths of `--from`, for what lies beside.
 */
export async function openIndex(cache: string, from: readonly string[]): Promise<FilterIndex | undefined> {
  const key = await signingKey(cache, false);
  if (!key) return undefined;
  const places = new Places(cache, await indexedRoots(cache), await besidePlaces(from));
  if (places.isEmpty) return undefined;
  return {
    async spare(files, scanners, parseKey) {
      const spared = new Map<string, FileReading>();
      const [first] = scanners;
      const asks = first?.delivered && askedOf(first.delivered);
      if (!first || !asks) return spared;
      const form = formOf(first);
      for (const [place, all] of await places.of(files)) {
        for (const [name, own] of byDay(all, parseKey)) {
          for (const { path } of place.byDay.get(name) ?? []) {
            const segment = await readSegment(path, key);
            if (!segment || segment.form !== form || segment.root !== (place.isBeside ? '' : place.root)) continue;
            const mayMatter = asks(segment);
            for (let n = 0; n < segment.paths.length; n++) {
              const file = own.get(segment.paths[n] as string);
              if (file && isSame(segment, n, file) && segment.isKnown(n) && !mayMatter(n))
                spared.set(file.path, readingOf(segment, n, first.source));
            }
          }
        }
      }
      return spared;
    },
  };
}

function isSame(segment: SegmentView, n: number, { size, stamp }: ArchiveFile): boolean {
  return size === segment.sizeOf(n) && stamp !== undefined && stamp !== '' && stamp === segment.stampOf(n);
}

/** What reading the file would have given, where nothing of it belongs to the answer. */
function readingOf(segment: SegmentView, n: number, source: string): FileReading {
  const keys = segment.keysOf(n);
  return {
    evidence: [],
    spans: segment.spansOf(n),
    skipped: [],
    gaps: [],
    bytes: segment.inflatedBytesOf(n),
    recognizedBy: [source],
    recognized: true,
    // a copy: it is kept, and the segment need not be
    ...(keys && { keys: { hashes: keys.slice(), usualOnly: true } }),
  };
}

interface Wanted {
  readonly words: readonly WordHash[];
  /** The hash of an access key of the usual form, where it is asked for as one. */
  readonly key?: number;
}

/** Whether a file of a segment may hold a record that matters; undefined where no filter can tell. */
function askedOf({
  needles,
  accessKeyIds = [],
  since = -Infinity,
  until = Infinity,
}: DeliveredRecords): ((segment: SegmentView) => (n: number) => boolean) | undefined {
  // without a needle all records of the time matter
  const keyed = new Set(accessKeyIds);
  const wanted = [...new Set([...(needles ?? []), ...accessKeyIds])].map((text): Wanted => {
    const key = keyed.has(text) && isUsualKey(text) ? { key: hashOf(text) } : {};
    return { words: needlesOf([text])?.flatMap(wordsOf) ?? [], ...key };
  });
  const isTold = wanted.length > 0 && wanted.every(({ words }) => words.length > 0);
  if (!isTold && !Number.isFinite(since) && !Number.isFinite(until)) return undefined;
  const hashes = new Set(wanted.flatMap(({ key }) => key ?? []));
  return (segment) => {
    const left = wanted.map(({ words, key }) => ({
      words: words.filter((word) => !mayHold(segment.common, word)),
      key,
    }));
    const unkeyed = left.filter(({ key }) => key === undefined);
    const holds = (n: number): boolean => {
      // a key stands in all calls that were made with it, and was issued in one
      const keys = hashes.size > 0 ? segment.keysOf(n) : undefined;
      if (keys?.some((hash) => hashes.has(hash))) return true;
      const filter = segment.filterOf(n);
      return (keys ? unkeyed : left).some(({ words }) => words.every((word) => mayHold(filter, word)));
    };
    return (n) => segment.meets(n, since, until) && (!isTold || holds(n));
  };
}

/** Day -> path below the root -> file. */
function byDay(
  files: ReadonlyMap<string, ArchiveFile>,
  parseKey: KeyParser,
): ReadonlyMap<string, ReadonlyMap<string, ArchiveFile>> {
  const days = new Map<string, Map<string, ArchiveFile>>();
  for (const [below, file] of files) {
    const name = dayOf(file.path, parseKey);
    const own = days.get(name) ?? new Map<string, ArchiveFile>();
    days.set(name, own.set(below, file));
  }
  return days;
}

/** With "/" between names; undefined for what does not lie there. */
export function pathBelow(root: string, path: string): string | undefined {
  const separator = separatorOf(root);
  const folder = root.endsWith(separator) ? root : root + separator;
  if (!path.startsWith(folder)) return undefined;
  const below = path.slice(folder.length);
  return separator === '/' ? below : below.replaceAll(separator, '/');
}

/** Which archives that have an index a file belongs to: told by the names of the folders around it. */
class Places {
  private readonly cache: string;
  private readonly indexed: ReadonlySet<string>;
  private readonly beside: ReadonlyMap<string, Place>;
  /** Folder -> the archives that it is part of. */
  private readonly around = new Map<string, Promise<readonly Place[]>>();

  constructor(cache: string, indexed: ReadonlySet<string>, beside: ReadonlyMap<string, Place>) {
    this.cache = cache;
    this.indexed = indexed;
    this.beside = beside;
  }

  get isEmpty(): boolean {
    return this.indexed.size + this.beside.size === 0;
  }

  /** Archive -> path below its root -> file. */
  async of(files: readonly ArchiveFile[]): Promise<ReadonlyMap<Place, ReadonlyMap<string, ArchiveFile>>> {
    const found = new Map<Place, Map<string, ArchiveFile>>();
    let [folder, places]: [string | undefined, readonly Place[]] = [undefined, []];
    for (const file of files) {
      if (file.piped) continue;
      const path = placeOf(file);
      const separator = separatorOf(path);
      const end = path.lastIndexOf(separator);
      // files of one folder come one after the other
      if (end !== folder?.length || !path.startsWith(folder)) {
        folder = path.slice(0, end);
        places = await this.placesAround(folderAround(path));
      }
      for (const place of places) {
        const below = pathBelow(place.root, path);
        if (below === undefined) continue;
        const all = found.get(place) ?? new Map<string, ArchiveFile>();
        found.set(place, all.set(below, file));
      }
    }
    return found;
  }

  private placesAround(folder: string | undefined): Promise<readonly Place[]> {
    if (folder === undefined) return Promise.resolve([]);
    const known = this.around.get(folder) ?? this.lookAround(folder);
    this.around.set(folder, known);
    return known;
  }

  private async lookAround(folder: string): Promise<readonly Place[]> {
    const beside = this.beside.get(folder);
    const name = folderOf(this.cache, folder);
    const kept = this.indexed.has(name)
      ? [{ root: folder, isBeside: false, byDay: groupedBy(await segmentsIn(name), segmentDay) }]
      : [];
    return [...(beside ? [beside] : []), ...kept, ...(await this.placesAround(folderAround(folder)))];
  }
}

/** undefined for what lies in none. */
function folderAround(path: string): string | undefined {
  if (path.startsWith(remote)) {
    const end = path.lastIndexOf('/');
    return end < remote.length ? undefined : path.slice(0, end);
  }
  const folder = dirname(path);
  return folder === path ? undefined : folder;
}

const segmentDay = ({ day }: SegmentFile): string => day;

/** In a folder that was named, or one around it. */
async function besidePlaces(from: readonly string[]): Promise<ReadonlyMap<string, Place>> {
  const places = new Map<string, Place>();
  for (const path of from) {
    let folder = await realpath(path).catch(() => undefined);
    while (folder !== undefined && !places.has(folder)) {
      const segments = await segmentsIn(join(folder, besideName));
      if (segments.length > 0)
        places.set(folder, { root: folder, isBeside: true, byDay: groupedBy(segments, segmentDay) });
      const above = dirname(folder);
      folder = above === folder ? undefined : above;
    }
  }
  return places;
}
