/** The timeline as a table: a row for each event or run of events, with days and silences marked in between. */

import type { MetricEvent, TimelineEvent } from '../model/event.ts';
import { plural } from '../model/number-text.ts';
import { chainGutter, type GutterMark } from './chain-gutter.ts';
import { dateOf, dayTitle, duration, epochOf } from './clock.ts';
import { collapse, silenceOf } from './collapse.ts';
import type { Columns } from './columns.ts';
import { fitColumns, oneLine } from './columns.ts';
import { diffLines } from './diff.ts';
import type { GridCell } from './grid.ts';
import { createGrid } from './grid.ts';
import type { Ink, Palette } from './palette.ts';
import type { PrincipalText } from './principal-text.ts';
import type { RenderContext } from './renderer.ts';
import type { RowText } from './row-text.ts';
import { rowText } from './row-text.ts';
import { sparkline } from './sparkline.ts';
import { displayWidth, hang, truncateMiddle, wrap } from './width.ts';

const betweenColumns = 2;

/** Draws what goes below a row's sentence, as lines. */
type Draw = (row: RowText, width: number) => readonly string[];

/** A longer one says no more. */
const widestSparkline = 72;

export interface TimelineContext extends RenderContext {
  /** The times to mark in a shift's sparkline: epoch milliseconds. */
  readonly marksOf?: (shift: MetricEvent) => readonly number[];
  /** A part of a timeline: the number of rows is shown by whoever has all of it. */
  readonly isPart?: boolean;
}

const drawShift =
  ({ marksOf = () => [], ascii = false }: TimelineContext): Draw =>
  ({ shift }, width) => {
    if (!shift) return [];
    const line = sparkline(shift.detail, { width: Math.min(width, widestSparkline), marks: marksOf(shift), ascii });
    return line === '' ? [] : [line];
  };

/** On one line; the name is shortened before what follows it, as long as it stays recognizable. */
function principalLine(principal: PrincipalText, width: number, palette: Palette): string {
  const whole = oneLine(principal);
  const rest = whole.slice(principal.name.length);
  const nameWidth = width - displayWidth(rest);
  if (nameWidth < 12 && displayWidth(whole) > width) return truncateMiddle(whole, width);
  return truncateMiddle(principal.name, nameWidth) + (rest === '' ? '' : palette.quiet(rest));
}

/** The name, and below it tool and address: on one line if they fit, otherwise on one each. */
function principalBlock({ name, means }: PrincipalText, width: number, palette: Palette): string[] {
  const joined = means.join(' · ');
  const below = joined === '' ? [] : displayWidth(joined) <= width ? [joined] : means;
  return [truncateMiddle(name, width), ...below.map((line) => palette.quiet(truncateMiddle(line, width)))];
}

function sentenceLines(row: RowText, width: number, palette: Palette, draw: Draw): string[] {
  const { tone } = row.sign;
  const ink: Ink = tone === 'critical' ? palette.title : tone === 'quiet' ? palette.quiet : palette.plain;
  const notes = row.notes.flatMap((note) => hang('↳ ', note, width).map(palette.tone[tone]));
  return [...wrap(row.sentence, width).map(ink), ...notes, ...draw(row, width).map(palette.tone[tone])];
}

/** The cells of one row. `repeated`: a routine call by the same principal as the call above, so only the name is repeated. */
function cellsOf(
  row: RowText,
  bars: GutterMark,
  columns: Columns,
  palette: Palette,
  draw: Draw,
  repeated: boolean,
): GridCell[] {
  const told = [...sentenceCells(row, columns, palette, draw, repeated), ...placeCells(row, columns, palette)];
  const height = Math.max(1, ...told.map(({ lines }) => lines.length));
  return [{ lines: [row.time] }, laneCell(row, bars, height, palette), signCell(row, palette), ...told];
}

const signCell = ({ sign }: RowText, palette: Palette): GridCell => ({ lines: [palette.tone[sign.tone](sign.text)] });

/** The lane, preceded by the bars of the chains, which continue next to every line of the row. */
function laneCell({ lane }: RowText, { first, rest }: GutterMark, height: number, palette: Palette): GridCell {
  const name = palette.lane[lane](lane);
  if (first === '') return { lines: [name] };
  return { lines: [`${palette.quiet(first)} ${name}`, ...Array<string>(height - 1).fill(palette.quiet(rest))] };
}

function sentenceCells(row: RowText, columns: Columns, palette: Palette, draw: Draw, repeated: boolean): GridCell[] {
  const { principal } = row;
  const cells: GridCell[] = [];
  if (principal === undefined) {
    const { sentence, principal: beside } = columns;
    const lines = sentenceLines(row, beside > 0 ? sentence + betweenColumns + beside : sentence, palette, draw);
    cells.push({ lines, span: beside > 0 ? 2 : 1 });
  } else if (columns.principalAs === 'below') {
    const below = palette.quiet(principalLine(principal, columns.sentence, palette));
    cells.push({ lines: [...sentenceLines(row, columns.sentence, palette, draw), below] });
  } else {
    const { principal: width, principalAs } = columns;
    const told = repeated ? { ...principal, means: [] } : principal;
    const inBlock = principalAs === 'block';
    const lines = inBlock ? principalBlock(told, width, palette) : [principalLine(principal, width, palette)];
    cells.push({ lines: sentenceLines(row, columns.sentence, palette, draw) }, { lines });
  }
  return cells;
}

function placeCells({ account, region }: RowText, columns: Columns, palette: Palette): GridCell[] {
  const places = [
    [account, columns.account],
    [region, columns.region],
  ] as const;
  const shown = places
    .filter(([, width]) => width > 0)
    .map(([text, width]) => palette.quiet(truncateMiddle(text, width)));
  return columns.placeAs === 'block' ? [{ lines: shown }] : shown.map((line) => ({ lines: [line] }));
}

/** Two spaces between columns, but one between a sign and its sentence: the grid itself adds one. */
function gridWidths(columns: Columns): number[] {
  const { time, lane, sign, sentence, principal, account, region, placeAs } = columns;
  const places = placeAs === 'block' ? [Math.max(account, region)] : [account, region];
  const rest = [sentence, principal, ...places].filter((width) => width > 0);
  return [time + 1, lane + 1, sign, ...rest.map((width, index) => (index < rest.length - 1 ? width + 1 : width))];
}

export function* timelineLines(
  timeline: readonly TimelineEvent[],
  context: TimelineContext,
  palette: Palette,
): Generator<string> {
  const { width, expand, flat = false } = context;
  const drawBelow = drawShift(context);
  const rows = collapse(timeline, expand, context.diff);
  const texts = rows.map(rowText);
  const gutter = chainGutter(rows.map(({ chain }) => ({ chain: flat ? null : chain })));
  const columns = fitColumns(texts, width, displayWidth(gutter[0]?.first ?? ''));
  const draw = createGrid(gridWidths(columns));
  const silence = silenceOf(timeline);
  let day: string | undefined;
  let latest = Number.NaN;
  let above = '';
  for (const [index, row] of rows.entries()) {
    const [text, bars] = [texts[index], gutter[index]];
    if (text === undefined || bars === undefined) continue;
    const date = dateOf(row.event.time);
    const quietMs = epochOf(row.event.time) - latest;
    const mark = quietMs >= silence ? `⋮ ${duration(quietMs)}` : '';
    if (date !== undefined && date !== day) {
      if (index > 0) yield '';
      yield palette.title(`${dayTitle(date)} UTC`) + (mark === '' ? '' : palette.quiet(`  ${mark} later`));
      above = '';
    } else if (mark !== '') {
      yield palette.quiet(`   ${mark}`);
    }
    const principal = text.principal === undefined ? '' : oneLine(text.principal);
    yield* draw(cellsOf(text, bars, columns, palette, drawBelow, text.sign.tone === 'quiet' && principal === above));
    if (context.diff && row.event.kind === 'config-change')
      yield* diffLines(row.event.detail, { width, expand }, palette);
    day = date ?? day;
    above = principal === '' ? above : principal;
    const last = epochOf(row.lastTime);
    if (!(last < latest)) latest = last;
  }
  if (rows.length < timeline.length && !context.isPart) {
    yield '';
    const shown = plural(rows.length, 'row');
    yield palette.quiet(`${plural(timeline.length, 'event')} in ${shown}; --expand gives each its own`);
  }
}
