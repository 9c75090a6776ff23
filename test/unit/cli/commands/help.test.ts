import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { topicNames, topics } from '../../../../src/cli/help/index.ts';
import { main } from '../../../../src/cli/main.ts';
import { createProgram } from '../../../../src/cli/program.ts';
import { exitCodes } from '../../../../src/model/error.ts';
import { rendererNames } from '../../../../src/render/index.ts';
import { memoryIo } from '../memory-io.ts';

async function run(...argv: string[]) {
  const io = memoryIo(argv);
  return { code: await main(io), ...io.written };
}

const textOf = (name: string) => topics.find((topic) => topic.name === name)?.text ?? '';

test.each(topicNames)('%s is a page of 80 columns', async (name) => {
  const { code, stdout, stderr } = await run('help', name);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(textOf(name).trim());
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect((await run('--help')).stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
});

test.each([[['who']], [['gate']], [['cache', 'clear']], [[]]])('%j is what --help of it prints', async (names) => {
  expect(await run('help', ...names)).toEqual(await run(...names, '--help'));
});

test.each([[['whoo']], [['who', 'time']], [['output', 'json']], [['cache', 'x']]])('%j is no topic', async (names) => {
  const { code, stdout, stderr } = await run('help', ...names);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe(
    `obs3: there is no help about '${names.join(' ')}'; topics are ${topicNames.join(', ')}; 'obs3 --help' lists the commands\n`,
  );
});

const everyCommand = (await createProgram(memoryIo([]), () => {}, 'all')).commands;

test.each(
  everyCommand.flatMap((each) => [[each.name()], ...each.commands.map((child) => [each.name(), child.name()])]),
)('help of %s %s fits 80 columns', async (...names) => {
  const { stdout } = await run(...names.filter((name) => name !== undefined), '--help');
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('every example names a command, and flags that it has', async () => {
  const pages = await Promise.all([
    run('--help'),
    ...everyCommand.map((command) => run(command.name(), '--help')),
    ...topicNames.map((name) => run('help', name)),
  ]);
  const examples = pages.flatMap(({ stdout }) => stdout.match(/^ {2}obs3 .*$/gm) ?? []);
  expect(examples.length).toBeGreaterThan(40);
  for (const example of examples) {
    // what is after the pipe is another program
    const [name = '', ...words] = (example.split(' | ')[0] ?? '').trim().split(' ').slice(1);
    const command = everyCommand.find((each) => each.name() === name);
    expect(command, example).toBeDefined();
    for (const flag of words.filter((word) => /^-{1,2}[a-z]/.test(word)))
      expect(command?.options.some(({ short, long }) => flag === short || flag === long) ? '' : flag, example).toBe('');
  }
});

test.each(['investigate', 'who', 'whois', 'what', 'compliance', 'impact', 'gate', 'inventory', 'index'])(
  'help of %s ends with examples',
  async (name) => expect((await run(name, '--help')).stdout).toMatch(/^Examples:\n {2}obs3 /m),
);

describe('the pages tell all there is', () => {
  test('every exit code, and every format', () => {
    for (const { code, meaning } of exitCodes) expect(textOf('exit-codes')).toContain(`${code}`.padEnd(5) + meaning);
    for (const name of rendererNames) expect(textOf('output')).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  test('every variable of the environment that the code reads', () => {
    const source = new URL('../../../../src/', import.meta.url);
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
    const read = files.flatMap((path) =>
      [...readFileSync(new URL(path, source), 'utf8').matchAll(/\benv\['([A-Z0-9_]+)'\]/g)].map(
        ([, name = '']) => name,
      ),
    );
    // it is set for the SDK, not read from the user
    const named = new Set(read.filter((name) => name !== 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'));
    expect(named.size).toBeGreaterThan(8);
    // the SDK's, one for each service
    const written = [...named].map((name) => name.replace(/^(AWS_ENDPOINT_URL_).+$/, '$1<SERVICE>'));
    expect(written.filter((name) => !textOf('environment').includes(name))).toEqual([]);
  });
});
