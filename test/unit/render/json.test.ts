import { expect, test } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import { json } from '../../../src/render/json.ts';
import { safeJson } from '../../../src/render/json-text.ts';
import { emptyReport, openSshReport } from '../../fixtures/report.ts';

const context = { width: 80, color: true, expand: false };
const rendered = (report: Report) => [...json.render(report, context)].join('\n');

test.each<[string, Report]>([
  ['a whole report', openSshReport()],
  ['an empty report', emptyReport()],
  ['several subjects', emptyReport({ subjects: [emptyReport().subject, emptyReport().subject] })],
  ['a member that is undefined', { ...emptyReport(), subjects: undefined } as unknown as Report],
  [
    'text with line breaks and lone surrogates',
    emptyReport({ verdict: { headline: 'a\nb\r\u{2028}\u{D800}"\\', answer: 'seen', who: [], what: [] } }),
  ],
  ['an empty list as the last member', { ...emptyReport(), gate: [] } as unknown as Report],
  ...(
    [
      ['a list of many elements', Array.from({ length: 100 }, (_, n) => [n, `n${n}`, {}])],
      ['as many elements as are written at once', Array.from({ length: 32 }, () => 'a')],
      ['one more than that', Array.from({ length: 33 }, () => ({ a: [] }))],
    ] as const
  ).map(([name, chains]): [string, Report] => [name, { ...emptyReport(), chains } as unknown as Report]),
  ['an element that has no JSON form', { ...emptyReport(), chains: [undefined] } as unknown as Report],
])('%s is what JSON.stringify gives, safe for a terminal', (_, report) => {
  expect(rendered(report)).toBe(safeJson(JSON.stringify(report, null, 2)));
});

test('an event is read only when its lines are asked for', () => {
  let read = 0;
  const timeline = openSshReport().timeline.map((event) => ({
    toJSON: () => {
      read += 1;
      return event;
    },
  }));
  for (const line of json.render({ ...openSshReport(), timeline } as unknown as Report, context)) {
    if (line === '  "timeline": [') break;
  }
  expect(read).toBe(0);
});

test.each([
  ['\u007f', '"\\u007f"'],
  ['é\u0085', '"é\\u0085"'],
  ['\u009b31m', '"\\u009b31m"'],
  ['a\u202eb', '"a\\u202eb"'],
  ['soft\u00adhyphen', '"soft\\u00adhyphen"'],
  ['a Hangul filler\u3164', '"a Hangul filler\\u3164"'],
  ['tags\u{e0041}', '"tags\\udb40\\udc41"'],
  ['漢字🙂', '"漢字🙂"'],
  ['\u2028\ufeff', '"\\u2028\\ufeff"'],
  ['plain é \u{1F600}', '"plain é \u{1F600}"'],
])('text is written so that no terminal acts on it (%j)', (text, expected) => {
  expect(safeJson(JSON.stringify(text))).toBe(expected);
});
