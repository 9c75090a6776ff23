/** What lies under the paths of `--from`: every file once, in a fixed order, and what could not be listed. */
import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { Obs3Error } from '../model/error.ts';
import { type Gap, gap } from '../model/gap.ts';
import { besideName } from './index-folder.ts';

export interface ArchiveFile {
  /** As it is shown: the path as typed, and what lies below it. */
  readonly path: string;
  readonly size: number;
  /** Its bytes can be had once only: standard input, a named pipe, `<(command)`. */
  readonly piped: boolean;
  /** Tells one state of it from another: when it was changed last, an object's ETag. */
  readonly stamp?: string;
  /** Where it lies, links followed; absent: not on this machine. */
  readonly real?: string;
}

export interface Listing {
  readonly files: readonly ArchiveFile[];
  readonly gaps: readonly Gap[];
}

/** `-` stands for standard input. */
export const standardInput = '-';

/** So many files are looked at before others get their turn: each by itself takes less time than a turn does. */
const filesATurn = 1000;

/** @throws Obs3Error ARCHIVE_NOT_FOUND for a path that does not exist. */
export async function listArchive(paths: readonly string[]): Promise<Listing> {
  const files: ArchiveFile[] = [];
  const gaps: Gap[] = [];
  const seen = new Set<string>();
  let looked = 0;
  const addFile = (path: string, real: string, { size, mtimeMs }: Stats): void => {
    if (seen.has(real)) return;
    seen.add(real);
    files.push({ path, size, piped: false, stamp: String(Math.round(mtimeMs)), real });
  };
  const add = async (path: string, named: boolean): Promise<void> => {
    const found = statSync(path);
    if (found.isFIFO() && named) {
      // one of `<(command)` has no real path
      if (!seen.has(path)) files.push({ path, size: 0, piped: true });
      seen.add(path);
      return;
    }
    const real = realpathSync.native(path);
    if (found.isFile()) {
      addFile(path, real, found);
      return;
    }
    if (seen.has(real)) return;
    seen.add(real);
    if (!found.isDirectory()) {
      gaps.push(notAFile(path, found));
      return;
    }
    const [inPath, inReal] = [asPrefix(path), asPrefix(real)];
    for (const entry of readdirSync(path, { withFileTypes: true }).sort(byName)) {
      // made by us, and no evidence
      if (entry.name === besideName) continue;
      const below = inPath + entry.name;
      // what is no link lies where its folder lies
      if (entry.isFile()) {
        try {
          addFile(below, inReal + entry.name, statSync(below));
        } catch (error) {
          gaps.push(unreadable(below, error));
        }
      } else await attempt(below, false);
      if (++looked % filesATurn === 0) await turn();
    }
  };
  const attempt = async (path: string, named: boolean): Promise<void> => {
    try {
      await add(path, named);
    } catch (error) {
      gaps.push(unreadable(path, error));
    }
  };
  for (const path of paths) {
    if (path === standardInput) {
      if (!seen.has(path)) files.push({ path, size: 0, piped: true });
      seen.add(path);
      continue;
    }
    if (path === '')
      throw new Obs3Error('USAGE', 'a path is empty', { hint: 'name a folder or a file; is a variable unset?' });
    try {
      await stat(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        gaps.push(unreadable(path, error));
        continue;
      }
      throw new Obs3Error('ARCHIVE_NOT_FOUND', `no such file or folder: ${path}`, {
        hint: /^\w+:\//.test(path) ? 'what is in S3 is named s3://bucket/prefix' : 'check the path',
      });
    }
    await attempt(path, true);
  }
  return { files, gaps };
}

/** What the paths of all that lies in a folder begin with, as `join` makes them. */
const asPrefix = (folder: string): string => join(folder, '_').slice(0, -1);

const byName = (a: Dirent, b: Dirent) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** One that lies in a folder may never be written to, or never end: it is told, and not read. */
function notAFile(path: string, found: Stats): Gap {
  const kind = found.isFIFO() ? 'a named pipe' : found.isSocket() ? 'a socket' : 'a device';
  return gap('UNRECOGNIZED_FILE', `${path} is ${kind}, and was not read`, {
    locator: path,
    hint: found.isFIFO() ? 'to read it, name it itself' : 'copy what it gives to a file',
  });
}

/** The gap that a file or folder leaves which the system does not let us read. */
export function unreadable(path: string, error: unknown): Gap {
  const { code, message } = error as NodeJS.ErrnoException;
  const denied = code === 'EACCES' || code === 'EPERM';
  return gap(denied ? 'ACCESS_DENIED' : 'UNREACHABLE', `cannot read ${path}: ${reasonOf(code) ?? message}`, {
    locator: path,
    hint: denied
      ? 'give yourself read access to it, or run as a user who has it'
      : 'check that it exists and is a regular file',
  });
}

function reasonOf(code: string | undefined): string | undefined {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOENT':
      return 'it is gone, or a link that points nowhere';
    case 'ELOOP':
      return 'its links go in a circle';
    default:
      return undefined;
  }
}
