/**
 * The same question over the APIs and from delivered files gives the same report. What may differ: when and from where it was
 * made, the origin of a fact, and the measurements of coverage.
 */
import { describe, expect, test } from 'vitest';
import { investigate } from '../../src/investigate/investigate.ts';
import type { CommandName, Question } from '../../src/model/question.ts';
import type { Report } from '../../src/model/report.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { ManualClock } from '../aws/clock.ts';
import type { AwsServer } from '../aws/server.ts';
import type { World } from '../aws/world.ts';
import { questionOf } from '../fixtures/question.ts';
import { openSsh } from '../unit/examples/cases.ts';
import { serverFor } from './aws-server-harness.ts';
import {
  archiveReader,
  type ExampleCase,
  exampleCases,
  liveReader,
  sessionWith,
  signalForAll,
  worldOf,
} from './live-harness.ts';

const questionAbout = ({ bundle, since, until, now }: ExampleCase, command: CommandName): Question =>
  questionOf({ command, targets: [planTarget(bundle.truth.target)], since, until, now });

const reports = new Map<string, Promise<Report>>();

/** Read once: several tests compare with it. */
function fromArchive(asked: ExampleCase, command: CommandName): Promise<Report> {
  const key = `${asked.name} ${command}`;
  const report = reports.get(key) ?? readArchive(asked, command);
  reports.set(key, report);
  return report;
}

async function readArchive(asked: ExampleCase, command: CommandName): Promise<Report> {
  const { folder } = asked.bundle;
  const question = { ...questionAbout(asked, command), from: [folder] };
  const reader = archiveReader(folder);
  return investigate(question, { sources, reader, clock: () => question.now, version: '0.0.0' });
}

/** Nothing changes them, so each is made once. */
const worlds = new Map<string, World>();

function serverOf({ bundle, now }: ExampleCase): Promise<AwsServer> {
  const world = worlds.get(bundle.name) ?? worldOf(bundle);
  worlds.set(bundle.name, world);
  return serverFor({ world, clock: new ManualClock(now), rateFactor: Infinity });
}

async function fromApis(asked: ExampleCase, command: CommandName, server: AwsServer): Promise<Report> {
  const { account } = asked.bundle;
  const question = { ...questionAbout(asked, command), from: [] };
  const signal = signalForAll();
  const session = sessionWith(server, { account, signal });
  const reader = liveReader([session], { regions: asked.regions, now: question.now, signal });
  try {
    return await investigate(question, { sources, reader, signal, clock: () => question.now, version: '0.0.0' });
  } finally {
    session.destroy();
  }
}

/** Without what may differ. */
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
  // only the trail knows principals that did nothing but write objects
  if (!hasDataEvents(archive)) expect(one).toEqual(other);
}

describe.each(exampleCases.map((asked) => ({ ...asked, name: asked.bundle.name })))('$name', (asked) => {
  test.each(['investigate', 'who', 'what', 'compliance', 'impact'] as const)('%s', async (command) => {
    const server = await serverOf(asked);
    expectEqual(await fromApis(asked, command, server), await fromArchive(asked, command));
  });
});

describe.each(exampleCases.filter(({ name }) => name === openSsh.name))('$name', (asked) => {
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
