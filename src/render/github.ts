/**
 * The report for a job on GitHub Actions: an annotation for each finding and each gap, and the report in Markdown as the job's
 * summary. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
import type { Report } from '../model/report.ts';
import { findingsOf, type Level } from './findings.ts';
import { toldGaps } from './gaps.ts';
import { markdown } from './markdown.ts';
import { cut } from './markdown-text.ts';
import { printable } from './printable.ts';
import type { Renderer } from './renderer.ts';

/** https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts: escapeData, escapeProperty */
const escapeData = (text: string) =>
  printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string) => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** GitHub cuts longer ones. */
const longest = 4000;

const command = (level: Level, title: string, message: string): string =>
  `::${level} title=${escapeProperty(cut(title, 200))}::${escapeData(cut(message, longest))}`;

/** GitHub shows ten annotations of each level for a step; the log has all. */
const mostShown = 10;

function* lines(report: Report): Generator<string> {
  const { verdict, gate, coverage } = report;
  yield command(verdict.answer === 'unknown' ? 'warning' : 'notice', 'obs3', verdict.headline);
  if (gate?.passed) yield command('notice', 'obs3 gate', 'gate passed');
  const findings = findingsOf(report);
  const failed = findings.filter(({ level }) => level === 'error').length;
  if (failed > mostShown) {
    const what = gate === null ? 'findings' : 'failures';
    yield command(
      'error',
      'obs3',
      `${failed} ${what}: GitHub shows the first of them here, the log of the step has all`,
    );
  }
  for (const { condition, rule, level, message } of findings) {
    const which = rule === null ? condition : `${condition} (${rule})`;
    yield command(level, gate === null ? `obs3: ${which}` : `obs3 gate: ${which}`, message);
  }
  for (const { condition, message, reason, until } of gate?.excused ?? []) {
    yield command('notice', `obs3 gate: ${condition}, excused until ${until}`, `${message} (${reason})`);
  }
  // a gap that failed the gate is already reported as an error
  const isTold = gate?.failures.some(({ condition }) => condition === 'gap') ?? false;
  for (const { gap, sources } of toldGaps(coverage)) {
    if (gap.blocking && isTold) continue;
    const next = gap.hint === undefined ? '' : `; ${gap.hint}`;
    const title = gap.blocking ? 'obs3: could not be seen' : 'obs3: worth knowing';
    const level = gap.blocking ? 'warning' : 'notice';
    yield command(level, title, `${gap.code} (${[...sources].join(', ')}): ${gap.message}${next}`);
  }
}

export const github: Renderer = {
  name: 'github',
  render: lines,
  summary: (report, context) => markdown.render(report, context),
};
