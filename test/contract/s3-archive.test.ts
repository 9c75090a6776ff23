/**
 * The same files in a folder and in a bucket give the same report, even while calls fail temporarily and bodies are cut off.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseKey } from '../../src/cli/index-scanner.ts';
import { planTarget } from '../../src/plan/target.ts';
import { bucketFromFolder } from '../aws/bucket-from-folder.ts';
import type { AwsServer } from '../aws/server.ts';
import type { StoredObject } from '../aws/world.ts';
import { questionOf } from '../fixtures/question.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { openSsh, unencryptedBucket } from '../unit/examples/cases.ts';
import { account, otherAccount } from './aws-server-harness.ts';
import { bucketOf, fetched, file, from, name, target } from './s3-archive.ts';
import { placeless, remoteOf, reportOf, serverWith } from './s3-harness.ts';

const listed = ({ requests }: AwsServer) => requests.of('s3:ListBucket').map(({ parameters }) => parameters['prefix']);

describe.each([openSsh, unencryptedBucket].map((one) => ({ one, name: one.name })))('$name', ({ one }) => {
  const targets = [planTarget(one.truth.target)];

  test('is the same from a bucket, which lies in another region', async () => {
    const server = await serverWith(bucketFromFolder(name, one.folder, 'logs/'));
    const expected = await reportOf(questionOf({ targets, from: [one.folder] }));
    const found = await reportOf(questionOf({ targets, from }), remoteOf(server));
    expect(found.timeline.length).toBeGreaterThan(5);
    expect(placeless(found, `s3://${name}/logs`)).toEqual(placeless(expected, one.folder));
  });

  test('is the same while a fifth of all calls fails, and pages are short', async () => {
    const server = await serverWith(bucketFromFolder(name, one.folder, 'logs/'), { s3KeysPerPage: 3 });
    const kinds = ['throttled', 'internal', 'unavailable', 'cut-before', 'cut-in-body', 'short-body'] as const;
    server.faults.addPassing({ share: 0.2, seed: 5, action: 's3:GetObject', kinds });
    server.faults.addPassing({ share: 0.2, seed: 6, action: 's3:ListBucket' });
    const expected = await reportOf(questionOf({ targets, from: [one.folder] }));
    const found = await reportOf(questionOf({ targets, from: [`s3://${name}/logs/`] }), remoteOf(server));
    expect(server.requests.all.filter(({ outcome }) => outcome !== 'ok').length).toBeGreaterThan(20);
    expect(placeless(found, `s3://${name}/logs`)).toEqual(placeless(expected, one.folder));
  });
});

const times = ({ timeline }: { readonly timeline: readonly { readonly time: string }[] }) =>
  timeline.map(({ time }) => time);

/** Only of the bucket: who is behind a call is searched for in other days and places, too. */
const selectionOf = (window: { readonly since: string; readonly until: string }) => ({
  since: Date.parse(window.since),
  until: Date.parse(window.until),
});

describe('a window', () => {
  const days = ['2025-12-31', '2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-04-01'];
  const window = { since: '2026-03-03T11:30:00Z', until: '2026-03-03T12:30:00Z' };

  test('bounds what is listed, and the rest of the bucket still tells that it reaches there', async () => {
    const server = await serverWith(bucketOf(...days.map((day) => file({ day, at: '1205' }))));
    const report = await reportOf(questionOf({ targets: [target], from, ...window }), remoteOf(server));
    expect(times(report)).toEqual(['2026-03-03T12:00:00.000Z']);
    server.requests.clear();
    await remoteOf(server).list(from[0] as string, { ...selectionOf(window), regions: [], accounts: [] }, parseKey);
    const regions = `logs/AWSLogs/${account}/CloudTrail/us-east-1`;
    expect(listed(server).filter((prefix) => String(prefix).startsWith(`${regions}/2`))).toEqual([
      `${regions}/2026/`,
      `${regions}/2026/03/`,
      `${regions}/2026/03/03/`,
    ]);
    const [coverage] = report.coverage;
    expect(coverage).toMatchObject({ complete: true, records: 1, skipped: { 'folder outside the question': 6 } });
    expect(report.verdict).toMatchObject(
      (await reportOf(questionOf({ targets: [target], from, ...window }), remoteOf(server))).verdict,
    );
  });

  test('is leapt to within a day, and files of other makers are read all the same', async () => {
    const minutes = Array.from({ length: 24 * 12 }, (_, n) => n * 5);
    const at = (minute: number) =>
      `${String(Math.floor(minute / 60)).padStart(2, '0')}${String(minute % 60).padStart(2, '0')}`;
    const copied = Object.values(file({ day: '2026-03-03', at: '1215' }))[0] as StoredObject;
    const day = `logs/AWSLogs/${account}/CloudTrail/us-east-1/2026/03/03`;
    const server = await serverWith(
      bucketOf(...minutes.map((minute) => file({ day: '2026-03-03', at: at(minute) })), {
        [`${day}/000-copy.json.gz`]: copied,
        [`${day}/zzz-copy.json.gz`]: copied,
        [`${day}/${account}_CloudTrail_us-east-1_copy.json.gz`]: copied,
      }),
      { s3KeysPerPage: 10 },
    );
    const report = await reportOf(questionOf({ targets: [target], from, ...window }), remoteOf(server));
    const inside = minutes.filter((minute) => minute - 5 >= 11.5 * 60 && minute - 5 < 12.5 * 60);
    // one of the three copies is an event, and has no minute of its own
    expect(new Set(times(report)).size).toBe(inside.length);
    expect(fetched(server)).toEqual(
      expect.arrayContaining([
        `${day}/000-copy.json.gz`,
        `${day}/zzz-copy.json.gz`,
        `${day}/${account}_CloudTrail_us-east-1_copy.json.gz`,
      ]),
    );
    server.requests.clear();
    const { files } = await remoteOf(server).list(
      from[0] as string,
      { ...selectionOf(window), regions: [], accounts: [] },
      parseKey,
    );
    expect(listed(server).filter((prefix) => prefix === `${day}/`).length).toBeLessThan(12);
    expect(files.length).toBeLessThan(70);
  });

  test('is read with what other regions and accounts hold left alone where one is named', async () => {
    const server = await serverWith(
      bucketOf(
        file({ day: '2026-03-03', at: '1205' }),
        file({ day: '2026-03-03', at: '1205', region: 'eu-west-1' }),
        file({ day: '2026-03-03', at: '1205', owner: otherAccount }),
      ),
    );
    const filters = { regions: ['us-east-1'], accounts: [account] };
    const { files } = await remoteOf(server).list(from[0] as string, { ...selectionOf(window), ...filters }, parseKey);
    expect(files).toHaveLength(1);
    expect(listed(server).filter((prefix) => /eu-west-1|444455556666/.test(String(prefix)))).toEqual([]);
    const report = await reportOf(questionOf({ targets: [target], from, filters, ...window }), remoteOf(server));
    expect(report.timeline).toHaveLength(1);
  });
});

describe('digests', () => {
  const digest = (region: string, hour: number): Record<string, StoredObject> => {
    const at = `20260303T${String(hour).padStart(2, '0')}0510Z`;
    const folder = `logs/AWSLogs/${account}/CloudTrail-Digest/${region}/2026/03/03`;
    const key = `${folder}/${account}_CloudTrail-Digest_${region}_trail_us-east-1_${at}.json.gz`;
    const content = { awsAccountId: account, digestS3Object: key, digestStartTime: 'x', digestSignatureAlgorithm: 'x' };
    return { [key]: { content: gzipSync(JSON.stringify(content)) } };
  };
  const bucket = bucketOf(
    file({ day: '2026-03-03', at: '1205' }),
    file({ day: '2026-03-03', at: '1205', region: 'eu-west-1' }),
    ...Array.from({ length: 24 }, (_, hour) => digest('us-east-1', hour)),
    ...Array.from({ length: 24 }, (_, hour) => digest('eu-west-1', hour)),
    { [`logs/AWSLogs/${account}/Config/ConfigWritabilityCheckFile`]: { content: Buffer.alloc(0) } },
  );
  const ask = async (more: Partial<Parameters<typeof questionOf>[0]>, server: AwsServer) => {
    const folder = await temporaryFolder(
      Object.fromEntries(Object.entries(bucket.objects).map(([key, { content }]) => [key, content])),
    );
    const local = await reportOf(questionOf({ targets: [target], from: [folder], ...more }));
    const far = await reportOf(questionOf({ targets: [target], from: ['s3://trail-logs'], ...more }), remoteOf(server));
    expect(placeless(far, 's3://trail-logs')).toEqual(placeless(local, folder));
    return far.coverage.map(({ region, skipped }) => [region, skipped]);
  };

  test('are counted and not fetched, and nor is a file that marks a folder as writable', async () => {
    const server = await serverWith(bucket);
    expect(await ask({}, server)).toEqual([
      [null, { 'empty file': 1 }],
      ['eu-west-1', { digest: 24 }],
      ['us-east-1', { digest: 24 }],
    ]);
    expect(fetched(server).filter((key) => !String(key).includes('/CloudTrail/'))).toEqual([]);
    // a page lists all digests of a region
    const folders = ['', 'eu-west-1/', 'us-east-1/'].map(
      (below) => `logs/AWSLogs/${account}/CloudTrail-Digest/${below}`,
    );
    expect(listed(server).filter((prefix) => String(prefix).includes('-Digest/'))).toEqual(folders);
  });

  test('of another time or region say nothing of how far the archive reaches', async () => {
    const server = await serverWith(bucket);
    const window = { since: '2026-03-03T11:30:00Z', until: '2026-03-03T12:30:00Z' };
    const filters = { regions: ['us-east-1'], accounts: [] };
    const found = await ask({ ...window, filters }, server);
    expect(found).toContainEqual(['us-east-1', { digest: 4, 'file outside the question': 20 }]);
    expect(fetched(server).filter((key) => !String(key).includes('/CloudTrail/'))).toEqual([]);
  });
});
