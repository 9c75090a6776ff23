import { describe, expect, test } from 'vitest';
import { alignSeries, summarizeSeries } from '../../../../src/analysis/impact/series.ts';
import type { SeriesEvidence } from '../../../../src/model/evidence.ts';
import type { Datapoint, Series } from '../../../../src/model/series.ts';
import { shuffled } from '../../../fixtures/question.ts';

const minute = 60_000;
const start = Date.parse('2026-03-03T14:00:00Z');
const at = (minutes: number) => start + minutes * minute;
const points = (...values: readonly (readonly [number, number])[]): readonly Datapoint[] =>
  values.map(([minutes, value]) => ({ time: at(minutes), value }));

const evidence = (parts: Partial<Series>, locator = 'a.json#1'): SeriesEvidence => ({
  type: 'series',
  series: {
    namespace: 'AWS/EC2',
    metricName: 'CPUUtilization',
    dimensions: { InstanceId: 'i-1' },
    account: '111122223333',
    region: 'eu-west-1',
    unit: 'Percent',
    statistic: 'Average',
    periodSeconds: null,
    datapoints: [],
    ...parts,
  },
  origin: { source: 'cloudwatch', backend: 'archive', account: null, region: null, ref: null, locator },
});

const aligned = (...items: readonly SeriesEvidence[]) => alignSeries(items).map(({ datapoints }) => datapoints);

describe('alignSeries', () => {
  test('sorts by time over all files', () => {
    const found = alignSeries([
      evidence({ datapoints: points([10, 3], [0, 1]) }, 'b.json#1'),
      evidence({ datapoints: points([5, 2]) }, 'a.json#1'),
    ]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ periodSeconds: 300, datapoints: points([0, 1], [5, 2], [10, 3]) });
  });

  test('of two values for one time the later locator’s is kept, and in one file the later one', () => {
    const first = evidence({ datapoints: points([0, 1], [0, 2]) }, 'a.json#1');
    const later = evidence({ datapoints: points([5, 3]) }, 'b.json#1');
    const again = evidence({ datapoints: points([5, 4]) }, 'a.json#2');
    for (let seed = 0; seed < 6; seed++)
      expect(aligned(...shuffled([first, later, again], seed))).toEqual([points([0, 2], [5, 3])]);
  });

  test('drops what is no number, and a series of which nothing is left', () => {
    const odd = [
      { time: at(0), value: NaN },
      { time: NaN, value: 1 },
      { time: at(1), sum: Infinity, count: 1 },
    ];
    expect(aligned(evidence({ datapoints: odd }))).toEqual([[{ time: at(1), count: 1 }]]);
    expect(alignSeries([evidence({ datapoints: [{ time: at(0), value: -Infinity }] }), evidence({})])).toEqual([]);
  });

  test('finds the period by the most frequent step, holes or not', () => {
    const period = (...minutes: readonly number[]) =>
      alignSeries([evidence({ datapoints: points(...minutes.map((each) => [each, 1] as const)) })])[0]?.periodSeconds;
    expect(period(0, 5, 10, 70, 75)).toBe(300);
    expect(period(0, 1, 6)).toBe(60);
    expect(period(0, 5, 6)).toBe(60);
    expect(period(0)).toBeNull();
  });

  test('keeps the period that was told', () => {
    const [found] = alignSeries([evidence({ periodSeconds: 60, datapoints: points([0, 1], [5, 2]) })]);
    expect(found?.periodSeconds).toBe(60);
  });

  test('one value a period, counted from where most datapoints stand, not from the full hour', () => {
    expect(aligned(evidence({ datapoints: points([2, 1], [7, 2], [12, 3], [16, 4], [17, 5]) }))).toEqual([
      points([2, 1], [7, 2], [16, 4], [17, 5]),
    ]);
  });

  test.each<[string, Partial<Series>]>([
    ['account', { account: '444455556666' }],
    ['region', { region: null }],
    ['metric', { metricName: 'NetworkIn' }],
    ['namespace', { namespace: 'Custom' }],
    ['statistic', { statistic: null }],
    ['unit', { unit: null }],
    ['period', { periodSeconds: 60 }],
    ['dimension', { dimensions: { InstanceId: 'i-2' } }],
    ['set of dimensions', { dimensions: { InstanceId: 'i-1', Name: 'x' } }],
  ])('another %s is another series', (_, parts) => {
    const datapoints = points([0, 1]);
    expect(aligned(evidence({ datapoints }), evidence({ datapoints, ...parts }))).toHaveLength(2);
  });

  test('the order of dimensions tells nothing apart, nor does the order of evidence change the answer', () => {
    const items = [
      evidence({ dimensions: { a: '1', b: '2' }, datapoints: points([0, 1]) }, 'a'),
      evidence({ dimensions: { b: '2', a: '1' }, datapoints: points([5, 2]) }, 'b'),
      evidence({ metricName: 'NetworkIn', datapoints: points([0, 9]) }, 'c'),
    ];
    const expected = JSON.stringify(alignSeries(items));
    expect(alignSeries(items)).toHaveLength(2);
    for (let seed = 0; seed < 6; seed++) expect(JSON.stringify(alignSeries(shuffled(items, seed)))).toBe(expected);
  });
});

describe('summarizeSeries', () => {
  test('puts a metric’s statistics together', () => {
    const found = summarizeSeries(
      alignSeries([
        evidence({ statistic: 'p99', datapoints: points([0, 9], [5, 9], [10, 9]) }),
        evidence({ statistic: 'Average', datapoints: points([5, 1], [10, 2], [15, 3]) }),
        evidence({ metricName: 'Apples', datapoints: points([0, 1]) }),
      ]),
    );
    expect(found).toEqual([
      {
        namespace: 'AWS/EC2',
        metricName: 'Apples',
        dimensions: { InstanceId: 'i-1' },
        account: '111122223333',
        region: 'eu-west-1',
        statistics: ['Average'],
        periodSeconds: null,
        first: '2026-03-03T14:00:00.000Z',
        last: '2026-03-03T14:00:00.000Z',
        count: 1,
      },
      expect.objectContaining({
        metricName: 'CPUUtilization',
        statistics: ['Average', 'p99'],
        periodSeconds: 300,
        first: '2026-03-03T14:00:00.000Z',
        last: '2026-03-03T14:15:00.000Z',
        count: 4,
      }),
    ]);
  });

  test('a stream’s statistics are those that it holds and what follows from them', () => {
    const of = (datapoint: Omit<Datapoint, 'time'>) =>
      summarizeSeries(alignSeries([evidence({ statistic: null, datapoints: [{ time: at(0), ...datapoint }] })]))[0]
        ?.statistics;
    expect(of({ sum: 1, count: 1, min: 1, max: 1 })).toEqual(['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum']);
    expect(of({ sum: 1, max: 1 })).toEqual(['Maximum', 'Sum']);
  });

  test('nothing of nothing', () => {
    expect(summarizeSeries([])).toEqual([]);
  });
});
