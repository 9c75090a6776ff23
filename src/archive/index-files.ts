/**
 * Files an archive's files as the index does: by day and folder, sorted by name. A segment's files have the same order, so both
 * are compared in one pass: there are hundreds of thousands.
 */
import { sep } from 'node:path';
import { day } from '../model/duration.ts';
import type { KeyParser } from './chooser.ts';
import type { SegmentView } from './index-segment-view.ts';
import type { ArchiveFile } from './local-paths.ts';

export const remote = 's3://';
export const separatorOf = (path: string): string => (path.startsWith(remote) ? '/' : sep);

/** Where a file really is, which is how the index names it. */
export const placeOf = ({ path, real }: ArchiveFile): string => real ?? path;

/** The path below the root, with "/" between names; undefined if the path is not below it. */
export function pathBelow(root: string, path: string): string | undefined {
  const separator = separatorOf(root);
  const folder = root.endsWith(separator) ? root : root + separator;
  if (!path.startsWith(folder)) return undefined;
  const below = path.slice(folder.length);
  return separator === '/' ? below : below.replaceAll(separator, '/');
}

const other = 'other';
const dayNames = new Map<number, string>();

/** The day that a file is indexed under. */
function dayOf(path: string, parseKey: KeyParser): string {
  const { since } = parseKey(path) ?? {};
  return since === undefined ? other : dayAt(Math.floor(since / day));
}

/** Cached, since most files belong to few days. */
function dayAt(number: number): string {
  const known = dayNames.get(number);
  if (known !== undefined) return known;
  const time = new Date(number * day);
  const name = Number.isNaN(time.getTime()) || number < 0 ? other : time.toISOString().slice(0, 10);
  dayNames.set(number, name);
  return name;
}

/** The files of an archive, or of one of its days. */
export class FiledFiles {
  private readonly folders = new Map<string, FolderFiles>();
  private last: FolderFiles | undefined;
  private lastFolder: string | undefined;
  size = 0;

  /** @param folder below the root, ending with "/" unless empty. */
  add(folder: string, file: ArchiveFile): void {
    if (folder !== this.lastFolder) {
      this.last = this.folders.get(folder) ?? new FolderFiles();
      this.lastFolder = folder;
      this.folders.set(folder, this.last);
    }
    this.last?.add(file);
    this.size++;
  }

  /** Folder by folder, sorted by name within each. */
  *all(): Iterable<ArchiveFile> {
    for (const folder of this.folders.values()) yield* folder.inOrder();
  }

  /** Calls `take` for a segment's files that still exist unchanged, with their index in the segment. */
  unchanged(segment: SegmentView, take: (n: number, file: ArchiveFile) => void): void {
    let number = -1;
    let folder: FolderFiles | undefined;
    let from = 0;
    for (let n = 0; n < segment.count; n++) {
      if (segment.folderOf(n) !== number) {
        number = segment.folderOf(n);
        folder = this.folders.get(segment.folders[number] as string);
        from = 0;
      }
      if (!folder) continue;
      from = folder.placeOf(segment.names[n] as string, from);
      const file = folder.at(from, segment.names[n] as string);
      if (file && isSame(segment, n, file)) take(n, file);
    }
  }
}

function isSame(segment: SegmentView, n: number, { size, stamp }: ArchiveFile): boolean {
  return size === segment.sizeOf(n) && stamp !== undefined && stamp !== '' && stamp === segment.stampOf(n);
}

class FolderFiles {
  private readonly files: ArchiveFile[] = [];
  private isInOrder = true;

  add(file: ArchiveFile): void {
    const before = this.files.at(-1);
    if (before && nameOf(file) < nameOf(before)) this.isInOrder = false;
    this.files.push(file);
  }

  inOrder(): readonly ArchiveFile[] {
    if (!this.isInOrder) this.files.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    this.isInOrder = true;
    return this.files;
  }

  /** The position of the first file whose name is not less than this one. */
  placeOf(name: string, from: number): number {
    const files = this.inOrder();
    // usually it is the very next
    const next = files[from];
    if (!next || nameOf(next) >= name) return from;
    let [low, high] = [from + 1, files.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (nameOf(files[middle] as ArchiveFile) < name) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  at(place: number, name: string): ArchiveFile | undefined {
    const file = this.files[place];
    return file && nameOf(file) === name ? file : undefined;
  }
}

function nameOf(file: ArchiveFile): string {
  const place = placeOf(file);
  return place.slice(place.lastIndexOf(separatorOf(place)) + 1);
}

/** Groups the files below the root by the key that `keyOf` gives. */
export function filedBy<Key>(
  root: string,
  files: Iterable<ArchiveFile>,
  keyOf: (file: ArchiveFile) => Key,
): ReadonlyMap<Key, FiledFiles> {
  const filed = new Map<Key, FiledFiles>();
  const separator = separatorOf(root);
  let [around, folder]: [string | undefined, string | undefined] = [undefined, undefined];
  for (const file of files) {
    const place = placeOf(file);
    const end = place.lastIndexOf(separator) + 1;
    // files of one folder are adjacent
    if (end !== around?.length || !place.startsWith(around)) {
      around = place.slice(0, end);
      folder = pathBelow(root, around);
    }
    if (folder === undefined) continue;
    const key = keyOf(file);
    const own = filed.get(key) ?? new FiledFiles();
    filed.set(key, own);
    own.add(folder, file);
  }
  return filed;
}

/** Groups the files by the day that they are indexed under. */
export const filedByDay = (root: string, files: Iterable<ArchiveFile>, parseKey: KeyParser) =>
  filedBy(root, files, ({ path }) => dayOf(path, parseKey));
