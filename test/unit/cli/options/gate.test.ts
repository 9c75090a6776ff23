/** `--fail-on` and its companions, as typed, and combined with a policy file. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addGateOptions, type GateFlags, resolveGate } from '../../../../src/cli/options/gate.ts';
import { policyFileName } from '../../../../src/cli/options/gate-policy.ts';
import type { CommandName } from '../../../../src/model/question.ts';
import { conditionWords, defaultConditions, gateConditions } from '../../../../src/report/gate-settings.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { asUsageError, usageErrorOf } from '../usage-error.ts';

const parsed = (words: readonly string[]) =>
  addGateOptions(new Command('ask'))
    .parse([...words], { from: 'user' })
    .opts<GateFlags>();

const resolved = (words: readonly string[], command: CommandName = 'investigate', cwd = '/nowhere') =>
  resolveGate(command, parsed(words), cwd);

const refusal = async (...asked: Parameters<typeof resolved>) =>
  asUsageError(
    await resolved(...asked).then(
      () => undefined,
      (error: unknown) => error,
    ),
  );

test.each<[string[], readonly string[] | undefined]>([
  [[], undefined],
  [['--strict'], ['gap']],
  [['--fail-on', 'denied'], ['denied']],
  [
    ['--fail-on', 'denied,change'],
    ['denied', 'change'],
  ],
  [
    ['--fail-on', 'denied', '--fail-on', 'change,denied'],
    ['denied', 'change'],
  ],
  [['--fail-on', 'gap', '--strict'], ['gap']],
  [
    ['--fail-on', 'alarm', '--strict'],
    ['alarm', 'gap'],
  ],
  [['--fail-on', conditionWords.join(',')], gateConditions],
])('%j', async (words, conditions) => {
  expect((await resolved(words))?.conditions).toEqual(conditions);
});

test('options of conditions', async () => {
  const words = ['--fail-on', 'alarm=any,dangerous,noncompliant,out-of-band', '--severity', 'high'];
  const globs = ['--rule', 'a-*', '--rule', 'b', '--allow-principal', 'deploy/*'];
  expect(await resolved([...words, ...globs])).toMatchObject({
    anyAlarm: true,
    severity: 'high',
    rules: ['a-*', 'b'],
    allowedPrincipals: ['deploy/*'],
  });
  expect(await resolved(['--fail-on', 'alarm'])).toMatchObject({ anyAlarm: false, severity: 'medium', rules: [] });
});

describe('refusals', () => {
  test.each([
    ['changes', 'changes'],
    ['denied,Change', 'Change'],
    ['denied,', ''],
    ['', ''],
    ['denied, change', ' change'],
    ['change=any', 'change=any'],
    ['changes,denied,gaps', "changes' or 'gaps"],
  ])('%j: %j', (value, wrong) => {
    const error = usageErrorOf(() => parsed(['--fail-on', value]));
    expect(error.message).toBe(`--fail-on does not take '${wrong}'`);
    for (const word of conditionWords) expect(error.hint).toContain(word);
  });

  test.each<[string[], CommandName, string, string]>([
    [['--severity', 'high'], 'investigate', '--severity needs a condition to fail on', 'add --fail-on dangerous'],
    [['--rule', 'a'], 'who', '--rule needs a condition to fail on', 'add --fail-on noncompliant'],
    [
      ['--allow-principal', 'a'],
      'gate',
      '--allow-principal is for out-of-band, which is not checked',
      'add out-of-band to --fail-on',
    ],
    [
      ['--fail-on', 'change', '--allow-principal', ' '],
      'gate',
      '--allow-principal is empty',
      'name a glob, or drop the flag',
    ],
    [['--fail-on', 'shift'], 'who', 'obs3 who cannot tell shift', 'use obs3 investigate or gate'],
    [['--fail-on', 'dangerous'], 'impact', 'obs3 impact cannot tell dangerous', 'use obs3 investigate, who or gate'],
  ])('%j of %s', async (words, command, message, hint) => {
    expect(await refusal(words, command)).toMatchObject({ message, hint });
  });

  test('a severity that there is not', () => {
    expect(usageErrorOf(() => parsed(['--severity', 'low'])).message).toBe("--severity does not take 'low'");
  });
});

describe('a policy', () => {
  const policy = {
    conditions: ['change', { condition: 'alarm', any: true }, { condition: 'noncompliant', rules: ['restricted-*'] }],
    allowedPrincipals: ['deploy/*'],
    ignoredRules: ['required-tags'],
    severity: 'high',
    exceptions: [{ match: { rule: 'restricted-ssh' }, until: '2026-12-31', reason: 'a bastion' }],
  };
  const folderWith = (content: unknown, name = policyFileName) =>
    temporaryFolder({ [name]: typeof content === 'string' ? content : JSON.stringify(content) });

  test('is found by the gate alone', async () => {
    const folder = await folderWith(policy);
    expect(await resolved([], 'gate', folder)).toEqual({
      conditions: ['change', 'alarm', 'noncompliant'],
      anyAlarm: true,
      severity: 'high',
      rules: ['restricted-*'],
      ignoredRules: ['required-tags'],
      allowedPrincipals: ['deploy/*'],
      exceptions: policy.exceptions,
    });
    expect(await resolved([], 'investigate', folder)).toBeUndefined();
    expect((await resolved(['--policy', policyFileName], 'investigate', folder))?.severity).toBe('high');
  });

  test('gives way to flags, setting by setting', async () => {
    const folder = await folderWith(policy);
    const words = ['--fail-on', 'alarm,dangerous,noncompliant', '--severity', 'medium', '--rule', 's3-*', '--strict'];
    expect(await resolved(words, 'gate', folder)).toMatchObject({
      conditions: ['alarm', 'dangerous', 'noncompliant', 'gap'],
      anyAlarm: false,
      severity: 'medium',
      rules: ['s3-*'],
      ignoredRules: ['required-tags'],
    });
    expect(await resolved(['--fail-on', 'noncompliant'], 'gate', folder)).toMatchObject({ rules: ['restricted-*'] });
  });

  test('is not needed: there are defaults', async () => {
    const folder = await temporaryFolder();
    expect(await resolved([], 'gate', folder)).toMatchObject({ conditions: defaultConditions, severity: 'medium' });
    expect((await resolved(['--strict'], 'gate', folder))?.conditions).toEqual(defaultConditions);
  });

  test.each<[string, string, RegExp]>([
    ['no JSON', '{ "severity": }', /^obs3\.gate\.json is not JSON: /],
    ['a value that is none', '{"severity":"low"}', /^obs3\.gate\.json: \$\.severity is "low": use medium or high$/],
    ['a member that is none', '{"rules":[]}', /^obs3\.gate\.json: \$ is \{"rules":\[\]\}: there is no 'rules'/],
    [
      'a missing member',
      '{"exceptions":[{"match":{"rule":"a"},"until":"2026-12-31"}]}',
      /^obs3\.gate\.json: \$\.exceptions\[0\]\.reason is missing: use text$/,
    ],
  ])('with %s is refused', async (_, content, message) => {
    const error = await refusal([], 'gate', await folderWith(content));
    expect(error.message).toMatch(message);
    expect(error.hint).toBeDefined();
  });

  test('that is named has to be there', async () => {
    const folder = await temporaryFolder();
    expect((await refusal(['--policy', 'team.json'], 'gate', folder)).message).toBe(
      'the policy team.json cannot be read: there is no such file',
    );
  });

  test('may begin with a byte order mark', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'team.json'), '\u{FEFF}{"severity":"high"}');
    expect(await resolved(['--policy', 'team.json'], 'gate', folder)).toMatchObject({ severity: 'high' });
  });
});
