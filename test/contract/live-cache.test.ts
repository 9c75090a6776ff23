/** The same question again: the same report, and nothing is asked of times that are settled. */
import { setMaxListeners } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openCache } from '../../src/aws/cache.ts';
import { createSession } from '../../src/aws/session.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import { liveEvidence } from '../../src/investigate/live-evidence.ts';
import type { CommandName } from '../../src/model/question.ts';
import type { Report } from '../../src/model/report.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { ManualClock } from '../aws/clock.ts';
import type { AwsServer } from '../aws/server.ts';
import { createWorld, type World } from '../aws/world.ts';
import { worldFromArchive } from '../aws/world-from-archive.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';
import { questionOf } from '../fixtures/question.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { openSsh, unencryptedBucket } from '../unit/examples/cases.ts';
import { serverFor } from './aws-server-harness.ts';

const signInRegions = { 'us-east-1': {}, 'us-east-2': {}, 'us-west-2': {}, 'eu-north-1': {}, 'ap-southeast-2': {} };

interface Asked {
  readonly command?: CommandName;
  readonly target?: string;
  readonly since: string;
  readonly until: string;
  readonly now: string;
  readonly regions?: readonly string[];
  readonly account: string;
}

/** `folder`: of the cache; without one nothing is kept. */
async function ask(asked: Asked, server: AwsServer, folder?: string): Promise<Report> {
  const { account, since, until, now, target, regions = ['us-east-1'], command = 'investigate' } = asked;
  const targets = target === undefined ? [] : [planTarget(target)];
  const question = { ...questionOf({ command, targets, since, until, now }), from: [] };
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  let passed = 0;
  const { endpoint, credentials } = server.clientConfig({ account });
  const session = createSession({
    account,
    accessKeyId: credentials.accessKeyId,
    identityArn: `arn:aws:iam::${account}:user/obs3`,
    config: { endpoint, credentials },
    timer: {
      now: () => passed,
      sleep: async (milliseconds) => {
        passed += milliseconds;
      },
    },
    signal,
    random: () => 0.5,
  });
  const cache = folder === undefined ? undefined : openCache({ folder, now: question.now, mostBytes: 1e9 });
  const kept = cache?.of(session);
  const reader = liveEvidence({
    sources,
    sessions: [session],
    gaps: [],
    regions,
    now: question.now,
    signal,
    onProgress: () => {},
    cacheOf: () => kept,
  });
  try {
    return await investigate(question, { sources, reader, signal, clock: () => question.now, version: '0.0.0' });
  } finally {
    session.destroy();
    await cache?.close();
  }
}

/** Less what was sent to make it. */
const comparable = ({ coverage, ...report }: Report) => ({
  ...report,
  coverage: coverage.map(({ requests: _, throttled: __, seconds: ___, ...entry }) => entry),
});

const lookupsOf = ({ requests }: AwsServer) => requests.of('cloudtrail:LookupEvents');

async function serverOf(world: World, now: string): Promise<AwsServer> {
  return serverFor({ world, clock: new ManualClock(now), rateFactor: Number.POSITIVE_INFINITY });
}

const cases = [
  {
    bundle: openSsh,
    since: '2026-03-03T12:40:00Z',
    until: '2026-03-03T15:50:00Z',
    now: '2026-03-03T17:00:00Z',
    regions: ['us-east-1', 'eu-west-1'],
  },
  {
    bundle: unencryptedBucket,
    since: '2026-05-12T08:45:00Z',
    until: '2026-05-12T10:30:00Z',
    now: '2026-05-12T12:00:00Z',
    regions: ['eu-central-1', 'us-east-1'],
  },
];

describe.each(cases.map((each) => ({ ...each, name: each.bundle.name })))('$name', ({ bundle, ...given }) => {
  const asked = { ...given, account: bundle.account, target: bundle.truth.target };
  const worldOf = () => {
    const { regions = {} } = worldFromArchive(bundle.folder).world.accounts[bundle.account] ?? {};
    return createWorld({ [bundle.account]: { regions: { ...signInRegions, ...regions } } });
  };

  test.each(['investigate', 'who'] as const)('%s', { timeout: 60_000 }, async (command) => {
    const folder = join(await temporaryFolder(), 'obs3');
    const server = await serverOf(worldOf(), asked.now);
    const uncached = await ask({ ...asked, command }, server);
    const cold = await ask({ ...asked, command }, server, folder);
    expect(lookupsOf(server).length).toBeGreaterThan(0);
    server.requests.clear();
    const warm = await ask({ ...asked, command }, server, folder);
    expect(lookupsOf(server)).toEqual([]);
    expect(comparable(cold)).toEqual(comparable(uncached));
    expect(comparable(warm)).toEqual(comparable(uncached));
    const read = warm.coverage.filter(({ source }) => source === 'cloudtrail');
    expect(read.map(({ requests }) => requests)).toEqual(read.map(() => 0));
    expect(read.reduce((sum, { records }) => sum + records, 0)).toBeGreaterThan(0);
  });
});

describe('with what is told', () => {
  const account = '111122223333';
  const secret = 'correct-horse-battery-staple';
  const since = '2026-03-01T10:00:00Z';
  const until = '2026-03-01T11:00:00Z';
  const now = '2026-03-01T12:00:00Z';
  const records = [
    recordOf({
      eventID: eventId(1),
      eventTime: '2026-03-01T10:10:00Z',
      eventSource: 'rds.amazonaws.com',
      eventName: 'ModifyDBInstance',
      requestParameters: { dBInstanceIdentifier: 'orders', masterUserPassword: secret },
    }),
    recordOf({
      eventID: eventId(2),
      eventTime: '2026-03-01T10:20:00Z',
      eventSource: 'ssm.amazonaws.com',
      eventName: 'PutParameter',
      requestParameters: { name: '/orders', value: secret },
    }),
    recordOf({
      eventID: eventId(3),
      eventTime: '2026-03-01T10:30:00Z',
      eventSource: 'ecs.amazonaws.com',
      eventName: 'RegisterTaskDefinition',
      requestParameters: { containerDefinitions: [{ environment: [{ name: 'TOKEN', value: secret }] }] },
    }),
  ];
  const world = () =>
    createWorld({ [account]: { regions: { ...signInRegions, 'us-east-1': { trailRecords: records } } } });
  const asked = { account, since, until, now, command: 'who' } as const;

  test('no secret is kept, and the report is the same all the same', async () => {
    const folder = join(await temporaryFolder(), 'obs3');
    const server = await serverOf(world(), now);
    const cold = await ask(asked, server, folder);
    expect(cold.timeline).toHaveLength(records.length);
    const names = await readdir(join(folder, account));
    const texts = await Promise.all(
      names.map(async (name) => {
        const bytes = await readFile(join(folder, account, name));
        return gunzipSync(bytes.subarray(bytes.indexOf('\n') + 1)).toString();
      }),
    );
    expect(texts.join('\n')).toContain('ModifyDBInstance');
    expect(texts.join('\n')).not.toContain(secret);
    expect(comparable(await ask(asked, server, folder))).toEqual(comparable(await ask(asked, server)));
  });

  test('what failed is asked again', async () => {
    const folder = join(await temporaryFolder(), 'obs3');
    const server = await serverOf(world(), now);
    const heal = server.faults.add({ kind: 'denied', action: 'cloudtrail:LookupEvents', region: 'us-east-1' });
    await ask({ ...asked, regions: ['us-east-1', 'us-west-2'] }, server, folder);
    heal();
    const healed = await ask({ ...asked, regions: ['us-east-1', 'us-west-2'] }, server, folder);
    expect(healed.timeline).toHaveLength(records.length);
    expect(healed.coverage.flatMap(({ gaps }) => gaps).filter(({ code }) => code === 'ACCESS_DENIED')).toEqual([]);
  });

  test('of a window that goes on, only what is not settled is asked', async () => {
    const folder = join(await temporaryFolder(), 'obs3');
    const server = await serverOf(world(), now);
    const open = { ...asked, until: now };
    await ask(open, server, folder);
    server.requests.clear();
    await ask(open, server, folder);
    const starts = lookupsOf(server).map(({ parameters }) => Number(parameters['StartTime']) * 1000);
    expect(starts.length).toBeGreaterThan(0);
    expect(Math.min(...starts)).toBe(Date.parse(now) - 20 * 60_000);
  });
});
