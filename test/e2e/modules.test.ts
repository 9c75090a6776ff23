/** What is loaded for what: help and mistakes must not wait for what only a report needs. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { obs3, root } from './obs3.ts';

/** The modules in each file of the build, by their paths. */
const contents: Record<string, readonly string[]> = JSON.parse(
  await readFile(join(root, 'node_modules/.cache/obs3/contents.json'), 'utf8'),
);

const logger = new URL('./log-modules.mjs', import.meta.url).href;

/** Packages, and folders of the program, that a run loaded. */
async function loadedBy(...args: string[]): Promise<{ packages: Set<string>; folders: Set<string> }> {
  const log = join(await temporaryFolder({ 'loaded.txt': '' }), 'loaded.txt');
  await obs3(args, { node: ['--import', logger], env: { LOADED_MODULES: log } });
  const urls = (await readFile(log, 'utf8')).split('\n');
  const modules = urls.flatMap((url) => contents[/\/dist\/([^/]+)$/.exec(url)?.[1] ?? ''] ?? []);
  const part = (pattern: RegExp) => new Set(modules.flatMap((path) => pattern.exec(path)?.[1] ?? []));
  const loaded = { packages: part(/node_modules\/((?:@[^/]+\/)?[^/]+)\//), folders: part(/^src\/([^/]+)\//) };
  // the log works at all
  expect(loaded.folders).toContain('cli');
  expect(loaded.packages).toContain('commander');
  return loaded;
}

const fromExample = ['who', 'sg-0a1b2c3d4e5f60718', '--from', 'examples/open-ssh'];

test.each([
  [['--help']],
  [['--version']],
  [['who', '--help']],
  [['whoo']],
  [['who', 'x', '--reads', '--writes', '--from', 'x']],
  [['who', '--from', 'x', '--since', 'never']],
])('%j loads commander and nothing of the reading, the catalogue and the renderers', async (args) => {
  const { packages, folders } = await loadedBy(...args);
  expect([...packages]).toEqual(['commander']);
  for (const folder of ['archive', 'sources', 'resources', 'analysis', 'investigate'])
    expect(folders).not.toContain(folder);
});

test('a table loads no validator', async () => {
  const { packages } = await loadedBy(...fromExample);
  expect(packages).toContain('cli-table3');
  expect(packages).not.toContain('zod');
});

test('json loads neither validator nor table', async () => {
  expect([...(await loadedBy(...fromExample, '-o', 'json')).packages]).toEqual(['commander']);
});
