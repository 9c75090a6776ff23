/** Results of unknown metrics: they may belong to what was asked about. */
import { expect, test } from 'vitest';
import { withoutQuery } from '../../../src/model/series.ts';
import { windowOf } from '../../../src/report/answered-window.ts';
import { coverageOf } from '../../../src/report/coverage.ts';
import { questionOf, readingOf, spanOf } from '../../fixtures/question.ts';

function gapsOf(kind: string, count: number) {
  const place = { source: 'cloudwatch', account: null, region: null };
  const question = questionOf();
  const readings = [readingOf({ spans: [spanOf(place)], skipped: [{ ...place, kind, count }] })];
  const rest = { sources: [], backendOf: () => 'archive', lagSeconds: {}, events: [], duplicates: [], seconds: 1 };
  return coverageOf({ ...rest, question, readings }, windowOf(question, readings, []))
    .flatMap(({ gaps }) => gaps)
    .filter(({ code }) => code === 'DAMAGED_FILE');
}

test.each([
  [1, 'the result of a metric does not name the metric: its query is missing'],
  [2000, 'the results of 2,000 metrics do not name the metrics: their queries are missing'],
])('%d of them are a gap that says what to do', (count, message) => {
  expect(gapsOf(withoutQuery, count)).toEqual([
    expect.objectContaining({
      code: 'DAMAGED_FILE',
      blocking: true,
      message,
      hint: 'save the query beside the answer, as cpu.query.json beside cpu.json',
    }),
  ]);
});

test('what else is set aside is none', () => {
  expect(gapsOf('empty answer', 3)).toEqual([]);
});
