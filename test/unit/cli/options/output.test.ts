/** Whether a report is colored and how wide it is, by flags, environment and terminal. */
import { describe, expect, test } from 'vitest';
import type { CliIo } from '../../../../src/cli/io.ts';
import { type OutputFlags, printReport } from '../../../../src/cli/options/output.ts';
import { sampleReport } from '../../report/sample-report.ts';
import { memoryIo } from '../memory-io.ts';

async function print(flags: Partial<OutputFlags>, given: Parameters<typeof memoryIo>[1] = {}) {
  const io = memoryIo([], given);
  await printReport(sampleReport, { output: 'table', ...flags }, io);
  return io.written.stdout;
}

const isColored = (text: string) => text.includes('\u{1B}[');
const widthOf = (text: string) => Math.max(...text.split('\n').map((line) => [...line].length));

describe('color', () => {
  test.each<[string, boolean, Partial<OutputFlags>, CliIo['env'], boolean]>([
    ['a terminal', true, {}, {}, true],
    ['a pipe', false, {}, {}, false],
    ['a pipe, FORCE_COLOR=1', false, {}, { FORCE_COLOR: '1' }, true],
    ['a pipe, FORCE_COLOR=0', false, {}, { FORCE_COLOR: '0' }, false],
    ['a pipe, FORCE_COLOR empty', false, {}, { FORCE_COLOR: '' }, false],
    ['a terminal, NO_COLOR=1', true, {}, { NO_COLOR: '1' }, false],
    ['a terminal, NO_COLOR=0', true, {}, { NO_COLOR: '0' }, false],
    ['a terminal, NO_COLOR empty', true, {}, { NO_COLOR: '' }, true],
    ['NO_COLOR before FORCE_COLOR', true, {}, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['a terminal, --no-color', true, { color: false }, {}, false],
    ['--no-color before FORCE_COLOR', false, { color: false }, { FORCE_COLOR: '1' }, false],
    ['a pipe, CLICOLOR_FORCE=1', false, {}, { CLICOLOR_FORCE: '1' }, true],
    ['a pipe, CLICOLOR_FORCE=0', false, {}, { CLICOLOR_FORCE: '0' }, false],
    ['NO_COLOR before CLICOLOR_FORCE', false, {}, { NO_COLOR: '1', CLICOLOR_FORCE: '1' }, false],
    ['a terminal, CLICOLOR=0', true, {}, { CLICOLOR: '0' }, false],
    ['a terminal, CLICOLOR=1', true, {}, { CLICOLOR: '1' }, true],
    ['a pipe, CLICOLOR=1', false, {}, { CLICOLOR: '1' }, false],
    ['CLICOLOR_FORCE before CLICOLOR', false, {}, { CLICOLOR: '0', CLICOLOR_FORCE: '1' }, true],
    ['a dumb terminal', true, {}, { TERM: 'dumb' }, false],
  ])('%s', async (_, isTTY, flags, env, colored) => {
    expect(isColored(await print(flags, { isTTY, env }))).toBe(colored);
  });

  test.each(['json', 'ndjson'] as const)('%s never has any', async (output) => {
    expect(isColored(await print({ output }, { isTTY: true, env: { FORCE_COLOR: '1' } }))).toBe(false);
  });
});

describe('width', () => {
  test('a pipe has 120 columns, a terminal its own, COLUMNS goes before both', async () => {
    expect(await print({}, {})).toBe(await print({}, { columns: 120 }));
    expect(await print({}, { columns: 100 })).not.toBe(await print({}, { columns: 120 }));
    expect(await print({}, { columns: 120, env: { COLUMNS: '100' } })).toBe(await print({}, { columns: 100 }));
  });

  test.each(['', 'wide', '0', 'NaN'])('COLUMNS=%j is as if it were not set', async (COLUMNS) => {
    expect(await print({}, { columns: 100, env: { COLUMNS } })).toBe(await print({}, { columns: 100 }));
  });

  test.each([
    ['-7', '60'],
    ['12', '60'],
    ['80.9', '80'],
    ['100000', '200'],
    ['Infinity', '200'],
  ])('COLUMNS=%s is %s', async (given, taken) => {
    expect(await print({}, { env: { COLUMNS: given } })).toBe(await print({}, { env: { COLUMNS: taken } }));
  });

  test('no line is wider than the terminal', async () => {
    for (const columns of [60, 80, 101, 150])
      expect(widthOf(await print({}, { columns }))).toBeLessThanOrEqual(columns);
  });
});

describe('signs', () => {
  const locales: readonly CliIo['env'][] = [
    { LC_ALL: 'C' },
    { LC_CTYPE: 'POSIX' },
    { LANG: 'de_DE.ISO-8859-1' },
    { TERM: 'dumb' },
  ];

  test.each(locales)('%j: a terminal is shown ASCII, in as many columns', async (env) => {
    const [plain, drawn] = [
      await print({ color: false }, { isTTY: true, env }),
      await print({ color: false }, { isTTY: true, env: { LC_ALL: 'en_US.UTF-8' } }),
    ];
    expect(plain).toMatch(/^[\n -~]*$/);
    expect(drawn).not.toMatch(/^[\n -~]*$/);
    expect(plain.split('\n').map((line) => line.length)).toEqual(drawn.split('\n').map((line) => line.length));
  });

  test('none is told: what most terminals know', async () => {
    const env = { LC_ALL: '', LC_CTYPE: 'C.UTF-8', LANG: 'C' };
    expect(await print({}, { isTTY: true, env: {} })).toBe(await print({}, { isTTY: true, env }));
  });

  test.each(locales)('%j: what is piped has the same bytes', async (env) => {
    expect(await print({ charts: true }, { env })).toBe(await print({ charts: true }, {}));
  });

  test.each(['json', 'csv', 'markdown'] as const)('%s is never changed', async (output) => {
    expect(await print({ output }, { isTTY: true, env: { LC_ALL: 'C' } })).toBe(await print({ output }, {}));
  });
});

test('a table in a job of GitHub is kept from being obeyed, by a word that it cannot know', async () => {
  const lines = async (env: CliIo['env'], flags: Partial<OutputFlags> = {}) =>
    (await print(flags, { env })).trimEnd().split('\n');
  const guarded = await lines({ GITHUB_ACTIONS: 'true' });
  const [, word] = /^::stop-commands::([\da-f-]{36})$/.exec(guarded[0] ?? '') ?? [];
  expect(guarded.at(-1)).toBe(`::${word}::`);
  expect(guarded.slice(1, -1)).toEqual(await lines({}));
  expect((await lines({ GITHUB_ACTIONS: 'true' }, { output: 'json' }))[0]).toBe('{');
});
