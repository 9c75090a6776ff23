/** `--charts`: each shifted metric as a large chart, with the band of usual values and the times of the changes. */
import type { MetricDetail, MetricEvent } from '../model/event.ts';
import type { Report } from '../model/report.ts';
import { amountText } from './amount.ts';
import { changeMarks } from './change-marks.ts';
import { epochOf, timeOfDay } from './clock.ts';
import type { Ink, Palette } from './palette.ts';
import { columnAt, extentOf, type Plot, plotOf, widened } from './plot.ts';
import { printable } from './printable.ts';
import { displayWidth, hang } from './width.ts';

const rows = 8;
const widest = 120;
/** Braille cells are two dots wide and four high: https://www.unicode.org/charts/PDF/U2800.pdf */
const [across, down] = [2, 4];
const brailleDots = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
];

interface Signs {
  readonly band: string;
  readonly mark: string;
  readonly axis: string;
  readonly foot: string;
  readonly onset: string;
}

const unicodeSigns: Signs = { band: '░', mark: '│', axis: '┤', foot: '─', onset: '▲' };
const asciiSigns: Signs = { band: '.', mark: '|', axis: '|', foot: '-', onset: '^' };

/** One chart for each metric, in the order of the timeline; nothing if none shifted. */
export function* chartLines(report: Report, width: number, ascii: boolean, palette: Palette): Generator<string> {
  const marksOf = changeMarks(report);
  const metrics = new Map<string, MetricEvent[]>();
  for (const event of report.timeline) {
    if (event.kind !== 'metric') continue;
    const { namespace, metricName, dimensions, statistic } = event.detail;
    const { account, region } = event.origin;
    const key = JSON.stringify([namespace, metricName, Object.entries(dimensions).sort(), statistic, account, region]);
    metrics.set(key, [...(metrics.get(key) ?? []), event]);
  }
  for (const events of metrics.values()) {
    const [first] = events as [MetricEvent, ...MetricEvent[]];
    const marks = [...new Set(events.flatMap(marksOf))].sort((a, b) => a - b);
    const detail = { ...first.detail, series: joined(events) };
    const drawn = [...chart(detail, events, marks, Math.min(width, widest), ascii, palette)];
    if (drawn.length === 0) continue;
    yield* hang('', printable(first.summary), width).map(palette.title);
    yield* drawn;
    yield '';
  }
}

/** Several shifts of a metric hold parts of the same series. */
const joined = (events: readonly MetricEvent[]) =>
  [...new Map(events.flatMap(({ detail }) => detail.series ?? []))].sort(([a], [b]) => a - b);

function* chart(
  detail: MetricDetail,
  events: readonly MetricEvent[],
  marks: readonly number[],
  width: number,
  ascii: boolean,
  palette: Palette,
): Generator<string> {
  const { baseline, unit } = detail;
  const [low, high] = extentOf(
    (detail.series ?? []).map(([, value]) => value),
    [baseline.min, baseline.max],
  );
  if (low > high) return;
  const floor = low >= 0 && low < high / 2 ? 0 : low;
  const amounts = [high, (floor + high) / 2, floor].map((value) => amountText(value, unit));
  const label = Math.max(...amounts.map(displayWidth));
  const columns = width - label - 2;
  const sub = ascii ? 1 : across;
  const narrow = plotOf(detail, columns * sub);
  if (columns < 8 || !narrow) return;
  const plot = widened(narrow, columns * sub);
  const signs = ascii ? asciiSigns : unicodeSigns;
  const scale = (value: number) => (high > floor ? Math.min(Math.max((value - floor) / (high - floor), 0), 1) : 0);
  const cells = Math.ceil(plot.values.length / sub);
  const drawn = ascii ? pointCells(plot, scale) : brailleCells(plot, scale, cells);
  const cellOf = (time: number) => {
    const column = columnAt(plot, time);
    return column === undefined ? undefined : Math.floor(column / sub);
  };
  const marked = new Set(marks.flatMap((mark) => cellOf(mark) ?? []));
  const [bandLow, bandHigh] = [scale(baseline.min), scale(baseline.max)].map((share) => rowOf(share)) as [
    number,
    number,
  ];
  for (let row = rows - 1; row >= 0; row--) {
    const amount = row === rows - 1 ? amounts[0] : row === rows >> 1 ? amounts[1] : row === 0 ? amounts[2] : '';
    const text = runs(cells, (cell): [string, Ink] => {
      const point = drawn[row]?.[cell] ?? '';
      if (point !== '') return [point, row > bandHigh || row < bandLow ? palette.tone.caution : palette.plain];
      if (marked.has(cell)) return [signs.mark, palette.lane.what];
      return row >= bandLow && row <= bandHigh ? [signs.band, palette.quiet] : [' ', palette.plain];
    });
    yield `${palette.quiet(`${(amount ?? '').padStart(label)} ${signs.axis}`)}${text}`;
  }
  const onsets = new Set(events.flatMap((event) => cellOf(epochOf(event.detail.onset)) ?? []));
  const foot = runs(cells, (cell): [string, Ink] =>
    onsets.has(cell)
      ? [signs.onset, palette.tone.caution]
      : marked.has(cell)
        ? [signs.mark, palette.lane.what]
        : [signs.foot, palette.quiet],
  );
  yield `${' '.repeat(label + 2)}${foot}`;
  yield palette.quiet(`${' '.repeat(label + 2)}${clockLine(plot, cells)}`);
  const changed = marks.filter((mark) => cellOf(mark) !== undefined).map(clock);
  const usual = `${signs.band} usual: ${amountText(baseline.min, unit)} to ${amountText(baseline.max, unit)}`;
  const told = [
    usual,
    ...(changed.length > 0 ? [`${signs.mark} change: ${listed(changed)}`] : []),
    `${signs.onset} onset: ${listed(events.map((event) => timeOfDay(event.detail.onset)))}`,
  ];
  yield* hang(' '.repeat(label + 2), told.join('   '), width).map(palette.quiet);
}

const mostTimes = 4;
const listed = (times: readonly string[]): string =>
  times.length <= mostTimes
    ? times.join(', ')
    : `${times.slice(0, mostTimes).join(', ')} and ${times.length - mostTimes} more`;

const rowOf = (share: number): number => Math.min(rows - 1, Math.floor(share * rows));
const clock = (time: number): string => new Date(time).toISOString().slice(11, 19);

/** Adjacent cells of the same color are painted together. */
function runs(cells: number, of: (cell: number) => [string, Ink]): string {
  let [text, run] = ['', ''];
  let ink: Ink | undefined;
  for (let cell = 0; cell < cells; cell++) {
    const [sign, own] = of(cell);
    if (own !== ink && ink) {
      text += ink(run);
      run = '';
    }
    ink = own;
    run += sign;
  }
  return ink ? text + ink(run) : text;
}

/** Rows from the bottom up; empty cells are ''. */
type Drawn = readonly (readonly string[])[];

function pointCells({ values }: Plot, scale: (value: number) => number): Drawn {
  const drawn = Array.from({ length: rows }, () => values.map(() => ''));
  for (const [column, value] of values.entries()) {
    const line = value === undefined ? undefined : drawn[rowOf(scale(value))];
    if (line) line[column] = '*';
  }
  return drawn;
}

/** Adjacent values are connected by a line, gaps are not. */
function brailleCells({ values }: Plot, scale: (value: number) => number, cells: number): Drawn {
  const bits = Array.from({ length: rows }, () => Array.from({ length: cells }, () => 0));
  const height = (value: number) => Math.round(scale(value) * (rows * down - 1));
  let previous: number | undefined;
  for (const [column, value] of values.entries()) {
    if (value === undefined) {
      previous = undefined;
      continue;
    }
    const own = height(value);
    const from = previous === undefined ? own : previous;
    for (let dot = Math.min(from, own); dot <= Math.max(from, own); dot++) {
      const line = bits[Math.floor(dot / down)];
      const cell = Math.floor(column / across);
      // the first dot of a cell is its uppermost
      if (line) line[cell] = (line[cell] ?? 0) | (brailleDots[column % across]?.[down - 1 - (dot % down)] ?? 0);
    }
    previous = own;
  }
  return bits.map((line) => line.map((bit) => (bit === 0 ? '' : String.fromCodePoint(0x2800 + bit))));
}

/** The times of the first and the last column, and of the middle if there is room. */
function clockLine({ from, step, values }: Plot, cells: number): string {
  const end = from + step * values.length;
  const [first, middle, last] = [from, (from + end) / 2, end].map((time) => new Date(time).toISOString()) as [
    string,
    string,
    string,
  ];
  const isOneDay = first.slice(0, 10) === last.slice(0, 10);
  const text = (time: string) => (isOneDay ? time.slice(11, 16) : time.slice(5, 16).replace('T', ' '));
  const [left, center, right] = [first, middle, last].map(text) as [string, string, string];
  const room = cells - left.length - right.length;
  if (room < 1) return left;
  const half = Math.floor((room - center.length) / 2);
  if (half < 2) return left + ' '.repeat(room) + right;
  return left + ' '.repeat(half) + center + ' '.repeat(room - half - center.length) + right;
}
