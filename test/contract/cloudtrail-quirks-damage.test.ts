/** What real trails hold, and how it is read: damaged files, which lose only what the damage hit. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { callsOf, eventId, gapsOf, reportOf } from '../fixtures/cloudtrail.ts';
import { account, expectComplete, ids, numbered, text } from './cloudtrail-quirks.ts';

describe('damage costs what it hit, and is told with file and offset', () => {
  const three = [1, 2, 3].map((n) => numbered(n));
  const whole = text({ Records: three });

  test('a file cut off in the middle of a record', async () => {
    const content = whole.slice(0, -40);
    const report = await reportOf({ 'logs/a.json': content });
    expect(ids(report)).toEqual([1, 2].map((n) => `cloudtrail:${eventId(n)}`));
    const offset = whole.indexOf(text(three[2]));
    expect(gapsOf(report)).toMatchObject([
      {
        code: 'DAMAGED_FILE',
        blocking: true,
        message: `logs/a.json: the record is cut off at byte ${offset}`,
        locator: `logs/a.json:${offset}`,
      },
    ]);
    expect(report.coverage[0]).toMatchObject({ complete: false, account, region: 'us-east-1' });
  });

  test('a compressed file cut off', async () => {
    const packed = gzipSync(text({ Records: Array.from({ length: 50 }, (_, n) => numbered(n)) }));
    const report = await reportOf({ a: packed.subarray(0, packed.length - 60) });
    expect(callsOf(report).length).toBeGreaterThan(30);
    expect(gapsOf(report).map(({ code }) => code)).toEqual(['DAMAGED_FILE']);
  });

  test('a comma missing between two records', async () => {
    const content = whole.replace('},{"eventVersion"', '}{"eventVersion"');
    const report = await reportOf({ a: content });
    expect(ids(report)).toHaveLength(3);
    expect(gapsOf(report)[0]?.message).toMatch(/^a: a comma is missing before this record at byte \d+$/);
  });

  test('a record that is no JSON', async () => {
    const content = whole.replace(`"eventID":"${eventId(2)}"`, '"eventID":undefined');
    const report = await reportOf({ a: content });
    expect(ids(report)).toEqual([1, 3].map((n) => `cloudtrail:${eventId(n)}`));
    expect(gapsOf(report)[0]?.message).toMatch(/^a: the record is no valid JSON at byte \d+$/);
  });

  test('a record without a readable time', async () => {
    const report = await reportOf({
      a: { Records: [numbered(1, { eventTime: 'redacted' }), numbered(2, { eventTime: undefined }), numbered(3)] },
    });
    expect(ids(report)).toEqual([`cloudtrail:${eventId(3)}`]);
    expect(gapsOf(report)[0]?.message).toBe('a: 2 records: no readable eventTime');
  });

  test('a record that nests deeper than any', async () => {
    const deep = `{"eventVersion":"1.10","eventName":"X","eventSource":"x","eventID":"1","a":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    const report = await reportOf({ a: `[${text(three[0])},${deep},${text(three[2])}]` });
    expect(ids(report)).toEqual([1, 3].map((n) => `cloudtrail:${eventId(n)}`));
    expect(gapsOf(report)).toHaveLength(1);
  });

  test('with damage, "nobody" is not said', async () => {
    const asked = { target: 'sg-00000000000000000', since: '2026-03-03T14:00:00Z', until: '2026-03-03T14:10:00Z' };
    expect((await reportOf({ a: whole }, asked)).verdict.answer).toBe('not-seen');
    expect((await reportOf({ a: whole.slice(0, -40) }, asked)).verdict.answer).toBe('unknown');
  });

  test.each<[string, string]>([
    ['without anything between them', three.map(text).join('')],
    ['with commas between', three.map(text).join(',')],
    ['as delivered files one behind the other', three.map((r) => text({ Records: [r] })).join('')],
  ])('objects that follow each other %s are no damage', async (_, content) => {
    const report = await reportOf({ a: content });
    expect(ids(report)).toHaveLength(3);
    expectComplete(report);
  });
});
