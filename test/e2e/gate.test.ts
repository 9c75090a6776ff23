/** Exit codes for scripts and CI jobs: the report is printed in any case. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { delivered, record } from '../fixtures/trail.ts';
import { json, obs3, obs3Here, root } from './obs3.ts';

const denied = record({
  errorCode: 'Client.UnauthorizedOperation',
  errorMessage: 'You are not authorized to perform this operation.',
});
const whole = { 'a.json.gz': delivered(record(), denied) };
const cut = { ...whole, 'b.json.gz': delivered(record()).subarray(0, 90) };

test.each<[string, Record<string, Buffer | string>, string[], number]>([
  ['no condition', cut, [], 0],
  ['a condition that nothing meets', whole, ['--fail-on', 'alarm'], 0],
  ['a condition that a call meets', whole, ['--fail-on', 'denied'], 1],
  ['strict, everything read', whole, ['--strict'], 0],
  ['strict, a damaged file', cut, ['--strict'], 3],
  ['a gap', cut, ['--fail-on', 'gap'], 3],
  ['a gap, and a condition that a call meets', cut, ['--fail-on', 'gap,change'], 1],
  ['strict, nothing that could tell', { 'notes.txt': 'meet at noon\n' }, ['--strict'], 3],
])('%s', async (_, files, flags, code) => {
  const folder = await temporaryFolder(files);
  const run = await obs3Here(['who', '--from', folder, '-o', 'json', ...flags]);
  expect(run).toMatchObject({ code, stderr: '' });
  const { gate } = json(run);
  if (flags.length === 0) expect(gate).toBeNull();
  else expect(gate).toMatchObject({ passed: code === 0, exitCode: code });
  // only a process of its own has the real exit code
  const table = await (code === 1 ? obs3 : obs3Here)(['who', '--from', folder, ...flags]);
  expect(table.code).toBe(code);
  expect(table.stdout.includes('GATE FAILED')).toBe(code !== 0);
});

describe('obs3 gate on the bundled case', () => {
  const logs = join(root, 'examples/open-ssh');
  const window = ['--since', '2026-03-03T14:00Z', '--until', '2026-03-03T15:40Z', '--now', '2026-03-04T00:00Z'];
  const policyWith = (policy: object) => temporaryFolder({ 'obs3.gate.json': JSON.stringify(policy) });

  test('a rule that nothing tells of is named: mistyped, it would let everything pass', async () => {
    const asked = ['gate', ...window, '--from', logs, '--fail-on', 'noncompliant', '--rule'];
    const { code, stderr } = await obs3Here([...asked, 'restricted-ss']);
    expect(code).toBe(0);
    expect(stderr).toBe(
      'obs3: no verdict of rule restricted-ss was read, but of others, as restricted-ssh; check the name after --rule\n',
    );
    expect(await obs3Here([...asked, 'restricted-ssh'])).toMatchObject({ stderr: '' });
    expect(await obs3Here([...asked, 'nothing-*'])).toMatchObject({ stderr: '' });
  });
  const gate = (flags: readonly string[] = [], cwd?: string) =>
    obs3Here(['gate', '--from', logs, ...window, ...flags], cwd === undefined ? {} : { cwd });
  /** From the verdict on. */
  const verdictOf = (stdout: string) => stdout.slice(stdout.lastIndexOf('GATE ')).trimEnd();
  const flat = (text: string) => text.replaceAll(/\s+/g, ' ');

  test('fails for what was dangerous; what was put right does not fail', async () => {
    const run = await gate();
    expect(run).toMatchObject({ code: 1, stderr: '' });
    expect(flat(verdictOf(run.stdout))).toBe(
      'GATE FAILED (1 of 4 conditions) dangerous: 2026-03-03T14:03:27Z alice@example.com opened tcp/22 to 0.0.0.0/0 on ' +
        'sg-0a1b2c3d4e5f60718: sg-0a1b2c3d4e5f60718 lets every address (0.0.0.0/0) reach ssh (tcp/22) (security-group-open-ssh, high)',
    );
  });

  test('fails for the rule while it is broken', async () => {
    const during = ['--since', '2026-03-03T14:00Z', '--until', '2026-03-03T14:30Z', '--now', '2026-03-04T00:00Z'];
    const run = await obs3Here(['gate', '--from', logs, ...during, '--fail-on', 'noncompliant', '-o', 'json']);
    expect(run.code).toBe(1);
    expect(json(run).gate?.failures.map(({ message }) => message)).toEqual([
      expect.stringContaining('restricted-ssh: COMPLIANT → NON_COMPLIANT'),
    ]);
    expect(json(run).query.command).toBe('gate');
  });

  test('fails for metrics that moved after the change', async () => {
    const run = await gate(['--fail-on', 'shift', '-o', 'json']);
    expect(run.code).toBe(1);
    expect(json(run).query.command).toBe('gate');
    const messages = json(run).gate?.failures.map(({ message }) => message) ?? [];
    expect(messages.map((message) => /(\S+) of i-0f1e2d3c4b5a69788 rose/.exec(message)?.[1]).sort()).toEqual([
      'NetworkIn',
      'NetworkOut',
    ]);
    for (const message of messages)
      expect(message).toContain('before it, at 14:03:27Z, alice@example.com opened tcp/22');
  });

  test('knows the pipeline from people', async () => {
    const run = await gate(['--fail-on', 'out-of-band', '--allow-principal', 'github-deploy/*', '-o', 'json']);
    const writers = json(run).gate?.failures.map(({ message }) => message.split(' ')[1]) ?? [];
    expect(new Set(writers)).toEqual(
      new Set(['alice@example.com', 'bob@example.com', 'carol@example.com', 'web-instance/i-0f1e2d3c4b5a69788']),
    );
  });

  test('passes with a policy that excuses it, and lists what it excused', async () => {
    const match = { rule: 'security-group-open-ssh', principal: 'alice@example.com', resource: 'sg-*' };
    const folder = await policyWith({ exceptions: [{ match, until: '2026-12-31', reason: 'a bastion host' }] });
    const run = await gate([], folder);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(verdictOf(run.stdout).split('\n').slice(0, 1)).toEqual([
      'GATE PASSED: noncompliant, alarm, dangerous and gap checked, 1 excused',
    ]);
    expect(run.stdout).toContain('excused until 2026-12-31 (a bastion host): dangerous: ');
    expect(json(await gate(['-o', 'json'], folder)).gate?.excused).toMatchObject([
      { condition: 'dangerous', reason: 'a bastion host', until: '2026-12-31' },
    ]);
  });

  test('fails with a policy whose exception is over, and says so', async () => {
    const match = { event: 'ec2:AuthorizeSecurityGroup*' };
    const folder = await policyWith({ exceptions: [{ match, until: '2026-03-01', reason: 'the move' }] });
    const run = await gate([], folder);
    expect(run.code).toBe(1);
    expect(flat(run.stdout)).toContain('(its exception expired 2026-03-01: the move)');
  });

  test('refuses a policy in one line, before it reads anything', async () => {
    const run = await gate([], await policyWith({ severity: 'low' }));
    expect(run).toEqual({
      code: 2,
      stdout: '',
      stderr: `obs3: obs3.gate.json: $.severity is "low": use medium or high; see 'obs3 schema gate-policy'\n`,
    });
  });

  test('tells all mistakes of a policy at once, or many of them and how many more', async () => {
    const several = {
      conditions: ['foo'],
      severity: 'low',
      exceptions: [{ match: { rule: 3 }, until: 'soon', reason: 'x' }],
    };
    const { code, stderr } = await gate([], await policyWith(several));
    expect(code).toBe(2);
    expect(stderr.match(/\n/g)).toHaveLength(1);
    for (const path of [
      '$.conditions[0] is "foo": ',
      '$.severity is "low": ',
      '.match.rule is 3: ',
      '.until is "soon": ',
    ])
      expect(stderr).toContain(path);
    const many = await gate([], await policyWith({ conditions: Array.from({ length: 12 }, () => 'foo') }));
    expect(many.stderr).toMatch(
      /\$\.conditions\[4\] is "foo": [^;]*; and 7 more mistakes; see 'obs3 schema gate-policy'\n$/,
    );
  });

  test('refuses to judge without a beginning', async () => {
    const run = await obs3Here(['gate', '--from', logs]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^obs3: --since is missing: .*; say when it began: --since 30m/);
  });

  test('waits for nothing that can have arrived', async () => {
    const run = await gate(['--wait', '20m', '--fail-on', 'alarm']);
    expect(run).toMatchObject({
      code: 0,
      stderr: 'no wait: all that happened until 2026-03-03 15:40:00 UTC can have arrived\n',
    });
  });
});
