// @ts-check
/** Very many small files, as an organization's trail has: what each costs that is read, and each that need not be. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkAnswer, isThere, measureInTurns, peakMemoryOf, quoted, ratioOf } from './measure.mjs';
import { median, obs3, outputOf } from './processes.mjs';
import { made } from './trail.mjs';
import { wanted } from './trail-events.mjs';

export const description = 'an id in very many small files: all of them, and those of one day';

export const options = {
  size: { type: 'string', default: '400m' },
  rounds: { type: 'string', default: '3' },
};

const [since, until] = ['2026-03-05T00:00Z', '2026-03-06T00:00Z'];
/** Files are delivered after what is in them. Milliseconds. */
const slack = 3_600_000;

/** Of all files, or of those whose names allow the day. @param {string} opens @param {string} wants expressions over a path and a record */
const naive = (opens, wants) => `
  const { readdirSync, readFileSync } = require('fs');
  const { gunzipSync } = require('zlib');
  const [since, until] = [${Date.parse(since)}, ${Date.parse(until)}];
  const stampOf = (path) => Date.parse(path.replace(/^.*_(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)Z_.*$/, '$1-$2-$3T$4:$5:00Z'));
  const [folder] = process.argv.slice(1);
  for (const path of readdirSync(folder, { recursive: true })) {
    if (!path.endsWith('.gz') || !(${opens})) continue;
    const text = gunzipSync(readFileSync(folder + '/' + path)).toString();
    if (!text.includes(${JSON.stringify(wanted)})) continue;
    for (const record of JSON.parse(text).Records)
      if (JSON.stringify(record).includes(${JSON.stringify(wanted)}) && (${wants})) console.log(record.eventID);
  }
`;
const all = naive('true', 'true');
const ofDay = naive(
  `stampOf(path) >= since && stampOf(path) <= until + ${slack}`,
  'Date.parse(record.eventTime) >= since && Date.parse(record.eventTime) < until',
);

const lines = (/** @type {string} */ output) => output.split('\n').filter(Boolean);
const listed = (/** @type {string} */ output) =>
  JSON.parse(output).timeline.map((/** @type {{ origin: { ref: string } }} */ { origin }) => origin.ref);

/** @param {Record<string, string>} given */
export async function run({ size = '', rounds = '' }) {
  const { folder, files, bytes, packed, ids } = await made('organization', size);
  const cache = mkdtempSync(join(tmpdir(), 'obs3-bench-'));
  try {
    const ask = (/** @type {readonly string[]} */ ...window) => [
      ...[obs3, 'who', wanted, '--reads', ...window, '--from', folder, '--output', 'json'],
    ];
    const window = ['--since', since, '--until', until];
    const inDay = lines(outputOf({ name: 'plain Node', args: ['-e', ofDay, folder] }));
    const env = { OBS3_CACHE_DIR: cache };
    const every = `find ${quoted(folder)} -name '*.gz' -print0`;
    const commands = [
      { name: 'obs3 who', command: [process.execPath, ...ask()], env, answer: listed, expected: ids },
      { name: 'plain Node', command: [process.execPath, '-e', all, folder], answer: lines, expected: ids },
      {
        name: 'xargs -P2 libdeflate-gunzip, to nowhere',
        needs: 'libdeflate-gunzip',
        command: ['sh', '-c', `${every} | xargs -0 -P2 -n400 libdeflate-gunzip -c >/dev/null`],
      },
      { name: 'find, the names alone', command: ['sh', '-c', `${every} >/dev/null`] },
      {
        name: 'obs3 who, one day',
        command: [process.execPath, ...ask(...window)],
        env,
        answer: listed,
        expected: inDay,
      },
      {
        name: 'plain Node, one day',
        command: [process.execPath, '-e', ofDay, folder],
        answer: lines,
        expected: inDay,
      },
    ].filter(({ needs }) => needs === undefined || isThere(needs));
    const figures = measureInTurns(commands, Number(rounds));
    const rows = figures.map((of) => {
      const own = figures.find(({ name }) => name === (of.name.endsWith('one day') ? 'obs3 who, one day' : 'obs3 who'));
      if (!own) throw new Error('nothing was measured');
      return [
        of.name,
        median(of.wall).toFixed(2),
        median(of.cpu).toFixed(2),
        ratioOf(of.wall, own.wall).toFixed(2),
        ratioOf(of.cpu, own.cpu).toFixed(2),
        of.found === undefined ? '' : String(of.found),
      ];
    });
    const peaks = [ask(), ask(...window)].map((args, index) => {
      const { peak, output } = peakMemoryOf('obs3 who', args, env);
      checkAnswer('obs3 who', listed(output), index === 0 ? ids : inDay);
      return (peak / 1e6).toFixed(0);
    });
    return {
      headings: ['command', 'wall s', 'CPU s', 'wall / obs3', 'CPU / obs3', 'found'],
      rows,
      notes: [
        `the trail made for it: ${files} files, ${(bytes / 1e6).toFixed(0)} MB of JSON, ${(packed / 1e6).toFixed(0)} MB compressed; the day: ${since} to ${until}`,
        `${rounds} turns, medians, ratios of each turn; plain Node is one process, and of the day opens the files whose names allow it; it looks for the id in the text, and parses what holds it`,
        'obs3 looks, beyond that, for who issued the keys of the sessions that it found, in the day before',
        `peak memory of obs3: ${peaks[0]} MB, of the day ${peaks[1]} MB`,
        'the ids of the events that were found are compared in every turn',
      ],
    };
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}
