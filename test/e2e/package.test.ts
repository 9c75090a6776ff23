/** The package as it is published: its contents, and that it runs where nothing else is installed. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './obs3.ts';

const run = promisify(execFile);

/** As in a fresh shell: without the variables that npm sets for the scripts that it runs. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|command|config_local_prefix)/.test(name)),
);

let home: string;
let files: readonly string[];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'obs3-package-'));
  const packed = await run('npm', ['pack', '--json', '--pack-destination', home], { cwd: root, env });
  const [{ filename, files: listed }] = JSON.parse(packed.stdout);
  files = listed.map(({ path }: { path: string }) => path);
  const flags = ['--omit=dev', '--no-audit', '--no-fund', '--prefer-offline', '--no-package-lock', '--loglevel=error'];
  await run('npm', ['install', '--prefix', home, ...flags, join(home, filename)], { cwd: home, env });
}, 300_000);

afterAll(() => rm(home, { recursive: true, force: true }));

const installed = (...args: string[]) => run(join(home, 'node_modules/.bin/obs3'), args, { cwd: home, env });

test('holds what runs, what it explains itself by, and the examples', () => {
  for (const path of [
    'bin/obs3.js',
    'dist/main.cjs',
    'dist/archive-worker.cjs',
    'dist/engine.wasm',
    'dist/licenses.txt',
    'schema/report-v1.json',
    'README.md',
    'LICENSE',
    'package.json',
  ]) {
    expect(files).toContain(path);
  }
  expect(files.filter((path) => /^examples\/open-ssh\/.*\.json\.gz$/.test(path)).length).toBeGreaterThan(10);
});

test('holds no sources, tests, benchmarks or settings', () => {
  const strangers = files.filter(
    (path) => !/^(bin|dist|examples|schema)\/|^(README\.md|CHANGELOG\.md|LICENSE|package\.json)$/.test(path),
  );
  expect(strangers).toEqual([]);
  expect(files.filter((path) => /\.(ts|map|tsbuildinfo)$|\.test\.|^dist\/(test|bench)\//.test(path))).toEqual([]);
});

test('brings all that it needs with it, and the licenses of those who wrote it', async () => {
  const installedNames = await readdir(join(home, 'node_modules'));
  expect(installedNames.filter((name) => !name.startsWith('.'))).toEqual(['obs3']);
  const licenses = await readFile(join(home, 'node_modules/obs3/dist/licenses.txt'), 'utf8');
  for (const name of ['commander', 'chalk', 'cli-table3', 'zod', '@aws-sdk/client-cloudtrail', '@smithy/core'])
    expect(licenses).toMatch(new RegExp(`^${name} \\d+\\.`, 'm'));
});

test('says its version', async () => {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  expect((await installed('--version')).stdout).toBe(`${version}\n`);
});

test('runs its demo, and the command that the demo names', async () => {
  const { stdout, stderr } = await installed('demo');
  expect(stderr).toBe('');
  const [first = '', , ...rest] = stdout.split('\n');
  expect(first).toMatch(/^\$ obs3 investigate /);
  expect((await installed(...first.split(' ').slice(2))).stdout).toBe(rest.join('\n'));
});

test('reads a table, json and the schema without what it is developed with', async () => {
  const { stdout } = await installed('demo', '-o', 'json');
  expect(JSON.parse(stdout)).toMatchObject({ schema: 'obs3.report/v1', verdict: { answer: 'seen' } });
  expect(JSON.parse((await installed('schema')).stdout)).toHaveProperty('$schema');
});
