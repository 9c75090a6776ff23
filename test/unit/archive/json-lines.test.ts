import { describe, expect, test } from 'vitest';
import { type Content, WholeContent } from '../../../src/archive/content.ts';
import { walkLayout } from '../../../src/archive/json-layout.ts';
import { deepestNesting, type JsonValue } from '../../../src/model/json.ts';

/** Content that arrives this many bytes at a time. */
class InPieces implements Content {
  readonly base = 0;
  readonly damage = undefined;
  readonly isVouched = false;
  keep = 0;
  bytes: Buffer;
  private readonly whole: Buffer;
  private readonly size: number;

  constructor(text: string, size: number) {
    this.whole = Buffer.from(text);
    this.size = size;
    this.bytes = this.whole.subarray(0, size);
  }

  get end(): number {
    return this.bytes.length;
  }

  more(): boolean {
    const before = this.end;
    this.bytes = this.whole.subarray(0, before + this.size);
    return this.end > before;
  }
}

/** What came of a text, in order, and how many values were parsed before they were walked. */
function read(content: Content) {
  const found: (JsonValue | string)[] = [];
  let early = 0;
  const textOf = ({ start, end }: { start: number; end: number }) =>
    content.bytes.toString('utf8', start - content.base, end - content.base);
  walkLayout(
    content,
    { listKeys: ['Records'], openings: ['id'] },
    {
      value: (slice, parsed) => {
        if (parsed) {
          early++;
          expect(parsed).toEqual(JSON.parse(textOf(slice)));
        }
        try {
          found.push(JSON.parse(textOf(slice)));
        } catch {
          found.push(`no JSON: ${textOf(slice)}`);
        }
      },
      list: (elements) => found.push(...elements.map((element) => JSON.parse(textOf(element)))),
      damage: ({ message }) => found.push(message),
    },
  );
  return { found, early };
}

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const usual = (id: number) => `{"id":${id},"of":{"b":"}{\\"\\n"},"é":1.5}`;
const usualValue = (id: number) => ({ id, of: { b: '}{"\n' }, é: 1.5 });

describe('an object that fills a line', () => {
  test('is parsed at once, whatever ends the line', () => {
    const { found, early } = read(new WholeContent(Buffer.from(`${usual(1)}\n${usual(2)}\r\n\n ${usual(3)} \t\n`)));
    expect({ found, early }).toEqual({ found: [usualValue(1), usualValue(2), usualValue(3)], early: 3 });
  });

  test('is the same where the window ends inside it', () => {
    const text = Array.from({ length: 30 }, (_, id) => `${usual(id)}\n`).join('');
    const whole = Array.from({ length: 30 }, (_, id) => usualValue(id));
    for (const size of [1, 7, 50, 64, 1000]) expect(read(new InPieces(text, size)).found).toEqual(whole);
    expect(read(new InPieces(text, 1000)).early).toBeGreaterThan(20);
  });

  test.each<[string, string, (JsonValue | string)[]]>([
    ['holds a list of records', '{"Records":[{"id":5},{"id":6}]}', [{ id: 5 }, { id: 6 }]],
    ['bears the key of the list twice', '{"Records":[{"id":5}],"Records":1}', [{ id: 5 }]],
    ['holds another list', '{"id":5,"b":[]}', [{ id: 5, b: [] }]],
    ['is followed by another', '{"id":5}{"id":6}', [{ id: 5 }, { id: 6 }]],
    ['is followed by a comma', '{"id":5},', [{ id: 5 }]],
    ['is longer than any datapoint', `{"id":"${'x'.repeat(10_000)}"}`, [{ id: 'x'.repeat(10_000) }]],
    ['nests too deep', deep(deepestNesting + 2), ['the record nests too deep']],
    ['is no JSON', '{"id":x}', ['no JSON: {"id":x}']],
    ['is cut off by the next line', '{"id":5,', ['the object is cut off']],
  ])('is walked where it %s', (_, line, expected) => {
    const { found, early } = read(new WholeContent(Buffer.from(`${usual(1)}\n${line}\n${usual(2)}\n`)));
    expect({ found, early }).toEqual({ found: [usualValue(1), ...expected, usualValue(2)], early: 1 });
  });

  test('is walked where the last line has no end', () => {
    const { found, early } = read(new WholeContent(Buffer.from(`${usual(1)}\n${usual(2)}`)));
    expect({ found, early }).toEqual({ found: [usualValue(1), usualValue(2)], early: 1 });
  });
});
