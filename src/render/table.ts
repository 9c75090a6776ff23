/** The report for a person at a terminal: the answer, the question, the timeline, and what the answer is based on. */
import { numberText } from '../model/number-text.ts';
import type { Report } from '../model/report.ts';
import { withAccountNames } from './account-names.ts';
import { brief } from './brief.ts';
import { groupedLines } from './by-principal.ts';
import { changeMarks } from './change-marks.ts';
import { changeSetLines } from './change-sets.ts';
import { chartLines } from './charts.ts';
import { complianceLines } from './compliance.ts';
import { coverageLines } from './coverage.ts';
import { explainedLines } from './explained.ts';
import { gateLines, gateTitle } from './gate.ts';
import { leftOutText, listedIn } from './listed.ts';
import { createPalette } from './palette.ts';
import { printable } from './printable.ts';
import type { RenderContext, Renderer } from './renderer.ts';
import { subjectTexts } from './subject.ts';
import { timelineLines } from './timeline.ts';
import { watchedLines } from './watched.ts';
import { wrap } from './width.ts';

/** In less, columns would have single letters. */
const narrowest = 60;

/** An empty timeline in words: absence is only claimed if nothing could have been missed. */
function emptyText({ verdict, query, coverage }: Report): string {
  const about = query.target === null ? '' : ` about ${query.target}`;
  const where = query.from.length > 0 ? ' in this window, in the files given' : ' in this window';
  if (verdict.answer === 'not-seen') return `Nothing${about}${where}.`;
  if (verdict.answer === 'seen') return `Nothing to list${about}${where}.`;
  const gaps = coverage.flatMap((entry) => entry.gaps);
  const blocking = gaps.filter((gap) => gap.blocking);
  const [first, ...others] = new Set((blocking.length > 0 ? blocking : gaps).map((gap) => gap.message));
  const why =
    first === undefined ? '' : `: ${first}${others.length > 0 ? `, and ${numberText(others.length)} more below` : ''}`;
  return `Nothing found${about}${where}, but not everything could be seen${why}.`;
}

function* lines(asked: Report, context: RenderContext): Generator<string> {
  const report = withAccountNames(asked, context.accountNames);
  const width = Math.max(narrowest, Math.floor(context.width) || narrowest);
  const palette = createPalette(context.color);
  const { verdict, timeline, coverage, gate } = report;
  if (gate !== null) yield* [...gateTitle(gate, width, palette), ''];
  const headline = verdict.answer === 'unknown' ? palette.tone.caution : palette.title;
  yield* wrap(brief(printable(verdict.headline)), width).map(headline);
  yield '';
  for (const text of subjectTexts(report)) yield* wrap(text, width).map(palette.quiet);
  yield '';
  if (report.query.command === 'compliance') yield* complianceLines(report, width, palette, context.expand);
  yield* changeSetLines(report, width, palette, context.expand);
  const listed = context.expand ? timeline : listedIn(report, context.diff);
  const isTold = timeline.length === 0 && verdict.answer !== 'seen' && verdict.headline.startsWith('Nothing');
  if (timeline.length === 0) {
    if (!isTold) yield* wrap(printable(emptyText(report)), width);
  } else {
    const draw = context.byPrincipal ? groupedLines : timelineLines;
    yield* draw(listed, { ...context, width, marksOf: changeMarks(report) }, palette);
  }
  const left = leftOutText(report, listed);
  if (left !== undefined) {
    yield '';
    yield palette.quiet(`${left}; --expand lists all`);
  }
  if (!isTold) yield '';
  yield* explainedLines(report, width, palette);
  if (context.charts) yield* chartLines(report, width, context.ascii ?? false, palette);
  yield* watchedLines(report, width, context.all ?? false, palette);
  yield* coverageLines(coverage, width, palette);
  if (gate !== null) yield* gateLines(gate, { width, isWhole: context.expand }, palette);
}

export const table: Renderer = { name: 'table', render: lines };
