/** Where settled answers are kept: the system's folder for caches, or the one that the environment names. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CliIo } from '../io.ts';

/** The limit for everything that is kept, in bytes. */
export const mostCacheBytes = 500_000_000;

/**
 * OBS3_CACHE_DIR, otherwise the user's own cache folder.
 * https://specifications.freedesktop.org/basedir-spec/latest/ (a relative XDG_CACHE_HOME must be ignored)
 */
export function cacheFolder(
  { env, cwd }: Pick<CliIo, 'env' | 'cwd'>,
  platform: NodeJS.Platform = process.platform,
): string {
  const own = env['OBS3_CACHE_DIR'];
  if (own) return resolve(cwd, own);
  const home = env['HOME'] || env['USERPROFILE'] || homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'obs3');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'obs3', 'Cache');
  const xdg = env['XDG_CACHE_HOME'];
  return join(xdg?.startsWith('/') ? xdg : join(home, '.cache'), 'obs3');
}

/** The folder in the cache for fetched objects. */
export const objectCache = (io: Pick<CliIo, 'env' | 'cwd'>): string => join(cacheFolder(io), 'objects');

/** The folder in the cache for the indexes of archives. */
export const indexCache = (io: Pick<CliIo, 'env' | 'cwd'>): string => join(cacheFolder(io), 'index');

/** The folder in the cache for compiled code: see `compiled.ts`. */
export const compiledCache = (io: Pick<CliIo, 'env' | 'cwd'>): string => join(cacheFolder(io), 'compiled');
