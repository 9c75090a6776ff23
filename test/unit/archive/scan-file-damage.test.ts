/** A damaged file: what is reported about it, and what is read all the same. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { one, record, scan, text, two, values } from './scan-file-case.ts';

describe('damage', () => {
  const hint = 'fetch the file again; what could be read of it was used';
  const gapOf = async (content: string | Buffer) => {
    const { gaps, ...scanned } = await scan(content);
    return { gaps, values: values({ gaps, ...scanned }) };
  };

  test('leaves a gap with file and offset, in each place that the file holds records of', async () => {
    const whole = text({ Records: [record(1), record(2, { region: 'eu-west-1' })] });
    const content = whole.replace(',{"eventVersion"', '{"eventVersion"');
    const offset = content.lastIndexOf('{"eventVersion"');
    const damage = {
      code: 'DAMAGED_FILE',
      blocking: true,
      message: `logs/a: a comma is missing before this record at byte ${offset}`,
      hint,
      locator: `logs/a:${offset}`,
    };
    const { gaps } = await gapOf(content);
    expect(gaps).toEqual([
      { account: '111122223333', region: 'us-east-1', gap: damage },
      { account: '111122223333', region: 'eu-west-1', gap: damage },
    ]);
  });

  test('in a file without a sound record belongs to no account', async () => {
    const { gaps, values: found } = await gapOf('{"Records":[{"eventVersion":"1.1');
    expect(found).toEqual([]);
    expect(gaps).toMatchObject([{ account: null, region: null, gap: { locator: 'logs/a:12' } }]);
  });

  test('in several places is one gap, with the first', async () => {
    const { gaps } = await gapOf(`[${text(one)} ${text(two)} ${text(one)}`);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.gap.message).toMatch(/^logs\/a: a comma is missing .* at byte 31 \(the first of 3 places\)$/);
  });

  test('in one record costs that record', async () => {
    const { gaps, values: found } = await gapOf(`[${text(one)},{"eventVersion":1.2.3},${text(two)}]`);
    expect(found).toEqual([one, two]);
    expect(gaps[0]?.gap.message).toBe('logs/a: the record is no valid JSON at byte 31');
  });

  test('that lets two records run into each other costs the first', async () => {
    // a missing quote, and an extra one in the next: the braces between them are in a string
    const content = `[${text(one)},{"eventVersion":"1,"t":4},{"eventVersion":"2"","t":5},${text(two)}]`;
    const { gaps, values: found } = await gapOf(content);
    expect(found).toEqual([one, two]);
    expect(gaps[0]?.gap.locator).toBe('logs/a:31');
  });

  test('in an object costs what stands before the next record inside it', async () => {
    const { values: found } = await gapOf(`{"wrapper":tru,"inner":${text(one)},"last":${text(two)}}`);
    expect(found).toEqual([one, two]);
  });

  test('in records inside records, however deep, ends somewhere', async () => {
    const nested = (levels: number) => `[${'{"eventVersion":'.repeat(levels)}x${'}'.repeat(levels)}]`;
    expect((await gapOf(nested(20_000))).gaps[0]?.gap.message).toMatch(
      /^logs\/a: the record nests too deep at byte 1 /,
    );
    expect((await gapOf(nested(150))).gaps[0]?.gap.message).toMatch(/^logs\/a: the record is no valid JSON at byte 1 /);
  });

  test('in many records in a row, each of which runs into the next, costs those', async () => {
    const broken = '{"eventVersion":"1,"t":4},{"eventVersion":"2"","t":5}';
    const content = `[${text(one)},${Array.from({ length: 40 }, () => broken).join(',')},${text(two)}]`;
    expect((await gapOf(content)).values).toEqual([one, two]);
  });

  test('of the compression is told behind that of the content', async () => {
    const content = text({ Records: [one, two] });
    const { gaps, values: found } = await gapOf(gzipSync(content).subarray(0, -9));
    expect(found.length).toBeLessThanOrEqual(2);
    expect(gaps).toHaveLength(1);
    const sound = await gapOf(gzipSync(content).subarray(0, -1));
    expect(sound.values).toEqual([one, two]);
    expect(sound.gaps[0]?.gap.message).toBe(`logs/a: the gzip stream is cut off at byte ${content.length}`);
  });

  test('that a source finds in records is counted by its reason', async () => {
    const bad = { eventVersion: 'bad' };
    const { gaps } = await gapOf(text([bad, one, bad]));
    expect(gaps[0]?.gap).toMatchObject({ message: 'logs/a: 2 records: a bad version', locator: 'logs/a' });
    expect((await gapOf(text([bad]))).gaps[0]?.gap.message).toBe('logs/a: 1 record: a bad version');
  });

  test('none, no gap', async () => {
    expect((await gapOf(text({ Records: [one, 7, {}] }))).gaps).toEqual([]);
  });

  test('in very many records makes no error of each, and the sound ones between them are read', async () => {
    const parse = vi.spyOn(JSON, 'parse');
    const broken = Array.from({ length: 10_000 }, (_, n) => (n === 9_000 ? text(one) : n % 2 ? '{x}' : '{"a":01}'));
    const { gaps, values: found } = await gapOf(`{"Records":[${broken.join(',')}]}`);
    expect(found).toEqual([one]);
    expect(gaps[0]?.gap.message).toBe('logs/a: the record is no valid JSON at byte 12 (the first of 9999 places)');
    expect(parse.mock.results.filter(({ type }) => type === 'throw').length).toBeLessThan(200);
  });
});

describe('what would have to be in memory as a whole', () => {
  test('a Parquet file inside gzip of more than 64 MB is not read, and told what to do', async () => {
    const content = gzipSync(Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(70_000_000)]));
    const { gaps } = await scan(content);
    expect(gaps.map(({ gap: { message } }) => message)).toEqual([
      'logs/a: the Parquet file cannot be read (it is over 64 MB inside gzip, or comes as a stream: unpack it into a file) at byte 0',
    ]);
  });

  test('gzip inside gzip is read up to 128 MB of the inner one, and what follows is told', async () => {
    // text that nobody recognizes is skipped, and damage after it is reported all the same
    const stored = (length: number) => gzipSync(Buffer.alloc(length, 'x'), { level: 0 });
    const inner = Buffer.concat([stored(70_000_000), stored(70_000_000), stored(1)]);
    const { gaps, bytes } = await scan(gzipSync(inner, { level: 1 }));
    expect(gaps[0]?.gap.message).toMatch(/compressed twice, and over 128 MB when unpacked once.*unpack it once/);
    expect(bytes).toBeGreaterThan(128_000_000);
    expect(bytes).toBeLessThan(140_000_000);
  });
});
