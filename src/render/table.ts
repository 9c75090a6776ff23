/** The report for a person at a terminal: the answer, what was asked, the timeline, and what the answer rests on. */
import type { Gate, Report } from '../model/report.ts';
import { coverageLines } from './coverage.ts';
import type { Palette } from './palette.ts';
import { createPalette } from './palette.ts';
import { printable } from './printable.ts';
import type { RenderContext, Renderer } from './renderer.ts';
import { subjectTexts } from './subject.ts';
import { timelineLines } from './timeline.ts';
import { watchedLines } from './watched.ts';
import { hang, wrap } from './width.ts';

/** Narrower, columns would hold single letters. */
const narrowest = 60;

/** An empty timeline in words: an absence is told as such only where nothing could have been missed. */
function emptyText({ verdict, query, coverage }: Report): string {
  const about = query.target === null ? '' : ` about ${query.target}`;
  const where = query.from.length > 0 ? ' in this window, in the files given' : ' in this window';
  if (verdict.answer === 'not-seen') return `Nothing${about}${where}.`;
  if (verdict.answer === 'seen') return `Nothing to list${about}${where}.`;
  const gaps = coverage.flatMap((entry) => entry.gaps);
  const blocking = gaps.filter((gap) => gap.blocking);
  const [first, ...others] = new Set((blocking.length > 0 ? blocking : gaps).map((gap) => gap.message));
  const why = first === undefined ? '' : `: ${first}${others.length > 0 ? `, and ${others.length} more below` : ''}`;
  return `Nothing found${about}${where}, but not everything could be seen${why}.`;
}

function* gateLines(gate: Gate, width: number, palette: Palette): Generator<string> {
  yield '';
  if (gate.passed) {
    yield palette.tone.good('✓ gate passed');
    return;
  }
  yield palette.tone.critical(`✗ gate failed (exit code ${gate.exitCode})`);
  for (const { condition, message } of gate.failures) {
    yield* hang('  ', printable(`${condition}: ${message}`), width);
  }
}

function* lines(report: Report, context: RenderContext): Generator<string> {
  const width = Math.max(narrowest, Math.floor(context.width) || narrowest);
  const palette = createPalette(context.color);
  const { verdict, timeline, coverage, gate } = report;
  const headline = verdict.answer === 'unknown' ? palette.tone.caution : palette.title;
  yield* wrap(printable(verdict.headline), width).map(headline);
  yield '';
  for (const text of subjectTexts(report)) yield* wrap(text, width).map(palette.quiet);
  yield '';
  if (timeline.length === 0) yield* wrap(printable(emptyText(report)), width);
  else yield* timelineLines(timeline, { ...context, width }, palette);
  yield '';
  yield* watchedLines(report, width, palette);
  yield* coverageLines(coverage, width, palette);
  if (gate !== null) yield* gateLines(gate, width, palette);
}

export const table: Renderer = { name: 'table', render: lines };
