/** A file and a question are split into the same words: whatever the engine finds in a file, its filter does not rule out. */
import { describe, expect, test } from 'vitest';
import { WholeContent } from '../../../src/archive/content.ts';
import { WatchedContent, WordCollector } from '../../../src/archive/index-filter.ts';
import { commonOf, filterOf as filterOfWords, mayHold, type Words, wordsOf } from '../../../src/archive/index-words.ts';
import { seededRandom } from '../../fixtures/question.ts';

const collector = WordCollector.create() as WordCollector;

function hashesIn(text: string, cuts: readonly number[] = []): Words {
  const bytes = Buffer.from(text);
  collector.begin(bytes.length);
  let from = 0;
  for (const to of [...cuts, bytes.length]) {
    collector.add(bytes.subarray(from, to));
    from = to;
  }
  return collector.finish() ?? everything;
}

/** For a text of which not all words are known. */
const everything = new Uint32Array();

function filterOf(text: string, cuts: readonly number[] = []): Uint32Array | undefined {
  const words = hashesIn(text, cuts);
  return words === everything ? undefined : filterOfWords(words);
}

/** Each word as one number. */
const wordsIn = (text: string, cuts?: readonly number[]): ReadonlySet<bigint> =>
  new Set(new BigUint64Array(hashesIn(text, cuts).slice().buffer));

const holds = (filter: Uint32Array | undefined, text: string): boolean => {
  const words = wordsOf(text);
  return filter === undefined || words.length === 0 || words.every((word) => mayHold(filter, word));
};

/** Whether the engine takes a needle for a whole word: no letter or digit adjoins it, except one that ends an escape. */
function standsWhole(text: string, needle: string): boolean {
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
    if (/[A-Za-z0-9]/.test(text[at + needle.length] ?? '')) continue;
    const head = text.slice(0, at);
    if (!/[A-Za-z0-9]$/.test(head) || /\\.$|%[0-9a-f]{2}$|\\u..[0-9a-f]{2}$/is.test(head)) return true;
  }
  return false;
}

describe('a filter', () => {
  test.each([
    ['an id', '{"groupId":"sg-0a1b2c3d4e5f60718"}', 'sg-0a1b2c3d4e5f60718'],
    ['a part of an ARN', '"arn:aws:s3:::trail-logs.example/*"', 'trail-logs.example'],
    ['JSON inside JSON', String.raw`"{\"Resource\":\"bucket-one\"}"`, 'bucket-one'],
    ['what a line break comes before', String.raw`"about:\nbucket1 and \tbucket2"`, 'bucket1'],
    ['what a tab comes before', String.raw`"about:\nbucket1 and \tbucket2"`, 'bucket2'],
    ['URL encoding', 'arn%3Aaws%3As3%3A%3A%3Abucket3%2F*', 'bucket3'],
    ['escapes in full', String.raw`"\u003cbucket4\u003e"`, 'bucket4'],
    ['an address', '"sourceIPAddress":"203.0.113.7"', '203.0.113.7'],
    ['an address in a sentence', '"from 203.0.113.7."', '203.0.113.7'],
    ['an address behind an escape', String.raw`"\n203.0.113.7 %20198.51.100.9"`, '203.0.113.7'],
    ['an address behind an encoded space', String.raw`"\n203.0.113.7 %20198.51.100.9"`, '198.51.100.9'],
    ['an address in a longer row of numbers', '"1.203.0.113.7.5"', '203.0.113.7'],
    ['a short word with the one before', '"web-1-a"', 'web-1-a'],
    ['a short word behind an escape', String.raw`"x\nab-cdef"`, 'ab-cdef'],
    ['an access key', '"accessKeyId":"ASIAEXAMPLE000000001"', 'ASIAEXAMPLE000000001'],
    [
      'what looks like a UUID behind an escape',
      String.raw`"\b1234567-1234-1234-1234-123456789012"`,
      '1234567-1234-1234-1234-123456789012',
    ],
    [
      'what is told besides a UUID',
      '"stack/web-5e8b8f0a-1875-482f-b4d9-5d84fcdda25e"',
      'web-5e8b8f0a-1875-482f-b4d9-5d84fcdda25e',
    ],
  ])('holds %s', (_, text, wanted) => {
    expect(wordsOf(wanted).length).toBeGreaterThan(0);
    expect(holds(filterOf(text), wanted)).toBe(true);
  });

  test('tells ids of one length from each other, and addresses by all their numbers', () => {
    const filter = filterOf('"sg-0a1b2c3d4e5f60718" "203.0.113.7" "203.0.114.9" "10.113.7.203" "web-1" "2-web"');
    for (const other of ['sg-0a1b2c3d4e5f60719', 'sg-0a1b2c3d4e5f6071', '203.0.113.9', '113.7.203.0', 'web-2'])
      expect([other, holds(filter, other)]).toEqual([other, false]);
  });

  test('knows no UUID, and says so', () => {
    const id = '5e8b8f0a-1875-482f-b4d9-5d84fcdda25e';
    expect(wordsOf(id)).toEqual([]);
    expect(filterOf(`"${id}"`)).toEqual(filterOf(''));
  });

  test('is the same wherever the content was cut', () => {
    const random = seededRandom(3);
    const pieces = [
      'sg-0a1b2c3d4e5f60718',
      '203.0.113.7',
      '\\n',
      '%2F',
      '5e8b8f0a-1875-482f-b4d9-5d84fcdda25e',
      '"',
      ':',
      'x',
    ];
    for (let n = 0; n < 200; n++) {
      const text = Array.from({ length: 20 }, () => pieces[Math.floor(random() * pieces.length)]).join('');
      const cuts = Array.from({ length: 5 }, () => Math.floor(random() * text.length)).sort((a, b) => a - b);
      expect(filterOf(text, cuts), text).toEqual(filterOf(text));
    }
  });

  test('of what repeats has the words of each part, wherever it stood before', () => {
    const random = seededRandom(29);
    const below = (n: number) => Math.floor(random() * n);
    const hex = (length: number) => Array.from({ length }, () => below(16).toString(16)).join('');
    const values = [
      () => `sg-${hex(17)}`,
      () => `203.0.113.${below(256)}`,
      () => `2026-03-0${1 + below(9)}T12:${10 + below(50)}:${10 + below(50)}Z`,
      () => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`,
      () => `arn:aws:sts::11112222333${below(4)}:assumed-role/role-${below(5)}/i-${hex(below(20))}`,
      () => `{\\"a\\":\\"b${below(9)}\\n${hex(5)}%2F${hex(4)}\\"}`,
      () => 'x'.repeat(below(100)),
      () => '',
    ];
    const names = ['groupId', 'eventTime', 'requestID', 'arn', 'userAgent', 'id'];
    const recordOf = () =>
      `{${Array.from({ length: 12 }, () => `"${names[below(names.length)]}":"${values[below(values.length)]?.()}"`).join(',')}}`;
    for (let n = 0; n < 40; n++) {
      const text = Array.from({ length: 1 + below(60) }, recordOf).join(',');
      // a part by itself has no text before it
      const apart = new Set(text.split(/(?=")/).flatMap((part) => [...wordsIn(part)]));
      const together = wordsIn(text);
      expect([...together].sort()).toEqual([...apart].sort());
      const cuts = Array.from({ length: 4 }, () => below(text.length)).sort((a, b) => a - b);
      expect([...wordsIn(text, cuts)].sort()).toEqual([...together].sort());
    }
  });

  test('rules out nothing that the engine would find', () => {
    const random = seededRandom(17);
    const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] as string;
    const needles = [
      'web-1',
      '10.0.0.1',
      '203.0.113.7',
      'alice',
      'a.b_c-d',
      'sg-0a1b2c3d',
      '2-web',
      'u002f',
      'bcd-12',
      'n10',
    ];
    const around = [
      '\\',
      '\\n',
      '\\b',
      '\\u002f',
      '\\u0020',
      '%',
      '%2F',
      '%20',
      '%3A',
      '-',
      '.',
      '_',
      'x',
      '7',
      'ab',
      '"',
      ' ',
      ':',
      'é',
    ];
    let found = 0;
    for (let n = 0; n < 20_000; n++) {
      const needle = pick(needles);
      const text = [pick(around), pick(around), pick(around), needle, pick(around), pick(needles), pick(around)].join(
        '',
      );
      if (!standsWhole(Buffer.from(text).toString('latin1'), needle)) continue;
      found++;
      expect(holds(filterOf(text), needle), `${needle} in ${text}`).toBe(true);
    }
    expect(found).toBeGreaterThan(5000);
  });

  test('of many words is wrong about few others, and about none of its own', () => {
    const own = Array.from({ length: 20_000 }, (_, n) => `eni-${n.toString(16).padStart(17, '0')}`);
    const others = own.map((id) => id.replace('eni-0', 'eni-f'));
    const filter = filterOf(own.join('","'));
    expect(filter?.byteLength).toBeLessThan(1.1 * 20_000 * 1.25 + 32);
    expect(own.filter((id) => !holds(filter, id))).toEqual([]);
    expect(others.filter((id) => holds(filter, id)).length / others.length).toBeLessThan(0.02);
  });

  test('is not made where a run of a megabyte hides what is in it', () => {
    expect(filterOf(`"${'a.b-'.repeat(600_000)}"`)).toBeUndefined();
    expect(filterOf(`"${'a.b-:'.repeat(600_000)}"`)).toBeDefined();
  });

  test('is made of a content as it is read', () => {
    const bytes = Buffer.from('"sg-0a1b2c3d4e5f60718"');
    collector.begin(bytes.length);
    const content = new WatchedContent(new WholeContent(bytes), collector);
    expect(content.more()).toBe(false);
    expect(collector.finish()).toHaveLength(2 * 2);
  });

  test('of what files have in common is left out of theirs', () => {
    const texts = Array.from({ length: 40 }, (_, n) => `"everywhere" "${n % 2 === 0 ? 'half' : 'other'}" "only${n}"`);
    const common = commonOf(texts.map((text) => hashesIn(text)));
    expect(common.size).toBe(3);
    for (const [n, text] of texts.entries()) {
      const own = filterOfWords(hashesIn(text), common);
      const may = (word: string) => wordsOf(word).every((hash) => mayHold(own, hash));
      expect([`only${n}`, 'everywhere', 'half'].map(may)).toEqual([true, false, false]);
      expect(wordsOf('everywhere').every((hash) => mayHold(filterOfWords(common.words()), hash))).toBe(true);
    }
    expect(commonOf(texts.slice(0, 4).map((text) => hashesIn(text))).size).toBe(0);
  });
});
