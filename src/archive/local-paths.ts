/** Looks up what is at a path of this machine. */
import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Obs3Error } from '../model/error.ts';
import { fileErrorText } from '../model/file-error.ts';
import { type Gap, gap } from '../model/gap.ts';
import { besideName } from './index-folder.ts';

export interface ArchiveFile {
  /** As shown: the path as typed, plus the path below it. */
  readonly path: string;
  readonly size: number;
  /** Whether its bytes can be read only once: standard input, a named pipe, `<(command)`. */
  readonly piped: boolean;
  /** Distinguishes versions of the file: the time of its last change, or an object's ETag. */
  readonly stamp?: string;
  /** Its path with links resolved; absent if it is not on this machine. */
  readonly real?: string;
}

/** Something that is not read, and why. */
export interface Refused {
  readonly gap: Gap;
  /** Its path with links resolved, if known. */
  readonly real?: string;
}

/** An entry of a folder, other than a regular file, that is still to be looked at. */
export interface Unseen {
  readonly path: string;
  /** For a folder that is not a link: its path with links resolved. */
  readonly real?: string;
}

export interface Folder {
  readonly real: string;
  /** Sorted by name. */
  readonly entries: readonly (ArchiveFile | Refused | Unseen)[];
}

export type Found = ArchiveFile | Refused | Folder;

/**
 * Checks a path that was typed; undefined if it exists and can be looked at.
 * @throws Obs3Error ARCHIVE_NOT_FOUND, or USAGE if the path is empty.
 */
export async function checkNamed(path: string): Promise<Refused | undefined> {
  if (path === '')
    throw new Obs3Error('USAGE', 'a path is empty', { hint: 'name a folder or a file; is a variable unset?' });
  try {
    await stat(path);
    return undefined;
  } catch (error) {
    if (!isMissing(error)) return { gap: unreadable(path, error) };
    throw new Obs3Error('ARCHIVE_NOT_FOUND', `no such file or folder: ${path}`, {
      hint: /^\w+:\//.test(path) ? 'what is in S3 is named s3://bucket/prefix' : 'check the path',
    });
  }
}

export function lookAt(path: string, isNamed: boolean): Found {
  try {
    const found = statSync(path);
    // the pipe of `<(command)` has no real path
    if (found.isFIFO() && isNamed) return { path, size: 0, piped: true };
    const real = realpathSync.native(path);
    if (found.isFile()) return fileAt(path, real, found);
    if (!found.isDirectory()) return { gap: notAFile(path, found), real };
    return { real, entries: entriesOf(path, real) };
  } catch (error) {
    return { gap: unreadable(path, error) };
  }
}

/** There are tens of thousands of folders, so what the parent's listing already tells is not asked for again. */
export function lookBelow({ path, real }: Unseen): Found {
  if (real === undefined) return lookAt(path, false);
  try {
    return { real, entries: entriesOf(path, real) };
  } catch (error) {
    return { gap: unreadable(path, error) };
  }
}

function entriesOf(path: string, real: string): Folder['entries'] {
  const [inPath, inReal] = [asPrefix(path), asPrefix(real)];
  const entries: (ArchiveFile | Refused | Unseen)[] = [];
  for (const entry of readdirSync(path, { withFileTypes: true }).sort(byName)) {
    // our own index is not evidence
    if (entry.name === besideName) continue;
    const below = inPath + entry.name;
    // what is not a link is inside its folder's real path
    const realBelow = inReal === inPath ? below : inReal + entry.name;
    if (entry.isDirectory()) entries.push({ path: below, real: realBelow });
    else if (!entry.isFile()) entries.push({ path: below });
    else {
      try {
        entries.push(fileAt(below, realBelow, statSync(below)));
      } catch (error) {
        entries.push({ gap: unreadable(below, error) });
      }
    }
  }
  return entries;
}

const fileAt = (path: string, real: string, { size, mtimeMs }: Stats): ArchiveFile => ({
  path,
  size,
  piped: false,
  stamp: String(Math.round(mtimeMs)),
  real,
});

/** The prefix that `join` gives all paths in a folder. */
const asPrefix = (folder: string): string => join(folder, '_').slice(0, -1);

const byName = (a: Dirent, b: Dirent) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** Something in a folder that may never be written to, or never end, is reported instead of read. */
function notAFile(path: string, found: Stats): Gap {
  const kind = found.isFIFO() ? 'a named pipe' : found.isSocket() ? 'a socket' : 'a device';
  return gap('UNRECOGNIZED_FILE', `${path} is ${kind}, and was not read`, {
    locator: path,
    hint: found.isFIFO() ? 'to read it, name it itself' : 'copy what it gives to a file',
  });
}

/** ENOTDIR: the path leads through a file. */
const isMissing = (error: unknown) => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

/** The gap for a file or folder that the system does not let us read. */
export function unreadable(path: string, error: unknown): Gap {
  const { code } = error as NodeJS.ErrnoException;
  const reason = isMissing(error)
    ? 'it is gone, or a link that points nowhere'
    : fileErrorText(error as NodeJS.ErrnoException);
  const denied = code === 'EACCES' || code === 'EPERM';
  return gap(denied ? 'ACCESS_DENIED' : 'UNREACHABLE', `cannot read ${path}: ${reason}`, {
    locator: path,
    hint: denied
      ? 'give yourself read access to it, or run as a user who has it'
      : 'check that it exists and is a regular file',
  });
}
