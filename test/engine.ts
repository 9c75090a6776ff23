/** Compiles the engine for tests that run the sources: what the build puts next to its loader is made in a cache here. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execPath } from 'node:process';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..');
const sources = join(root, 'src/archive/assembly');
const folder = join(root, 'node_modules/.cache/obs3');
const built = join(folder, 'engine.wasm');

/** The options of `npm run build`. */
const options = '-O3 --runtime stub --noAssert --enable simd --enable bulk-memory --initialMemory 16'.split(' ');

/** The inputs of the compilation, next to its result: after a checkout, the times of files say nothing. */
const keyFile = join(folder, 'engine.key');

async function keyOfSources(): Promise<string> {
  const files = (await readdir(sources)).sort().map((file) => join(sources, file));
  const contents = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return createHash('sha256')
    .update(JSON.stringify([options, files.map((file) => basename(file)), contents]))
    .digest('hex');
}

export async function setup(): Promise<void> {
  const key = await keyOfSources();
  const known = await readFile(keyFile, 'utf8').catch(() => '');
  if (known === key && existsSync(built)) return;
  await mkdir(folder, { recursive: true });
  // several runs may start at the same time
  const fresh = join(folder, `engine.${process.pid}.wasm`);
  const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
  await promisify(execFile)(execPath, [compiler, join(sources, 'index.ts'), '--outFile', fresh, ...options], {
    cwd: root,
  });
  await rename(fresh, built);
  await writeFile(keyFile, key);
}
