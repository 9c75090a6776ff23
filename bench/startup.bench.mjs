// @ts-check
/** Start-up is what every question costs before it is asked: `--help` and `--version` against Node running nothing. */
import { asMs, bareNode, obs3, timeInTurns } from './processes.mjs';

export const description = 'start-up: obs3 --help and --version against bare node';

const rounds = 15;
const limitMs = 40;

export function run() {
  const commands = [
    bareNode,
    { name: 'obs3 --help', args: [obs3, '--help'] },
    { name: 'obs3 --version', args: [obs3, '--version'] },
  ];
  const [bare, ...timings] = timeInTurns(commands, rounds);
  if (!bare) throw new Error('nothing was timed');
  return {
    headings: ['command', 'best ms', 'median ms', 'ratio of best', 'over bare node ms', `within ${limitMs} ms`],
    rows: [
      [bare.name, asMs(bare.bestMs), asMs(bare.medianMs), '1.00', '', ''],
      ...timings.map(({ name, bestMs, medianMs }) => {
        const over = bestMs - bare.bestMs;
        return [
          name,
          asMs(bestMs),
          asMs(medianMs),
          (bestMs / bare.bestMs).toFixed(2),
          asMs(over),
          over <= limitMs ? 'yes' : 'no',
        ];
      }),
    ],
    notes: [
      `${rounds} runs of each, in turns, after one that is not counted; differences and ratios are of the best runs`,
    ],
  };
}
