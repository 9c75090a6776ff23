import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ArchiveFile } from '../../../src/archive/local-paths.ts';
import { type FilesJob, type HandedFile, type HandedJob, type JobListener, Pool } from '../../../src/archive/pool.ts';
import { type Fetched, mostAhead, Unavailable } from '../../../src/archive/remote.ts';
import type { RecordScanner } from '../../../src/archive/scanner.ts';
import { shareFetches } from '../../../src/archive/shared-fetches.ts';
import { shareFiles } from '../../../src/archive/shared-files.ts';
import { PathList } from '../../../src/archive/shared-paths.ts';
import { Turns } from '../../../src/archive/turns.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import { gap } from '../../../src/model/gap.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

/** Finds a piece of evidence in each record, and notes which files it was given. */
const finding = (opened: string[], areFew: boolean): RecordScanner => ({
  source: 'cloudtrail',
  listKeys: ['Records'],
  openings: ['n'],
  ...(areFew && {
    delivered: {
      form: { listKey: 'Records', opening: 'n', head: ['a', 'b', 'c', 'd', 'e'], account: 'f' },
      needles: ['sg-1'],
    },
  }),
  record(value, { file }, collector) {
    if (opened.at(-1) !== file) opened.push(file);
    collector.evidence({ type: 'event', n: value['n'] } as unknown as Evidence);
    return true;
  },
});

const recordsOf = (count: number) => JSON.stringify({ Records: Array.from({ length: count }, (_, n) => ({ n })) });
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('files of this machine', () => {
  /** A pool without threads: the main one reads everything. */
  const jobs: FilesJob[] = [];
  const pool = {
    begin(job: FilesJob, _: JobListener) {
      jobs.push(job);
      return () => {};
    },
    beginHanded: () => {
      throw new Error('nothing was fetched');
    },
  };

  async function filesOf(count: number): Promise<readonly ArchiveFile[]> {
    const names = Array.from({ length: count }, (_, n) => `${String(n).padStart(2, '0')}.json`);
    const folder = await temporaryFolder(Object.fromEntries(names.map((name, n) => [name, recordsOf(n + 1)])));
    return names.map((name, n) => ({ path: join(folder, name), size: n + 1, piped: false }));
  }

  test('come largest first where few records matter', async () => {
    const files = await filesOf(10);
    const opened: string[] = [];
    const shared = shareFiles(files, { scanners: [finding(opened, true)], request: 0, options: {}, pool });
    await shared.of(files[0] as ArchiveFile);
    expect(opened).toEqual(files.map(({ path }) => path).reverse());
    shared.end();
  });

  test('come in order as soon as much waits, each of them once', async () => {
    jobs.length = 0;
    const files = await filesOf(40);
    const opened: string[] = [];
    const shared = shareFiles(files, {
      scanners: [finding(opened, true)],
      request: 0,
      options: {},
      pool,
      mostWaiting: 100,
    });
    const found: number[] = [];
    for (const file of files) {
      const reading = await shared.of(file);
      found.push(reading && 'evidence' in reading ? reading.evidence.length : -1);
      // what a thread would by now have taken of the second job is bounded, too
      expect(opened.length).toBeLessThan(3 + found.length + 20);
    }
    shared.end();
    expect(found).toEqual(files.map((_, n) => n + 1));
    expect(opened).toHaveLength(40);
    // 40 + 39 + 38 records, and then no more out of order
    const names = opened.map((path) => Number(path.slice(-7, -5)));
    expect(names.slice(0, 3)).toEqual([39, 38, 37]);
    expect(names.slice(3)).toEqual(names.slice(3).toSorted((a, b) => a - b));
    expect(jobs.map(({ paths }) => new PathList(paths).length)).toEqual([40, 37]);
    // no thread gets another turn of the first job
    expect(new Turns(jobs[0]?.turns as SharedArrayBuffer).await()).toBeUndefined();
  });
});

describe('fetched files', () => {
  const fileOf = (n: number, size = 1000): ArchiveFile => ({ path: `s3://logs/${n}`, size, piped: false });

  interface World {
    readonly fetching: Map<string, (fetched: Fetched | Error) => void>;
    readonly handed: HandedFile[];
    readonly back: string[];
    listener: JobListener | undefined;
    peak: number;
    readonly opened: string[];
    shared(files: readonly ArchiveFile[], mostWaiting?: number): ReturnType<typeof shareFetches>;
  }

  /** `threads`: how many files other threads take, which answer when the test tells them to. */
  function world(threads: number): World {
    const self: World = {
      fetching: new Map(),
      handed: [],
      back: [],
      listener: undefined,
      peak: 0,
      opened: [],
      shared: (files, mostWaiting) =>
        shareFetches(files, {
          scanners: [finding(self.opened, false)],
          request: 0,
          options: {},
          ...(mostWaiting !== undefined && { mostWaiting }),
          remote: {
            fetch: ({ path }) =>
              new Promise((resolve, reject) => {
                self.fetching.set(path, (end) => {
                  self.fetching.delete(path);
                  if (end instanceof Error) reject(end);
                  else resolve(end);
                });
                self.peak = Math.max(self.peak, self.fetching.size);
              }),
            heldBytes: ({ size }) => size,
            giveBack: ({ path }) => self.back.push(path),
          },
          pool: {
            begin: () => () => {},
            beginHanded(_, listener): HandedJob {
              self.listener = listener;
              return {
                hand(file) {
                  if (self.handed.length >= threads) return false;
                  self.handed.push(file);
                  return true;
                },
                end() {},
              };
            },
          },
        }),
    };
    return self;
  }

  const bytesOf = (records: number): Fetched => ({ bytes: new Uint8Array(Buffer.from(recordsOf(records))) });
  const countOf = (reading: unknown) => (reading as { readonly evidence: readonly unknown[] }).evidence.length;

  test('are fetched 32 at a time, and read in whatever order they come', async () => {
    const its = world(0);
    const files = Array.from({ length: 100 }, (_, n) => fileOf(n));
    const shared = its.shared(files);
    const first = shared.of(files[0] as ArchiveFile);
    expect(its.fetching.size).toBe(32);
    for (const [, end] of [...its.fetching].reverse().slice(0, 31)) end(bytesOf(2));
    await settled();
    // this many are under way or unread, and no more
    expect(its.fetching.size).toBe(32);
    its.fetching.get('s3://logs/0')?.(bytesOf(1));
    expect(countOf(await first)).toBe(1);
    for (const file of files.slice(1)) {
      const found = shared.of(file);
      for (let turns = 0; turns < 5; turns++) {
        for (const [, end] of its.fetching) end(bytesOf(2));
        await settled();
      }
      expect(countOf(await found)).toBe(2);
    }
    shared.end();
    expect(its.peak).toBe(32);
    expect(its.back).toHaveLength(100);
    expect(await shared.of(fileOf(1000))).toBeUndefined();
  });

  test('take no more memory than is granted, one larger than all of it aside', async () => {
    const its = world(0);
    const files = [fileOf(0, 500_000_000), ...Array.from({ length: 200 }, (_, n) => fileOf(n + 1, 8_000_000))];
    const shared = its.shared(files);
    expect([...its.fetching.keys()]).toEqual(['s3://logs/0']);
    const first = shared.of(files[0] as ArchiveFile);
    its.fetching.get('s3://logs/0')?.(bytesOf(1));
    await first;
    expect(its.fetching.size).toBe(Math.floor(mostAhead(Pool.size + 1) / 8_000_000));
    shared.end();
  });

  test('wait no longer than what was found in them is bounded', async () => {
    const its = world(1000);
    const files = Array.from({ length: 100 }, (_, n) => fileOf(n));
    const shared = its.shared(files, 50);
    const first = shared.of(files[0] as ArchiveFile);
    const reading = { evidence: Array(30).fill({}), spans: [], skipped: [], gaps: [], bytes: 1, recognizedBy: [] };
    for (let turns = 0; turns < 10; turns++) {
      for (const [path, end] of its.fetching) if (path !== 's3://logs/0') end(bytesOf(1));
      await settled();
      for (const { index, fetched } of its.handed.splice(0)) {
        its.listener?.onAnswer({
          id: 1,
          index,
          outcome: { reading: { ...reading, recognized: true } },
          isHanded: true,
          ...('bytes' in fetched && { bytes: fetched.bytes }),
        });
      }
    }
    // those that were under way when it became too much, and none of the others
    expect(its.back).toHaveLength(62);
    expect([...its.fetching.keys()]).toEqual(['s3://logs/0']);
    its.fetching.get('s3://logs/0')?.(new Unavailable(gap('UNREACHABLE', 'it is gone')));
    await expect(first).rejects.toThrow('it is gone');
    shared.end();
  });

  test('that are to be read in their turn are handed out as they were fetched', async () => {
    const its = world(1);
    const [file] = [fileOf(0)];
    const shared = its.shared([file]);
    its.fetching.get(file.path)?.(bytesOf(3));
    await settled();
    const [{ fetched }] = its.handed as [HandedFile];
    const answer = { id: 1, index: 0, outcome: { reading: 'in turn' as const }, isHanded: true as const };
    its.listener?.onAnswer({ ...answer, ...('bytes' in fetched && { bytes: fetched.bytes }) });
    const found = await shared.of(file);
    const source = found && 'source' in found ? found.source : undefined;
    const into = new Uint8Array(1000);
    expect(source?.read(into)).toBe(recordsOf(3).length);
    expect(its.back).toEqual([]);
    source?.close();
    expect(its.back).toEqual([file.path]);
    shared.end();
  });
});
