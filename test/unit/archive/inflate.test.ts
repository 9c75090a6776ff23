/** Gzip in every form and with every kind of damage gives the bytes that are in it, and says what is wrong. */
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inflate } from '../../../src/archive/inflate.ts';

const textOf = (records: number) =>
  JSON.stringify({ Records: Array.from({ length: records }, (_, n) => ({ eventVersion: '1.10', n, id: `sg-${n}` })) });
const text = textOf(40);
const plain = Buffer.from(text);
const packed = gzipSync(plain);

/** What came before the damage: a prefix of the original. */
const isBeginning = (bytes: Buffer) => plain.subarray(0, bytes.length).equals(bytes);

describe('content that is no gzip', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from([0x1f])],
    ['JSON', plain],
    ['zip', Buffer.from('PK\x03\x04rest')],
  ])('%s is handed back as it is', async (_, bytes) => {
    const inflated = await inflate(bytes);
    expect(inflated).toEqual({ bytes });
    expect(inflated.bytes).toBe(bytes);
  });
});

describe('gzip', () => {
  test.each([0, 1, 6, 9])('of level %i', async (level) => {
    expect(await inflate(gzipSync(plain, { level }))).toEqual({ bytes: plain });
  });

  test('of nothing', async () => {
    expect(await inflate(gzipSync(''))).toEqual({ bytes: Buffer.alloc(0) });
  });

  test('with all optional header fields', async () => {
    const body = packed.subarray(10);
    const header = Buffer.from([0x1f, 0x8b, 8, 0x1c, 0, 0, 0, 0, 0, 3]);
    const extra = Buffer.from([4, 0, 1, 2, 3, 4]);
    const named = Buffer.concat([header, extra, Buffer.from('a.json\0of a test\0'), body]);
    expect(await inflate(named)).toEqual({ bytes: plain });
  });

  test('of several members, as Firehose appends them', async () => {
    const members = Buffer.concat([gzipSync(plain), gzipSync(''), gzipSync('\n'), gzipSync(plain)]);
    expect(await inflate(members)).toEqual({
      bytes: Buffer.concat([plain, Buffer.from('\n'), plain]),
    });
  });

  test('whose last member is tiny beside the others', async () => {
    const large = Buffer.alloc(3_000_000, plain);
    const { bytes, damage } = await inflate(Buffer.concat([gzipSync(large), gzipSync('x')]));
    expect(damage).toBeUndefined();
    expect(bytes.equals(Buffer.concat([large, Buffer.from('x')]))).toBe(true);
  });

  test('that ends in an empty member: the size it claims is 0', async () => {
    const { bytes, damage } = await inflate(Buffer.concat([packed, gzipSync('')]));
    expect({ bytes, damage }).toEqual({ bytes: plain, damage: undefined });
  });

  test('larger than what is believed at once', async () => {
    const large = Buffer.alloc(70 * 1024 * 1024, plain);
    const { bytes, damage } = await inflate(gzipSync(large, { level: 1 }));
    expect(damage).toBeUndefined();
    expect(bytes.length).toBe(large.length);
    expect(bytes.equals(large)).toBe(true);
  });

  test('inside gzip, as a log subscription comes through Firehose', async () => {
    const subscription = Buffer.concat([gzipSync(plain), gzipSync(plain)]);
    expect(await inflate(gzipSync(subscription))).toEqual({ bytes: Buffer.concat([plain, plain]) });
    const { bytes, damage } = await inflate(gzipSync(packed.subarray(0, -1)));
    expect(bytes.equals(plain)).toBe(true);
    expect(damage).toBe('the gzip stream is cut off');
    // and no deeper
    expect((await inflate(gzipSync(gzipSync(packed)))).bytes.equals(packed)).toBe(true);
  });

  test('with zeros behind it, as tapes pad it', async () => {
    expect(await inflate(Buffer.concat([packed, Buffer.alloc(512)]))).toEqual({ bytes: plain });
  });
});

describe('damaged gzip', () => {
  test('cut off at every byte gives what is whole, and says so', async () => {
    let longest = 0;
    for (let length = 2; length < packed.length; length++) {
      const { bytes, damage } = await inflate(packed.subarray(0, length));
      expect({ length, damage }).toEqual({
        length,
        damage: 'the gzip stream is cut off',
      });
      expect(isBeginning(bytes), `cut at ${length}`).toBe(true);
      expect(bytes.length).toBeGreaterThanOrEqual(longest);
      longest = bytes.length;
    }
    // only the checksum and the length are missing at the end
    expect(longest).toBe(plain.length);
  });

  // the shortest content with codes of this kind: each damage is read byte by byte
  test.each([
    ['fixed', 1, 1],
    ['dynamic', 2, 6],
  ])(
    'of %s codes with any one byte flipped never throws, and says so wherever the content changed',
    async (_, kind, n) => {
      const whole = Buffer.from(textOf(n));
      const small = gzipSync(whole);
      // BTYPE, after a header of ten bytes and the last block's flag (RFC 1951 3.2.3)
      expect(((small[10] as number) >> 1) & 3).toBe(kind);
      for (let at = 2; at < small.length; at++) {
        const flipped = Buffer.from(small);
        flipped[at] = (flipped[at] as number) ^ 0xff;
        const { bytes, damage } = await inflate(flipped);
        if (damage === undefined) expect(bytes.equals(whole), `flipped at ${at}`).toBe(true);
        else expect(damage).toMatch(/^the gzip stream is (damaged \(.+\)|cut off)$/);
      }
    },
  );

  test.each([
    ['its checksum is wrong', -8, 'the gzip stream is damaged (incorrect data check)'],
    ['its length is wrong', -4, 'the gzip stream is damaged (incorrect length check)'],
  ])('of which only %s gives all its bytes', async (_, offset, damage) => {
    const wrong = Buffer.from(packed);
    wrong.writeUInt8(wrong.readUInt8(wrong.length + offset) ^ 1, wrong.length + offset);
    expect(await inflate(wrong)).toEqual({ bytes: plain, damage });
  });

  test.each([0, 1, 63, 0x7fffffff, 0xffffffff])('that claims a length of %i gives all its bytes', async (claim) => {
    const lying = Buffer.from(packed);
    lying.writeUInt32LE(claim, lying.length - 4);
    const { bytes, damage } = await inflate(lying);
    expect(bytes.equals(plain)).toBe(true);
    expect(damage).toBe('the gzip stream is damaged (incorrect length check)');
  });

  // zlib returns what it made of a piece of input only if the whole piece was sound
  test.each([1, 4_000, 300_000])('gives every byte before the damage: %i bytes', async (length) => {
    const before = Buffer.from(Array.from({ length }, (_, n) => Math.imul(n, 2_654_435_761) >>> 24));
    const flushed = deflateRawSync(before, { finishFlush: constants.Z_FULL_FLUSH });
    // the flush is an empty stored block: its length and the complement of it (RFC 1951 3.2.4)
    expect(flushed.subarray(-4)).toEqual(Buffer.from([0, 0, 0xff, 0xff]));
    flushed.fill(0x55, flushed.length - 4);
    const broken = Buffer.concat([packed.subarray(0, 10), flushed, deflateRawSync(plain), packed.subarray(-8)]);
    const { bytes, damage } = await inflate(broken);
    expect(damage).toBe('the gzip stream is damaged (invalid stored block lengths)');
    expect(bytes.equals(before)).toBe(true);
  });

  test('whose second member is no deflate gives the first', async () => {
    const second = Buffer.from(packed);
    second.fill(0xff, 10, 30);
    const { bytes, damage } = await inflate(Buffer.concat([packed, second]));
    expect(bytes.equals(plain)).toBe(true);
    expect(damage).toBe('the gzip stream is damaged (invalid block type)');
  });

  test('followed by other text gives its bytes, and tells that there was more', async () => {
    const { bytes, damage } = await inflate(
      Buffer.concat([packed, Buffer.from('no gzip at all, and long enough for one')]),
    );
    expect(bytes.equals(plain)).toBe(true);
    expect(damage).toBe('the gzip stream is damaged (incorrect header check)');
  });

  test.each([2, 3, 9])('of %i bytes only', async (length) => {
    expect(await inflate(packed.subarray(0, length))).toEqual({
      bytes: Buffer.alloc(0),
      damage: 'the gzip stream is cut off',
    });
  });
});

describe('gzip that is out to fill the memory', () => {
  test('is read up to a bound, and says so', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const { bytes, damage } = await inflate(bomb, 5_000_000);
    expect(bytes.length).toBeGreaterThan(3_000_000);
    expect(bytes.length).toBeLessThanOrEqual(5_000_000);
    expect(damage).toBe(`it inflates to more than ${bytes.length} bytes, which are all that was read`);
  });
});
