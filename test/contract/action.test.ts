/** The GitHub Action: its inputs, the flags that they become, and the script that converts them, run unchanged. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { packagePath } from '../../src/cli/version.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { memoryIo } from '../unit/cli/memory-io.ts';

const run = promisify(execFile);
const action = readFileSync(packagePath('action.yml'), 'utf8');

/** The lines below a top-level key. */
const section = (key: string): string => new RegExp(`^${key}:\n((?:(?: .*)?\n)*)`, 'm').exec(action)?.[1] ?? '';
const namesIn = (text: string) => [...text.matchAll(/^ {2}([a-z-]+):$/gm)].map(([, name]) => name as string);

const inputs = namesIn(section('inputs'));
/** The blocks below `run: |`, without their indentation. */
const scripts = [...action.matchAll(/^ {6}run: \|\n((?:(?: {8}.*)?\n)+)/gm)].map(([, block]) =>
  (block as string).replaceAll(/^ {8}/gm, ''),
);
const script = scripts.at(-1) ?? '';
/** NAME -> input, as the steps pass them to their scripts. */
const variables = new Map(
  [...action.matchAll(/^ {8}([A-Z_0-9]+): \$\{\{ inputs\.([a-z-]+) \}\}$/gm)].map(([, name, input]) => [name, input]),
);

const gate = (await createProgram(memoryIo([]), () => {}, 'all')).commands.find((command) => command.name() === 'gate');

test('is a composite action with a shell for each script', () => {
  expect(action).toMatch(/^runs:\n {2}using: composite\n {2}steps:\n/m);
  expect(scripts).toHaveLength(2);
  expect(action.match(/^ {6}shell: bash$/gm)).toHaveLength(scripts.length);
  expect(action).not.toContain('\t');
});

test('uses every input, and no other', () => {
  expect(inputs).toContain('since');
  const used = [...action.matchAll(/\$\{\{ inputs\.([a-z-]+) \}\}/g)].map(([, name]) => name as string);
  expect([...new Set(used)].sort()).toEqual([...inputs].sort());
  for (const block of scripts) {
    const read = [...variables.keys()].filter((name) => block.includes(`$${name}`));
    expect(read.length).toBeGreaterThan(0);
  }
  expect(
    [...variables.keys()].filter(
      (name) =>
        !scripts.some(
          (block) => block.includes(`"$${name}`) || block.includes(`@$${name}`) || block.includes(`=$${name}`),
        ),
    ),
  ).toEqual([]);
});

test('says what each input and output is', () => {
  for (const key of ['inputs', 'outputs']) {
    const names = namesIn(section(key));
    expect(section(key).match(/^ {4}description: \S/gm)).toHaveLength(names.length);
  }
});

test('no input is written into a script, where it would be code', () => {
  for (const block of scripts) expect(block).not.toContain('${{');
});

test('gives flags that the gate has', () => {
  const flags = [...new Set([...script.matchAll(/(?<=[\s"(])(--[a-z-]+)/g)].map(([, flag]) => flag))];
  expect(flags).toContain('--wait');
  const known = gate?.options.map(({ long }) => long) ?? [];
  expect(flags.filter((flag) => !known.includes(flag as string))).toEqual([]);
});

describe('the version', () => {
  const [install = ''] = scripts;
  const built = { 'bin/obs3.js': '#!/usr/bin/env node\nconsole.log(process.argv[2]);\n', 'dist/main.cjs': '' };

  /** @param npm a script that replaces npm and records how it was called. */
  async function installed(version: string, checkout: Readonly<Record<string, string>>, npm?: string) {
    const folder = await temporaryFolder({
      ...Object.fromEntries(Object.entries(checkout).map(([path, text]) => [`action/${path}`, text])),
      'action/package.json': JSON.stringify({ name: 'obs3', version: '0.1.0', bin: { obs3: 'bin/obs3.js' } }),
      ...(npm !== undefined && { 'bin/npm': npm }),
    });
    if (npm !== undefined) await chmod(join(folder, 'bin/npm'), 0o755);
    const { PATH = '', HOME = '' } = process.env;
    const env = {
      PATH: `${join(folder, 'bin')}:${PATH}`,
      HOME,
      RUNNER_TEMP: folder,
      GITHUB_ACTION_PATH: join(folder, 'action'),
      OBS3_VERSION: version,
    };
    await run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', install], { cwd: folder, env });
    return { folder, noted: npm === undefined ? '' : await readFile(join(folder, 'noted'), 'utf8') };
  }
  const note = `#!/usr/bin/env bash\necho "\${PWD##*/}: $1 \${!#}" >> "$RUNNER_TEMP/noted"\n`;

  test('is that of the action where none is given', async () => {
    const { folder } = await installed('', built);
    const { stdout } = await run(join(folder, 'obs3/node_modules/.bin/obs3'), ['gate']);
    expect(stdout).toBe('gate\n');
  });

  test('is built where the action is a checkout of the sources', async () => {
    const { folder, noted } = await installed('', {}, note);
    const lines = noted.trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'action: ci',
      'action: run',
      'action: install',
    ]);
    expect(lines.at(-1)).toBe(`action: install obs3@file:${folder}/action`);
  });

  test('is the one that is given, and nothing is built', async () => {
    const { noted } = await installed('1.2.3', {}, note);
    expect(noted).toMatch(/^[^:]*: install obs3@1\.2\.3\n$/);
  });
});

describe('the script', () => {
  async function judge(given: Readonly<Record<string, string>>, code = 0) {
    const folder = await temporaryFolder({
      'obs3/node_modules/.bin/obs3': `#!/usr/bin/env bash\nprintf '%s\\n' "$@" > "$RUNNER_TEMP/words"\nexit ${code}\n`,
      output: '',
    });
    await chmod(join(folder, 'obs3/node_modules/.bin/obs3'), 0o755);
    const unset = Object.fromEntries([...variables.keys()].map((name) => [name as string, '']));
    const env = { PATH: process.env['PATH'] ?? '', RUNNER_TEMP: folder, GITHUB_OUTPUT: join(folder, 'output') };
    // as GitHub runs it: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
    const bash = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
    const ended = await run('bash', bash, { cwd: folder, env: { ...env, ...unset, OUTPUT: 'github', ...given } }).then(
      () => 0,
      (error: { readonly code: number }) => error.code,
    );
    return {
      code: ended,
      words: (await readFile(join(folder, 'words'), 'utf8')).trimEnd().split('\n'),
      outputs: (await readFile(join(folder, 'output'), 'utf8')).trimEnd().split('\n'),
    };
  }

  test('asks for no more than it was given', async () => {
    expect((await judge({ SINCE: '30m' })).words).toEqual(['gate', '--since=30m', '--output=github', '--']);
  });

  test('makes a flag of each line, and a target of each word that looks like a flag', async () => {
    const { words } = await judge({
      SINCE: '2026-03-01T14:30Z',
      ALLOW_PRINCIPAL: 'deploy/*\n  repo:example/*  \n\n$(touch owned)\n',
      FAIL_ON: 'out-of-band',
      WAIT: '20m',
      STRICT: 'true',
      TARGETS: 'my function\n--debug\n',
    });
    expect(words).toEqual([
      'gate',
      '--since=2026-03-01T14:30Z',
      '--output=github',
      '--fail-on=out-of-band',
      '--allow-principal=deploy/*',
      '--allow-principal=repo:example/*',
      '--allow-principal=$(touch owned)',
      '--wait=20m',
      '--strict',
      '--',
      'my function',
      '--debug',
    ]);
  });

  test.each([0, 1, 2, 3, 4, 130])('ends with exit code %i as the gate did, and tells it', async (code) => {
    const ended = await judge({ SINCE: '30m' }, code);
    expect(ended.code).toBe(code);
    expect(ended.outputs).toEqual([`exit-code=${code}`, `passed=${code === 0}`]);
  });
});
