/** A question over an archive in memory: what is read again because of what the first reading found, and the result. */

import { describe, expect, test } from 'vitest';
import { archiveEvidence } from '../../../src/investigate/evidence-reader.ts';
import { investigate } from '../../../src/investigate/investigate.ts';
import type { JsonValue } from '../../../src/model/json.ts';
import type { Hop } from '../../../src/model/principal.ts';
import type { Report } from '../../../src/model/report.ts';
import { mostHops } from '../../../src/plan/rounds.ts';
import { planTarget } from '../../../src/plan/target.ts';
import { sources } from '../../../src/sources/index.ts';
import { questionOf, shuffled } from '../../fixtures/question.ts';
import {
  account,
  assumeRole,
  otherAccount,
  record,
  region,
  session,
  trailFile,
  userAlice,
} from '../../fixtures/trail.ts';
import { type MemoryArchive, memoryArchive } from './memory-archive.ts';

const instance = 'i-0f1e2d3c4b5a69788';

async function ask(archive: MemoryArchive, parts: Parameters<typeof questionOf>[0] = {}): Promise<Report> {
  const question = questionOf({ targets: [planTarget(instance)], ...parts });
  return investigate(question, {
    sources,
    reader: archiveEvidence(sources, archive),
    clock: () => Date.parse('2026-04-01T00:00:00Z'),
    version: '1.2.3',
  });
}

/** The events about the target, without the calls that led to them. */
const ownIn = ({ timeline }: Report) => timeline.filter(({ match }) => !match.includes('chain'));
const pathsIn = (report: Report): readonly (readonly Hop[])[] =>
  ownIn(report).flatMap((event) => (event.kind === 'api-call' ? [event.detail.principal.path] : []));
/** Names of calls; for other events the kind, except those inferred from the calls themselves. */
const namesIn = (report: Report) =>
  ownIn(report)
    .filter(({ id }) => !id.startsWith('inferred:'))
    .map((event) => (event.kind === 'api-call' ? event.detail.eventName : event.kind));

/** alice assumes Jump, from there Admin, and with that stops the instance. */
const toJump = assumeRole(userAlice, 'Jump', 'ASIAJUMP000000000001', '2026-03-03T12:00:00Z');
const toAdmin = assumeRole(
  session('Jump', 'alice', 'ASIAJUMP000000000001'),
  'Admin',
  'ASIAADMIN00000000001',
  '2026-03-03T13:00:00Z',
);
const stopped = record({ userIdentity: session('Admin', 'alice', 'ASIAADMIN00000000001') });

describe('identities', () => {
  test('are followed from the key of a call to the calls that issued it, oldest first', async () => {
    const archive = memoryArchive({ 'a.json': trailFile(stopped, toAdmin), 'b.json': trailFile(toJump) });
    const report = await ask(archive);
    expect(namesIn(report)).toEqual(['StopInstances']);
    expect(pathsIn(report)).toEqual([
      [
        {
          time: '2026-03-03T12:00:00.000Z',
          event: `cloudtrail:${toJump['eventID']}`,
          from: `arn:aws:iam::${account}:user/alice`,
          to: `arn:aws:sts::${account}:assumed-role/Jump/alice`,
        },
        {
          time: '2026-03-03T13:00:00.000Z',
          event: `cloudtrail:${toAdmin['eventID']}`,
          from: `arn:aws:sts::${account}:assumed-role/Jump/alice`,
          to: `arn:aws:sts::${account}:assumed-role/Admin/alice`,
        },
      ],
    ]);
    // the calls that issued the keys lead to it
    const led = report.timeline.filter(({ match }) => match.includes('chain')).map(({ id }) => id);
    expect(led).toEqual([`cloudtrail:${toJump['eventID']}`, `cloudtrail:${toAdmin['eventID']}`]);
    // once for the calls, once for each key: alice's own is long-term, so no call issued it
    expect(archive.selections).toHaveLength(3);
  });

  test('are not asked about where no call was made with temporary credentials', async () => {
    const archive = memoryArchive({ 'a.json': trailFile(record({ errorCode: 'UnauthorizedOperation' })) });
    expect(pathsIn(await ask(archive))).toEqual([[]]);
    expect(archive.selections).toHaveLength(1);
  });

  test('are asked about once where a user changed something: the key may have been made for it', async () => {
    const archive = memoryArchive({ 'a.json': trailFile(record()) });
    expect(pathsIn(await ask(archive))).toEqual([[]]);
    expect(archive.selections).toHaveLength(2);
  });

  test('end where a call is missing', async () => {
    const archive = memoryArchive({ 'a.json': trailFile(stopped, toJump) });
    expect(pathsIn(await ask(archive))).toEqual([[]]);
    expect(archive.selections).toHaveLength(2);
  });

  test('are looked for before the window, in all accounts and regions', async () => {
    const archive = memoryArchive({ 'a.json': trailFile(stopped, toAdmin, toJump) });
    const report = await ask(archive, {
      since: '2026-03-03T13:30:00Z',
      until: '2026-03-03T14:30:00Z',
      filters: { regions: [region], accounts: [account] },
    });
    expect(pathsIn(report)[0]).toHaveLength(2);
    const until = Date.parse('2026-03-03T14:30:00Z');
    expect(archive.selections).toEqual([
      { since: Date.parse('2026-03-03T13:30:00Z'), until, regions: [region], accounts: [account] },
      { since: Date.parse('2026-03-02T01:30:00Z'), until, regions: [], accounts: [] },
      { since: Date.parse('2026-03-02T01:30:00Z'), until, regions: [], accounts: [] },
    ]);
  });

  test('that lead in a circle end', async () => {
    const one = assumeRole(
      session('B', 'x', 'ASIACIRCLE0000000002'),
      'A',
      'ASIACIRCLE0000000001',
      '2026-03-03T12:00:00Z',
    );
    const two = assumeRole(
      session('A', 'x', 'ASIACIRCLE0000000001'),
      'B',
      'ASIACIRCLE0000000002',
      '2026-03-03T12:30:00Z',
    );
    const archive = memoryArchive({
      'a.json': trailFile(one, two, record({ userIdentity: session('A', 'x', 'ASIACIRCLE0000000001') })),
    });
    expect(pathsIn(await ask(archive))).toEqual([[expect.anything(), expect.anything()]]);
    expect(archive.selections.length).toBeLessThan(5);
  });

  test('that issued themselves end', async () => {
    const itself = assumeRole(
      session('A', 'x', 'ASIACIRCLE0000000001'),
      'A',
      'ASIACIRCLE0000000001',
      '2026-03-03T12:00:00Z',
    );
    const archive = memoryArchive({
      'a.json': trailFile(itself, record({ userIdentity: session('A', 'x', 'ASIACIRCLE0000000001') })),
    });
    expect(pathsIn(await ask(archive))[0]).toHaveLength(1);
    expect(archive.selections).toHaveLength(2);
  });

  test('that go on without end are followed so far and no further', async () => {
    const key = (number: number) => `ASIA${String(number).padStart(16, '0')}`;
    const chain = Array.from({ length: mostHops + 50 }, (_, at) =>
      assumeRole(session('A', 'x', key(at + 1)), 'A', key(at), '2026-03-03T12:00:00Z'),
    );
    const archive = memoryArchive({
      'a.json': trailFile(...chain, record({ userIdentity: session('A', 'x', key(0)) })),
    });
    expect(pathsIn(await ask(archive))[0]).toHaveLength(mostHops);
    expect(archive.selections).toHaveLength(mostHops + 1);
  });
});

describe('the report', () => {
  const elsewhere = record({
    recipientAccountId: otherAccount,
    awsRegion: 'eu-west-1',
    eventTime: '2026-03-03T15:00:00Z',
  });
  const other = record({ requestParameters: { instancesSet: { items: [{ instanceId: 'i-00000000000000001' }] } } });
  const files: Record<string, JsonValue> = {
    'a.json': trailFile(stopped, other),
    'b.json': trailFile(elsewhere, toAdmin),
    'c.json': trailFile(stopped),
  };

  test('holds the calls on the target in order, each once, and says of what they were read', async () => {
    const report = await ask(memoryArchive(files));
    expect(
      ownIn(report)
        .filter(({ kind }) => kind === 'api-call')
        .map(({ id }) => id),
    ).toEqual([`cloudtrail:${stopped['eventID']}`, `cloudtrail:${elsewhere['eventID']}`]);
    expect(report).toMatchObject({
      query: { window: { since: '2026-03-03T13:00:00.000Z', until: '2026-03-03T15:00:00.001Z', given: false } },
      subject: { kind: 'resource', id: instance },
      verdict: { answer: 'seen' },
      coverage: [
        { source: 'cloudtrail', account, region, records: 4, matched: 2, skipped: { duplicate: 1 } },
        { source: 'cloudtrail', account: otherAccount, region: 'eu-west-1', records: 1, matched: 1, skipped: {} },
      ],
    });
  });

  test('is the same, whatever order the files are read in', async () => {
    const timelines = new Set<string>();
    for (let seed = 0; seed < 6; seed++) {
      const report = await ask(memoryArchive(Object.fromEntries(shuffled(Object.entries(files), seed))));
      timelines.add(JSON.stringify({ ...report, seconds: 0 }));
    }
    expect(timelines.size).toBe(1);
  });

  test('measures by the clock it is given', async () => {
    let time = Date.parse('2026-04-01T00:00:00Z');
    const report = await investigate(questionOf(), {
      sources,
      reader: archiveEvidence(sources, memoryArchive(files)),
      clock: () => {
        time += 250;
        return time;
      },
      version: '1.2.3',
    });
    expect(report.generatedAt).toBe('2026-04-01T00:00:00.250Z');
    expect(report.coverage[0]?.seconds).toBe(0.25);
  });

  test('of an archive that cannot be read is none: the error goes through', async () => {
    const archive = {
      selections: [],
      scan: () => {
        throw new RangeError('the disk is on fire');
      },
    };
    await expect(ask(archive)).rejects.toThrow('the disk is on fire');
  });
});
