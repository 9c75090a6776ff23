/** LookupEvents as a backend: failures, and the same events as from a trail's files. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/reader.ts';
import type { Reading } from '../../src/model/evidence.ts';
import { planTarget } from '../../src/plan/target.ts';
import { archive } from '../../src/sources/cloudtrail/backends/archive.ts';
import { worldOfExample } from '../aws/world-from-archive.ts';
import { questionOf } from '../fixtures/question.ts';
import { record } from '../fixtures/trail.ts';
import { account, region } from './aws-server-harness.ts';
import {
  asking,
  codesOf,
  eventsOf,
  evidenceRequest,
  gapsOf,
  liveFor,
  lookups,
  many,
  namesOf,
  recordsOf,
  worldOf,
} from './live-cloudtrail.ts';

/** Without the locator, which is all that may differ between two backends. */
const comparable = (readings: readonly Reading[]) =>
  eventsOf(readings)
    .map(({ digest, event: { origin, ...event } }) => ({
      digest,
      event,
      from: [origin.source, origin.account, origin.region, origin.ref],
    }))
    .sort((a, b) => (a.event.id + a.digest < b.event.id + b.digest ? -1 : 1));

describe('trouble', () => {
  const world = () => worldOf(many(230), { 'eu-west-1': many(60, { awsRegion: 'eu-west-1' }) });

  test('a denied action is one gap that names its regions, and no span', async () => {
    const { collect, server } = await liveFor(world(), { regions: [region, 'eu-west-1'] });
    server.faults.add({ kind: 'denied', action: lookups });
    const readings = await collect(asking());
    expect(gapsOf(readings)).toMatchObject([{ code: 'ACCESS_DENIED', blocking: true }]);
    expect(gapsOf(readings)[0]?.message).toContain('eu-west-1, us-east-1');
    expect(readings.flatMap(({ spans }) => spans)).toEqual([]);
  });

  test('an action denied in one region leaves the others', async () => {
    const { collect, server } = await liveFor(world(), { regions: [region, 'eu-west-1'] });
    server.faults.add({ kind: 'denied', action: lookups, region: 'eu-west-1' });
    const readings = await collect(asking());
    expect(eventsOf(readings)).toHaveLength(230);
    expect(readings.flatMap(({ gaps }) => gaps)).toMatchObject([
      { account, region: 'eu-west-1', gap: { code: 'ACCESS_DENIED' } },
    ]);
    expect(new Set(readings.flatMap(({ spans }) => spans.map((span) => span.region)))).toEqual(new Set([region]));
  });

  test('throttles lose nothing', async () => {
    const { collect, server } = await liveFor(world());
    server.faults.add({ kind: 'throttled', action: lookups, every: 3 });
    const readings = await collect(asking());
    expect(eventsOf(readings)).toHaveLength(230);
    expect(codesOf(readings)).toEqual([]);
    expect(server.requests.of(lookups).filter(({ outcome }) => outcome === 'ThrottlingException')).not.toEqual([]);
  });

  test.each([2, 3, 4])('a fifth of all calls failing in passing ways changes nothing (seed %i)', async (seed) => {
    const same = world();
    const calm = await (await liveFor(same, { regions: [region, 'eu-west-1'] })).collect(asking());
    const { collect, server } = await liveFor(same, { regions: [region, 'eu-west-1'] });
    server.faults.addPassing({ share: 0.2, seed });
    const readings = await collect(asking());
    expect(server.requests.of(lookups).some(({ outcome }) => outcome !== 'ok')).toBe(true);
    expect(codesOf(readings)).toEqual([]);
    expect(recordsOf(readings)).toBe(recordsOf(calm));
    expect(comparable(readings)).toEqual(comparable(calm));
  });

  test('an aborted run ends with its reason', async () => {
    const live = await liveFor(world(), { onProgress: () => live.stop.abort(new Error('enough')) });
    await expect(live.collect(asking())).rejects.toThrow('enough');
  });

  test('events without a readable record are a gap', async () => {
    const broken = { ...record(), eventName: 'Broken' };
    Object.defineProperty(broken, 'toJSON', { value: () => 'no object', enumerable: false });
    const { collect } = await liveFor(worldOf([broken, record()]));
    const readings = await collect(asking());
    expect(namesOf(readings)).toEqual(['StopInstances']);
    expect(gapsOf(readings)).toMatchObject([{ code: 'DAMAGED_FILE', blocking: true }]);
  });
});

describe.each([
  ['open-ssh', 'sg-0a1b2c3d4e5f60718'],
  ['open-ssh', 'ConfigRemediation'],
  ['open-ssh', 'i-0f1e2d3c4b5a69788'],
  ['open-ssh', 'alice@example.com'],
  ['open-ssh', '192.0.2.24'],
  ['open-ssh', undefined],
  ['unencrypted-bucket', 'amzn-s3-demo-invoices'],
  ['unencrypted-bucket', 'invoice-uploader'],
  ['unencrypted-bucket', undefined],
] as const)('%s asked about %s', (example, target) => {
  test.each(['routine', 'all'] as const)('is the same live and from files, with %s reads', async (reads) => {
    const folder = join(import.meta.dirname, '../../examples', example);
    const world = worldOfExample(folder);
    const [owner = '', { regions: places = {} } = {}] = Object.entries(world.accounts)[0] ?? [];
    const regions = Object.keys(places);
    const records = Object.values(places).flatMap(({ trailRecords }) => trailRecords);
    const times = records.map((each) => Date.parse(String(each['eventTime']))).sort();
    const window = { since: times[0] as number, until: (times.at(-1) as number) + 1 };
    const iso = (time: number) => new Date(time).toISOString();
    const question = questionOf({
      targets: target === undefined ? [] : [planTarget(target)],
      from: [],
      since: iso(window.since),
      until: iso(window.until),
      filters: { accounts: [owner], reads },
    });
    const { collect } = await liveFor(world, {
      account: owner,
      regions,
      since: iso(window.since),
      until: iso(window.until),
      now: iso(window.until + 60_000),
    });
    const live = await collect(evidenceRequest(question));
    const files: Reading[] = [];
    const noInput = () => Promise.reject(new Error('standard input was read'));
    const scanners = archive.createScanners(evidenceRequest(question));
    for await (const reading of openArchive([folder], { standardInput: noInput }).scan(
      scanners,
      { accounts: [], regions: [] },
      archive.parseKey,
    ))
      files.push(reading);
    // data events are never in the event history
    const expected = comparable(files).filter(
      ({ event }) => event.kind !== 'api-call' || event.detail.eventCategory === 'Management',
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(comparable(live)).toEqual(expected);
  });
});
