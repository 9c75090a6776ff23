/** An index over time: refreshed, changed, truncated, made by somebody else; it is believed only as far as it still applies. */
import { chmod, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeIndex } from '../../src/archive/index-describe.ts';
import { besideName, folderOf, signingKey } from '../../src/archive/index-folder.ts';
import { openIndex } from '../../src/archive/index-lookup.ts';
import { openArchive } from '../../src/archive/reader.ts';
import { listArchive } from '../../src/archive/walk.ts';
import { indexScanner, parseKey } from '../../src/cli/index-scanner.ts';
import { archiveEvidence } from '../../src/investigate/evidence-reader.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { recordOf } from '../fixtures/cloudtrail.ts';
import { questionOf } from '../fixtures/question.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { about, archiveOf, ask, build, delivered, expectSame, files, pathOf, some } from './archive-index.ts';
import { remoteOf, serverWith } from './s3-harness.ts';

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
    expect(await describeIndex(described)).toMatchObject({ files: 36, indexed: 36, withoutFilter: 3, unusable: 0 });
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
