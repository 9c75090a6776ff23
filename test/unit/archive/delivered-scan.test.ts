import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { hashOf } from '../../../src/archive/file-collector.ts';
import { Memory } from '../../../src/archive/memory.ts';
import { scanFile } from '../../../src/archive/scan-file.ts';
import type { DeliveredForm, DeliveredRecords, RecordScanner } from '../../../src/archive/scanner.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { eventId, recordOf } from '../../fixtures/cloudtrail.ts';

const form: DeliveredForm = {
  listKey: 'Records',
  opening: 'eventVersion',
  head: ['eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress'],
  account: 'recipientAccountId',
};

const packed = (records: readonly JsonObject[]) => gzipSync(JSON.stringify({ Records: records }));

/** Reads a file of these records, as delivered or `laidOut`; returns the result, and which records were parsed. */
async function scan(
  records: readonly JsonObject[],
  delivered: Omit<DeliveredRecords, 'form'>,
  laidOut: (records: readonly JsonObject[]) => Buffer = packed,
) {
  const parsed: unknown[] = [];
  const scanner: RecordScanner = {
    source: 'test',
    listKeys: ['Records'],
    openings: ['eventVersion'],
    delivered: { form, ...delivered },
    record(value, { locator }, collector) {
      parsed.push(locator);
      collector.seen(
        String(value['recipientAccountId']),
        String(value['awsRegion']),
        Date.parse(String(value['eventTime'])),
      );
      return true;
    },
  };
  const reading = await scanFile('a', laidOut(records), [scanner]);
  return { parsed, scanner, reading };
}

const many = (parts: (n: number) => Record<string, JsonObject | string>) =>
  Array.from({ length: 5000 }, (_, n) => recordOf({ eventID: eventId(n), requestParameters: { n }, ...parts(n) }));

describe('of a delivered file', () => {
  test('only the records that hold a needle are parsed, and all are counted', async () => {
    const records = many((n) => (n % 1000 === 7 ? { requestParameters: { id: 'vol-0123456789' } } : {}));
    const { parsed, reading } = await scan(records, { needles: ['vol-0123456789'] });
    expect(parsed).toEqual(['a#8', 'a#1008', 'a#2008', 'a#3008', 'a#4008']);
    expect(reading.spans).toEqual([
      {
        source: 'test',
        account: '111122223333',
        region: 'us-east-1',
        first: Date.parse('2026-03-03T14:03:27Z'),
        last: Date.parse('2026-03-03T14:03:27Z'),
        records: 5000,
      },
    ]);
  });

  const lines = (records: readonly JsonObject[]) => records.map((record) => `${JSON.stringify(record)}\r\n`).join('');
  test.each<[string, (records: readonly JsonObject[]) => Buffer]>([
    ['not compressed', (records) => Buffer.from(JSON.stringify({ Records: records }))],
    ['in a list by themselves', (records) => Buffer.from(JSON.stringify(records))],
    ['one a line', (records) => Buffer.from(lines(records))],
    ['one a line, compressed', (records) => gzipSync(lines(records))],
    ['one behind the other', (records) => gzipSync(lines(records).replaceAll('\r\n', ''))],
  ])('so it is of records %s', async (_, laidOut) => {
    const records = many((n) => (n % 1000 === 7 ? { requestParameters: { id: 'vol-0123456789' } } : {}));
    const { parsed, reading } = await scan(records, { needles: ['vol-0123456789'] }, laidOut);
    expect(parsed).toEqual(['a#8', 'a#1008', 'a#2008', 'a#3008', 'a#4008']);
    expect(reading.spans.map((span) => span.records)).toEqual([5000]);
    expect(reading.gaps).toEqual([]);
  });

  test('a needle inside a longer one is none, and one behind an escape is', async () => {
    const records = many((n) => {
      if (n === 1) return { requestParameters: { id: 'vol-01234567890' } };
      if (n === 2) return { requestParameters: { id: 'xvol-0123456789' } };
      if (n === 3) return { requestParameters: { text: 'a\nvol-0123456789\nb' } };
      if (n === 4) return { requestParameters: { text: '%2Fvol-0123456789' } };
      return {};
    });
    expect((await scan(records, { needles: ['vol-0123456789'] })).parsed).toEqual(['a#4', 'a#5']);
  });

  test('the records of the window are parsed, and all are counted', async () => {
    const records = many((n) => ({
      eventTime: new Date(Date.UTC(2026, 2, 3) + n * 1000).toISOString().replace('.000', ''),
    }));
    const since = Date.UTC(2026, 2, 3, 0, 30);
    const { parsed, reading } = await scan(records, { since, until: since + 3000 });
    expect(parsed).toEqual(['a#1801', 'a#1802', 'a#1803']);
    expect(reading.spans[0]?.records).toBe(5000);
  });

  test.each([
    ['its account', '"recipientAccountId":"444455556666"', '444455556666'],
    [
      'another account in it',
      '"recipientAccountId":"444455556666","a":{"recipientAccountId":"111122223333"}',
      undefined,
    ],
    // the brace in the text is taken for the one that closes the object
    ['a brace in a text behind that', '"a":{"recipientAccountId":"444455556666"},"b":"{"', undefined],
  ])('of a record with %s, what is no account of its own is none', async (_, members, counted) => {
    const record = JSON.parse(JSON.stringify(recordOf()).replace('"recipientAccountId":"111122223333"', members));
    const { parsed, reading } = await scan([record], { needles: ['vol-0123456789'] });
    // if it is not certain, the record is parsed
    expect(parsed).toEqual(counted === undefined ? ['a#1'] : []);
    expect(reading.spans.map(({ account }) => account)).toEqual([counted ?? String(record['recipientAccountId'])]);
  });

  test('access keys are noted by what stands behind the head, and need not be looked for where there are none', async () => {
    const records = many((n) =>
      n === 9 ? { responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE000000001' } } } : {},
    );
    const { reading, scanner } = await scan(records, { needles: ['vol-0123456789'], notesKeys: true });
    expect([...(reading.keys?.hashes ?? [])]).toEqual([hashOf('ASIAEXAMPLE000000001')]);
    const memory = new Memory();
    memory.learn('a', [scanner], reading);
    const mayHold = (...accessKeyIds: string[]) =>
      memory.mayHold('a', [{ ...scanner, delivered: { form, accessKeyIds } }]);
    expect(mayHold('ASIAEXAMPLE000000001', 'ASIAEXAMPLE000000002')).toBe(true);
    expect(mayHold('ASIAEXAMPLE000000002')).toBe(false);
    // the caller's own key is in every head
    expect(mayHold('AKIAEXAMPLEBOB000001')).toBe(false);
    // keys of a different form were not searched for
    expect(mayHold('odd')).toBe(true);
    const issuing = await scan(records, { accessKeyIds: ['ASIAEXAMPLE000000001', 'AKIAEXAMPLEBOB000001'] });
    expect(issuing.parsed).toEqual(['a#10']);
  });

  test('what only begins as an access key is none, and is not read again from each place in it', async () => {
    const parts = { requestParameters: { text: 'ASIA'.repeat(5000), key: `AKIA${'A'.repeat(124)}` } };
    const { reading } = await scan([recordOf(parts)], { needles: ['vol-0123456789'], notesKeys: true });
    // of the long text, its last 128 characters: from every fourth of them on
    const last = Array.from({ length: 31 }, (_, n) => hashOf('ASIA'.repeat(32 - n)));
    expect([...(reading.keys?.hashes ?? [])]).toEqual([...last, hashOf('ASIA'), hashOf(parts.requestParameters.key)]);
  });
});
