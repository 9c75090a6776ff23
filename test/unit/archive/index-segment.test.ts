import { describe, expect, test } from 'vitest';
import { decodeSegment, encodeSegment, type IndexedFile, type Segment } from '../../../src/archive/index-segment.ts';

const key = Buffer.alloc(32, 7);
const segment: Segment = {
  root: '/logs',
  form: '["cloudtrail",null]',
  builtAt: 1_772_546_000_000,
  isFull: false,
  common: new Uint32Array(8).fill(3),
  files: [
    {
      path: 'AWSLogs/a.json.gz',
      size: 1234,
      stamp: '17.5',
      knowledge: {
        bytes: 99,
        spans: [{ source: 'cloudtrail', account: '111122223333', region: 'us-east-1', first: 1, last: 2, records: 3 }],
        filter: new Uint32Array(16).fill(0x5a5a5a5a),
        keys: Uint32Array.of(1, 0xfffffffe),
      },
    },
    { path: 'AWSLogs/b.json.gz', size: 9, stamp: '1', knowledge: { bytes: 1, spans: [], filter: new Uint32Array(8) } },
    { path: 'AWSLogs/é.json', size: 0, stamp: '' },
  ],
};
const bytes = encodeSegment(segment, key);

/** Everything in it, file by file. */
function readBack(encoded: Buffer): Segment | undefined {
  const view = decodeSegment(encoded, key);
  if (!view) return undefined;
  const { root, form, builtAt, isFull, common, facts } = view;
  const files = Array.from({ length: view.count }, (_, n): IndexedFile => {
    const file = { path: view.pathOf(n), size: view.sizeOf(n), stamp: view.stampOf(n) };
    if (!view.isKnown(n)) return file;
    const keys = facts.keysOf(n);
    const known = { bytes: facts.inflatedBytesOf(n), spans: facts.spansOf(n), filter: view.filterOf(n) };
    return { ...file, knowledge: keys ? { ...known, keys } : known };
  });
  return { root, form, builtAt, isFull, common, files };
}

describe('a segment', () => {
  test('is read as it was written', () => {
    expect(readBack(bytes)).toEqual(segment);
    const empty = { ...segment, common: new Uint32Array(), files: [] };
    expect(readBack(encodeSegment(empty, key))).toEqual(empty);
  });

  test('is read wherever its bytes lie in memory', () => {
    const around = Buffer.alloc(bytes.length + 16);
    for (let at = 0; at < 9; at++) {
      bytes.copy(around, at);
      expect(readBack(around.subarray(at, at + bytes.length))).toEqual(segment);
    }
  });

  test('tells whether a file has records of a time', () => {
    const view = decodeSegment(bytes, key);
    expect(
      [
        [0, 1],
        [0, 2],
        [2, 3],
        [3, 4],
      ].map(([since = 0, until = 0]) => view?.facts.meets(0, since, until)),
    ).toEqual([false, true, true, false]);
    expect(view?.facts.meets(1, -Infinity, Infinity)).toBe(false);
  });

  test('is none with any bit of it flipped', () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(decodeSegment(damaged, key), `bit ${bit}`).toBeUndefined();
    }
  });

  test('is none cut off anywhere, nor with more behind it', () => {
    for (let length = 0; length < bytes.length; length++)
      expect(decodeSegment(bytes.subarray(0, length), key)).toBeUndefined();
    expect(decodeSegment(Buffer.concat([bytes, Buffer.from('x')]), key)).toBeUndefined();
  });

  test('that somebody else signed is none', () => {
    expect(decodeSegment(bytes, Buffer.alloc(32, 8))).toBeUndefined();
  });
});
