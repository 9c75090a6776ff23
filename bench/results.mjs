// @ts-check
/** Results as a person reads them: in a terminal, and as Markdown beside the benchmarks. */
import { availableParallelism, cpus, totalmem } from 'node:os';
import { coresUsed } from './measure.mjs';

/**
 * @typedef {object} Result
 * @property {readonly string[]} headings
 * @property {readonly (readonly string[])[]} rows the first cell is a name, the others are figures
 * @property {readonly string[]} notes what was measured, and how, in words
 * @property {Readonly<Record<string, number>>} [measured] by the id of a goal
 *
 * @typedef {object} Section
 * @property {string} title
 * @property {Result} result
 */

export function machine() {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const cores = availableParallelism();
  const used = coresUsed < cores ? ` (${coresUsed} used)` : '';
  return `${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${cores} cores${used}, ${memory}, Node ${process.version}, ${process.platform}`;
}

/** @param {number} figure */
const asFigure = (figure) => (Math.abs(figure) >= 100 ? figure.toFixed(0) : figure.toFixed(2));

/**
 * Each goal, what was measured, and whether it holds.
 * @param {readonly import('./goals.mjs').Judged[]} judged @param {string} size of the archive
 * @returns {Result}
 */
export const goalsResult = (judged, size) => ({
  headings: ['goal', 'bound', 'measured', 'verdict'],
  rows: judged.map(({ goal: { text, bound, limit, unit }, measured, verdict }) => [
    text,
    `${bound} ${limit} ${unit}`,
    measured === undefined ? '' : `${asFigure(measured)} ${unit}`,
    verdict,
  ]),
  notes: [`the goals are for 1 GB of JSON or more, on two cores; this was ${size}`],
});

/** Names to the left, figures to the right. @param {Section} section @returns {string} */
export function asText({ title, result: { headings, rows, notes } }) {
  const lines = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...lines.map((cells) => (cells[column] ?? '').length)));
  const table = lines.map((cells) =>
    widths
      .map((width, column) => (column === 0 ? (cells[0] ?? '').padEnd(width) : (cells[column] ?? '').padStart(width)))
      .join('  ')
      .trimEnd(),
  );
  return [title, '', ...table, '', ...notes].join('\n').trimEnd();
}

const cell = (/** @type {string} */ text) => text.replaceAll('|', '\\|');

/** @param {Section} section */
function asMarkdown({ title, result: { headings, rows, notes } }) {
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${headings.map((_, column) => cell(cells[column] ?? '')).join(' | ')} |`;
  return [
    `## ${title}`,
    '',
    line(headings),
    `| --- |${' ---: |'.repeat(headings.length - 1)}`,
    ...rows.map(line),
    ...(notes.length > 0 ? ['', ...notes.map((note) => `- ${note}`)] : []),
  ].join('\n');
}

/** @param {{ date: string, load: string, command: string, sections: readonly Section[] }} run */
export const resultsFile = ({ date, load, command, sections }) =>
  [
    '# Benchmark results',
    '',
    'Written by the command below. Times differ from machine to machine and from hour to hour: the ratios are what counts, each of commands that ran in turns, in this one run.',
    '',
    `- Command: \`${command}\``,
    `- Date: ${date}`,
    `- Machine: ${machine()}; load before the run: ${load}`,
    '- Data: generated, shaped like what CloudTrail delivers, the same on every machine (`trail.mjs`); in the cache of the system when it is read',
    '- Goals: `goals.mjs`; a goal that is not met stands here as one that does not hold',
    '',
    sections.map(asMarkdown).join('\n\n'),
    '',
  ].join('\n');
