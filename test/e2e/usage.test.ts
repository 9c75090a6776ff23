/** What the command says about itself, and to those who use it incorrectly. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { obs3, root } from './obs3.ts';

const commands = ['investigate', 'who', 'what', 'impact', 'demo', 'doctor', 'policy', 'schema'];

test('--version prints the version of the package', async () => {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  for (const flag of ['--version', '-V'])
    expect(await obs3([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('--help names every command, examples and exit codes', async () => {
  const { code, stdout, stderr } = await obs3(['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Usage: obs3 /);
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
  expect(stdout).toContain('Examples:');
  expect(stdout).toMatch(/^ {2}2 +wrong usage/m);
});

test.each(commands)('help of %s, by --help and by help', async (command) => {
  const run = await obs3([command, '--help']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toMatch(new RegExp(`^Usage: obs3 ${command}\\b`));
  expect(await obs3(['help', command])).toEqual(run);
});

test('help fits 80 columns', async () => {
  for (const command of commands) {
    const { stdout } = await obs3([command, '--help']);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  }
});

test('without a command the help is on stderr', async () => {
  const run = await obs3([]);
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toMatch(/^Usage: obs3 /);
});

describe('a wrong use is exit code 2, one line on stderr and nothing on stdout', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['an unknown command', ['whoo'], /unknown command 'whoo'; did you mean who\?/],
    ['part of a flag', ['who', '--event', 'RunInstances'], /unknown option '--event'; did you mean --event-name\?/],
    ['a value as a flag', ['who', '--sarif'], /unknown option '--sarif'; did you mean --output sarif\?/],
    ['an unknown flag', ['who', '--untill', '1h'], /unknown option '--untill'; did you mean --until\?/],
    ['a flag of another command', ['schema', '--from', 'x'], /unknown option '--from'/],
    ['a value of no such format', ['demo', '-o', 'xml'], /--output does not take 'xml'; use table, json, ndjson/],
    ['no such path', ['who', 'web', '--from', 'no/such/folder'], /no such file or folder: no\/such\/folder/],
    [
      'one of several paths missing',
      ['who', 'web', '--from', 'examples', 'no/such'],
      /no such file or folder: no\/such/,
    ],
    [
      'a target after --from',
      ['who', '--from', 'examples', 'sg-1'],
      /no such file or folder: sg-1; .*put the target before it/,
    ],
    [
      'a window turned around',
      ['who', '--from', 'examples', '--since', '2026-03-02', '--until', '2026-03-01'],
      /--since is .* not before --until/,
    ],
    [
      'a window in the future',
      ['who', '--from', 'examples', '--since', '2026-03-02', '--now', '2026-03-01'],
      /--since is .* not in the past/,
    ],
    ['a time like none', ['who', '--from', 'examples', '--since', 'teatime'], /--since does not take 'teatime'/],
    [
      'a time far out of reach',
      ['who', '--from', 'examples', '--since', '99999999999w'],
      /--since does not take '99999999999w'/,
    ],
    [
      'flags that exclude each other',
      ['who', '--from', 'examples', '--reads', '--writes'],
      /--reads and --writes exclude each other/,
    ],
    [
      'an unknown type',
      ['who', 'web', '--from', 'examples', '--type', 'bucket'],
      /--type does not know 'bucket'; did you mean AWS::S3::Bucket/,
    ],
    ['an empty filter', ['who', '--from', 'examples', '--principal', ''], /--principal is empty/],
  ])('%s', async (_, args, said) => {
    const { code, stdout, stderr } = await obs3(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^obs3: [^\n]+\n$/);
    expect(stderr).toMatch(said);
  });

  test('an empty folder', async () => {
    const folder = await temporaryFolder();
    const { code, stdout, stderr } = await obs3(['who', 'web', '--from', folder]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^obs3: there are no files under [^\n]+\n$/);
  });
});

test('schema prints the schema that ships', async () => {
  const shipped = await readFile(join(root, 'schema/report-v1.json'), 'utf8');
  expect(await obs3(['schema'])).toEqual({ code: 0, stdout: `${shipped.trimEnd()}\n`, stderr: '' });
});
