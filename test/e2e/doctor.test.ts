/** The built command reports what can be seen and which rights it needs; and those rights are enough. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Doctor } from '../../src/model/doctor.ts';
import type { Plan } from '../../src/model/plan.ts';
import { doctorV1 } from '../../src/report/schema-doctor-v1.ts';
import { planV1 } from '../../src/report/schema-plan-v1.ts';
import { ManualClock } from '../aws/clock.ts';
import { type AwsServer, startAwsServer } from '../aws/server.ts';
import { createWorld, type RegionWorld } from '../aws/world.ts';
import { worldOfExample } from '../aws/world-from-archive.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { openSsh } from '../unit/examples/cases.ts';
import { json, obs3, type Run, root } from './obs3.ts';

const { account, folder } = openSsh;
const { target } = openSsh.truth;
const now = '2026-03-03T17:00:00Z';
const window = ['--since', '2026-03-03T14:00:00Z', '--until', '2026-03-03T15:00:00Z', '--now', now];
const regions = ['us-east-1', 'eu-west-1', 'us-east-2', 'us-west-2', 'eu-north-1', 'ap-southeast-2'];

interface Setting {
  readonly allow?: readonly string[];
  readonly region?: Partial<RegionWorld>;
}

async function withServer<Result>(
  { allow, region = {} }: Setting,
  use: (environment: Readonly<Record<string, string>>, server: AwsServer) => Promise<Result>,
): Promise<Result> {
  const { regions: known = {} } = worldOfExample(folder).accounts[account] ?? {};
  const placed = Object.fromEntries(regions.map((name) => [name, { ...known[name] }]));
  const world = createWorld({
    [account]: { regions: { ...placed, 'us-east-1': { ...known['us-east-1'], ...region } } },
  });
  const server = await startAwsServer({
    world,
    clock: new ManualClock(now),
    rateFactor: Infinity,
    ...(allow && { allow }),
  });
  try {
    return await use({ ...server.environment({ account, region: 'us-east-1' }), OBS3_CACHE_DIR: '/dev/null' }, server);
  } finally {
    await server.stop();
  }
}

const doctorIn = ({ stdout }: Run): Doctor => doctorV1.parse(JSON.parse(stdout)) as Doctor;

async function policyFor(...args: readonly string[]): Promise<readonly string[]> {
  const { stdout, code } = await obs3(['policy', ...args]);
  expect(code).toBe(0);
  const { Statement } = JSON.parse(stdout) as { Statement: { Action: string[]; Effect: string }[] };
  expect(Statement.every(({ Effect }) => Effect === 'Allow')).toBe(true);
  return Statement.flatMap(({ Action }) => Action);
}

describe('doctor', () => {
  test('tells of an account in which everything can be seen', async () => {
    const run = await withServer({}, (env) => obs3(['doctor', '--now', now, '-o', 'json'], { env }));
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const doctor = doctorIn(run);
    expect(doctor.identities).toEqual([
      expect.objectContaining({ account, arn: `arn:aws:iam::${account}:user/auditor` }),
    ]);
    expect(doctor.permissions.filter(({ state }) => state !== 'allowed')).toEqual([]);
    expect(doctor.checks.map(({ name }) => name)).toContain('trail-missing');
  });

  test('reads only what tells it: no record of the account is asked for', async () => {
    const asked = await withServer({}, async (env, { requests }) => {
      await obs3(['doctor', '--now', now], { env });
      return requests.of('cloudtrail:LookupEvents');
    });
    expect(asked.map(({ parameters }) => parameters['MaxResults'])).toEqual([1]);
  });

  test('names a recorder that is off, what it means, and what turns it on again', async () => {
    const region = { configurationRecordersStatus: [{ name: 'default', recording: false }] };
    const run = await withServer({ region }, (env) => obs3(['doctor', '--now', now], { env }));
    expect(run.code).toBe(3);
    expect(run.stdout).toMatch(/^CRITICAL \(1\)\n {2}✗ config {6}us-east-1: the recorder default is stopped/m);
    expect(run.stdout).toContain(
      '$ aws configservice start-configuration-recorder --configuration-recorder-name default --region us-east-1',
    );
  });

  test('names the permission that is denied, and goes on with the rest', async () => {
    const allow = (await policyFor()).filter((action) => action !== 'config:SelectResourceConfig');
    const run = await withServer({ allow }, (env) => obs3(['doctor', '--now', now, '-o', 'json'], { env }));
    expect(run.code).toBe(3);
    const { checks, permissions } = doctorIn(run);
    expect(checks.filter(({ blocking }) => blocking).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^config:SelectResourceConfig is denied: /),
    ]);
    expect(permissions.filter(({ state }) => state === 'denied').map(({ action }) => action)).toEqual([
      'config:SelectResourceConfig',
    ]);
  });

  test('says that nothing can be asked: no rights, no credentials', async () => {
    const denied = await withServer({ allow: [] }, (env) => obs3(['doctor', '-o', 'json'], { env }));
    expect(denied.code).toBe(4);
    expect(doctorIn(denied).answer).toBe('nothing');
    const told = await withServer({ allow: [] }, (env) => obs3(['doctor'], { env: { ...env, COLUMNS: '200' } }));
    expect(told.code).toBe(4);
    // one line says what is wrong, and one what to do
    expect(told.stdout.split('\n').filter((line) => /[✗▲]/.test(line))).toEqual([
      expect.stringMatching(
        /^ {2}✗ permissions us-east-1: all \d+ calls are denied to arn:aws:iam::\d+:user\/auditor \[blocking\]$/,
      ),
    ]);
    expect(told.stdout).toContain('→ attach what obs3 policy prints to it');
    expect(told.stdout.trimEnd().split('\n').at(-1)).toBe('Nothing can be asked.');
    const env = {
      AWS_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    };
    const run = await obs3(['doctor'], { env });
    expect(run.code).toBe(4);
    expect(run.stdout).toMatch(/✗ credentials the credentials cannot be used/);
    expect(run.stdout.trimEnd().split('\n').at(-1)).toBe('Nothing can be asked.');
  });

  test('keeps to the width of the terminal, commands apart', async () => {
    const run = await withServer({}, (env) => obs3(['doctor', '--now', now], { env: { ...env, COLUMNS: '80' } }));
    const lines = run.stdout.split('\n').filter((line) => !line.trimStart().startsWith('$ '));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe('doctor --from', () => {
  test('tells what the files hold', async () => {
    const run = await obs3(['doctor', '--from', folder, '--now', now, '-o', 'json']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const { spans, files, checks } = doctorIn(run);
    expect([...new Set(spans.map(({ source }) => source))].sort()).toEqual([
      'cloudtrail',
      'cloudwatch',
      'config',
      'logs',
    ]);
    expect(files?.count).toBeGreaterThan(50);
    expect(checks.filter(({ name }) => name === 'digest-chain')).toHaveLength(2);
  });

  test('names a damaged file, and ends with 3', async () => {
    const bad = await temporaryFolder();
    await mkdir(join(bad, 'logs'));
    await writeFile(join(bad, 'logs', 'cut.json'), '{"Records":[{"eventVersion":"1.11","eventTime":"2026-03-03T1');
    const run = await obs3(['doctor', '--from', join(bad, 'logs')]);
    expect(run.code).toBe(3);
    expect(run.stdout).toMatch(/✗ files .*cut\.json/);
  });

  test('misses a file that a digest lists', async () => {
    const copied = await temporaryFolder();
    const digests = 'AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/03/03';
    const trail = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/03';
    const digest = '111122223333_CloudTrail-Digest_us-east-1_management-events_us-east-1_20260303T143000Z.json.gz';
    const kept = '111122223333_CloudTrail_us-east-1_20260303T1400Z_KmLrceP0AEes3Erl.json.gz';
    for (const path of [join(digests, digest), join(trail, kept)]) {
      await mkdir(join(copied, path, '..'), { recursive: true });
      await copyFile(join(root, folder, path), join(copied, path)).catch(() =>
        copyFile(join(folder, path), join(copied, path)),
      );
    }
    const run = await obs3(['doctor', '--from', copied, '-o', 'json']);
    expect(run.code).toBe(3);
    expect(doctorIn(run).checks[0]).toMatchObject({ name: 'trail-file-missing', account, regions: ['us-east-1'] });
  });

  test.each([
    [['--from', 'no/such'], 2, /no such file or folder: no\/such/],
    [['--from', '-'], 2, /doctor does not read standard input/],
    [['--from', 'examples', '--region', 'us-east-1'], 2, /--region asks AWS, --from reads files/],
  ])('refuses %j', async (flags, expected, message) => {
    const { code, stdout, stderr } = await obs3(['doctor', ...flags]);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('--plan', () => {
  test('asks nothing, and is a document of the published form', async () => {
    const { run, asked } = await withServer({}, async (env, { requests }) => ({
      run: await obs3(['investigate', target, ...window, '--plan', '-o', 'json'], { env }),
      asked: requests.all.length,
    }));
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(asked).toBe(0);
    const plan = planV1.parse(JSON.parse(run.stdout)) as Plan;
    expect(plan.requests.filter(({ round }) => round === 'first').map(({ action }) => action)).toContain(
      'cloudtrail:LookupEvents',
    );
  });

  test('needs no credentials, and fits the terminal', async () => {
    const run = await obs3(['who', target, '--region', 'all', '--plan'], { env: { COLUMNS: '80' } });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('17 regions');
    expect(run.stdout.replace(/\s+/g, ' ')).toContain('the files of a trail seconds: --from');
    expect(Math.max(...run.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('of files counts those that the run opens', async () => {
    const args = ['investigate', target, ...window, '--from', folder, '-o', 'json'];
    const plan = planV1.parse(JSON.parse((await obs3([...args, '--plan'])).stdout));
    const report = json(await obs3(args));
    // a digest is recognized by its name, and not opened either
    const passed = report.coverage.flatMap(({ skipped }) =>
      ['file outside the question', 'digest'].map((kind) => skipped?.[kind] ?? 0),
    );
    expect(plan.files?.left).toBeGreaterThan(0);
    expect(plan.files?.left).toBe(passed.reduce((a, b) => a + b, 0));
  });

  test('is a table or json', async () => {
    const { code, stderr } = await obs3(['who', target, '--region', 'us-east-1', '--plan', '-o', 'ndjson']);
    expect(code).toBe(2);
    expect(stderr).toBe('obs3: --plan cannot be printed as ndjson; use -o table or -o json\n');
  });
});
