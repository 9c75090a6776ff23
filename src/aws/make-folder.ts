/** Creates private folders for what obs3 keeps on this machine. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates a folder and its missing parents, for the user alone. One level at a time: Node 20's own recursive mkdir loops
 * forever below /proc, where creating a folder fails with ENOENT.
 * @throws NodeJS.ErrnoException
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  // a missing drive is its own parent
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // another run created it first
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
