/** Compiles the engine for tests that run the sources: what the build makes beside its loader is made in a cache here. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..');
const sources = join(root, 'src/archive/assembly');
const folder = join(root, 'node_modules/.cache/obs3');
const built = join(folder, 'engine.wasm');

/** As `npm run build` does. */
const options = '-O3 --runtime stub --noAssert --enable simd --enable bulk-memory --initialMemory 16'.split(' ');

const changedAt = async (path: string) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

export async function setup(): Promise<void> {
  const files = [import.meta.filename, ...(await readdir(sources)).map((file) => join(sources, file))];
  const changed = Math.max(...(await Promise.all(files.map(changedAt))));
  if ((await changedAt(built)) > changed) return;
  await mkdir(folder, { recursive: true });
  // several runs may begin at once
  const fresh = join(folder, `engine.${process.pid}.wasm`);
  const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
  await promisify(execFile)(execPath, [compiler, join(sources, 'index.ts'), '--outFile', fresh, ...options], {
    cwd: root,
  });
  await rename(fresh, built);
}
