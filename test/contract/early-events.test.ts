/** What is shown while AWS is still being read is in the final report, too, and nothing is shown twice. */
import { describe, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/reader.ts';
import { archiveEvidence, type EvidenceReader } from '../../src/investigate/evidence-reader.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import type { TimelineEvent } from '../../src/model/event.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { CommandName, Question } from '../../src/model/question.ts';
import type { Report } from '../../src/model/report.ts';
import { planTarget } from '../../src/plan/target.ts';
import { eventLine, headLine, ndjson } from '../../src/render/ndjson.ts';
import { sources } from '../../src/sources/index.ts';
import { ManualClock } from '../aws/clock.ts';
import type { AwsServer } from '../aws/server.ts';
import { createWorld } from '../aws/world.ts';
import { recordOf } from '../fixtures/cloudtrail.ts';
import { questionOf, seededRandom } from '../fixtures/question.ts';
import { assume, record, roleIdentity, serviceIdentity, userIdentity } from '../fixtures/sessions.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { account, region, serverFor } from './aws-server-harness.ts';
import { liveReader, sessionWith, signalForAll } from './live-harness.ts';

const now = '2026-03-03T17:00:00Z';
const key = (n: number) => `ASIA${String(n).padStart(16, '0')}`;

/**
 * Three pages and more: users, sessions, sessions of sessions, services; some of the calls that issued the keys are missing.
 */
function recordsFor(seed: number): readonly JsonObject[] {
  const random = seededRandom(seed);
  const below = (most: number) => Math.floor(random() * most);
  const caller = (): JsonObject => {
    const n = below(12);
    if (n < 4) return userIdentity(n < 2 ? 'alice' : 'bob');
    if (n === 11) return serviceIdentity('cloudformation.amazonaws.com');
    return roleIdentity(n % 2 === 0 ? 'Jump' : 'Admin', n < 8 ? 'alice' : 'i-0f1e2d3c4b5a69788', key(n));
  };
  const issued = [4, 5, 6, 7, 8].map((n) =>
    assume(
      n,
      1,
      n === 6 ? roleIdentity('Jump', 'alice', key(4)) : userIdentity('alice'),
      n % 2 === 0 ? 'Jump' : 'Admin',
      'alice',
      key(n),
    ),
  );
  // whoever made bob's key leads to what was done with it
  const made = record(9, 1, {
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateAccessKey',
    userIdentity: userIdentity('alice'),
    requestParameters: { userName: 'bob' },
    responseElements: { accessKey: { accessKeyId: 'AKIABOB', userName: 'bob', status: 'Active' } },
  });
  const calls = Array.from({ length: 170 }, (_, n) => {
    const at = 2 + Math.floor(n / 2);
    const isStack = below(20) === 0;
    return record(100 + n, at, {
      userIdentity: caller(),
      ...(isStack && {
        eventSource: 'cloudformation.amazonaws.com',
        eventName: 'UpdateStack',
        requestParameters: { stackName: 'web' },
      }),
    });
  });
  return [...issued, made, ...calls];
}

interface Told {
  readonly report: Report;
  /** In order of arrival. */
  readonly early: readonly string[];
  readonly lines: readonly string[];
}

async function run(question: Question, reader: EvidenceReader, isEarly: boolean): Promise<Told> {
  const early: string[] = [];
  const printed = new Set<string>();
  const onEvent = (event: TimelineEvent, head: Parameters<typeof headLine>[0], otherId: string) => {
    if (early.length === 0) early.push(headLine(head));
    early.push(eventLine(event));
    printed.add(event.id).add(otherId);
  };
  const report = await investigate(question, {
    sources,
    reader,
    clock: () => question.now,
    version: '0.0.0',
    ...(isEarly && { onEvent }),
  });
  const rest = [...ndjson.render(report, { width: 80, color: false, expand: false, printed })];
  return { report, early, lines: [...early, ...rest] };
}

async function fromApis(question: Question, server: AwsServer, isEarly: boolean): Promise<Told> {
  const signal = signalForAll();
  const session = sessionWith(server, { account, signal });
  const reader = liveReader([session], { regions: [region], now: question.now, signal });
  try {
    return await run(question, reader, isEarly);
  } finally {
    session.destroy();
  }
}

/** Without what was sent, and where. */
const comparable = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/"(requests|throttled)":\d+/g, '"$1":0')).toSorted();

const serve = (records: readonly JsonObject[]) =>
  serverFor({
    world: createWorld({ [account]: { regions: { [region]: { trailRecords: records } } } }),
    clock: new ManualClock(now),
    rateFactor: Number.POSITIVE_INFINITY,
  });

const questions: readonly (readonly [string, CommandName, string | undefined])[] = [
  ['a window', 'who', undefined],
  ['the whole of a window', 'investigate', undefined],
  ['a target', 'investigate', 'sg-0a1b2c3d4e5f60718'],
  ['a user', 'who', 'alice'],
  ['a session’s key', 'who', key(4)],
  ['what changed', 'what', undefined],
  ['compliance', 'compliance', 'sg-0a1b2c3d4e5f60718'],
];

const ask = (command: CommandName, target: string | undefined, parts: Parameters<typeof questionOf>[0] = {}) =>
  questionOf({
    command,
    targets: target === undefined ? [] : [planTarget(target)],
    since: '2026-03-03T13:30:00Z',
    until: '2026-03-03T16:00:00Z',
    now,
    from: [],
    ...parts,
  });

describe.each(questions)('of AWS, %s', (_, command, target) => {
  test.each([1, 2, 3])('is told in the same lines as in the end (%i)', async (seed) => {
    const server = await serve(recordsFor(seed));
    const question = ask(command, target);
    const [plain, told] = [await fromApis(question, server, false), await fromApis(question, server, true)];
    expect(comparable(told.lines)).toEqual(comparable(plain.lines));
    expect(plain.early).toEqual([]);
  });
});

test('the calls of users, and of sessions whose issuing calls are found, are told early', async () => {
  const { early, report } = await fromApis(ask('who', undefined), await serve(recordsFor(1)), true);
  const names = early.slice(1).map((line) => JSON.parse(line).data.detail.principal.name as string);
  expect(new Set(names)).toEqual(new Set(['alice', 'bob', 'Jump', 'Admin']));
  expect(early.length).toBeGreaterThan(report.timeline.length / 3);
});

test('is the same while a fifth of all calls fails in passing', async () => {
  const server = await serve(recordsFor(4));
  const question = ask('investigate', undefined);
  const plain = await fromApis(question, server, false);
  server.faults.addPassing({ share: 0.2, seed: 11 });
  const told = await fromApis(question, server, true);
  expect(told.early.length).toBeGreaterThan(1);
  expect(comparable(told.lines)).toEqual(comparable(plain.lines));
});

test('asking early costs no request more', async () => {
  const server = await serve(recordsFor(5));
  const question = ask('who', undefined);
  await fromApis(question, server, false);
  const plain = server.requests.all.length;
  server.requests.clear();
  await fromApis(question, server, true);
  expect(server.requests.all.length).toBeLessThanOrEqual(plain);
});

/** In several files, as a trail delivers them. */
const deliver = (records: readonly JsonObject[]): Promise<string> =>
  temporaryFolder(
    Object.fromEntries(
      [0, 1, 2].map((file) => [
        `${file}.json`,
        JSON.stringify({ Records: records.filter((_, n) => Math.floor((n * 3) / records.length) === file) }),
      ]),
    ),
  );

const fromFiles = (question: Question, isEarly: boolean): Promise<Told> => {
  const archive = openArchive(question.from, { standardInput: () => Promise.reject(new Error('was read')) });
  return run(question, archiveEvidence(sources, archive), isEarly);
};

describe.each(questions)('of files, %s', (_, command, target) => {
  test.each([1, 2, 3])('is told in the same lines as in the end (%i)', async (seed) => {
    const question = ask(command, target, { from: [await deliver(recordsFor(seed))] });
    const [plain, told] = [await fromFiles(question, false), await fromFiles(question, true)];
    expect(comparable(told.lines)).toEqual(comparable(plain.lines));
  });
});

describe('of files', () => {
  test('the calls of users are told before all are read', async () => {
    const from = [await deliver(recordsFor(1))];
    const { early } = await fromFiles(ask('who', undefined, { from }), true);
    const names = early.slice(1).map((line) => JSON.parse(line).data.detail.principal.name as string);
    expect(new Set(names)).toEqual(new Set(['alice', 'bob']));
  });

  test('nothing is told early where their window is not known beforehand', async () => {
    const { since: _, ...window } = ask('who', undefined).window;
    const question = { ...ask('who', undefined, { from: [await deliver(recordsFor(1))] }), window };
    expect((await fromFiles(question, true)).early).toEqual([]);
  });

  test('a record that comes later, and has the id of one that was told, is told by its digest', async () => {
    const call = recordOf({ userIdentity: userIdentity('alice') });
    const from = [await deliver([call, call, { ...call, eventName: 'RevokeSecurityGroupIngress' }])];
    const question = ask('who', undefined, { from });
    const [plain, told] = [await fromFiles(question, false), await fromFiles(question, true)];
    const idsByCall = ({ lines }: Told) =>
      Object.fromEntries(
        lines
          .map((line) => JSON.parse(line))
          .flatMap(({ type, data }) => (type === 'event' ? [[data.detail.eventName, data.id]] : [])),
      );
    expect(idsByCall(told)).toEqual({
      ...idsByCall(plain),
      AuthorizeSecurityGroupIngress: `cloudtrail:${call['eventID']}`,
    });
    expect(told.lines.length).toBe(plain.lines.length);
  });
});
