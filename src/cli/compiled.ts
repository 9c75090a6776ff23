/**
 * What V8 made of obs3's own code is kept for the next start, where Node can do so (from 22 on): compiling is a fifth of what
 * a short question takes. Node itself tells by the text of each file whether what is kept of it still stands.
 * https://nodejs.org/api/module.html#moduleenablecompilecachecachedir
 */
import { lstatSync, readdirSync } from 'node:fs';
import module from 'node:module';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { makeFolder } from '../aws/make-folder.ts';
import { cacheFolder, compiledCache } from './options/cache-folder.ts';

/** Before anything else is loaded, in each thread. Total: without a folder of the user's own all is compiled anew. */
export function keepCompiled({ argv, env } = process): void {
  // absent from Node 20, and from what its types declare
  const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };
  // what it clears is not to be written again at its end
  if (!enableCompileCache || argv[2] === 'cache' || argv.includes('--no-cache')) return;
  try {
    const io = { env, cwd: process.cwd() };
    const folder = compiledCache(io);
    // other threads are not told how obs3 was started: they go by what is there
    if (isMainThread) makeFolder(folder);
    if ([cacheFolder(io), folder].every(isPrivate) && isAllOwn(folder)) enableCompileCache(folder);
  } catch {
    // nowhere to keep it
  }
}

/** Whoever can write there could have any code run. Where the system knows no owners it is taken for the user's own. */
function isPrivate(folder: string): boolean {
  const { uid } = userInfo();
  const found = lstatSync(folder);
  return found.isDirectory() && (uid < 0 || (found.uid === uid && (found.mode & 0o022) === 0));
}

/** What others put there while they could is theirs all the same. */
function isAllOwn(folder: string): boolean {
  const { uid } = userInfo();
  return readdirSync(folder).every((name) => {
    const found = lstatSync(join(folder, name));
    return !found.isSymbolicLink() && (uid < 0 || found.uid === uid);
  });
}
