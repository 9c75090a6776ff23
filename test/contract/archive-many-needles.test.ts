/** Many ids searched for together in a delivered file: each is found, and records without any are only counted. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { sourceOf } from '../../src/archive/byte-source.ts';
import type { FileReading } from '../../src/archive/file-collector.ts';
import { scanSource } from '../../src/archive/scan-file.ts';
import type { DeliveredRecords, RecordScanner } from '../../src/archive/scanner.ts';
import { deliveredNaming } from '../../src/sources/cloudtrail/delivered.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';
import { questionOf } from '../fixtures/question.ts';

async function parsedOf(delivered: DeliveredRecords, content: Buffer) {
  const parsed: string[] = [];
  const scanner: RecordScanner = {
    source: 'test',
    listKeys: ['Records'],
    openings: ['eventVersion'],
    delivered,
    record: (value) => parsed.push(String((value['requestParameters'] as { id: string }).id)) > 0,
  };
  const reading = (await scanSource('a', sourceOf(content), [scanner], {})) as FileReading;
  return { parsed, records: reading.spans[0]?.records };
}

test.each([17, 300])('%i needles', async (count) => {
  const wanted = Array.from({ length: count }, (_, n) => `app${n}_role-secret`);
  const others = ['app3_role-secrets', 'xapp3_role-secret', 'app999_role-secret', 'secret', 'role-secret', 'unrelated'];
  const behind = [
    'line\napp3_role-secret',
    'a%2Fapp4_role-secret',
    'arn:aws:x:::role/app5_role-secret',
    '<app6_role-secret>',
  ];
  const texts = [...others, ...wanted, ...others, ...behind];
  const records = texts.map((id, n) => recordOf({ eventID: eventId(n), requestParameters: { id } }));
  const content = gzipSync(JSON.stringify({ Records: records }));
  const { parsed, records: counted } = await parsedOf(deliveredNaming(wanted, questionOf()), content);
  expect(parsed).toEqual([...wanted, ...behind]);
  expect(counted).toBe(texts.length);
});
