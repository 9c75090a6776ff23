/** A question is answered the same with an index and without one: whatever it is about, and whatever became of the index. */
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { buildIndex, type IndexBuild } from '../../src/archive/index-build.ts';
import { describeIndex } from '../../src/archive/index-describe.ts';
import { besideName, folderOf, signingKey } from '../../src/archive/index-folder.ts';
import { openIndex } from '../../src/archive/index-lookup.ts';
import { openArchive } from '../../src/archive/reader.ts';
import { listArchive } from '../../src/archive/walk.ts';
import { indexScanner, parseKey } from '../../src/cli/index-scanner.ts';
import { archiveEvidence } from '../../src/investigate/evidence-reader.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';
import { questionOf } from '../fixtures/question.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { openSsh, unencryptedBucket } from '../unit/examples/cases.ts';
import { account } from './aws-server-harness.ts';
import { remoteOf, serverWith } from './s3-harness.ts';

const keyId = '5e8b8f0a-1875-482f-b4d9-5d84fcdda25e';

/** What each file is about; the files of a day are ten. */
const about = (n: number): JsonObject => ({
  eventID: eventId(n),
  eventTime: `2026-03-0${1 + Math.floor(n / 10)}T12:${String(n % 10).padStart(2, '0')}:00Z`,
  sourceIPAddress: `203.0.113.${n}`,
  requestParameters: {
    groupId: `sg-${String(n).padStart(17, '0')}`,
    keyId: n === 7 ? keyId : null,
    policy: JSON.stringify({ Statement: [{ Resource: `arn:aws:s3:::bucket-${n}/*`, Sid: 'a\nb' }] }),
  },
  ...(n % 5 === 0 && {
    responseElements: { credentials: { accessKeyId: `ASIAEXAMPLE0000000${String(n).padStart(2, '0')}` } },
  }),
});

function pathOf(n: number): string {
  const day = `2026/03/0${1 + Math.floor(n / 10)}`;
  const stamp = `${day.replaceAll('/', '')}T12${String(n % 10).padStart(2, '0')}Z`;
  return `AWSLogs/${account}/CloudTrail/us-east-1/${day}/${account}_CloudTrail_us-east-1_${stamp}_${String(n).padStart(16, 'A')}.json.gz`;
}

const deliveredSmall = (...records: readonly JsonObject[]): Buffer => gzipSync(JSON.stringify({ Records: records }));

/** Files of this size have a filter each. */
const noise = (text: string) =>
  Array.from({ length: 600 }, (_, n) => createHash('sha256').update(`${text} ${n}`).digest('hex')).join('');

const delivered = (first: JsonObject, ...more: readonly JsonObject[]): Buffer =>
  deliveredSmall({ ...first, additionalEventData: { noise: noise(JSON.stringify(first)) } }, ...more);

const files: Readonly<Record<string, Buffer | string>> = {
  ...Object.fromEntries(Array.from({ length: 30 }, (_, n) => [pathOf(n), delivered(recordOf(about(n)))])),
  // what no filter is made of
  'escaped.json.gz': gzipSync(JSON.stringify({ Records: [recordOf(about(31))] }).replaceAll('-', '\\u002d')),
  'plain.json': JSON.stringify({ Records: [recordOf(about(32))] }),
  'cut-off.json.gz': delivered(recordOf(about(33))).subarray(0, -9),
  'lines.json.gz': gzipSync(JSON.stringify(recordOf(about(34)))),
  'damaged.json.gz': delivered(recordOf({ ...about(35), eventTime: 'redacted' })),
  'two.json.gz': delivered(recordOf(about(36)), recordOf({ ...about(37), recipientAccountId: '444455556666' })),
};

async function archiveOf(content: Readonly<Record<string, Buffer | string>> = files) {
  const base = await temporaryFolder();
  const folder = join(base, 'logs');
  for (const [path, bytes] of Object.entries(content)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return { folder, cache: join(base, 'cache') };
}
type Archive = Awaited<ReturnType<typeof archiveOf>>;

async function build({ folder, cache }: Archive, more: Partial<IndexBuild> = {}) {
  const key = (await signingKey(cache, true)) as Buffer;
  const listed = more.files ?? (await listArchive([folder])).files;
  return buildIndex({
    root: folder,
    isBeside: false,
    folder: folderOf(cache, folder),
    key,
    files: listed,
    isWhole: true,
    scanner: indexScanner(),
    parseKey,
    now: 1_772_546_000_000,
    signal: new AbortController().signal,
    onProgress: () => {},
    ...more,
  });
}

type Asked = Parameters<typeof questionOf>[0] & { readonly target?: string };

/** The report, and how many files were not opened for the first question. */
async function ask(
  { cache }: Pick<Archive, 'cache'>,
  from: readonly string[],
  { target, ...parts }: Asked = {},
  withIndex = true,
) {
  const index = withIndex ? await openIndex(cache, from) : undefined;
  let spared: number | undefined;
  const archive = openArchive(from, {
    standardInput: () => Promise.reject(new Error('standard input was read')),
    ...(index && {
      index: {
        spare: async (...all) => {
          const found = await index.spare(...all);
          spared ??= found.size;
          return found;
        },
      },
    }),
  });
  const question = questionOf({
    command: 'who',
    from,
    targets: target === undefined ? [] : [planTarget(target)],
    ...parts,
  });
  const reader = archiveEvidence(sources, archive);
  const report = await investigate(question, { sources, reader, clock: () => question.now, version: '0' });
  return { report, spared: spared ?? 0 };
}

/** Gives how many files were spared. */
async function expectSame(archive: Archive, asked: Asked, from = [archive.folder]): Promise<number> {
  const plain = await ask(archive, from, asked, false);
  const { report, spared } = await ask(archive, from, asked);
  expect(report).toEqual(plain.report);
  return spared;
}

const some = { target: 'sg-00000000000000003' };

describe('with an index', () => {
  const questions: readonly (readonly [string, Asked, number])[] = [
    ['an id', some, 30],
    ['an ARN', { target: 'arn:aws:s3:::bucket-4' }, 30],
    ['an address', { target: '203.0.113.12' }, 30],
    ['an id in a file of two records', { target: 'sg-00000000000000037' }, 30],
    ['an id in a file that has no filter', { target: 'sg-00000000000000034' }, 31],
    ['what is nowhere', { target: 'sg-0fedcba9876543210' }, 31],
    ['a key by its UUID, which is in no filter', { target: keyId }, 0],
    ['an event by its id', { target: eventId(3) }, 0],
    ['a principal of all', { target: 'alice' }, 0],
    ['an access key that was issued', { target: 'ASIAEXAMPLE000000005' }, 30],
    ['a window', { since: '2026-03-02T12:00:00Z', until: '2026-03-02T12:05:00Z' }, 1],
    [
      'a target in a window',
      { target: 'sg-00000000000000013', since: '2026-03-02T11:00:00Z', until: '2026-03-02T13:00:00Z' },
      0,
    ],
    ['all', {}, 0],
  ];

  test.each(questions)('%s is answered the same', async (_, asked, least) => {
    const archive = await archiveOf();
    expect(await build(archive)).toMatchObject({ files: 36, added: 36, kept: 0, withoutFilter: 5, unread: 0 });
    expect(await expectSame(archive, asked)).toBeGreaterThanOrEqual(least);
  });

  test.each([openSsh, unencryptedBucket])('the example $name is answered the same', async ({ folder, truth }) => {
    const archive = { folder, cache: join(await temporaryFolder(), 'cache') };
    await build(archive);
    await expectSame(archive, { target: truth.target, command: 'investigate' });
    expect(await expectSame(archive, { target: 'sg-0fedcba9876543210', command: 'investigate' })).toBeGreaterThan(1);
  });

  test('of a folder, its parts and what is around it use it', async () => {
    const archive = await archiveOf();
    await build(archive);
    const day = join(archive.folder, pathOf(0), '..');
    expect(await expectSame(archive, some, [day])).toBe(9);
    expect(await expectSame(archive, some, [join(archive.folder, '..', 'logs')])).toBeGreaterThan(25);
    expect(await expectSame(archive, some, [join(day, '..', '02'), join(archive.folder, pathOf(0))])).toBe(11);
  });

  test('that lies beside the archive is found wherever the archive is moved to, and is no evidence', async () => {
    const archive = await archiveOf();
    await build(archive, { isBeside: true, folder: join(archive.folder, besideName) });
    expect(await expectSame(archive, some)).toBeGreaterThan(25);
    const moved = join(archive.folder, '..', 'moved');
    await cp(archive.folder, moved, { recursive: true, preserveTimestamps: true });
    expect(await expectSame(archive, some, [moved])).toBeGreaterThan(25);
    expect((await listArchive([moved])).files).toHaveLength(36);
  });
});

describe('of small files', () => {
  const small = () =>
    archiveOf(
      Object.fromEntries(Array.from({ length: 30 }, (_, n) => [pathOf(n), deliveredSmall(recordOf(about(n)))])),
    );

  test('those of a folder are told of together, and all of them are read for one', async () => {
    const archive = await small();
    await build(archive);
    expect(await expectSame(archive, some)).toBe(20);
    expect(await expectSame(archive, { target: 'sg-0fedcba9876543210' })).toBe(30);
    expect(await expectSame(archive, { since: '2026-03-02T12:00:00Z', until: '2026-03-02T12:05:00Z' })).toBeGreaterThan(
      0,
    );
  });

  test('the index is a fraction of what one by itself takes', async () => {
    const [archive, other] = [await small(), await archiveOf()];
    await build(archive);
    await build(other);
    const sizeOf = async ({ cache, folder }: Archive) => {
      const { bytes, indexed } = await describeIndex({
        root: folder,
        isBeside: false,
        folder: folderOf(cache, folder),
        key: await signingKey(cache, false),
        files: (await listArchive([folder])).files,
        scanner: indexScanner(),
      });
      return bytes / indexed;
    };
    expect(await sizeOf(archive)).toBeLessThan(0.9 * (await sizeOf(other)));
  });
});

describe('an index', () => {
  test('is refreshed by what came since, and forgets what is gone', async () => {
    const archive = await archiveOf();
    await build(archive);
    expect(await build(archive)).toMatchObject({ added: 0, kept: 36 });
    await writeFile(join(archive.folder, pathOf(38)), delivered(recordOf(about(38)))).catch(async () => {
      await mkdir(join(archive.folder, pathOf(38), '..'), { recursive: true });
      await writeFile(join(archive.folder, pathOf(38)), delivered(recordOf(about(38))));
    });
    await rm(join(archive.folder, pathOf(0), '..'), { recursive: true });
    expect(await build(archive)).toMatchObject({ files: 27, added: 1, kept: 26 });
    const names = await readdir(folderOf(archive.cache, archive.folder));
    expect(names.map((name) => name.replace(/-[0-9a-f]{16}\.obs3-index$/, ''))).toEqual([
      '2026-03-02',
      '2026-03-03',
      '2026-03-04',
      'other',
    ]);
    expect(await expectSame(archive, { target: 'sg-00000000000000038' })).toBeGreaterThan(15);
  });

  test('of a day that came piece by piece is gathered', async () => {
    const archive = await archiveOf({});
    for (let n = 0; n < 10; n++) {
      await mkdir(join(archive.folder, pathOf(n), '..'), { recursive: true });
      await writeFile(join(archive.folder, pathOf(n)), delivered(recordOf(about(n))));
      await build(archive);
    }
    expect((await readdir(folderOf(archive.cache, archive.folder))).length).toBeLessThan(4);
    expect(await expectSame(archive, some)).toBe(9);
  });

  test('of a day of many files is in many parts, which stay as they are', async () => {
    const archive = await archiveOf();
    await build(archive, { mostFiles: 1 });
    expect(await build(archive, { mostFiles: 1 })).toMatchObject({ added: 0, kept: 36 });
    expect(await expectSame(archive, some)).toBeGreaterThan(25);
  });

  test('says nothing of a file that changed', async () => {
    const archive = await archiveOf();
    await build(archive);
    const path = join(archive.folder, pathOf(9));
    const before = await stat(path);
    const other = delivered(recordOf({ ...about(9), requestParameters: { groupId: some.target } }));
    await writeFile(path, other);
    await utimes(path, before.atime, new Date(before.mtimeMs + 5));
    await expectSame(archive, some);
    expect((await ask(archive, [archive.folder], some)).report.timeline).toHaveLength(2);
  });

  test('with any of its bytes changed is not used, and costs only work', async () => {
    const archive = await archiveOf();
    await build(archive);
    const folder = folderOf(archive.cache, archive.folder);
    for (const name of await readdir(folder)) {
      const bytes = await readFile(join(folder, name));
      const at = Math.floor(bytes.length / 2);
      bytes[at] = (bytes[at] as number) ^ 1;
      await writeFile(join(folder, name), bytes);
    }
    expect(await expectSame(archive, some)).toBe(0);
    const key = await signingKey(archive.cache, false);
    const listed = await listArchive([archive.folder]);
    const described = {
      root: archive.folder,
      isBeside: false,
      folder,
      key,
      files: listed.files,
      scanner: indexScanner(),
    };
    expect(await describeIndex(described)).toMatchObject({ indexed: 0, unusable: 4 });
    expect(await build(archive)).toMatchObject({ added: 36 });
    expect(await expectSame(archive, some)).toBeGreaterThan(25);
    expect(await describeIndex(described)).toMatchObject({ files: 36, indexed: 36, withoutFilter: 5, unusable: 0 });
  });

  test('that somebody else made is not used', async () => {
    const [archive, other] = [await archiveOf(), await archiveOf()];
    await build(
      { folder: archive.folder, cache: other.cache },
      { isBeside: true, folder: join(archive.folder, besideName) },
    );
    await signingKey(archive.cache, true);
    expect(await expectSame(archive, some)).toBe(0);
  });

  test('in a folder that others can write to is not used', async () => {
    const archive = await archiveOf();
    await build(archive);
    await chmod(archive.cache, 0o777);
    expect(await expectSame(archive, some)).toBe(0);
  });

  test('is for the user alone', async () => {
    const archive = await archiveOf();
    await build(archive);
    const folder = folderOf(archive.cache, archive.folder);
    for (const path of [archive.cache, folder]) expect((await stat(path)).mode & 0o777).toBe(0o700);
    for (const path of [join(archive.cache, 'key'), ...(await readdir(folder)).map((name) => join(folder, name))])
      expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('whose build was cut off is of use as far as it came, and goes on from there', async () => {
    const archive = await archiveOf();
    const abort = new AbortController();
    const cutOff = build(archive, {
      signal: abort.signal,
      onProgress: ({ filesDone }) => filesDone === 14 && abort.abort(),
    });
    await expect(cutOff).rejects.toThrow();
    expect(await expectSame(archive, some)).toBe(13);
    expect(await build(archive)).toMatchObject({ kept: 14, added: 22 });
  });

  test('of a bucket spares its objects from being fetched', async () => {
    const objects = Object.fromEntries(
      Object.entries(files).map(([path, content]) => [path, { content: Buffer.from(content) }]),
    );
    const server = await serverWith({ name: 'trail-logs', objects });
    const root = 's3://trail-logs';
    const cache = join(await temporaryFolder(), 'cache');
    const remote = remoteOf(server);
    const { files: listed } = await remote.list(root, { regions: [], accounts: [] }, parseKey);
    await build({ folder: root, cache }, { files: listed, remote });
    server.requests.clear();
    const index = await openIndex(cache, [root]);
    const question = questionOf({ command: 'who', from: [root], targets: [planTarget(some.target)] });
    const archive = openArchive([root], {
      standardInput: () => Promise.reject(new Error('standard input was read')),
      remote: remoteOf(server),
      ...(index && { index }),
    });
    const reader = archiveEvidence(sources, archive);
    const report = await investigate(question, { sources, reader, clock: () => question.now, version: '0' });
    expect(report.timeline).toHaveLength(1);
    expect(server.requests.of('s3:GetObject').length).toBeLessThan(20);
  });
});
