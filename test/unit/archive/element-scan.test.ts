import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { scanFile } from '../../../src/archive/scan-file.ts';
import type { ElementHeads, RecordScanner } from '../../../src/archive/scanner.ts';
import type { JsonObject } from '../../../src/model/json.ts';

const usual = { list: 'Items', texts: ['id', 'time'], others: ['content', 'tags'] };

interface Parsed {
  readonly locator: string;
  readonly value: JsonObject;
  readonly carriers: unknown;
}

/** What it was given to read is in `parsed`. */
function scannerOf(heads: Partial<ElementHeads> | undefined, listKeys = ['Items', 'Others']) {
  const parsed: Parsed[] = [];
  const told: ElementHeads | undefined = heads && {
    listKey: usual.list,
    texts: usual.texts,
    others: usual.others,
    take(head, collector) {
      const time = Number(head.text(1));
      if (head.mayBeNamed || !time) return true;
      collector.seen(null, head.text(0) ?? null, time);
      return false;
    },
    ...heads,
  };
  const scanner: RecordScanner = {
    source: 'test',
    remembers: true,
    listKeys,
    openings: ['id'],
    heads: () => told,
    record(value, { locator, carriers }, collector) {
      if (typeof value['time'] !== 'string') return false;
      collector.seen(null, typeof value['id'] === 'string' ? value['id'] : null, Number(value['time']));
      parsed.push({ locator, value, carriers });
      return true;
    },
  };
  return { scanner, parsed };
}

/** Recognizes nothing. */
const other: RecordScanner = { source: 'other', listKeys: [], openings: [], record: () => false };

/** Reads a file of elements; returns the locators of those that were parsed, their content, and the file's result. */
async function scan(content: string | Buffer, heads: Partial<ElementHeads> | undefined) {
  const { scanner, parsed } = scannerOf(heads);
  const bytes = typeof content === 'string' ? gzipSync(content) : content;
  const reading = await scanFile('a', bytes, [scanner, other]);
  return { parsed, reading, places: parsed.map(({ locator }) => locator) };
}

const file = (...elements: readonly string[]) => `{"version":"1","Items":[${elements.join(',')}]}`;
const element = (id: string, content = '{}') => `{"content":${content},"time":"5","id":"${id}"}`;

describe('of a list whose elements are told by their heads', () => {
  test('those that hold a needle are parsed, wherever it stands, and all are counted', async () => {
    const elements = [
      element('one'),
      element('vol-0123'),
      element('three', '{"a":["}{]\\"[","vol-0123"]}'),
      element('four', '"{\\"a\\":\\"vol-0123\\"}"'),
      element('vol-01234'),
      element('six', '{"a":"\\u0076ol-0123"}'),
      element('seven', '"\\u0076ol-0123"'),
      ' { "time" : "7" ,\n "id" : "eight", "tags" : [ ] } ',
    ];
    const found = await scan(file(...elements), { needles: ['vol-0123'] });
    expect(found.places).toEqual(['a#2', 'a#3', 'a#4', 'a#6', 'a#7']);
    expect(found.parsed[1]?.carriers).toEqual([{ version: '1', Items: [] }]);
    const exact = await scan(file(...elements), undefined);
    expect(exact.places).toHaveLength(8);
    expect(found.reading).toEqual(exact.reading);
  });

  test('of many needles too, and of many elements', async () => {
    const needles = Array.from({ length: 40 }, (_, n) => `vol-${1000 + n * 37}`);
    const hidden = element('x', '"\\u0076ol-1037"');
    const elements = Array.from({ length: 300 }, (_, n) => (n === 299 ? hidden : element(`n${n}`)));
    elements[130] = element('x', '{"a":"vol-1074"}');
    elements[131] = element('x', '{"a":"vol-1075"}');
    const found = await scan(file(...elements), { needles });
    expect(found.places).toEqual(['a#131', 'a#300']);
    expect(found.reading).toEqual((await scan(file(...elements), undefined)).reading);
  });

  // IAM delivers policies in this form: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html
  test.each([
    ['of one', ['vol-1037']],
    ['of many', Array.from({ length: 40 }, (_, n) => `vol-${1000 + n * 37}`)],
  ])('what is looked for %s is found behind the escapes of a URL, and in them', async (_, needles) => {
    const encoded = ['"arn%3Avol-1037%22"', '"%3avol-1037"', '"%76ol-1037"', '"%22vol%2d1037"', '"100%vol-9"'];
    const elements = [element('one'), ...encoded.map((text, n) => element(`n${n}`, text))];
    const found = await scan(file(...elements), { needles });
    expect(found.places).toEqual(['a#2', 'a#3', 'a#4', 'a#5']);
    expect(found.reading).toEqual((await scan(file(...elements), undefined)).reading);
  });

  test.each([
    ['a member that was not named', '{"time":"5","id":"x","more":1}'],
    ['a member twice', '{"time":"5","id":"x","tags":1,"tags":2}'],
    ['a key with an escape', '{"time":"5","id":"x","t\\u0061gs":1}'],
    ['a text with an escape', '{"time":"5","id":"x\\ty"}'],
    ['a text that is none', '{"time":"5","id":7}'],
    ['no members', '{}'],
  ])('an element with %s is parsed', async (_, odd) => {
    const content = file(element('one'), odd, element('two'));
    const found = await scan(content, { needles: [] });
    const exact = await scan(content, undefined);
    expect(found.reading).toEqual(exact.reading);
    expect(found.places).toEqual(odd === '{}' ? [] : ['a#2']);
  });

  test('content that nobody asks for is emptied where the element is as named', async () => {
    const content = file(
      element('one', '{"a":[1,2]}'),
      '{"id":"x","time":"6","content":{"b":1},"more":1}',
      '{"tags":[3],"time":"7","content":{"c":"}"},"id":"y"}',
    );
    const { parsed } = await scan(content, { emptied: { content: 'null', tags: '[]' }, take: () => true });
    expect(parsed.map(({ value }) => value)).toEqual([
      { content: null, time: '5', id: 'one' },
      { id: 'x', time: '6', content: { b: 1 }, more: 1 },
      { tags: [], time: '7', content: null, id: 'y' },
    ]);
  });

  test.each([
    ['another list beside', `{"Others":[${element('o')}],"Items":[${element('one')}]}`],
    ['another list behind', `{"Items":[${element('one')}],"Others":[${element('o')}]}`],
    ['the same list twice', `{"Items":[${element('one')}],"Items":[${element('o')}]}`],
    ['members behind the list', `{"Items":[${element('one')},${element('two')}] , "n" : {"a":[1]} }\n`],
    ['an object behind it', `${file(element('one'))}\n${file(element('two'))}`],
    ['an empty list', file()],
    ['elements that are none', file(element('one'), '5', element('two'))],
    ['a comma missing', file(`${element('one')}${element('two')}`)],
    ['an element that nests too deep', file(element('one', `${'['.repeat(220)}${']'.repeat(220)}`), element('two'))],
    ['a backslash between', file(element('one', '[\\ 1]'), element('two'))],
    ['a list that is none', '{"Items":5}'],
    ['a text with a brace before', `{"v":"{\\"Items\\":[","Items":[${element('one')}]}`],
  ])('a file with %s comes to what it holds', async (_, content) => {
    const [counted, parsed, exact] = [
      await scan(content, { needles: [] }),
      await scan(content, {}),
      await scan(content, undefined),
    ];
    expect(counted.reading).toEqual(exact.reading);
    expect(parsed).toEqual(exact);
  });

  test('where needles can only be looked for one by one, and are many, all elements are parsed', async () => {
    const needles = Array.from('abcdefghijklmnopqrst', (letter) => `-.-${letter}`);
    expect((await scan(file(element('one'), element('-.-t')), { needles })).places).toEqual(['a#1', 'a#2']);
  });

  test('files of scanners that ask for different things are read in turns', async () => {
    const [one, two] = [
      scannerOf({ needles: ['vol-0123'] }),
      scannerOf({ needles: ['vol-9876'], others: ['tags', 'content'] }),
    ];
    const content = gzipSync(file(element('vol-0123'), element('vol-9876'), '{"time":"5","tags":[],"id":"x"}'));
    for (const { scanner } of [one, two, one]) await scanFile('a', content, [scanner]);
    expect(one.parsed.map(({ locator }) => locator)).toEqual(['a#1', 'a#1']);
    expect(two.parsed.map(({ locator }) => locator)).toEqual(['a#2']);
  });

  const broken = element('vol-0123', '{"a":tru}');

  test('one that is to be parsed and cannot be is told to be damaged', async () => {
    const content = file(element('one'), broken, element('two'));
    const found = await scan(content, { needles: ['vol-0123'] });
    expect(found.reading.gaps[0]?.gap.message).toContain('the record is no valid JSON');
    expect(found.reading).toEqual((await scan(content, undefined)).reading);
  });

  test('nothing is counted unparsed before the checksum is known to hold', async () => {
    const content = gzipSync(file(element('one'), broken));
    const whole = await scan(content, { needles: [] });
    expect(whole.reading.gaps).toEqual([]);
    // the first byte of the checksum
    content[content.length - 8] = ~(content[content.length - 8] as number);
    const found = await scan(content, { needles: [] });
    expect(found.reading).toEqual((await scan(content, undefined)).reading);
    expect(found.places).toEqual(['a#1']);
  });

  test('a file that is cut off or damaged anywhere is read in every detail, and nothing twice', async () => {
    const content = gzipSync(file(element('one', '{"a":"]}"}'), element('vol-0123'), element('tri\u00e9')));
    const exact = async (bytes: Buffer) => (await scan(bytes, undefined)).reading;
    for (let at = 0; at < content.length; at++) {
      const cut = content.subarray(0, at);
      expect((await scan(cut, { needles: ['vol-0123'] })).reading).toEqual(await exact(cut));
      const flipped = Buffer.from(content);
      flipped[at] = (flipped[at] as number) ^ 4;
      const { reading, places } = await scan(flipped, { needles: ['vol-0123'] });
      expect(reading).toEqual(await exact(flipped));
      expect(new Set(places).size).toBe(places.length);
    }
  });

  test('a text that is cut off at any byte, in a file that is whole, comes to what it holds', async () => {
    const content = file(element('one', '{"a":"]}"}'), element('vol-0123'), ' {"id":"two" ,"time":"6","tags":{}}');
    for (let at = 0; at < content.length; at++) {
      const cut = content.slice(0, at);
      const found = await scan(cut, { needles: ['vol-0123'] });
      expect(found.reading).toEqual((await scan(cut, undefined)).reading);
    }
  });

  test('of a list of very many elements the carrier is the same, whichever way they are read', async () => {
    const lists = [100_000, 100_001].map(
      (count) => `{"Items":[${'{"time":"5"},'.repeat(count - 1)}{"time":"6"}],"n":1}`,
    );
    for (const [n, list] of lists.entries()) {
      const last = { take: (head: { text(index: number): string | undefined }) => head.text(1) === '6' };
      const [found, exact] = [await scan(list, last), await scan(list, undefined)];
      expect(found.parsed).toEqual(exact.parsed.slice(-1));
      expect(found.parsed[0]?.carriers).toEqual([n === 0 ? { Items: [], n: 1 } : { Items: [] }]);
    }
  });

  test('elements longer than the window, in several members of gzip, and more than are kept at once', {
    timeout: 30_000,
  }, async () => {
    const elements = Array.from({ length: 18 }, (_, n) =>
      element(n % 9 === 8 ? `n${n}` : 'vol-0123', `{"a":"${`${n}`.padEnd(1_000_000 + n * 7919, ' {]x')}"}`),
    );
    // the first is recognized by nobody, the next is counted, and the last is known to be broken once all others were found
    const content = file(...elements, '{"id":"vol-0123"}', element('small'), broken);
    const middle = 1_234_567;
    const bytes = Buffer.concat([gzipSync(content.slice(0, middle)), gzipSync(content.slice(middle))]);
    const exact = await scan(bytes, undefined);
    expect(exact.reading.gaps[0]?.gap.message).toContain('the record is no valid JSON');
    for (const needles of [['vol-0123'], undefined]) {
      const found = await scan(bytes, { ...(needles && { needles }) });
      expect(found.reading).toEqual(exact.reading);
      expect(found.parsed).toEqual(exact.parsed.filter(({ value: { id } }) => !needles || id === 'vol-0123'));
      expect(found.places).toHaveLength(needles ? 16 : 19);
    }
    expect((await scan(bytes, { needles: ['vol-9876'] })).places).toEqual([]);
  });
});
