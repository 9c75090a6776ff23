/** Where values end, asked about the same content repeatedly: after damage, and for each value inside another. */
import { describe, expect, test } from 'vitest';
import { type Content, WholeContent } from '../../../src/archive/content.ts';
import { stringEnd, valueEnd } from '../../../src/archive/json-bytes.ts';
import { walkLayout } from '../../../src/archive/json-layout.ts';
import { deepestNesting } from '../../../src/model/json.ts';

/** Offsets of brackets, including those in texts. */
const openingsIn = (text: string): number[] => [...text.matchAll(/[{[]/g)].map(({ index }) => index);

/** The same bytes as new content, of which nothing was asked before. */
const anew = (bytes: Buffer): Content => new WholeContent(bytes);

/** Where each value ends: asked of one content in turn, and of a new one each time. */
function ends(text: string) {
  const bytes = Buffer.from(text);
  const content = anew(bytes);
  const openings = openingsIn(text);
  return {
    inTurn: openings.map((at) => valueEnd(content, at)),
    alone: openings.map((at) => valueEnd(anew(bytes), at)),
  };
}

/** Numbers from 0 up to 1, the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

describe('where a value ends does not depend on what was asked before', () => {
  const deep = deepestNesting;
  test.each<[string, string]>([
    ['nested too deep, and not closed', '['.repeat(3 * deep)],
    ['nested too deep, and closed', '['.repeat(3 * deep) + ']'.repeat(3 * deep)],
    ['closed where it is just deep enough', '['.repeat(deep + 1) + ']'.repeat(deep + 1)],
    ['closed values in values that are not', `${'[[[]],{"a":[]}'.repeat(2 * deep)}]]]`],
    ['a deep value that closed before a value that does not', `[${'['.repeat(150)}${']'.repeat(150)},[[`],
    ['brackets in a text that nothing closes', `[{"a":[1],"[{[":{"b":"[{`],
    ['a quote that turns all behind it inside out', `[["a[":["b":"[","]"]${'{"a":['.repeat(deep)}`],
  ])('%s', (_, text) => {
    const { inTurn, alone } = ends(text);
    expect(inTurn).toEqual(alone);
  });

  test('whatever brackets, quotes and escapes follow each other', () => {
    const pieces = ['[', '[', '[', '{', ']', '}', '"', '\\"', '"a[":', ',', '['.repeat(90), ']'.repeat(80)];
    const random = numbers(7);
    const next = () => pieces[Math.floor(random.next().value * pieces.length)] as string;
    const differing: string[] = [];
    for (let n = 0; n < 300; n++) {
      const text = `[${Array.from({ length: 25 }, next).join('')}`;
      const { inTurn, alone } = ends(text);
      if (inTurn.join() !== alone.join()) differing.push(text);
    }
    expect(differing).toEqual([]);
  });
});

test('a text ends at the first quote that nothing escapes, however long it is and wherever escapes stand', () => {
  const odd: number[][] = [];
  for (let before = 0; before < 140; before++) {
    for (const escapes of ['', '\\\\', '\\"', '\\"\\\\', '\\\\\\"']) {
      for (const between of [0, 1, 63, 64, 65, 200]) {
        const text = `"${'x'.repeat(before)}${escapes}${'y'.repeat(between)}${escapes}`;
        const closed = stringEnd(anew(Buffer.from(`${text}","b"`)), 0);
        const open = stringEnd(anew(Buffer.from(text)), 0);
        const cutOff = stringEnd(anew(Buffer.from(`${text}\\"`)), 0);
        if (closed !== text.length + 1 || open !== -1 || cutOff !== -1)
          odd.push([before, between, closed, open, cutOff]);
      }
    }
  }
  expect(odd).toEqual([]);
});

/** Counts how often it was looked at: a walk looks at every byte outside of texts. */
class WatchedContent extends WholeContent {
  looks = 0;

  constructor(text: string) {
    const bytes = Buffer.from(text);
    super(bytes);
    Object.defineProperty(this, 'bytes', {
      get: () => {
        this.looks++;
        return bytes;
      },
    });
  }
}

describe('values in values that do not close are not walked again and again', () => {
  const cutOff = 'the object is cut off';
  const tooDeep = 'the record nests too deep';
  test.each<[string, string, string[]]>([
    [
      'nested without end',
      `{"eventVersion":${' '.repeat(20)}`.repeat(2000),
      Array.from({ length: 2000 }, (_, at) => (at < 2000 - deepestNesting - 1 ? tooDeep : cutOff)),
    ],
    [
      'with much behind them that closes',
      `${'{"eventVersion":'.repeat(150)}${'[0],'.repeat(20_000)}`,
      Array.from({ length: 150 }, () => cutOff),
    ],
  ])('%s', (_, text, messages) => {
    const content = new WatchedContent(text);
    const damages: string[] = [];
    const options = { listKeys: ['Records'], openings: ['eventVersion'] };
    walkLayout(content, options, { value: () => {}, list: () => {}, damage: ({ message }) => damages.push(message) });
    expect(damages).toEqual(messages);
    expect(content.looks / text.length).toBeLessThan(10);
  });
});
