/** Which part of a window the files lack, and the window to ask for instead. */
import { expect, test } from 'vitest';
import type { Span } from '../../../src/model/evidence.ts';
import { uncovered } from '../../../src/report/window-cover.ts';
import { questionOf } from '../../fixtures/question.ts';
import { account, at } from '../../fixtures/report-cast.ts';

const spanOf = (region: string, from: string, to: string): Span => ({
  source: 'cloudtrail',
  account,
  region,
  first: Date.parse(at(from)),
  last: Date.parse(at(to)),
  records: 9,
});

const hintsFor = (spans: readonly Span[], since: string, until: string): readonly (string | undefined)[] => {
  const window = { since: Date.parse(at(since)), until: Date.parse(at(until)) };
  const question = { ...questionOf({ since: at(since), until: at(until), now: at('23:00:00') }), window };
  return [...new Set([...uncovered(spans, window, question).values()].map(({ hint }) => hint))];
};

const quiet = spanOf('eu-west-1', '12:31:09', '15:31:12');
const busy = spanOf('us-east-1', '12:31:04', '15:56:43');

test('whoever asks as the hint says meets no such gap again, in any region', () => {
  expect(hintsFor([quiet, busy], '08:00:00', '20:00:00')).toEqual([
    'add the files of the missing time, or ask --since 2026-03-03T12:31:04Z --until 2026-03-03T15:51:12Z',
  ]);
  expect(hintsFor([quiet, busy], '12:31:04', '15:51:12')).toEqual([]);
});

test('where no time is held in all places, it names all that is', () => {
  const [early, late] = [spanOf('eu-west-1', '01:00:00', '02:00:00'), spanOf('us-east-1', '09:00:00', '10:00:00')];
  expect(hintsFor([early, late], '00:00:00', '20:00:00')).toEqual([
    'add the files of the missing time, or ask --since 2026-03-03T01:00:00Z --until 2026-03-03T10:00:01Z',
  ]);
});
