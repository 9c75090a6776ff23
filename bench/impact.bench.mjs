// @ts-check
/** What finding the shifts costs, apart from reading: many series of two weeks, made up of what CloudWatch's look like. */
import { modules } from './modules.mjs';
import { asMs } from './processes.mjs';

export const description = 'finding metric shifts: series of 14 days, in this process, on one core';

export const options = {
  series: { type: 'string', default: '500' },
  seconds: { type: 'string', default: '300' },
};

const rounds = 3;
const limitMs = 4000;
const hour = 3_600_000;
const until = Date.parse('2026-03-03T16:00:00Z');

/** The same numbers in every run, in [0, 1). @param {number} seed */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A day's wave with noise, an idle one with bursts, or a level; every tenth shifts in the last hour. @param {number} index @param {number} seconds */
function evidenceOf(index, seconds) {
  const next = random(index + 1);
  const datapoints = [];
  for (let time = until - 14 * 24 * hour; time < until; time += seconds * 1000) {
    const wave = 1 + Math.sin((2 * Math.PI * time) / (24 * hour));
    const usual = [100 * wave + 20 * next(), next() < 0.02 ? 500 * next() : 0, 50 + 5 * next()][index % 3] ?? 0;
    const value = index % 10 === 0 && time >= until - hour ? 3000 + usual : usual;
    datapoints.push({ time, sum: 5 * value, count: 5, min: value, max: value });
  }
  return {
    type: 'series',
    series: {
      namespace: 'Example',
      metricName: `Metric${index}`,
      dimensions: { InstanceId: 'i-1' },
      account: '111122223333',
      region: 'us-east-1',
      unit: ['Count', 'Bytes', 'Milliseconds'][index % 3] ?? null,
      statistic: null,
      periodSeconds: null,
      datapoints,
    },
    origin: { source: 'cloudwatch', backend: 'archive', account: null, region: null, ref: null, locator: 'made#1' },
  };
}

/** @param {Record<string, string>} options */
export async function run({ series: count = '', seconds = '' }) {
  /** @param {string} name */
  const load = (name) => import(modules(`analysis/impact/${name}`));
  const [{ alignSeries }, { metricShifts }, { seriesOrigins }] = await Promise.all(
    ['series.js', 'shifts.js', 'series-origins.js'].map(load),
  );
  const evidence = Array.from({ length: Number(count) }, (_, index) => evidenceOf(index, Number(seconds)));
  const points = evidence.reduce((sum, { series }) => sum + series.datapoints.length, 0);
  const timings = { align: Infinity, judge: Infinity };
  let found = 0;
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    const series = alignSeries(evidence);
    const aligned = performance.now();
    found = metricShifts({
      series,
      window: { since: until - 2 * hour, until },
      now: until + 24 * hour,
      matches: () => ['target'],
      originAt: seriesOrigins(evidence),
    }).length;
    timings.align = Math.min(timings.align, aligned - start);
    timings.judge = Math.min(timings.judge, performance.now() - aligned);
  }
  const whole = timings.align + timings.judge;
  /** @param {string} name @param {number} ms */
  const row = (name, ms) => [name, asMs(ms), (ms / evidence.length).toFixed(2), ms <= limitMs ? 'yes' : 'no'];
  return {
    headings: ['step', 'best ms', 'ms a series', `within ${limitMs} ms`],
    rows: [row('align', timings.align), row('judge', timings.judge), row('both', whole)],
    notes: [
      `${evidence.length} series, ${points} datapoints, one every ${seconds} s; ${found} shifts found`,
      `${rounds} runs, the best of each step`,
    ],
  };
}
