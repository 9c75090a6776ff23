/**
 * The same question over the APIs and over delivered files gives the same report. What may differ: when and from where it
 * was made, the origin of a fact, and the measurements of coverage.
 */
import { describe, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/reader.ts';
import { createSession } from '../../src/aws/session.ts';
import { archiveEvidence } from '../../src/investigate/evidence-reader.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import { liveEvidence } from '../../src/investigate/live-evidence.ts';
import type { CommandName, Question } from '../../src/model/question.ts';
import type { Report } from '../../src/model/report.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { ManualClock } from '../aws/clock.ts';
import type { AwsServer } from '../aws/server.ts';
import { createWorld } from '../aws/world.ts';
import { worldFromArchive } from '../aws/world-from-archive.ts';
import { questionOf } from '../fixtures/question.ts';
import { openSsh, unencryptedBucket } from '../unit/examples/cases.ts';
import { serverFor } from './aws-server-harness.ts';

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
type Asked = (typeof cases)[number];

const questionAbout = ({ bundle, since, until, now }: Asked, command: CommandName): Question =>
  questionOf({ command, targets: [planTarget(bundle.truth.target)], since, until, now });

async function fromArchive(asked: Asked, command: CommandName): Promise<Report> {
  const { folder } = asked.bundle;
  const question = { ...questionAbout(asked, command), from: [folder] };
  const archive = openArchive([folder], { standardInput: () => Promise.reject(new Error('standard input was read')) });
  const reader = archiveEvidence(sources, archive);
  return investigate(question, { sources, reader, clock: () => question.now, version: '0.0.0' });
}

/** Enabled in every account, and searched where sign-ins and global services may be recorded. */
const signInRegions = { 'us-east-1': {}, 'us-east-2': {}, 'us-west-2': {}, 'eu-north-1': {}, 'ap-southeast-2': {} };

async function serverOf({ bundle, now }: Asked): Promise<AwsServer> {
  const { regions = {} } = worldFromArchive(bundle.folder).world.accounts[bundle.account] ?? {};
  const world = createWorld({ [bundle.account]: { regions: { ...signInRegions, ...regions } } });
  return serverFor({ world, clock: new ManualClock(now), rateFactor: Infinity });
}

async function fromApis(asked: Asked, command: CommandName, server: AwsServer): Promise<Report> {
  const { account } = asked.bundle;
  const question = { ...questionAbout(asked, command), from: [] };
  const { signal } = new AbortController();
  let passed = 0;
  const { endpoint, credentials } = server.clientConfig({ account });
  const session = createSession({
    account,
    accessKeyId: credentials.accessKeyId,
    identityArn: `arn:aws:iam::${account}:user/obs3`,
    config: { endpoint, credentials },
    // time passes when somebody waits for it
    timer: {
      now: () => passed,
      sleep: async (milliseconds) => {
        passed += milliseconds;
      },
    },
    signal,
    random: () => 0.5,
  });
  const reader = liveEvidence({
    sources,
    sessions: [session],
    gaps: [],
    regions: asked.regions,
    now: question.now,
    signal,
    onProgress: () => {},
  });
  try {
    return await investigate(question, { sources, reader, signal, clock: () => question.now, version: '0.0.0' });
  } finally {
    session.destroy();
  }
}

/** Less what may differ. */
function comparable({ query, timeline, verdict, subject, coverage: _, ...report }: Report) {
  const { from: __, now: ___, regions: ____, ...asked } = query;
  return {
    ...report,
    query: asked,
    subject,
    verdict,
    timeline: timeline
      // the event history holds no data events: coverage says so
      .filter((event) => event.kind !== 'api-call' || event.detail.eventCategory !== 'Data')
      .map(({ origin: _____, ...event }) =>
        event.kind === 'config-change' && event.detail.before
          ? { ...event, detail: { ...event.detail, before: { ...event.detail.before, locator: '' } } }
          : event,
      ),
  };
}

const hasDataEvents = ({ timeline }: Report) =>
  timeline.some((event) => event.kind === 'api-call' && event.detail.eventCategory === 'Data');

function expectEqual(live: Report, archive: Report) {
  const [one, other] = [comparable(live), comparable(archive)];
  expect(one.timeline.map(({ id }) => id)).toEqual(other.timeline.map(({ id }) => id));
  expect(one.timeline).toEqual(other.timeline);
  expect(one.subject).toEqual(other.subject);
  expect(one.verdict.compliance).toEqual(other.verdict.compliance);
  expect(one.verdict.what).toEqual(other.verdict.what);
  // whoever only wrote objects is known to the trail alone
  if (!hasDataEvents(archive)) expect(one).toEqual(other);
}

describe.each(cases.map((asked) => ({ ...asked, name: asked.bundle.name })))('$name', (asked) => {
  test.each(['investigate', 'who', 'what', 'compliance', 'impact'] as const)('%s', async (command) => {
    const server = await serverOf(asked);
    expectEqual(await fromApis(asked, command, server), await fromArchive(asked, command));
  });

  test('is the same while a fifth of all calls fails in passing', async () => {
    const server = await serverOf(asked);
    server.faults.addPassing({ share: 0.2, seed: 7 });
    const report = await fromApis(asked, 'investigate', server);
    expectEqual(report, await fromArchive(asked, 'investigate'));
    expect(report.coverage.flatMap(({ gaps }) => gaps).filter(({ blocking }) => blocking)).toEqual([]);
  });

  test('with one action denied has exactly one gap for it, which names its regions, and the others answer', async () => {
    const server = await serverOf(asked);
    server.faults.add({ kind: 'denied', action: 'cloudtrail:LookupEvents' });
    const { coverage, timeline } = await fromApis(asked, 'investigate', server);
    const denied = coverage.flatMap(({ gaps }) => gaps).filter(({ code }) => code === 'ACCESS_DENIED');
    expect(denied).toHaveLength(1);
    expect(denied[0]?.message).toContain('cloudtrail:LookupEvents');
    for (const region of asked.regions) expect(denied[0]?.message).toContain(region);
    expect(new Set(timeline.map(({ kind }) => kind))).toContain('config-change');
  });

  test('with all that a command rests on denied, nothing could be asked', async () => {
    const server = await serverOf(asked);
    server.faults.add({ kind: 'denied', action: 'cloudtrail:LookupEvents' });
    await expect(fromApis(asked, 'who', server)).rejects.toMatchObject({
      code: 'NO_SOURCE',
      message: expect.stringContaining('cloudtrail:LookupEvents is not allowed'),
    });
  });
});
