/** Folders of the user's own, for what obs3 keeps on this machine. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder, and those it lies in, for the user alone. Level by level: Node 20's own way of making all of them never ends
 * below /proc, where making one is answered by ENOENT.
 * @throws NodeJS.ErrnoException
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  // a drive that is not there lies in itself
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // another run was faster
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
