// @ts-check
/** Start-up is what every question costs before it is asked: against Node running nothing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asMs, bareNode, obs3, timeInTurns } from './processes.mjs';
import { made } from './trail.mjs';
import { wanted } from './trail-events.mjs';

export const description = 'start-up: obs3 --help, --version and a search of one small file, against bare node';

const rounds = 15;

export async function run() {
  const { folder } = await made('one');
  const cache = mkdtempSync(join(tmpdir(), 'obs3-bench-'));
  const env = { ...process.env, OBS3_CACHE_DIR: cache };
  const commands = [
    bareNode,
    { name: 'obs3 --help', args: [obs3, '--help'], env },
    { name: 'obs3 --version', args: [obs3, '--version'], env },
    { name: 'obs3 who, one file of one event', args: [obs3, 'who', wanted, '--reads', '--from', folder], env },
  ];
  const [bare, ...timings] = timeInTurns(commands, rounds);
  rmSync(cache, { recursive: true, force: true });
  if (!bare) throw new Error('nothing was timed');
  const over = timings.map(({ bestMs }) => bestMs - bare.bestMs);
  const [help = Number.NaN, , local = Number.NaN] = over;
  return {
    headings: ['command', 'best ms', 'median ms', 'ratio of best', 'over bare node ms'],
    rows: [
      [bare.name, asMs(bare.bestMs), asMs(bare.medianMs), '1.00', ''],
      ...timings.map(({ name, bestMs, medianMs }, index) => [
        name,
        asMs(bestMs),
        asMs(medianMs),
        (bestMs / bare.bestMs).toFixed(2),
        asMs(over[index] ?? Number.NaN),
      ]),
    ],
    measured: { 'startup-help': help, 'startup-local': local },
    notes: [
      `${rounds} runs of each, in turns, after one that is not counted (from Node 22 on it keeps what was compiled); differences and ratios are of the best runs`,
    ],
  };
}
