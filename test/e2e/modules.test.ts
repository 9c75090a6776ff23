/** What is loaded when: help and mistakes must not wait for what only a report needs. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { obs3, root } from './obs3.ts';

/** The modules in each file of the build, by their paths. */
const contents: Record<string, readonly string[]> = JSON.parse(
  await readFile(join(root, 'node_modules/.cache/obs3/contents.json'), 'utf8'),
);

const logger = fileURLToPath(new URL('./log-modules.cjs', import.meta.url));

interface Loaded {
  readonly packages: ReadonlySet<string>;
  /** The program's own, below src. */
  readonly folders: ReadonlySet<string>;
  readonly modules: readonly string[];
  /** Files of the build. */
  readonly files: number;
}

const loads = new Map<string, Promise<Loaded>>();

/** What a run loaded: each command runs once. */
function loadedBy(...args: string[]): Promise<Loaded> {
  const key = args.join(' ');
  const loaded = loads.get(key) ?? runLogged(args);
  loads.set(key, loaded);
  return loaded;
}

async function runLogged(args: readonly string[]): Promise<Loaded> {
  const log = join(await temporaryFolder({ 'loaded.txt': '' }), 'loaded.txt');
  await obs3(args, { node: ['--require', logger], env: { LOADED_MODULES: log } });
  const paths = (await readFile(log, 'utf8')).split('\n');
  const files = new Set(paths.flatMap((path) => /\/dist\/([^/]+)$/.exec(path)?.[1] ?? []));
  const modules = [...files].flatMap((file) => contents[file] ?? []);
  const part = (pattern: RegExp) => new Set(modules.flatMap((path) => pattern.exec(path)?.[1] ?? []));
  const loaded = {
    packages: part(/node_modules\/((?:@[^/]+\/)?[^/]+)\//),
    folders: part(/^src\/([^/]+)\//),
    modules,
    files: files.size,
  };
  // the log works at all
  expect(loaded.folders).toContain('cli');
  expect(loaded.packages).toContain('commander');
  return loaded;
}

const within = (modules: readonly string[], ...parts: readonly RegExp[]) =>
  modules.filter((path) => parts.some((part) => part.test(path)));

const fromExample = ['who', 'sg-0a1b2c3d4e5f60718', '--from', 'examples/open-ssh'];

test.each([
  [['--help']],
  [['--version']],
  [['who', '--help']],
  [['whoo']],
  [['who', 'x', '--reads', '--writes', '--from', 'x']],
  [['who', '--from', 'x', '--since', 'never']],
])('%j loads commander and nothing of the reading, the catalog and the renderers', async (args) => {
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

test('a table that is piped loads no pager', async () => {
  const isOfPager = /^src\/cli\/pager\.ts$/;
  expect(within(Object.values(contents).flat(), isOfPager)).toHaveLength(1);
  expect(within((await loadedBy(...fromExample)).modules, isOfPager)).toEqual([]);
});

test('json loads neither validator nor table', async () => {
  expect([...(await loadedBy(...fromExample, '-o', 'json')).packages]).toEqual(['commander']);
});

/** The modules that ask AWS; what a backend says about itself may be loaded by anything. */
const live = [
  /^src\/sources\/\w+\/backends\/(history-(?!lag)|api-|api\/(?!actions)|insights-|known-)/,
  /^src\/sources\/\w+\/(call-plan|lookup-plan|metric-plan|insights-query)\.ts$/,
];
const analyses = [/^src\/analysis\/(link|what|compliant|impact)\//, /^src\/resources\/effects?\b/];

test('who did something is told of files without what asks AWS, and without the analysis of anything but calls', async () => {
  const { modules, folders } = await loadedBy(...fromExample, '-o', 'json');
  expect(folders).toContain('analysis');
  expect(within(modules, ...live)).toEqual([]);
  // the example contains traffic, which is added up as it is read
  expect(within(modules, ...analyses).filter((path) => !/\/impact\/traffic-/.test(path))).toEqual([]);
});

test('calls of a window are told without the analysis of anything else, and without what waits for it', async () => {
  const [, , ...from] = fromExample;
  const window = ['--since', '2026-03-03T14:00Z', '--until', '2026-03-03T14:10Z'];
  const { modules } = await loadedBy('who', ...from, ...window, '-o', 'json');
  expect(within(modules, ...analyses, /held-back/).filter((path) => !/\/impact\/traffic-/.test(path))).toEqual([]);
  expect(within((await loadedBy('investigate', ...from, ...window, '-o', 'json')).modules, /held-back/)).toHaveLength(
    1,
  );
});

test('what changed is told without chains, and chains with all', async () => {
  const [, ...asked] = fromExample;
  const changed = await loadedBy('what', ...asked, '-o', 'json');
  expect(within(changed.modules, /^src\/analysis\/what\//)).not.toEqual([]);
  expect(within(changed.modules, /^src\/analysis\/link\//)).toEqual([]);
  const all = await loadedBy('investigate', ...asked, '-o', 'json');
  for (const part of analyses) expect(within(all.modules, part)).not.toEqual([]);
  expect(within(all.modules, ...live)).toEqual([]);
});

test('a gate is loaded where one is asked for', async () => {
  const isOfGate = /^src\/report\/gate(-conditions)?\.ts$/;
  const plain = await loadedBy(...fromExample, '-o', 'json');
  const gated = await loadedBy(...fromExample, '-o', 'json', '--fail-on', 'alarm');
  expect(within(plain.modules, isOfGate)).toEqual([]);
  expect(within(gated.modules, isOfGate)).not.toEqual([]);
});

/** Readers of records in files, for sources other than CloudTrail. */
const readers = /^src\/sources\/\w+\/backends\/archive-reader\.ts$/;

test('files that a trail delivered are read without what reads those of the other sources', async () => {
  const [who, target, from, folder] = fromExample as [string, string, string, string];
  const day = `${folder}/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/03`;
  const file = `${day}/111122223333_CloudTrail_eu-west-1_20260303T1510Z_kXMoeB3dOoFRNS2E.json.gz`;
  const calls = await loadedBy(who, target, from, file, '-o', 'json');
  expect(within(calls.modules, readers)).toEqual([]);
  expect(within((await loadedBy(...fromExample, '-o', 'json')).modules, readers)).toHaveLength(4);
});

test('no file of the build does at its start what takes longer than all else of it', async () => {
  const folder = join(root, 'dist');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.cjs'));
  expect(files.length).toBeGreaterThan(50);
  for (const name of files) {
    const text = await readFile(join(folder, name), 'utf8');
    // if it is imported as a module, Node copies everything in it, and opens standard input for that
    expect(text, name).not.toMatch(/(?:from|import|require\()\s*["'](?:node:)?process["']/);
    // a regular-expression literal is checked when the file is compiled, which looks up all emoji
    expect(text, name).not.toMatch(/^[^"'`]*\/[^"'`/]*\\p\{RGI_Emoji/m);
  }
});

test('a question to files opens few files of the build', async () => {
  expect((await loadedBy(...fromExample, '-o', 'json')).files).toBeLessThanOrEqual(16);
});
