/** Pages that claim more than their bytes can hold are reported before anything is decoded. */
import { describe, expect, test } from 'vitest';
import { checkPage, type PageShape } from '../../../src/archive/parquet-runs.ts';

const dictionary: PageShape = { count: 8, encoding: 'RLE_DICTIONARY', isBoolean: false, repetition: 0, definition: 0 };
const page = (...bytes: number[]) => Uint8Array.from(bytes);
/** Eight adjacent levels, preceded by their length. */
const levels = (bits: number) => [2, 0, 0, 0, 0b11, bits];

describe('values that are written out', () => {
  test.each<[string, Uint8Array, Partial<PageShape>, number]>([
    ['a run', page(3, 8 << 1, 5), {}, 8],
    ['several runs', page(3, 5 << 1, 5, 3 << 1, 1), {}, 8],
    ['eight beside each other, of which five count', page(3, 0b11, 1, 2, 3), { count: 5 }, 5],
    ['nothing behind a width of 0', page(0), {}, 8],
    ['those that are not null', page(...levels(0b1011_0010), 3, 4 << 1, 5), { definition: 1 }, 4],
    ['those of the first levels', page(...levels(0b1011_0010), 3, 2 << 1, 5), { definition: 1, count: 5 }, 2],
    ['what no run tells', page(1, 2, 3), { encoding: 'PLAIN' }, 8],
    ['truths', page(2, 0, 0, 0, 8 << 1, 1), { encoding: 'RLE', isBoolean: true }, 8],
    [
      'those behind levels of the second version',
      page(6 << 1, 1, 2 << 1, 0, 3, 6 << 1, 5),
      { definition: 1, levels: { repetition: 0, definition: 4, nulls: 2 } },
      6,
    ],
  ])('%s', (_, bytes, shape, count) => {
    expect(checkPage(bytes, { ...dictionary, ...shape })).toBe(count);
  });
});

describe('refused', () => {
  test.each<[string, Uint8Array, Partial<PageShape>, string]>([
    ['a run of billions', page(3, 0xfe, 0xff, 0xff, 0xff, 0x0f, 5), {}, 'a run of 2147483647 values, where 8 are left'],
    ['a run longer than its page', page(3, 0b101, 1, 2, 3), { count: 16 }, 'a run of 16 values, where 16 are left'],
    [
      'many values of no bits',
      page(0, 0x81, 0x80, 0x80, 0x08),
      { levels: { repetition: 0, definition: 0, nulls: 0 } },
      'a run of 67108864 values, where 8 are left',
    ],
    ['a length without an end', page(3, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01), {}, 'a run without its length'],
    ['a page without values', page(3), {}, 'a page ends before its last value'],
    ['too many bits', page(33, 8 << 1, 5), {}, 'values of 33 bits'],
    [
      'more nulls than values',
      page(3, 8 << 1, 5),
      { levels: { repetition: 0, definition: 0, nulls: 9 } },
      '9 of 8 values are null',
    ],
    [
      'fewer nulls than none',
      page(3, 8 << 1, 5),
      { levels: { repetition: 0, definition: 0, nulls: -1 } },
      '-1 of 8 values are null',
    ],
    ['millions of values in some bytes', page(3, 8 << 1, 5), { count: 5_000_000 }, '5000000 values in 3 bytes'],
  ])('%s', (_, bytes, shape, message) => {
    expect(() => checkPage(bytes, { ...dictionary, ...shape })).toThrow(message);
  });
});
