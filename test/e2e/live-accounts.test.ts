/** Several accounts in one report: by name if they have one, and without those that cannot be entered. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ManualClock } from '../aws/clock.ts';
import { startAwsServer } from '../aws/server.ts';
import { createWorld } from '../aws/world.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { json, obs3 } from './obs3.ts';

const account = '111122223333';
const other = '444455556666';
const roleOf = (owner: string, name = 'Investigator') => `arn:aws:iam::${owner}:role/${name}`;
const question = [
  ...['who', '--event-name', 'AuthorizeSecurityGroupIngress'],
  ...['--since', '2026-03-03T13:00:00Z', '--until', '2026-03-03T16:00:00Z', '--now', '2026-03-03T17:00:00Z'],
];

async function setUp(file: string) {
  const worldOf = (owner: string, n: number) => ({
    roles: [{ name: 'Investigator', id: `AROAEXAMPLE00000000${n}`, trusts: [account] }],
    regions: {
      'us-east-1': { trailRecords: [recordOf({ eventID: eventId(n), recipientAccountId: owner })] },
    },
  });
  const world = createWorld({ [account]: worldOf(account, 1), [other]: worldOf(other, 2) });
  const clock = new ManualClock('2026-03-03T17:00:00Z');
  const server = await startAwsServer({ world, clock, rateFactor: Number.POSITIVE_INFINITY });
  onTestFinished(() => server.stop());
  const cwd = await temporaryFolder({ accounts: file });
  const env: Readonly<Record<string, string>> = {
    ...server.environment({ account }),
    OBS3_CACHE_DIR: join(cwd, 'cache'),
  };
  return { cwd, env };
}

const both = `shop ${roleOf(account)}\nbilling ${roleOf(other)}\n`;

test('are one report: ids in JSON, names in the table', async () => {
  const given = await setUp(both);
  const report = json(await obs3([...question, '--accounts-file', 'accounts', '-o', 'json'], given));
  expect(report.timeline.map(({ origin }) => origin.account).sort()).toEqual([account, other]);
  const { stdout } = await obs3([...question, '--accounts-file', 'accounts'], given);
  expect(stdout).toContain('shop');
  expect(stdout).toContain('billing');
});

test('one of them alone needs no column', async () => {
  const { stdout, code } = await obs3(
    [...question, '--accounts-file', 'accounts'],
    await setUp(`billing ${roleOf(other)}`),
  );
  expect(code).toBe(0);
  expect(stdout).not.toContain('billing');
});

test('one that cannot be entered is a gap that names it', async () => {
  const given = await setUp(`shop ${roleOf(account)}\nbilling ${roleOf(other, 'Nobody')}\n`);
  const run = await obs3([...question, '--accounts-file', 'accounts', '-o', 'json'], given);
  expect(run.code).toBe(0);
  const gaps = json(run).coverage.flatMap((entry) => entry.gaps.map(({ message }) => message));
  expect(gaps).toEqual(
    expect.arrayContaining([expect.stringContaining(`cannot assume ${roleOf(other, 'Nobody')} (billing)`)]),
  );
});

test('an account that is named twice is asked once', async () => {
  const given = await setUp(`${both}again ${roleOf(other)}\n`);
  const run = await obs3([...question, '--accounts-file', 'accounts', '-o', 'json'], given);
  expect(json(run).timeline).toHaveLength(2);
});

test('a mistake in the file is told with its line, before anybody is asked', async () => {
  const given = await setUp(`shop ${roleOf(account)}\nbilling\n`);
  const { code, stderr } = await obs3([...question, '--accounts-file', 'accounts'], given);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^obs3: accounts:2: 'billing' has neither a role nor a profile; [^\n]+\n$/);
});

test('a profile that is named is all that is told of, whatever keys the environment has', async () => {
  const { cwd, env } = await setUp('');
  const config = `[profile audit]\naws_access_key_id = ${env['AWS_ACCESS_KEY_ID']}\naws_secret_access_key = ${env['AWS_SECRET_ACCESS_KEY']}\n`;
  const other = await temporaryFolder({ config });
  const given = {
    cwd,
    env: { ...env, AWS_CONFIG_FILE: join(other, 'config'), AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
  };
  const run = await obs3([...question, '--profile', 'audit'], given);
  expect(run).toMatchObject({ code: 0, stderr: '' });
});

test('keys that a region does not know may be of one where it is not enabled', async () => {
  const { stderr, code } = await obs3([...question, '--region', 'me-south-1'], await setUp(''));
  expect(code).toBe(4);
  expect(stderr).toContain('check that me-south-1 is enabled in the account');
});
