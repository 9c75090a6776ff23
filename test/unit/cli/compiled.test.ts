/** Compiled code is taken only from folders into which nobody else could have put anything. */
import { chmod, mkdir, stat, symlink } from 'node:fs/promises';
import module from 'node:module';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { keepCompiled } from '../../../src/cli/compiled.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const threads = vi.hoisted(() => ({ isMainThread: true, left: new Map<unknown, unknown>() }));
vi.mock('node:worker_threads', () => ({
  get isMainThread() {
    return threads.isMainThread;
  },
  getEnvironmentData: (name: unknown) => threads.left.get(name),
  setEnvironmentData: (name: unknown, value: unknown) => threads.left.set(name, value),
}));

afterEach(() => {
  threads.isMainThread = true;
  threads.left.clear();
});

/** The folders that Node was given, in any version of Node. */
function kept(folder: string, argv: readonly string[] = []): unknown[] {
  const enable = vi.fn();
  const node = module as { enableCompileCache?: unknown };
  const own = Object.getOwnPropertyDescriptor(node, 'enableCompileCache');
  Object.defineProperty(node, 'enableCompileCache', { value: enable, configurable: true, writable: true });
  onTestFinished(() => {
    if (own) Object.defineProperty(node, 'enableCompileCache', own);
    else delete node.enableCompileCache;
  });
  const given = { argv: ['node', 'obs3', ...argv], env: { OBS3_CACHE_DIR: folder } };
  keepCompiled(given as unknown as NodeJS.Process);
  return enable.mock.calls.flat();
}

test('in a folder that is made for it, and is for nobody else', async () => {
  const folder = join(await temporaryFolder(), 'a', 'b');
  expect(kept(folder)).toEqual([join(folder, 'compiled')]);
  for (const path of [folder, join(folder, 'compiled')]) expect((await stat(path)).mode & 0o777).toBe(0o700);
  expect(kept(folder)).toEqual([join(folder, 'compiled')]);
});

test.each<[string, (folder: string) => Promise<unknown>]>([
  ['others can write to the cache', (folder) => chmod(folder, 0o770)],
  ['others can write to what is compiled', (folder) => chmod(join(folder, 'compiled'), 0o702)],
  ['a link leads elsewhere from it', (folder) => symlink(folder, join(folder, 'compiled', 'v22.20.0-x64-9ac5647c-0'))],
])('not where %s', async (_, change) => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'compiled', 'v24.1.0-x64-964aae3f-0'), { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  expect(kept(folder)).toHaveLength(1);
  await change(folder);
  expect(kept(folder)).toEqual([]);
});

test('not where the cache is off, is asked about, or cannot be made', async () => {
  const folder = await temporaryFolder({ file: '' });
  expect(kept(join(folder, 'c'), ['who', '--no-cache'])).toEqual([]);
  expect(kept(join(folder, 'c'), ['cache', 'clear'])).toEqual([]);
  expect(kept(join(folder, 'file'))).toEqual([]);
});

test('another thread keeps it where the main thread does, and nowhere where that does not', async () => {
  const folder = await temporaryFolder();
  for (const argv of [['who', '--no-cache'], ['who']]) {
    threads.isMainThread = true;
    const main = kept(folder, argv);
    threads.isMainThread = false;
    // its arguments are not the process's
    expect(kept(folder)).toEqual(main);
  }
  expect(threads.left.size).toBe(1);
});
