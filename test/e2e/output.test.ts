/** What is printed: for eyes, for pipes and for programs. */
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reportV1 } from '../../src/report/schema-v1.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { delivered, record, session } from '../fixtures/trail.ts';
import { json, obs3, obs3Here, obs3HereOnce, root } from './obs3.ts';

const example = ['investigate', 'sg-0a1b2c3d4e5f60718', '--from', 'examples/open-ssh', '--now', '2026-03-04T00:00:00Z'];

/** Without what depends on the clock and the machine. */
const settled = (text: string) =>
  text.replaceAll(/"generatedAt": ?"[^"]*"/g, '"generatedAt"').replaceAll(/"seconds": ?[\d.e-]+/g, '"seconds"');

describe('color', () => {
  const colorsOf = async (run: typeof obs3Here, env: Record<string, string>, ...flags: string[]) => {
    const folder = await temporaryFolder({ 'a.json.gz': delivered(record()) });
    const { code, stdout } = await run(['who', '--from', folder, ...flags], { env });
    expect(code).toBe(0);
    return stdout.includes('\u{1B}[');
  };

  test('is not in a pipe, unless it is forced', async () => {
    const colors = colorsOf.bind(undefined, obs3Here);
    // in a process with a real pipe
    expect(await colorsOf(obs3, {})).toBe(false);
    expect(await colors({ FORCE_COLOR: '1' })).toBe(true);
    expect(await colors({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect(await colors({ FORCE_COLOR: '1' }, '--no-color')).toBe(false);
    expect(await colors({ FORCE_COLOR: '1' }, '-o', 'json')).toBe(false);
  });

  test('changes nothing but color', async () => {
    const plain = await obs3HereOnce(example);
    const colored = await obs3Here(example, { env: { FORCE_COLOR: '1' } });
    expect(colored.stdout).not.toBe(plain.stdout);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences that set a color
    expect(colored.stdout.replaceAll(/\u{1B}\[[\d;]*m/gu, '')).toBe(plain.stdout);
  });
});

describe('json', () => {
  test('is the report of the published schema', async () => {
    const run = await obs3HereOnce([...example, '-o', 'json']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(reportV1.safeParse(json(run)).error).toBeUndefined();
    expect(json(run).timeline.length).toBeGreaterThan(3);
  });

  test.each(['json', 'table'])('%s is the same in every run, less time and measurements', async (output) => {
    const [one, two] = await Promise.all([
      obs3HereOnce([...example, '-o', output]),
      obs3([...example, '-o', output], { env: { TZ: 'Asia/Kolkata', LANG: 'tr_TR.UTF-8' } }),
    ]);
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(settled(two.stdout)).toBe(settled(one.stdout));
  });
});

test('ndjson is one object a line: the report first, then subject, events, coverage and verdict', async () => {
  const run = await obs3HereOnce([...example, '-o', 'ndjson']);
  const report = json(await obs3HereOnce([...example, '-o', 'json']));
  expect(run.stdout.endsWith('\n')).toBe(true);
  const lines = run.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const of = (type: string) => lines.filter((line) => line.type === type).map(({ data }) => data);
  expect(lines[0]).toMatchObject({ type: 'report', data: { schema: 'obs3.report/v1', query: report.query } });
  expect(of('subject')).toEqual([report.subject]);
  expect(of('event').map(({ id }) => id)).toEqual(report.timeline.map(({ id }) => id));
  expect(of('coverage')).toHaveLength(report.coverage.length);
  expect(of('verdict')).toEqual([report.verdict]);
});

describe('a long output', () => {
  const many = Array.from({ length: 3000 }, (_, at) =>
    record({ eventTime: new Date(Date.parse('2026-03-03T00:00:00Z') + at * 1000).toISOString() }),
  );
  const file = delivered(...many);
  const ask = async (given: Parameters<typeof obs3>[1], ...flags: string[]) => {
    const folder = await temporaryFolder({ 'a.json.gz': file });
    return obs3(['who', '--from', folder, ...flags], given);
  };

  test('reaches its reader whole', async () => {
    const { code, stdout } = await ask({}, '-o', 'ndjson');
    expect(code).toBe(0);
    expect(stdout.match(/^\{"type":"event"/gm)).toHaveLength(many.length);
  });

  test.each(['ndjson', 'json', 'table'])(
    'whose reader leaves after the first lines ends in silence, exit code 0: %s',
    async (output) => {
      const { code, stderr } = await ask({ readerLeavesAfter: 1 }, '-o', output, '--expand');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    },
  );
});

describe('hostile text in records', () => {
  const nasty = (what: string) =>
    `${what}\u{1B}[2J\u{1B}]0;owned\u{7}\u{9B}31m\r\nobs3: all is well\u{8}\u{202E}\u{2066}\u{200B}\0`;
  const hostile = record({
    eventName: nasty('Stop'),
    awsRegion: nasty('us-east-1'),
    recipientAccountId: nasty('111122223333'),
    userAgent: nasty('agent'),
    sourceIPAddress: nasty('192.0.2.1'),
    errorCode: nasty('Client.Broken'),
    errorMessage: nasty('message'),
    userIdentity: { ...session(nasty('Role'), nasty('name'), 'ASIAHOSTILE000000001'), accountId: nasty('1') },
    requestParameters: { [nasty('key')]: nasty('value'), groupId: nasty('sg-1') },
    resources: [{ ARN: nasty('arn:aws:s3:::b'), type: nasty('AWS::S3::Bucket') }],
  });
  const obeyed = /[^\n\P{Cc}]|[\u{200B}\u{202A}-\u{202E}\u{2066}-\u{2069}]/u;

  test.each([[[]], [['--expand']]])('never reaches a terminal as it is: %j', async (flags) => {
    const folder = await temporaryFolder({
      [`${nasty('dir').replaceAll(/[/\0]/g, '')}/a.json.gz`]: delivered(hostile, record()),
    });
    const run = await obs3Here(['who', '--from', folder, ...flags]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('Role');
    expect(obeyed.exec(run.stdout)).toBeNull();
    expect(run.stdout).not.toMatch(/^obs3: all is well/m);
    const colored = await obs3Here(['who', '--from', folder, ...flags], { env: { FORCE_COLOR: '1' } });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences that set a color
    expect(obeyed.exec(colored.stdout.replaceAll(/\u{1B}\[[\d;]*m/gu, ''))).toBeNull();
  });

  test('nor the terminal of whoever asks for it', async () => {
    const folder = await temporaryFolder({ 'a.json.gz': delivered(hostile) });
    const run = await obs3Here(['who', nasty('target').replaceAll('\0', ''), '--from', folder]);
    expect(run.code).toBe(0);
    expect(obeyed.exec(run.stdout)).toBeNull();
  });

  test('is in json as it was recorded', async () => {
    const folder = await temporaryFolder({ 'a.json.gz': delivered(hostile) });
    const run = await obs3Here(['who', '--from', folder, '-o', 'json']);
    expect(json(run).timeline[0]?.detail).toMatchObject({ eventName: hostile['eventName'] });
    expect(reportV1.safeParse(json(run)).error).toBeUndefined();
  });

  test('in a missing path is harmless too', async () => {
    const { code, stderr } = await obs3Here(['who', '--from', nasty('path').replaceAll('\0', '')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^obs3: no such file or folder: [^\n]*\n$/);
    expect(obeyed.exec(stderr)).toBeNull();
  });
});

describe('demo', () => {
  test('says the command that it runs, which gives the same again', async () => {
    const { code, stdout, stderr } = await obs3Here(['demo']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [first = '', blank, ...rest] = stdout.split('\n');
    expect(first).toMatch(/^\$ obs3 investigate sg-\w+ --from examples\/open-ssh$/);
    expect(blank).toBe('');
    const again = await obs3Here(first.split(' ').slice(2));
    expect(rest.join('\n')).toBe(again.stdout);
  });

  test('runs in any folder', async () => {
    const folder = await temporaryFolder();
    const { code, stdout, stderr } = await obs3(['demo'], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const from = stdout.split('\n')[0]?.split(' ').at(-1) ?? '';
    expect(resolve(folder, from)).toBe(join(root, 'examples/open-ssh'));
  });

  test('runs in its own folder, and the command that it says as well', async () => {
    const cwd = join(root, 'examples/open-ssh');
    const [demo, again] = await Promise.all([
      obs3(['demo'], { cwd }),
      obs3(['investigate', 'sg-0a1b2c3d4e5f60718', '--from', '.'], { cwd }),
    ]);
    expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: '' });
    expect(demo.stdout).toBe(`$ obs3 investigate sg-0a1b2c3d4e5f60718 --from .\n\n${again.stdout}`);
  });

  test('as json is json alone', async () => {
    const run = await obs3Here(['demo', '-o', 'json']);
    expect(reportV1.safeParse(json(run)).error).toBeUndefined();
  });
});
