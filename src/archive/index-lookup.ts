/**
 * Finds, with the index, the files that hold nothing of what is asked for, and what to report about them all the same. A file
 * that has changed, or that no filter rules out, is read: an index can save work, but never lose a hit.
 */
import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { groupedBy } from '../model/grouped-by.ts';
import type { KeyParser } from './chooser.ts';
import { type FileReading, hashOf } from './file-collector.ts';
import { filedByDay, placeOf, remote, separatorOf } from './index-files.ts';
import {
  besideName,
  folderOf,
  indexedRoots,
  readSegment,
  type SegmentFile,
  segmentsIn,
  signingKey,
} from './index-folder.ts';
import type { SegmentFacts, SegmentView } from './index-segment-view.ts';
import { mayHold, type WordHash, wordsOf } from './index-words.ts';
import type { ArchiveFile } from './local-paths.ts';
import { isUsualKey, needlesOf } from './needles.ts';
import type { DeliveredRecords, RecordScanner } from './scanner.ts';

export interface FilterIndex {
  /** Path -> the reading of each file that need not be opened. */
  spare(files: readonly ArchiveFile[], scanners: readonly RecordScanner[], parseKey: KeyParser): Promise<SparedFiles>;
}

export type SparedFiles = Pick<ReadonlyMap<string, FileReading>, 'has' | 'get' | 'size'>;

/** An archive that has an index. */
interface Place {
  /** The archive's folder or address; the paths in its segments are relative to it. */
  readonly root: string;
  readonly isBeside: boolean;
  readonly byDay: ReadonlyMap<string, readonly SegmentFile[]>;
}

/** Identifies the source and the form of the records; an index with a different form is not used. */
export const formOf = ({ source, delivered }: RecordScanner): string =>
  JSON.stringify([source, delivered?.form ?? null]);

/**
 * @param cache the folder of the user's indexes.
 * @param from the paths of `--from`, in or above which an index may be stored.
 */
export async function openIndex(cache: string, from: readonly string[]): Promise<FilterIndex | undefined> {
  const key = await signingKey(cache, false);
  if (!key) return undefined;
  const places = new Places(cache, await indexedRoots(cache), await besidePlaces(from));
  if (places.isEmpty) return undefined;
  return {
    async spare(files, scanners, parseKey) {
      const [first] = scanners;
      const spared = new Spared(first?.source ?? '');
      if (!first?.delivered) return spared;
      const { delivered } = first;
      // slow for many texts, so done only once an index of these files is found
      let asks: ReturnType<typeof askedOf> | 'not looked at' = 'not looked at';
      const form = formOf(first);
      for (const [place, all] of await places.of(files)) {
        for (const [name, own] of filedByDay(place.root, all, parseKey)) {
          for (const { path } of place.byDay.get(name) ?? []) {
            const segment = await readSegment(path, key);
            if (!segment || segment.form !== form || segment.root !== (place.isBeside ? '' : place.root)) continue;
            if (asks === 'not looked at') asks = askedOf(delivered);
            if (!asks) return spared;
            const mayMatter = asks(segment);
            const part = spared.part(segment.facts);
            own.unchanged(segment, (n, file) => {
              if (segment.isKnown(n) && !mayMatter(n)) part(file.path, n);
            });
          }
        }
      }
      return spared;
    },
  };
}

/** More than the number of files in a segment. */
const partSize = 2 ** 20;

/** There are hundreds of thousands of files, so a reading is built only when requested. */
class Spared implements SparedFiles {
  private readonly source: string;
  private readonly parts: SegmentFacts[] = [];
  /** Path -> the number of its part and its index there, combined. */
  private readonly numbers = new Map<string, number>();

  constructor(source: string) {
    this.source = source;
  }

  get size(): number {
    return this.numbers.size;
  }

  /** Adds files that these facts describe. */
  part(facts: SegmentFacts): (path: string, n: number) => void {
    const number = this.parts.push(facts) - 1;
    return (path, n) => {
      if (n < partSize) this.numbers.set(path, number * partSize + n);
    };
  }

  has(path: string): boolean {
    return this.numbers.has(path);
  }

  get(path: string): FileReading | undefined {
    const number = this.numbers.get(path);
    const facts = number === undefined ? undefined : this.parts[Math.floor(number / partSize)];
    return number === undefined || !facts ? undefined : readingOf(facts, number % partSize, this.source);
  }
}

/** What reading the file would have given, if none of it is part of the answer. */
function readingOf(facts: SegmentFacts, n: number, source: string): FileReading {
  const keys = facts.keysOf(n);
  return {
    evidence: [],
    spans: facts.spansOf(n),
    skipped: [],
    gaps: [],
    bytes: facts.inflatedBytesOf(n),
    recognizedBy: [source],
    recognized: true,
    ...(keys && { keys: { hashes: keys.length === 0 ? noHashes : keys.slice(), usualOnly: true } }),
  };
}

const noHashes = new Uint32Array();

interface Wanted {
  readonly words: readonly WordHash[];
  /** The hash of the text, if it is asked for as an access key and has the usual form. */
  readonly key?: number;
}

/** Tells whether a file of a segment may hold a record that matters; undefined if no filter can tell. */
function askedOf({
  needles,
  accessKeyIds = [],
  since = -Infinity,
  until = Infinity,
}: DeliveredRecords): ((segment: SegmentView) => (n: number) => boolean) | undefined {
  // without needles, every record of the window matters
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
    const [mayHoldAny, mayHoldUnkeyed] = [inFilters(segment, left), inFilters(segment, unkeyed)];
    const holds = (n: number): boolean => {
      // a key is in every call made with it, but was issued in only one
      const keys = hashes.size > 0 ? segment.facts.keysOf(n) : undefined;
      if (keys?.some((hash) => hashes.has(hash))) return true;
      return keys ? mayHoldUnkeyed(n) : mayHoldAny(n);
    };
    return (n) => segment.facts.meets(n, since, until) && (!isTold || holds(n));
  };
}

/** Whether a file's filter may hold all words of one of the texts; computed once for files that share a filter. */
function inFilters(segment: SegmentView, texts: readonly Pick<Wanted, 'words'>[]): (n: number) => boolean {
  let [known, holds] = [-1, false];
  return (n) => {
    const end = segment.filterEnd(n);
    if (end !== known) {
      const filter = segment.filterOf(n);
      holds = texts.some(({ words }) => words.every((word) => mayHold(filter, word)));
      known = end;
    }
    return holds;
  };
}

/** Finds the indexed archives that a file belongs to, by the names of the folders around it. */
class Places {
  private readonly cache: string;
  private readonly indexed: ReadonlySet<string>;
  private readonly beside: ReadonlyMap<string, Place>;
  /** Folder -> the indexed archives that it is in. */
  private readonly around = new Map<string, Promise<readonly Place[]>>();

  constructor(cache: string, indexed: ReadonlySet<string>, beside: ReadonlyMap<string, Place>) {
    this.cache = cache;
    this.indexed = indexed;
    this.beside = beside;
  }

  get isEmpty(): boolean {
    return this.indexed.size + this.beside.size === 0;
  }

  /** Archive -> those of the files that are in it. */
  async of(files: readonly ArchiveFile[]): Promise<ReadonlyMap<Place, readonly ArchiveFile[]>> {
    const found = new Map<Place, ArchiveFile[]>();
    let [folder, lists]: [string | undefined, readonly ArchiveFile[][]] = [undefined, []];
    for (const file of files) {
      if (file.piped) continue;
      const path = placeOf(file);
      const end = path.lastIndexOf(separatorOf(path));
      // files of one folder are adjacent
      if (end !== folder?.length || !path.startsWith(folder)) {
        folder = path.slice(0, end);
        lists = (await this.placesAround(folderAround(path))).map((place) => {
          const list = found.get(place) ?? [];
          found.set(place, list);
          return list;
        });
      }
      for (const list of lists) list.push(file);
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

/** The enclosing folder; undefined if there is none. */
function folderAround(path: string): string | undefined {
  if (path.startsWith(remote)) {
    const end = path.lastIndexOf('/');
    return end < remote.length ? undefined : path.slice(0, end);
  }
  const folder = dirname(path);
  return folder === path ? undefined : folder;
}

const segmentDay = ({ day }: SegmentFile): string => day;

/** Indexes stored in a folder of `--from`, or in one above it. */
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
