import { describe, expect, test } from 'vitest';
import { decodeSegment, encodeSegment, type Segment } from '../../../src/archive/index-segment.ts';

const key = Buffer.alloc(32, 7);
const segment: Segment = {
  root: '/logs',
  form: '["cloudtrail",null]',
  builtAt: 1_772_546_000_000,
  common: Buffer.alloc(32, 3),
  files: [
    {
      path: 'AWSLogs/a.json.gz',
      size: 1234,
      stamp: '17.5',
      knowledge: {
        bytes: 99,
        spans: [{ source: 'cloudtrail', account: '111122223333', region: 'us-east-1', first: 1, last: 2, records: 3 }],
        filter: Buffer.alloc(64, 0x5a),
        keys: Uint32Array.of(1, 0xfffffffe),
      },
    },
    { path: 'AWSLogs/b.json.gz', size: 9, stamp: '1', knowledge: { bytes: 1, spans: [], filter: Buffer.alloc(32) } },
    { path: 'AWSLogs/é.json', size: 0, stamp: '' },
  ],
};
const bytes = encodeSegment(segment, key);

describe('a segment', () => {
  test('is read as it was written', () => {
    expect(decodeSegment(bytes, key)).toEqual(segment);
    expect(decodeSegment(encodeSegment({ ...segment, files: [] }, key), key)).toEqual({ ...segment, files: [] });
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
