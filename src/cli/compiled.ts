/**
 * What V8 made of obs3's own code is kept for the next start, where Node can do so (from 22 on): compiling is a fifth of what
 * a short question takes. Node itself tells by the text of each file whether what is kept of it still stands.
 * https://nodejs.org/api/module.html#moduleenablecompilecachecachedir
 */
import { lstatSync, readdirSync } from 'node:fs';
import module from 'node:module';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { makeFolder } from '../aws/make-folder.ts';
import { cacheFolder, compiledCache } from './options/cache-folder.ts';

/** Under this name the main thread leaves to those that it starts where it keeps what is compiled, if anywhere. */
const inheritedFolder = 'obs3 compiled';

/** Before anything else is loaded, in each thread. Total: without a folder of the user's own all is compiled anew. */
export function keepCompiled({ argv, env } = process): void {
  // absent from Node 20, and from what its types declare
  const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };
  if (!enableCompileCache) return;
  try {
    if (!isMainThread) {
      // how obs3 was started, other threads are not told
      const found = getEnvironmentData(inheritedFolder);
      if (typeof found === 'string') enableCompileCache(found);
      return;
    }
    // what it clears is not to be written again at its end
    if (argv[2] === 'cache' || argv.includes('--no-cache')) return;
    const io = { env, cwd: process.cwd() };
    const folder = compiledCache(io);
    makeFolder(folder);
    if (![cacheFolder(io), folder].every(isPrivate) || !isAllOwn(folder)) return;
    enableCompileCache(folder);
    setEnvironmentData(inheritedFolder, folder);
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
