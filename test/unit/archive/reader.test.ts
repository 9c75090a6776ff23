/** How an archive is read: what cannot be read, standard input, a second scan, progress. */
import { execFile } from 'node:child_process';
import { rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openArchive } from '../../../src/archive/reader.ts';
import type { ArchiveProgress } from '../../../src/archive/reading-progress.ts';
import type { RecordScanner } from '../../../src/archive/scanner.ts';
import type { Reading } from '../../../src/model/evidence.ts';
import { parseKey } from '../../../src/sources/cloudtrail/delivered-key.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { everything, gapsOf, noInput, noting, one, recordsOf, scan, skippedOf } from './reader-case.ts';

describe('what cannot be read', () => {
  test('is a gap beside what can', async () => {
    const folder = await temporaryFolder({ a: recordsOf(one, 'us-east-1', '2026-03-03T12:00:00Z') });
    await symlink(join(folder, 'gone'), join(folder, 'b'));
    const result = await scan([folder]);
    expect(result.opened).toEqual([join(folder, 'a')]);
    expect(gapsOf(result)).toMatchObject([{ code: 'UNREACHABLE', blocking: true, locator: join(folder, 'b') }]);
  });

  test('is an error where there is nothing else, with the first reason', async () => {
    const folder = await temporaryFolder();
    await symlink(join(folder, 'gone'), join(folder, 'b'));
    await expect(scan([folder])).rejects.toMatchObject({
      code: 'ARCHIVE_UNREADABLE',
      message: `nothing under ${folder} could be read: cannot read ${join(folder, 'b')}: it is gone, or a link that points nowhere`,
      hint: 'check that it exists and is a regular file',
    });
  });

  test('because there are no files is an error too', async () => {
    const folder = await temporaryFolder();
    await expect(scan([folder])).rejects.toMatchObject({
      code: 'ARCHIVE_UNREADABLE',
      message: `there are no files under ${folder}`,
    });
  });

  test('because it went away since it was listed is a gap', async () => {
    const folder = await temporaryFolder({ a: recordsOf(one, 'us-east-1', '2026-03-03T12:00:00Z'), b: '{}' });
    const archive = openArchive([folder], noInput);
    const codes: string[] = [];
    for await (const { gaps } of archive.scan([noting([])], everything, parseKey)) {
      codes.push(...gaps.map(({ gap }) => gap.code));
      await rm(join(folder, 'b'), { force: true });
    }
    expect(codes).toEqual(['UNREACHABLE']);
  });

  test('content of no kind that is known is no error', async () => {
    const folder = await temporaryFolder({ a: 'hello' });
    expect(skippedOf(await scan([folder]))).toEqual(['text: 1']);
  });
});

describe('standard input and pipes', () => {
  const record = recordsOf(one, 'us-east-1', '2026-03-03T12:00:00Z');

  test('are read once, however often they are scanned', async () => {
    const folder = await temporaryFolder();
    const pipe = join(folder, 'pipe');
    await promisify(execFile)('mkfifo', [pipe]);
    let reads = 0;
    const archive = openArchive(['-', pipe], {
      standardInput: () => {
        reads++;
        return Promise.resolve(Buffer.from(record));
      },
    });
    const written = writeFile(pipe, gzipSync(record));
    for (let round = 0; round < 3; round++) {
      const opened: string[] = [];
      for await (const _ of archive.scan([noting(opened)], everything, parseKey));
      expect(opened).toEqual(['-', pipe]);
    }
    await written;
    expect(reads).toBe(1);
  });

  test('that fail are gaps', async () => {
    const folder = await temporaryFolder({ a: record });
    const result = await scan(['-', folder]);
    expect(gapsOf(result).map(({ message }) => message)).toEqual(['cannot read -: standard input was read']);
  });
});

describe('a second scan', () => {
  test('does not open again, for a source, what held nothing of it', async () => {
    const folder = await temporaryFolder({ a: '{"eventVersion":1}', b: '{"item":1}', c: '{"neither":1}' });
    const archive = openArchive([folder], noInput);
    const read = async (...scanners: readonly RecordScanner[]) => {
      const readings: Reading[] = [];
      for await (const reading of archive.scan(scanners, everything, parseKey)) readings.push(reading);
      // the last reading reports what was not opened
      return readings.length - 1;
    };
    const [events, items]: [string[], string[]] = [[], []];
    expect(await read(noting(events), noting(items, 'config', 'item'))).toBe(3);
    expect(await read(noting(events))).toBe(1);
    expect(await read(noting(items, 'config', 'item'))).toBe(1);
    expect(await read(noting(events), noting(items, 'config', 'item'))).toBe(2);
    expect([events.length, items.length]).toEqual([3, 3]);
  });

  test('that opens no file at all is no error, though some could not be listed', async () => {
    const folder = await temporaryFolder({ a: '{"item":1}' });
    await symlink(join(folder, 'gone'), join(folder, 'b'));
    const archive = openArchive([folder], noInput);
    for (const known of [1, 0]) {
      const readings: Reading[] = [];
      for await (const reading of archive.scan([noting([])], everything, parseKey)) readings.push(reading);
      expect(readings).toHaveLength(known + 1);
    }
  });
});

describe('while it reads', () => {
  test('progress counts files and inflated bytes', async () => {
    const record = recordsOf(one, 'us-east-1', '2026-03-03T12:00:00Z');
    const folder = await temporaryFolder({ a: record, b: gzipSync(record) });
    const seen: ArchiveProgress[] = [];
    const sums = { files: 2, size: record.length + gzipSync(record).length, found: 0 };
    await scan([folder], everything, { ...noInput, onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([
      { ...sums, filesRead: 1, sizeRead: record.length, bytes: record.length },
      { ...sums, filesRead: 2, sizeRead: sums.size, bytes: 2 * record.length },
    ]);
  });

  test('an interruption ends it before the next file', async () => {
    const folder = await temporaryFolder({ a: '{"eventVersion":1}', b: '{"eventVersion":1}' });
    const controller = new AbortController();
    const opened: string[] = [];
    const archive = openArchive([folder], { ...noInput, signal: controller.signal });
    await expect(async () => {
      for await (const _ of archive.scan([noting(opened)], everything, parseKey)) controller.abort();
    }).rejects.toThrow('aborted');
    expect(opened).toEqual([join(folder, 'a')]);
  });
});
