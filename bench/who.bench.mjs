// @ts-check
/** A whole question over a folder of delivered log files, as a person asks it: process start to the last byte of JSON. */
import { join, resolve } from 'node:path';
import { asMs, bareNode, obs3, outputOf, root, timeInTurns } from './processes.mjs';

export const description = 'obs3 who TARGET --from DATA --output json; without --data, over examples/open-ssh';

export const options = {
  data: { type: 'string' },
  target: { type: 'string', default: 'sg-0a1b2c3d4e5f60718' },
};

const rounds = 9;

/** Events that the command read and that it listed, by its own report. @param {string} output */
function countsOf(output) {
  const { coverage, timeline } = JSON.parse(output);
  /** @type {readonly { records: number }[]} */
  const entries = coverage;
  return { read: entries.reduce((sum, { records }) => sum + records, 0), listed: timeline.length };
}

/** @param {Record<string, string>} options */
export function run({ data, target = '' }) {
  // npm runs in the project's root: a path is meant from where the person stands
  const from = data === undefined ? join(root, 'examples/open-ssh') : resolve(process.env['INIT_CWD'] ?? '.', data);
  const question = { name: `obs3 who ${target}`, args: [obs3, 'who', target, '--from', from, '--output', 'json'] };
  const { read, listed } = countsOf(outputOf(question));
  const [bare, timing] = timeInTurns([bareNode, question], rounds);
  if (!bare || !timing) throw new Error('nothing was timed');
  const perSecond = (read / timing.medianMs) * 1000;
  return {
    headings: ['command', 'best ms', 'median ms', 'ratio of median', 'events/s'],
    rows: [
      [bare.name, asMs(bare.bestMs), asMs(bare.medianMs), '1.00', ''],
      [
        timing.name,
        asMs(timing.bestMs),
        asMs(timing.medianMs),
        (timing.medianMs / bare.medianMs).toFixed(2),
        perSecond.toFixed(0),
      ],
    ],
    notes: [
      `${from}: ${read} events read, ${listed} listed`,
      `${rounds} runs of each, in turns, files in the system's cache; events/s counts start-up too (median)`,
    ],
  };
}
