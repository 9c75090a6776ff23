/** Values that no record is as long as: of what a few hundred kilobytes of gzip inflate to, little is kept and nothing is read twice. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sourceOf } from '../../../src/archive/byte-source.ts';
import { type Content, openContent } from '../../../src/archive/content.ts';
import { scanDelivered } from '../../../src/archive/delivered-scan.ts';
import { type Engine, engine } from '../../../src/archive/engine.ts';
import { FileCollector } from '../../../src/archive/file-collector.ts';
import { GzipContent } from '../../../src/archive/gzip-content.ts';
import { type Damage, walkLayout } from '../../../src/archive/json-layout.ts';
import type { DeliveredForm } from '../../../src/archive/scanner.ts';

const wasm = engine() as Engine;
const megabyte = 1024 * 1024;
const filler = gzipSync(Buffer.alloc(megabyte, 'A'));
const head = '{"Records":[{"eventVersion":"1.08","userAgent":"';
const tail = '"},{"eventVersion":"1.09"}]}';

/** A record with a text of so many megabytes, and a usual one behind it. */
const packed = (megabytes: number): Buffer =>
  Buffer.concat([gzipSync(head), ...Array.from({ length: megabytes }, () => filler), gzipSync(tail)]);

function walk(content: Content | Buffer) {
  const damages: Damage[] = [];
  let elements = 0;
  walkLayout(
    content,
    { listKeys: ['Records'], openings: ['eventVersion'] },
    {
      value: () => elements++,
      list: (found) => {
        elements += found.length;
      },
      damage: (damage) => damages.push(damage),
    },
  );
  return { damages, elements };
}

test('a record that is longer than any is passed over and not kept, and what is behind it is read', {
  timeout: 30_000,
}, () => {
  const content = openContent(sourceOf(packed(400)), wasm);
  const walked = walk(content);
  expect(walked).toEqual({ damages: [{ offset: 12, message: 'the record is longer than any' }], elements: 1 });
  expect(content.end - content.base).toBeLessThan(300 * megabyte);
  // where all of it is in memory it is passed over as well
  const long = Buffer.concat([Buffer.from(head), Buffer.alloc(260 * megabyte, 'A'), Buffer.from(tail)]);
  expect(walk(long)).toEqual(walked);
  // as well where it stands by itself
  expect(walk(long.subarray(12, -2)).damages).toEqual([{ offset: 0, message: 'the record is longer than any' }]);
});

describe('of a delivered file', () => {
  const form: DeliveredForm = {
    listKey: 'Records',
    opening: 'eventVersion',
    head: ['eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress'],
    account: 'recipientAccountId',
  };

  test('a long record is soon left to the reader that does not begin it again', () => {
    let scans = 0;
    const counting: Engine = {
      ...wasm,
      scanRecords: (from, end, last) => {
        scans++;
        return wasm.scanRecords(from, end, last);
      },
    };
    const content = openContent(sourceOf(packed(60)), wasm);
    const layout = { carrier: undefined, from: '{"Records":['.length, number: 0 };
    expect(scanDelivered(content, layout, [], counting, { form }, new FileCollector('a'), () => true)).toBe(false);
    expect(scans).toBeLessThan(20);
  });
});

test('a window that nobody moves on does not grow without end', () => {
  const content = new GzipContent(sourceOf(packed(30)), wasm, undefined, 8 * megabyte);
  while (content.more());
  expect(content.damage).toBe(`a value in it is longer than ${8 * megabyte} bytes: what follows was not read`);
  expect(content.end).toBeLessThan(10 * megabyte);
  const moving = new GzipContent(sourceOf(packed(30)), wasm, undefined, 8 * megabyte);
  while (moving.more()) moving.keep = moving.end;
  expect([moving.damage, moving.end]).toEqual([undefined, head.length + 30 * megabyte + tail.length]);
});

test('of what was not compressed, the window moves on with what is read', () => {
  const record = `${head.slice('{"Records":['.length)}${'p'.repeat(100_000)}"}\n`;
  const whole = Buffer.from(record.repeat(200));
  const content = openContent(sourceOf(whole), wasm, () => true);
  const pieces: Buffer[] = [];
  let largest = 0;
  do {
    largest = Math.max(largest, content.bytes.length);
    const behind = Math.max(content.keep, content.end - 70_000);
    pieces.push(Buffer.from(content.bytes.subarray(content.keep - content.base, behind - content.base)));
    content.keep = behind;
  } while (content.more());
  pieces.push(Buffer.from(content.bytes.subarray(content.keep - content.base)));
  expect(Buffer.concat(pieces).equals(whole)).toBe(true);
  expect(largest).toBeLessThan(megabyte);
});
