/** From argv to an exit code, without a process: what goes to which stream, and what a person sees. */
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { exitCodes } from '../../../src/model/error.ts';
import { memoryIo } from './memory-io.ts';

async function run(...argv: string[]) {
  const io = memoryIo(argv);
  return { code: await main(io), ...io.written };
}

test('help goes to stdout, holds every command and every exit code', async () => {
  const { code, stdout, stderr } = await run('--help');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const command of ['investigate', 'who', 'demo', 'schema'])
    expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
  for (const each of exitCodes) expect(stdout).toContain(`${String(each.code).padEnd(4)} ${each.meaning}`);
});

test('help is as wide as the terminal', async () => {
  const wide = memoryIo(['who', '--help'], { columns: 160 });
  await main(wide);
  const narrow = memoryIo(['who', '--help'], { columns: 80 });
  await main(narrow);
  const longest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));
  expect(longest(narrow.written.stdout)).toBeLessThanOrEqual(80);
  expect(longest(wide.written.stdout)).toBeGreaterThan(80);
});

test('without a command it is answered with the help, as a wrong use', async () => {
  const { code, stdout, stderr } = await run();
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('Usage: obs3 [options] [command]');
  expect(stderr).not.toContain('outputHelp');
});

describe('a wrong use is one line on stderr', () => {
  test.each<[string[], string]>([
    [['whoo'], "unknown command 'whoo'; did you mean who?"],
    [['investigte', 'x'], "unknown command 'investigte'; did you mean investigate?"],
    [['zzzzzz'], "unknown command 'zzzzzz'; see 'obs3 --help'"],
    [['version'], "unknown command 'version'; did you mean --version?"],
    [['sg-0123', '--since', '2h'], "unknown command 'sg-0123'; to ask about it: obs3 investigate sg-0123"],
    [["it's-1; x"], "unknown command 'it's-1; x'; to ask about it: obs3 investigate 'it'\\''s-1; x'"],
    [['who', '--form', 'x'], "unknown option '--form'; did you mean --from?"],
    [['who', '--zzzzzz'], "unknown option '--zzzzzz'; see 'obs3 who --help'"],
    [['--zzzzzz'], "unknown option '--zzzzzz'; see 'obs3 --help'"],
    [['who', 'x', '--since'], "option '--since <when>' argument missing; see 'obs3 who --help'"],
    [
      ['who', '-o', 'xml'],
      "--output does not take 'xml'; use table, json, ndjson, csv, markdown, junit, sarif, github",
    ],
    [['demo', 'a'], "demo takes no argument, but was given 'a'; see 'obs3 demo --help'"],
    [
      ['whois', 'alice', 'bob', 'carol'],
      "whois takes one principal, but was also given 'bob' 'carol'; see 'obs3 whois --help'",
    ],
    [['cache', 'info', 'x'], "cache info takes no argument, but was given 'x'; see 'obs3 cache info --help'"],
    [['who', '--why', '14:04'], "unknown option '--why'; investigate takes it, who does not"],
    [['who', '--aggregator=org'], "unknown option '--aggregator=org'; compliance and inventory take it, who does not"],
    [['schema', '--from', 'x'], "unknown option '--from'; see 'obs3 schema --help'"],
    [['--since', '2h'], "unknown option '--since'; name a command before it: obs3 investigate --since"],
    [['-o', 'json', 'who'], "unknown option '-o'; name a command before it: obs3 investigate -o"],
    [['who', '--outcome', 'Denied'], "--outcome does not take 'Denied'; use success, denied or failed"],
    [['who', 'x', '--from', 'no-such-folder'], 'no such file or folder: no-such-folder; check the path'],
    [['who', '--from', 'package.json/x'], 'no such file or folder: package.json/x; check the path'],
    [['who', '--accounts-file', 'src'], '--accounts-file src cannot be read: it is a folder; check the path'],
    [['who', 'x', '--from', ''], 'a path is empty; name a folder or a file; is a variable unset?'],
    [['whois', '', '--from', 'src'], 'the target is empty; name a resource or a principal; is a variable unset?'],
    [['who', '--from', 's3:/logs'], 'no such file or folder: s3:/logs; what is in S3 is named s3://bucket/prefix'],
    [['completion', 'tcsh'], "the shell is not known: 'tcsh'; use bash, zsh, fish"],
    [
      ['who', '--from', 'src', 'sg-0a1b2c3d4e5f60718'],
      'no such file or folder: sg-0a1b2c3d4e5f60718; all words after --from are paths: put the target before it',
    ],
  ])('%j', async (argv, line) => {
    expect(await run(...argv)).toEqual({ code: 2, stdout: '', stderr: `obs3: ${line}\n` });
  });

  test('with whatever was typed made harmless', async () => {
    const { code, stderr } = await run('who', 'x', '--from', 'src', '--since', '\u{1B}[2J\nobs3: all is well\u{202E}');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^obs3: --since does not take '[^\n]*all is well[^\n]*\n$/);
    for (const obeyed of ['\u{1B}', '\u{202E}']) expect(stderr).not.toContain(obeyed);
  });
});

describe('what cannot be written', () => {
  const given = (code: string) => (argv: readonly string[]) => ({
    ...memoryIo(argv),
    stdout: new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error(`${code}: no write`), { code })),
    }),
  });

  test.each([
    [['--help']],
    [['who', '--help']],
    [['help']],
    [['help', 'gate']],
    [['help', 'time']],
    [['--version']],
    [['completion', 'bash']],
    [['schema']],
  ])('%j on a full disk is one line and exit code 70; to a reader that left it is nothing', async (argv) => {
    const full = given('ENOSPC')(argv);
    expect(await main(full)).toBe(70);
    expect(full.written.stderr).toBe('obs3: the output cannot be written: ENOSPC: no write\n');
    const left = given('EPIPE')(argv);
    expect([await main(left), left.written.stderr]).toEqual([0, '']);
  });
});

describe('a bug', () => {
  /** The clock is the first thing that a question uses: here it fails as only a bug could. */
  const broken = (...argv: string[]) => ({
    ...memoryIo(['who', 'x', '--from', 'src', ...argv]),
    clock: () => {
      throw new TypeError('cannot read properties of \u{1B}[31mundefined');
    },
  });

  test('is exit code 70 and one line that asks for a report', async () => {
    const io = broken();
    expect(await main(io)).toBe(70);
    expect(io.written.stderr).toMatch(
      /^obs3: cannot read properties of .undefined; this is a bug: run again with --debug and report it\n$/u,
    );
    expect(io.written.stderr).not.toContain('\u{1B}');
  });

  test('shows its stack with --debug, before and after the command', async () => {
    const io = broken('--debug');
    expect(await main(io)).toBe(70);
    expect(io.written.stderr).toMatch(/^ {4}at .*main\.test\.ts/m);
    expect(io.written.stderr).not.toContain('\u{1B}');
  });
});
