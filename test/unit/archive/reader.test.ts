import { execFile } from 'node:child_process';
import { rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type ArchiveInput, openArchive } from '../../../src/archive/reader.ts';
import type { ArchiveProgress } from '../../../src/archive/reading-progress.ts';
import type { RecordScanner, Selection } from '../../../src/archive/scanner.ts';
import type { Reading } from '../../../src/model/evidence.ts';
import { parseKey } from '../../../src/sources/cloudtrail/delivered-key.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const [one, other] = ['111122223333', '444455556666'] as const;

/** Notes the files of the records it is given. A record: `{eventVersion, account, region, time}`, the time in ISO 8601. */
function noting(files: string[], source = 'cloudtrail', known = 'eventVersion'): RecordScanner {
  return {
    source,
    listKeys: ['Records'],
    openings: ['eventVersion'],
    record(value, { file }, collector) {
      if (!(known in value)) return false;
      files.push(file);
      const { account, region, time } = value as Record<string, string>;
      collector.seen(account ?? null, region ?? null, Date.parse(time ?? ''));
      return true;
    },
  };
}

const recordsOf = (account: string, region: string, time: string) =>
  JSON.stringify({ Records: [{ eventVersion: '1.10', account, region, time }] });

interface Key {
  readonly account?: string;
  readonly region?: string;
  /** Delivery, to the minute. */
  readonly delivered?: string;
  /** Between AWSLogs and the account. */
  readonly organization?: string;
}

/** The path that a trail gives its file. */
function pathOf({ account = one, region = 'us-east-1', delivered = '2026-03-03T12:00', organization = '' }: Key = {}) {
  const [day = '', minute = ''] = delivered.split('T');
  const stamp = `${day.replaceAll('-', '')}T${minute.replace(':', '')}Z`;
  return `AWSLogs/${organization}${account}/CloudTrail/${region}/${day.replaceAll('-', '/')}/${account}_CloudTrail_${region}_${stamp}_AbCdEfGhIjKlMnOp.json.gz`;
}

/** A delivered file whose records bear what its key says. */
const delivered = (key: Key = {}) => ({
  [pathOf(key)]: gzipSync(
    recordsOf(key.account ?? one, key.region ?? 'us-east-1', `${key.delivered ?? '2026-03-03T12:00'}:00Z`),
  ),
});

const everything: Selection = { regions: [], accounts: [] };
const between = (since: string, until: string): Selection => ({
  ...everything,
  since: Date.parse(since),
  until: Date.parse(until),
});

const noInput: ArchiveInput = {
  standardInput: () => Promise.reject(Object.assign(new Error('standard input was read'), { code: 'EIO' })),
};

interface Scan {
  /** The files of the records read, by the last part of their path or as they were asked for. */
  readonly opened: readonly string[];
  readonly readings: readonly Reading[];
}

async function scan(paths: readonly string[], selection = everything, input = noInput): Promise<Scan> {
  const opened: string[] = [];
  const readings: Reading[] = [];
  for await (const reading of openArchive(paths, input).scan([noting(opened)], selection, parseKey))
    readings.push(reading);
  return { opened, readings };
}

/** What of these delivered files is opened for a selection, as they were described. */
async function chosen(keys: readonly Key[], selection: Selection): Promise<readonly Key[]> {
  const folder = await temporaryFolder(Object.assign({}, ...keys.map(delivered)));
  const { opened } = await scan([folder], selection);
  return keys.filter((key) => opened.includes(join(folder, pathOf(key))));
}

const gapsOf = ({ readings }: Scan) => readings.flatMap(({ gaps }) => gaps.map(({ gap }) => gap));
const skippedOf = ({ readings }: Scan) =>
  readings.flatMap(({ skipped }) => skipped.map(({ kind, count }) => `${kind}: ${count}`));

describe('files are chosen by their keys', () => {
  const window = between('2026-03-03T10:00:00Z', '2026-03-03T11:00:00Z');

  test.each<[string, boolean]>([
    ['2026-03-02T23:59', false],
    ['2026-03-03T08:58', false],
    // the whole minute may have been delivered at its end: 08:59 ends at 09:00, an hour before the window
    ['2026-03-03T08:59', false],
    ['2026-03-03T09:00', true],
    ['2026-03-03T10:30', true],
    ['2026-03-03T11:59', true],
    ['2026-03-03T12:00', false],
    ['2026-03-04T10:30', false],
  ])('delivered %s, an hour before to an hour after the window: %s', async (time, opened) => {
    // one that is opened in any case, so that there is something to read
    const sure = { delivered: '2026-03-03T10:15' };
    expect(await chosen([sure, { delivered: time }], window)).toEqual(opened ? [sure, { delivered: time }] : [sure]);
  });

  test('an open end of the window shuts nothing out', async () => {
    const keys = ['2020-01-01T00:00', '2026-03-03T12:00', '2030-12-31T23:59'].map((time) => ({ delivered: time }));
    expect(await chosen(keys, everything)).toEqual(keys);
    expect(await chosen(keys, { ...everything, since: Date.parse('2026-03-01T00:00:00Z') })).toEqual(keys.slice(1));
    expect(await chosen(keys, { ...everything, until: Date.parse('2026-03-04T00:00:00Z') })).toEqual(keys.slice(0, 2));
  });

  test('a day folder stands for its whole day where the name of the file says nothing', async () => {
    const record = recordsOf(one, 'us-east-1', '2026-03-03T12:00:00Z');
    const paths = ['02', '03', '04'].map((day) => `AWSLogs/${one}/CloudTrail/us-east-1/2026/03/${day}/a.json`);
    const folder = await temporaryFolder(Object.fromEntries(paths.map((path) => [path, record])));
    const opened = async (since: string, until: string) =>
      (await scan([folder], between(since, until))).opened.map((path) => path.slice(folder.length + 1));
    expect(await opened('2026-03-03T02:00:00Z', '2026-03-03T03:00:00Z')).toEqual([paths[1]]);
    expect(await opened('2026-03-03T00:30:00Z', '2026-03-03T23:30:00Z')).toEqual(paths);
    expect(await opened('2026-03-03T01:00:00Z', '2026-03-03T23:00:00Z')).toEqual([paths[1]]);
  });

  test('by region', async () => {
    const keys = ['us-east-1', 'eu-west-1', 'us-gov-west-1'].map((region) => ({ region }));
    expect(await chosen(keys, { regions: ['eu-west-1'], accounts: [] })).toEqual([keys[1]]);
    expect(await chosen(keys, { regions: ['us-gov-west-1', 'us-east-1'], accounts: [] })).toEqual([keys[0], keys[2]]);
  });

  test('of an organization, whose id stands before the account', async () => {
    const keys: Key[] = [
      { organization: 'o-exampleorg1/', delivered: '2026-03-03T10:15' },
      { organization: 'o-exampleorg1/', delivered: '2026-03-03T20:15' },
    ];
    expect(await chosen(keys, window)).toEqual([keys[0]]);
  });

  test('by account, once a file of it bore that account out', async () => {
    const times = ['2026-03-03T12:00', '2026-03-03T12:05', '2026-03-03T12:10'];
    const keys = [one, other].flatMap((account) => times.map((time) => ({ account, delivered: time })));
    // the first file of the other account is opened to see whose records it holds
    expect(await chosen(keys, { regions: [], accounts: [one] })).toEqual(keys.slice(0, 4));
  });

  test('by account only where the records bear it out: else all are read', async () => {
    const times = ['2026-03-03T12:00', '2026-03-03T12:05'];
    const files = times.map((time) => [
      pathOf({ account: other, delivered: time }),
      recordsOf(one, 'us-east-1', `${time}:00Z`),
    ]);
    const folder = await temporaryFolder(Object.fromEntries(files));
    const { opened } = await scan([folder], { regions: [], accounts: [one] });
    expect(opened).toHaveLength(2);
  });

  test('files of any other name are always opened', async () => {
    const record = recordsOf(other, 'eu-west-1', '2020-01-01T00:00:00Z');
    const names = [
      'trail.json',
      'AWSLogs/trail.json',
      `AWSLogs/${one}/CloudTrail/us-east-1/trail.json`,
      `AWSLogs/${one}/CloudTrail/us-east-1/2020/01/trail.json`,
      `${one}_CloudTrail_us-east-1_20200101T0000Z.json`,
      `${one}_CloudTrail_us-east-1-20200101T0000.json`,
    ];
    const folder = await temporaryFolder(Object.fromEntries(names.map((name) => [name, record])));
    const { opened } = await scan([folder], { ...window, regions: ['us-east-1'], accounts: [one] });
    expect(opened.map((path) => path.slice(folder.length + 1)).sort()).toEqual([...names].sort());
  });
});

describe('what was not opened', () => {
  test('is counted, and tells how far the archive reaches', async () => {
    const keys = ['2026-03-03T10:15', '2026-03-03T20:15', '2026-03-03T21:15'].map((time) => ({ delivered: time }));
    const folder = await temporaryFolder(Object.assign({}, ...keys.map(delivered)));
    const { readings } = await scan([folder], between('2026-03-03T10:00:00Z', '2026-03-03T11:00:00Z'));
    const place = { source: 'cloudtrail', account: one, region: 'us-east-1' };
    expect(readings.at(-1)).toEqual({
      evidence: [],
      bytes: 0,
      gaps: [],
      spans: [
        {
          ...place,
          first: Date.parse('2026-03-03T20:15:00Z'),
          last: Date.parse('2026-03-03T21:15:59.999Z'),
          records: 0,
        },
      ],
      skipped: [{ ...place, kind: 'file outside the question', count: 2 }],
    });
  });

  test('is told also where nothing was opened: that is an answer, not an error', async () => {
    const folder = await temporaryFolder(delivered());
    await symlink(join(folder, 'gone'), join(folder, 'dangling'));
    const result = await scan([folder], between('2020-01-01T00:00:00Z', '2020-01-02T00:00:00Z'));
    expect(result.opened).toEqual([]);
    expect(skippedOf(result)).toEqual(['file outside the question: 1']);
    expect(gapsOf(result).map(({ code }) => code)).toEqual(['UNREACHABLE']);
  });

  test('bears the account that the records of its neighbors bear', async () => {
    const folder = await temporaryFolder({
      [pathOf({ account: other })]: recordsOf(one, 'us-east-1', '2026-03-03T12:00:00Z'),
      ...delivered({ account: other, delivered: '2026-03-09T12:00' }),
    });
    const { readings } = await scan([folder], between('2026-03-03T12:00:00Z', '2026-03-03T13:00:00Z'));
    expect(readings.at(-1)?.spans.map(({ account }) => account)).toEqual([one]);
  });
});

describe('a delivered file without records', () => {
  test('tells by its key that the trail was delivered there and then', async () => {
    const folder = await temporaryFolder({ [pathOf()]: gzipSync('{"Records":[]}') });
    const [reading] = (await scan([folder])).readings;
    const place = { source: 'cloudtrail', account: one, region: 'us-east-1' };
    const at = Date.parse('2026-03-03T12:00:00Z');
    expect(reading?.spans).toEqual([{ ...place, first: at, last: at, records: 0 }]);
    expect(reading?.skipped).toEqual([{ ...place, kind: 'empty list', count: 1 }]);
  });

  test('that could not be read at all spans nothing, and its gap lies where its key says', async () => {
    const folder = await temporaryFolder({
      [pathOf({ region: 'eu-west-1' })]: gzipSync('{"Records":[]}').subarray(0, 12),
    });
    const [reading] = (await scan([folder])).readings;
    expect(reading?.spans).toEqual([]);
    expect(reading?.gaps).toMatchObject([{ account: one, region: 'eu-west-1', gap: { code: 'DAMAGED_FILE' } }]);
  });
});

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
      // the last reading tells what was not opened
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
