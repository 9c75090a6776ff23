/** An archive with and without an index, given the same questions: shared by the tests of the index. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { buildIndex, type IndexBuild } from '../../src/archive/index-build.ts';
import { folderOf, signingKey } from '../../src/archive/index-folder.ts';
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
import { account } from './aws-server-harness.ts';

export const keyId = '5e8b8f0a-1875-482f-b4d9-5d84fcdda25e';

/** What each file is about; a day has ten files. */
export const about = (n: number): JsonObject => ({
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

export function pathOf(n: number): string {
  const day = `2026/03/0${1 + Math.floor(n / 10)}`;
  const stamp = `${day.replaceAll('/', '')}T12${String(n % 10).padStart(2, '0')}Z`;
  return `AWSLogs/${account}/CloudTrail/us-east-1/${day}/${account}_CloudTrail_us-east-1_${stamp}_${String(n).padStart(16, 'A')}.json.gz`;
}

export const deliveredSmall = (...records: readonly JsonObject[]): Buffer =>
  gzipSync(JSON.stringify({ Records: records }));

/** Files of this size have a filter each. */
const noise = (text: string) =>
  Array.from({ length: 600 }, (_, n) => createHash('sha256').update(`${text} ${n}`).digest('hex')).join('');

const noisy = (record: JsonObject): JsonObject => ({
  ...record,
  additionalEventData: { noise: noise(JSON.stringify(record)) },
});

export const delivered = (first: JsonObject, ...more: readonly JsonObject[]): Buffer =>
  deliveredSmall(noisy(first), ...more);

export const files: Readonly<Record<string, Buffer | string>> = {
  ...Object.fromEntries(Array.from({ length: 30 }, (_, n) => [pathOf(n), delivered(recordOf(about(n)))])),
  // text for which there is no filter
  'escaped.json.gz': gzipSync(JSON.stringify({ Records: [recordOf(about(31))] }).replaceAll('-', '\\u002d')),
  'cut-off.json.gz': delivered(recordOf(about(33))).subarray(0, -9),
  'damaged.json.gz': delivered(recordOf({ ...about(35), eventTime: 'redacted' })),
  // as others keep them
  'plain.json': JSON.stringify({ Records: [noisy(recordOf(about(32)))] }),
  'lines.json.gz': gzipSync(JSON.stringify(noisy(recordOf(about(34))))),
  'two.json.gz': delivered(recordOf(about(36)), recordOf({ ...about(37), recipientAccountId: '444455556666' })),
};

export async function archiveOf(content: Readonly<Record<string, Buffer | string>> = files) {
  const base = await temporaryFolder();
  const folder = join(base, 'logs');
  for (const [path, bytes] of Object.entries(content)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return { folder, cache: join(base, 'cache') };
}
export type Archive = Awaited<ReturnType<typeof archiveOf>>;

export async function build({ folder, cache }: Archive, more: Partial<IndexBuild> = {}) {
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

export type Asked = Parameters<typeof questionOf>[0] & { readonly target?: string };

/** The report, and how many files were not opened for the first question. */
export async function ask(
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

/** Returns how many files did not have to be opened. */
export async function expectSame(archive: Archive, asked: Asked, from = [archive.folder]): Promise<number> {
  const plain = await ask(archive, from, asked, false);
  const { report, spared } = await ask(archive, from, asked);
  expect(report).toEqual(plain.report);
  return spared;
}

export const some = { target: 'sg-00000000000000003' };
