/** Where answers are kept on each system. */
import { expect, test } from 'vitest';
import { cacheFolder } from '../../../../src/cli/options/cache-folder.ts';

const home = { HOME: '/home/ana' };

test.each([
  ['linux', home, '/home/ana/.cache/obs3'],
  ['linux', { ...home, XDG_CACHE_HOME: '/var/cache/ana' }, '/var/cache/ana/obs3'],
  ['linux', { ...home, XDG_CACHE_HOME: 'relative' }, '/home/ana/.cache/obs3'],
  ['darwin', { ...home, XDG_CACHE_HOME: '/x' }, '/home/ana/Library/Caches/obs3'],
  ['linux', { ...home, OBS3_CACHE_DIR: '/tmp/mine' }, '/tmp/mine'],
  ['darwin', { ...home, OBS3_CACHE_DIR: 'mine' }, '/srv/mine'],
] as const)('%s %j', (platform, env, folder) => {
  expect(cacheFolder({ env, cwd: '/srv' }, platform)).toBe(folder);
});
