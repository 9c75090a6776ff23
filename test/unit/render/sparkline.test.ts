import { describe, expect, test } from 'vitest';
import type { MetricDetail } from '../../../src/model/event.ts';
import { sparkline } from '../../../src/render/sparkline.ts';
import { at } from '../../fixtures/report-cast.ts';
import { metric } from '../../fixtures/report-events.ts';

const start = Date.parse(at('14:00:00')) / 1000;
const detailOf = (...values: readonly (number | undefined)[]): MetricDetail => ({
  ...metric(at('14:00:00'), at('15:00:00')).detail,
  periodSeconds: 60,
  baseline: { ...metric(at('14:00:00'), at('15:00:00')).detail.baseline, median: 0 },
  series: values.flatMap((value, index) => (value === undefined ? [] : [[start + 60 * index, value] as const])),
});
const draw = (detail: MetricDetail, more: Partial<Parameters<typeof sparkline>[1]> = {}) =>
  sparkline(detail, { width: 40, marks: [], ascii: false, ...more });

describe('a sparkline', () => {
  test('has eight heights, one column a period', () => {
    expect(draw(detailOf(0, 1, 2, 3, 4, 5, 6, 7))).toBe('▁▂▃▄▅▆▇█');
    expect(draw(detailOf(0, 1, 2, 3, 4, 5, 6, 7), { ascii: true })).toBe('_.-:=+*#');
  });

  test('leaves out what was not reported', () => {
    expect(draw(detailOf(0, undefined, undefined, 7, 0, 0, 0, 0))).toBe('▁  █▁▁▁▁');
  });

  test('marks the change before the period it was made in', () => {
    const marks = [(start + 60 * 3 + 20) * 1000];
    expect(draw(detailOf(0, 0, 0, 7, 7, 0, 0, 0), { marks })).toBe('▁▁▁│██▁▁▁');
    expect(draw(detailOf(0, 0, 0, 7, 7, 0, 0, 0), { marks, ascii: true })).toBe('___|##___');
  });

  test('does not mark what lies outside of it', () => {
    expect(draw(detailOf(0, 0, 0, 7, 7, 0, 0, 0), { marks: [0, (start + 86_400) * 1000] })).toBe('▁▁▁██▁▁▁');
  });

  test('keeps a spike of one period where many share a column', () => {
    const values = Array.from({ length: 400 }, (_, index) => (index === 123 ? 100 : 1));
    const line = draw(detailOf(...values), { width: 20 });
    expect(line).toHaveLength(20);
    expect([...line].filter((sign) => sign === '█')).toHaveLength(1);
  });

  test('of a constant is flat', () => expect(draw(detailOf(5, 5, 5, 5, 5, 5, 5, 5))).toBe('▁▁▁▁▁▁▁▁'));

  test.each([
    ['no points', detailOf(), 40],
    ['no room', detailOf(1, 2, 3), 5],
    [
      'no numbers',
      {
        ...detailOf(),
        series: [
          [Number.NaN, 1],
          [start, Number.NaN],
        ],
      } as MetricDetail,
      40,
    ],
  ])('is empty with %s', (_, detail, width) => expect(draw(detail, { width })).toBe(''));
});
