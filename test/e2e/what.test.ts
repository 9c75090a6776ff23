import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NetChangeReport, StateReport } from '../../src/model/state.ts';
import { json, obs3Here, obs3HereOnce, root } from './obs3.ts';

const group = 'sg-0a1b2c3d4e5f60718';
const logs = 'examples/open-ssh';
const parsed = <Document>(text: string) => JSON.parse(text) as Document;

const reportOf = async (from: string) => json(await obs3Here(['what', group, '--from', from, '-o', 'json']));

/** The example as it would be in an account without Config. */
let trailAlone = '';
beforeAll(async () => {
  trailAlone = await mkdtemp(join(tmpdir(), 'obs3-what-'));
  await cp(join(root, logs, 'AWSLogs'), trailAlone, {
    recursive: true,
    filter: (path) => !path.includes('/Config'),
  });
});
afterAll(() => rm(trailAlone, { recursive: true }));

describe('what, where there is no Config', () => {
  test('tells what the calls changed, and that it is they who tell', async () => {
    const [recorded, called] = await Promise.all([reportOf(logs), reportOf(trailAlone)]);
    const summaries = called.timeline.map(({ summary }) => summary);
    expect(summaries).toEqual([
      'tags.release → 2026-03-03.1 (from the call)',
      'ingress + tcp/22 from 0.0.0.0/0 (from the call)',
      'ingress − tcp/22 from 0.0.0.0/0 (from the call)',
    ]);
    // nothing is inferred where Config recorded the same
    expect(recorded.timeline.filter(({ id }) => id.startsWith('inferred:'))).toEqual([]);
    expect(called.coverage.map(({ source }) => source)).toContain('cloudtrail');
    expect(recorded.coverage.map(({ source }) => source)).not.toContain('cloudtrail');
    expect(called.verdict.what.map(({ event }) => event)).toEqual(called.timeline.map(({ id }) => id));
  });
});

describe('the diff', () => {
  const added = '      + fromPort: 22';

  test('is printed below each state of a target, unless it is not wanted', async () => {
    expect((await obs3HereOnce(['what', group, '--from', logs])).stdout).toContain(added);
    expect((await obs3Here(['what', group, '--no-diff', '--from', logs])).stdout).not.toContain(added);
  });

  test('is printed by other commands where it is asked for', async () => {
    expect((await obs3HereOnce(['investigate', group, '--from', logs])).stdout).not.toContain(added);
    expect((await obs3Here(['investigate', group, '--diff', '--from', logs])).stdout).toContain(added);
  });
});

describe('the state at a time', () => {
  test('is the item in force', async () => {
    const { code, stdout } = await obs3Here(['what', group, '--at', '2026-03-03T14:30Z', '--from', logs, '-o', 'json']);
    const { states, schema, coverage } = parsed<StateReport>(stdout);
    expect([code, schema]).toEqual([0, 'obs3.state/v1']);
    // the item, and the next one, which ends its time
    expect(coverage.map(({ source, matched }) => [source, matched])).toContainEqual(['config', 2]);
    expect(states).toMatchObject([
      { standing: 'exists', item: { captureTime: '2026-03-03T14:04:46.318Z' }, nextTime: '2026-03-03T14:50:18.540Z' },
    ]);
  });

  test('before all that is known is unknown, and said to be', async () => {
    const early = await obs3Here(['what', group, '--at', '2020-01-01', '--from', logs]);
    expect(early).toMatchObject({ code: 0, stderr: '' });
    expect(early.stdout.replaceAll('\n', ' ')).toContain('is not known: its first known item was captured at');
    const never = await obs3Here(['what', 'sg-0fffffffffffffff0', '--at', '2026-03-03', '--from', logs]);
    expect(never.code).toBe(0);
    expect(never.stdout).toContain('whether it existed is not known');
  });
});

describe('the net change', () => {
  test('between two times is what differs, in words and as a diff', async () => {
    const times = ['--between', '2026-03-03T14:00Z', '2026-03-03T14:30Z'];
    const { stdout } = await obs3Here(['what', group, ...times, '--from', logs]);
    expect(stdout).toContain('ingress + tcp/22 from 0.0.0.0/0');
    expect(stdout).toContain('      + fromPort: 22');
  });

  test('of what was undone is none', async () => {
    const times = ['--between', '2026-03-03T15:00Z', '2026-03-03T14:00Z'];
    const { code, stdout } = await obs3Here(['what', group, ...times, '--from', logs, '-o', 'json']);
    const { resources, between } = parsed<NetChangeReport>(stdout);
    expect([code, between[0]]).toEqual([0, '2026-03-03T14:00:00.000Z']);
    expect(resources).toMatchObject([{ changes: [], states: 2 }]);
  });
});

test.each([
  [['what', '--at', '2026-03-03', '--from', logs], '--at needs one target'],
  [['what', group, '--at', '2h', '--between', '1h', '2h', '--from', logs], '--at and --between exclude each other'],
  [['what', group, '--between', '2h', '--from', logs], '--between takes two times, not 1'],
  [['what', group, '--at', '2h', '--since', '3h', '--from', logs], '--at and --since exclude each other'],
  [['what', group, '--at', 'noon', '--from', logs], "--at does not take 'noon'"],
  [['what', group, '--at', '2h', '-o', 'ndjson', '--from', logs], '--at prints no ndjson'],
])('%j is wrong usage', async (args, message) => {
  const { code, stderr } = await obs3Here(args);
  expect([code, stderr.split('\n').length]).toEqual([2, 2]);
  expect(stderr).toContain(message);
});
