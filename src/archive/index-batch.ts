/** Gathers what was read of a day's files, and writes a segment of the index once there is enough. */
import type { IndexBuild } from './index-build.ts';
import { writeSegment } from './index-folder.ts';
import { formOf } from './index-lookup.ts';
import type { FileWords } from './index-read.ts';
import { folderEnd, type IndexedFile } from './index-segment.ts';
import { commonOf, filterOf, unionOf } from './index-words.ts';

/** Limits of one segment: it is held in memory as a whole, at 8 bytes per word. */
const [usualFiles, mostWords] = [8_000, 8_000_000];
/**
 * Limits of a group: small files of a folder share a filter, since one filter each would take a tenth of their own size. If the
 * filter matches, all files of the group are read, so the group is kept small. Compressed bytes, files.
 */
const [largestGroup, mostInGroup] = [16_384, 16];

/** The result of reading a file. */
export interface ReadFile extends Omit<IndexedFile, 'knowledge'> {
  readonly read?: FileWords;
}

export class IndexBatch {
  readonly written = new Set<string>();
  private files: ReadFile[] = [];
  private words = 0;
  private readonly input: Pick<IndexBuild, 'folder' | 'root' | 'isBeside' | 'scanner' | 'now' | 'key' | 'mostFiles'>;
  private readonly day: string;

  constructor(input: IndexBatch['input'], day: string) {
    this.input = input;
    this.day = day;
  }

  async add(file: ReadFile): Promise<void> {
    this.files.push(file);
    this.words += (file.read?.words.length ?? 0) / 2;
    const { mostFiles = usualFiles } = this.input;
    if (this.files.length >= mostFiles || this.words >= mostWords) await this.write(true);
  }

  /** Writes what is left, if anything. */
  async flush(): Promise<void> {
    if (this.files.length > 0) await this.write(false);
  }

  private async write(isFull: boolean): Promise<void> {
    const { folder, root, isBeside, scanner, now, key } = this.input;
    const groups = groupsOf(this.files);
    const words = groups.map((files) => unionOf(files.map(({ read }) => read.words)));
    const common = commonOf(words);
    const filters = new Map<ReadFile, Uint32Array>();
    for (const [n, files] of groups.entries()) {
      const filter = filterOf(words[n] as Uint32Array, common);
      for (const file of files) filters.set(file, filter);
    }
    const files = this.files.map((file): IndexedFile => {
      const { read, ...rest } = file;
      const filter = filters.get(file);
      if (!read || !filter) return rest;
      const { words: _, ...known } = read;
      return { ...rest, knowledge: { ...known, filter } };
    });
    this.files = [];
    this.words = 0;
    const segment = {
      root: isBeside ? '' : root,
      form: formOf(scanner),
      builtAt: now,
      isFull,
      common: filterOf(common.words()),
      files,
    };
    this.written.add(await writeSegment(folder, this.day, segment, key));
  }
}

type WholeFile = ReadFile & Required<Pick<ReadFile, 'read'>>;

const isWhole = (file: ReadFile): file is WholeFile => file.read !== undefined;

/** The files that share a filter; they are adjacent. */
function groupsOf(files: readonly ReadFile[]): readonly (readonly WholeFile[])[] {
  const groups: WholeFile[][] = [];
  let bytes = 0;
  for (const file of files.filter(isWhole)) {
    const last = groups.at(-1);
    const [first] = last ?? [];
    const hasRoom = bytes + file.size <= largestGroup && (last?.length ?? 0) < mostInGroup;
    if (last && first && hasRoom && folderOf(first) === folderOf(file)) {
      last.push(file);
      bytes += file.size;
    } else {
      groups.push([file]);
      bytes = file.size;
    }
  }
  return groups;
}

const folderOf = ({ path }: ReadFile): string => path.slice(0, folderEnd(path));
