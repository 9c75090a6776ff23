import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type ByteSource, sourceOf } from '../../../src/archive/byte-source.ts';
import { openContent } from '../../../src/archive/content.ts';
import { type Engine, engine } from '../../../src/archive/engine.ts';
import { inflate } from '../../../src/archive/inflate.ts';
import { seededRandom } from '../../fixtures/question.ts';

const wasm = engine() as Engine;

/** What came through the window, piece by piece, as seen by a reader that keeps nothing. */
function drained(source: ByteSource): { readonly bytes: Buffer; readonly damage: string | undefined } {
  const content = openContent(source, wasm);
  const pieces: Buffer[] = [];
  do {
    pieces.push(Buffer.from(content.bytes.subarray(content.keep - content.base)));
    content.keep = content.end;
  } while (content.more());
  return { bytes: Buffer.concat(pieces), damage: content.damage };
}

/** Hands out this many bytes at a time. */
function inPieces(bytes: Buffer, size: number): ByteSource {
  const whole = sourceOf(bytes);
  return { ...whole, read: (into) => whole.read(into.subarray(0, size)) };
}

async function expectSame(packed: Buffer, what: string, size = 0): Promise<void> {
  const ours = drained(size > 0 ? inPieces(packed, size) : sourceOf(packed));
  const theirs = await inflate(packed);
  expect(ours.damage, what).toBe(theirs.damage);
  // Node returns nothing from the byte in which it met the damage: up to eight symbols may precede it in that byte
  const missed = ours.bytes.length - theirs.bytes.length;
  expect(missed, what).toBeGreaterThanOrEqual(0);
  expect(missed, what).toBeLessThanOrEqual(theirs.damage?.includes('damaged') ? 8 * 258 : 0);
  expect(ours.bytes.subarray(0, theirs.bytes.length).equals(theirs.bytes), what).toBe(true);
}

test('what was read to its end stays as it is while another file is read', () => {
  const read = (length: number) => {
    const content = openContent(sourceOf(gzipSync(Buffer.alloc(length, 'a'))), wasm);
    while (content.more());
    return content;
  };
  const first = read(400_000);
  read(900_000);
  first.keep = first.end;
  expect([first.more(), first.end]).toEqual([false, 400_000]);
});

const random = seededRandom(7);
const below = (n: number) => Math.floor(random() * n);

/** Content of many kinds: text that repeats, noise, runs, few symbols. */
function contentOf(n: number): Buffer {
  const length = [0, 1, 7, 300, 5_000, 40_000, 200_000][n % 7] as number;
  switch (below(5)) {
    case 0:
      return Buffer.from(Array.from({ length }, () => below(256)));
    case 1:
      return Buffer.alloc(length, below(256));
    case 2:
      return Buffer.from(Array.from({ length }, () => 97 + below(3)));
    case 3:
      return Buffer.from(Array.from({ length }, (_, at) => (at % (1 + below(3)) === 0 ? below(4) : 65 + (at % 7))));
    default: {
      let text = '';
      while (text.length < length)
        text += `{"eventVersion":"1.${below(20)}","eventTime":"2026-03-0${below(9)}T12:00:00Z","id":"sg-${below(1e9)}"},`;
      return Buffer.from(text.slice(0, length));
    }
  }
}

const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED } = constants;
const strategies = [Z_DEFAULT_STRATEGY, Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED];

const packedOf = (n: number): Buffer =>
  gzipSync(contentOf(n), {
    level: n % 10,
    memLevel: 1 + below(9),
    strategy: strategies[below(strategies.length)] as number,
  });

describe('the engine inflates as zlib does', { timeout: 60_000 }, () => {
  test('streams of all levels and strategies', async () => {
    for (let n = 0; n < 200; n++) await expectSame(packedOf(n), `stream ${n}`);
  });

  test('that come a few bytes at a time', async () => {
    for (let n = 0; n < 60; n++) {
      const packed = packedOf(n);
      await expectSame(packed, `stream ${n}`, packed.length > 20_000 ? 1000 + below(999) : 1 + below(3));
    }
  });

  test('that are cut off', async () => {
    for (let n = 0; n < 300; n++) {
      const packed = packedOf(n % 5);
      await expectSame(packed.subarray(0, 2 + below(packed.length - 2)), `stream ${n}`);
    }
  });

  test('in which bytes are damaged', async () => {
    for (let n = 0; n < 400; n++) {
      const packed = Buffer.from(packedOf(n % 5));
      for (let flips = 1 + below(3); flips > 0; flips--) packed[2 + below(packed.length - 2)] = below(256);
      await expectSame(packed, `stream ${n}`);
    }
  });

  test('whose blocks are noise', async () => {
    const header = gzipSync('').subarray(0, 10);
    for (let n = 0; n < 900; n++) {
      const noise = Buffer.from(Array.from({ length: 30 + below(300) }, () => below(256)));
      // the first block: fixed or dynamic codes
      noise[0] = ((noise[0] as number) & 0xf8) | (n % 2 === 0 ? 4 : 2);
      await expectSame(Buffer.concat([header, noise]), `noise ${n}`);
    }
  });

  test('several members, one after the other, whole or not', async () => {
    for (let n = 0; n < 60; n++) {
      const members = Array.from({ length: 1 + below(4) }, (_, at) => packedOf(at + below(5)));
      const behind = [Buffer.alloc(0), Buffer.alloc(9), Buffer.from('x'), Buffer.from('text behind')][below(4)];
      await expectSame(Buffer.concat([...members, behind as Buffer]), `members ${n}`, below(2) * 5000);
    }
  });

  test('flushed in the middle', async () => {
    for (const finishFlush of [constants.Z_SYNC_FLUSH, constants.Z_FULL_FLUSH]) {
      const flushed = deflateRawSync(contentOf(4), { finishFlush });
      await expectSame(Buffer.concat([gzipSync('').subarray(0, 10), flushed]), 'flushed');
    }
  });
});

test('a stream larger than the window passes through it, matches across its edges too', () => {
  const far = Buffer.from(Array.from({ length: 32_768 }, () => below(256)));
  const plain = Buffer.concat(Array.from({ length: 200 }, (_, n) => Buffer.concat([far, Buffer.from(`#${n}`)])));
  const { bytes, damage } = drained(sourceOf(gzipSync(plain)));
  expect({ damage, length: bytes.length }).toEqual({ damage: undefined, length: plain.length });
  expect(bytes.equals(plain)).toBe(true);
});
