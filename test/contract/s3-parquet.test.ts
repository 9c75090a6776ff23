/**
 * Parquet in a bucket: only the parts of an object that are needed are fetched, and the report is that of the same file on
 * disk.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { keepObjects } from '../../src/archive/kept-objects.ts';
import type { S3Input } from '../../src/archive/s3-files.ts';
import type { AwsServer } from '../aws/server.ts';
import { columnsOfLines } from '../fixtures/flow-columns.ts';
import { line, version2 } from '../fixtures/flow-logs.ts';
import { type Column, parquetFile, type Written } from '../fixtures/parquet-file.ts';
import { questionOf } from '../fixtures/question.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { placeless, remoteOf, reportOf, serverWith } from './s3-harness.ts';

const name = 'flow-logs';
const key = 'flows.parquet';
const window = { since: '2026-03-03T14:00:00Z', until: '2026-03-03T15:00:00Z' };
const footer = 0x10000;

/** Each hour of the day in a row group of its own; `filler` bytes of every row are in a column that nobody reads. */
function hours(given: readonly number[], filler: number, written: Written = {}): Buffer {
  const rows = 500;
  const lines = given.flatMap((hour) =>
    Array.from({ length: rows }, (_, n) =>
      line({ at: `${String(hour).padStart(2, '0')}:10:00`, source: `203.0.113.${n % 250}`, bytes: 1000 + n }),
    ),
  );
  const unread: Column = {
    name: 'pkt_src_aws_service',
    type: 'TEXT',
    isPlain: true,
    values: lines.map(() => 'x'.repeat(filler)),
  };
  const columns = columnsOfLines(version2, lines);
  return parquetFile([...columns.slice(0, 8), unread, ...columns.slice(8)], {
    rowsInGroup: rows,
    codec: 0,
    ...written,
  });
}

const ranges = ({ requests }: AwsServer): readonly (string | undefined)[] =>
  requests.of('s3:GetObject').map(({ parameters }) => parameters['Range'] as string | undefined);

const bytesOf = (server: AwsServer, size: number): number =>
  ranges(server).reduce((sum, range) => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    return sum + (from === undefined ? size : Number(to) - Number(from) + 1);
  }, 0);

async function ask(content: Buffer, more: Partial<S3Input> = {}, at = key) {
  const server = await serverWith({ name, objects: { [at]: { content } } });
  const folder = await temporaryFolder({ [at]: content });
  const expected = await reportOf(questionOf({ from: [folder], ...window }));
  const found = await reportOf(questionOf({ from: [`s3://${name}`], ...window }), remoteOf(server, more));
  expect(found.timeline.length).toBeGreaterThan(0);
  expect(placeless(found, `s3://${name}`)).toEqual(placeless(expected, folder));
  return { server, found, fetched: bytesOf(server, content.length) };
}

describe('of a large object', () => {
  test('the columns that are read, and its description', async () => {
    const content = hours([14, 14, 14, 14], 2000);
    const { server, found, fetched } = await ask(content);
    expect(content.length).toBeGreaterThan(4_000_000);
    expect(fetched).toBeLessThan(content.length / 5);
    expect(ranges(server)).not.toContain(undefined);
    // the end once, then what is between two columns that nobody reads
    expect(ranges(server).length).toBeLessThanOrEqual(6);
    const bytes = found.coverage.reduce((sum, each) => sum + each.bytes, 0);
    expect(bytes).toBeLessThan(content.length / 5);
    expect(bytes).toBeGreaterThan(content.length / 50);
  });

  test('the row groups of the window', async () => {
    const content = hours([0, 3, 6, 9, 14, 18, 21, 23], 400);
    const { fetched } = await ask(content);
    expect(content.length).toBeGreaterThan(1_700_000);
    expect(fetched).toBeLessThan(footer + content.length / 4);
  });

  test('all of it where nearly all of it is needed', async () => {
    const content = hours(Array(30).fill(14), 10);
    const { server, fetched } = await ask(content);
    expect(content.length).toBeGreaterThan(1_000_000);
    // its end, and the rest in one request
    expect(ranges(server)).toHaveLength(2);
    expect(fetched).toBe(content.length);
  });

  test('the same where it is read from a file meanwhile', async () => {
    const content = hours([14, 14, 14], 3000);
    const { server, fetched } = await ask(content, { partSize: 1_000_000 });
    expect(fetched).toBeLessThan(content.length / 5);
    expect(ranges(server)).not.toContain(undefined);
  });

  test('while calls fail and bodies are cut off', async () => {
    const content = hours([14, 14, 14], 2000);
    const server = await serverWith({ name, objects: { [key]: { content } } });
    server.faults.addPassing({
      share: 0.4,
      seed: 3,
      action: 's3:GetObject',
      kinds: ['throttled', 'cut-in-body', 'short-body'],
    });
    const folder = await temporaryFolder({ [key]: content });
    const expected = await reportOf(questionOf({ from: [folder], ...window }));
    const found = await reportOf(questionOf({ from: [`s3://${name}`], ...window }), remoteOf(server));
    expect(placeless(found, `s3://${name}`)).toEqual(placeless(expected, folder));
  });
});

describe('as a whole is fetched', () => {
  test('what is small', async () => {
    const { server } = await ask(hours([14], 10));
    expect(ranges(server)).toEqual([undefined]);
  });

  test('what is kept', async () => {
    const folder = await temporaryFolder({});
    const { server } = await ask(hours([14, 14], 2000), { kept: keepObjects(`${folder}/kept`, 1e9) });
    expect(ranges(server)).toEqual([undefined]);
  });

  test('what was compressed again', async () => {
    const { server } = await ask(gzipSync(hours([14, 14], 2000)), {}, 'flows.parquet.gz');
    expect(ranges(server)).toEqual([undefined]);
  });

  test('what only has the name', async () => {
    const content = Buffer.from([version2, ...Array.from({ length: 12_000 }, () => line())].join('\n'));
    const { server, fetched } = await ask(content);
    expect(content.length).toBeGreaterThan(1_000_000);
    expect(ranges(server)).toHaveLength(2);
    expect(fetched).toBe(content.length);
  });
});

test('what is asked next fetches only what is missing', async () => {
  const content = hours([2, 14], 2000);
  const server = await serverWith({ name, objects: { [key]: { content } } });
  for (const partSize of [16_000_000, 1_000_000]) {
    const remote = remoteOf(server, { partSize });
    const questions = [window, { since: '2026-03-03T02:00:00Z', until: '2026-03-03T03:00:00Z' }, {}];
    const folder = await temporaryFolder({ [key]: content });
    server.requests.clear();
    for (const each of questions) {
      const expected = await reportOf(questionOf({ from: [folder], ...each }));
      const found = await reportOf(questionOf({ from: [`s3://${name}`], ...each }), remote);
      expect(placeless(found, `s3://${name}`)).toEqual(placeless(expected, folder));
    }
    expect(bytesOf(server, content.length)).toBeLessThan(content.length / 3);
  }
});
