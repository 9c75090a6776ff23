/** A question is answered the same with an index and without one, whatever it is about. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeIndex } from '../../src/archive/index-describe.ts';
import { besideName, folderOf, signingKey } from '../../src/archive/index-folder.ts';
import { listArchive } from '../../src/archive/walk.ts';
import { indexScanner } from '../../src/cli/index-scanner.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { openSsh, unencryptedBucket } from '../unit/examples/cases.ts';
import {
  type Archive,
  type Asked,
  about,
  archiveOf,
  build,
  deliveredSmall,
  expectSame,
  keyId,
  pathOf,
  some,
} from './archive-index.ts';

describe('with an index', () => {
  const questions: readonly (readonly [string, Asked, number])[] = [
    ['an id', some, 32],
    ['an ARN', { target: 'arn:aws:s3:::bucket-4' }, 32],
    ['an address', { target: '203.0.113.12' }, 32],
    ['an id in a file of two records', { target: 'sg-00000000000000037' }, 32],
    ['an id in a file that was not compressed', { target: 'sg-00000000000000032' }, 32],
    ['an id in a file of lines', { target: 'sg-00000000000000034' }, 32],
    ['an id in a file that has no filter', { target: 'sg-00000000000000033' }, 33],
    ['what is nowhere', { target: 'sg-0fedcba9876543210' }, 33],
    ['a key by its UUID, which is in no filter', { target: keyId }, 0],
    ['an event by its id', { target: eventId(3) }, 0],
    ['a principal of all', { target: 'alice' }, 0],
    ['an access key that was issued', { target: 'ASIAEXAMPLE000000005' }, 32],
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
    expect(await build(archive)).toMatchObject({ files: 36, added: 36, kept: 0, withoutFilter: 3, unread: 0 });
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
