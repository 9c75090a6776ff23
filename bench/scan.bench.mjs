// @ts-check
/** One id in months of trail files, beside everything else that can look for it: who answers right, and how fast. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { installDuckdb } from './duckdb.mjs';
import { coresUsed, isThere, measureInTurns, minus, quoted, ratioOf } from './measure.mjs';
import { median, obs3, outputOf } from './processes.mjs';
import { made } from './trail.mjs';
import { wanted } from './trail-events.mjs';

/** @typedef {import('./measure.mjs').Measured & { goal?: string }} Peer whose `goal` is how much slower than obs3 it is */

export const description = 'an id in delivered trail files: obs3 beside everything else that can look for it';

export const options = {
  size: { type: 'string', default: '1g' },
  data: { type: 'string' },
  rounds: { type: 'string', default: '5' },
  'with-duckdb': { type: 'boolean' },
};

/** Inflates and parses everything, as one does without thinking of it; of a folder, or of the files named. */
const naive = `
  const { readdirSync, readFileSync } = require('fs');
  const { gunzipSync } = require('zlib');
  const holds = (value) => typeof value === 'string' ? value === ${JSON.stringify(wanted)}
    : typeof value === 'object' && value !== null && Object.values(value).some(holds);
  const [folder, ...named] = process.argv.slice(1);
  const paths = folder === '' ? named : readdirSync(folder, { recursive: true }).map((path) => folder + '/' + path);
  for (const path of paths) {
    if (!path.endsWith('.gz')) continue;
    const { Records } = JSON.parse(gunzipSync(readFileSync(path)));
    for (const record of Records) if (holds(record)) console.log(record.eventID + ' ' + path);
  }
`;

const lines = (/** @type {string} */ output) => output.split('\n').filter(Boolean);
const firstWords = (/** @type {string} */ output) => lines(output).map((line) => line.split(' ')[0] ?? '');
const listed = (/** @type {string} */ output) =>
  JSON.parse(output).timeline.map((/** @type {{ origin: { ref: string } }} */ { origin }) => origin.ref);

/** By two processes at once, forty files each. @param {string} folder @param {string} command */
const shared = (folder, command) => [
  'sh',
  '-c',
  `find ${quoted(folder)} -name '*.gz' -print0 | xargs -0 -P2 -n40 ${command}`,
];

/** Two processes have to do, and no more arguments than the system takes. @param {number} files */
const share = (files) => Math.min(400, Math.ceil(files / 2));

/**
 * @param {string} folder @param {string} one an archive of one event @param {string} cache an empty folder
 * @param {{ ids: readonly string[], files: readonly string[] }} expected @param {readonly string[]} idOfOne
 * @returns {readonly Peer[]}
 */
function peersFor(folder, one, cache, { ids, files }, idOfOne) {
  const ask = (/** @type {string} */ from) => [
    process.execPath,
    ...[obs3, 'who', wanted, '--reads', '--from', from, '--output', 'json'],
  ];
  // an index that somebody made of these files is not used
  const env = { OBS3_CACHE_DIR: cache };
  return [
    {
      name: 'xargs -P2 libdeflate-gunzip, to nowhere',
      needs: 'libdeflate-gunzip',
      command: shared(folder, 'libdeflate-gunzip -c >/dev/null'),
    },
    { name: 'obs3 who', command: ask(folder), env, answer: listed, expected: ids },
    { name: 'obs3 who, one event in all', command: ask(one), env, answer: listed, expected: idOfOne },
    {
      name: 'obs3 who, inflated by zlib',
      command: ask(folder),
      env: { ...env, OBS3_INFLATE: 'zlib' },
      answer: listed,
      expected: ids,
    },
    {
      name: 'xargs -P2 zcat, to nowhere',
      needs: 'zcat',
      command: shared(folder, 'zcat >/dev/null'),
      goal: 'zcat',
    },
    {
      name: 'rg -z -l',
      needs: 'rg',
      command: ['rg', '-z', '-l', '--no-ignore', wanted, folder],
      answer: lines,
      expected: files,
      goal: 'rg',
    },
    {
      name: 'xargs -P2 zcat | jq',
      needs: 'jq',
      command: shared(
        folder,
        `sh -c 'zcat "$@" | jq -r ".Records[] | select(any(..; . == \\"${wanted}\\")) | .eventID"' sh`,
      ),
      isSlow: true,
      answer: lines,
      expected: ids,
      goal: 'jq',
    },
    {
      name: 'plain Node: gunzipSync, JSON.parse',
      command: [process.execPath, '-e', naive, folder],
      answer: firstWords,
      expected: ids,
      goal: 'naive',
    },
    {
      name: 'the same, xargs -P2',
      command: [
        'sh',
        '-c',
        `find ${quoted(folder)} -name '*.gz' -print0 | xargs -0 -P2 -n${share(filesIn(folder))} ${quoted(process.execPath)} -e ${quoted(naive)} ''`,
      ],
      answer: firstWords,
      expected: ids,
      goal: 'naive-two',
    },
  ];
}

/** What there is to find, by plain Node; and by the generator, where it made the files. @param {string} folder @param {readonly string[] | undefined} known */
function answersIn(folder, known) {
  const found = lines(outputOf({ name: 'plain Node', args: ['-e', naive, folder] })).map((line) => {
    const space = line.indexOf(' ');
    return [line.slice(0, space), line.slice(space + 1)];
  });
  return { ids: known ?? found.map(([id = '']) => id), files: [...new Set(found.map(([, path = '']) => path))] };
}

/** @param {Record<string, string>} given */
export async function run({ size = '', data, rounds = '', 'with-duckdb': withDuckdb }) {
  const trail = data === undefined ? await made('trail', size) : undefined;
  const folder = trail?.folder ?? resolve(process.env['INIT_CWD'] ?? '.', data ?? '.');
  const one = await made('one');
  const cache = mkdtempSync(join(tmpdir(), 'obs3-bench-'));
  const duckdb = withDuckdb ? installDuckdb(coresUsed) : undefined;
  try {
    const expected = answersIn(folder, trail?.ids);
    const all = peersFor(folder, one.folder, cache, expected, one.ids);
    const present = all.filter(({ needs }) => needs === undefined || isThere(needs));
    const ways = (duckdb?.commands(folder, wanted) ?? []).map((way) => ({
      ...way,
      answer: lines,
      expected: expected.ids,
    }));
    const best = bestOf(ways);
    /** @type {readonly Peer[]} */
    const peers = best ? [...present, { ...best, goal: 'duckdb' }] : present;
    const figures = measureInTurns(peers, Number(rounds));
    const absent = all.filter((peer) => !present.includes(peer)).map(({ needs }) => needs);
    return {
      ...report(peers, figures),
      notes: [
        `${trail ? 'the trail made for it' : basename(folder)}: ${filesIn(folder)} files${trail ? `, ${(trail.bytes / 1e6).toFixed(0)} MB of JSON, ${(trail.packed / 1e6).toFixed(0)} MB compressed, ${trail.events} events` : ''}; ${expected.ids.length} events in ${expected.files.length} files hold the id`,
        `${rounds} turns, each command once a turn, after one that only warms up; medians of seconds, and of the ratios of each turn; whole processes, start-up and report counted`,
        'every answer of every turn was compared with what there is to find: the ids of the events, or the names of the files',
        ...(duckdb && best
          ? [`DuckDB: @duckdb/node-api ${duckdb.version}, the fastest of ${ways.length} ways to ask it`]
          : []),
        ...(absent.length > 0 ? [`not on this machine, and so not measured: ${absent.join(', ')}`] : []),
        ...(duckdb ? [] : ['DuckDB is measured with --with-duckdb, which installs it for the run']),
      ],
    };
  } finally {
    duckdb?.remove();
    rmSync(cache, { recursive: true, force: true });
  }
}

const filesIn = (/** @type {string} */ folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.gz')).length;

/** The fastest of several ways, by one run of each after one that warms up. @param {readonly import('./measure.mjs').Measured[]} ways */
function bestOf(ways) {
  const walls = measureInTurns(ways, 1).map(({ wall }) => wall[0] ?? Number.POSITIVE_INFINITY);
  return ways[walls.indexOf(Math.min(...walls))];
}

/** @param {readonly Peer[]} peers @param {readonly import('./measure.mjs').Figures[]} figures */
function report(peers, figures) {
  const figuresOf = (/** @type {string} */ name) => figures.find((each) => each.name === name);
  const own = figuresOf('obs3 who');
  const startUp = figuresOf('obs3 who, one event in all');
  const limit = figuresOf('xargs -P2 libdeflate-gunzip, to nowhere');
  if (!own || !startUp) throw new Error('nothing was measured');
  /** @type {Record<string, number>} */
  const measured = {};
  for (const { name, goal } of peers) {
    const of = figuresOf(name);
    if (goal && of) measured[goal] = ratioOf(of.wall, own.wall);
  }
  if (limit) {
    measured['scan-cpu'] = ratioOf(own.cpu, limit.cpu);
    measured['scan-cpu-alone'] = ratioOf(minus(own.cpu, startUp.cpu), limit.cpu);
    measured['scan-wall'] = ratioOf(own.wall, limit.wall);
    measured['scan-wall-alone'] = ratioOf(minus(own.wall, startUp.wall), limit.wall);
  }
  /** @type {(name: string, wall: readonly number[], cpu: readonly number[], found: number | undefined) => readonly string[]} */
  const row = (name, wall, cpu, found) => [
    name,
    median(wall).toFixed(2),
    median(cpu).toFixed(2),
    ratioOf(wall, own.wall).toFixed(2),
    ratioOf(cpu, own.cpu).toFixed(2),
    limit ? ratioOf(wall, limit.wall).toFixed(2) : '',
    limit ? ratioOf(cpu, limit.cpu).toFixed(2) : '',
    found === undefined ? '' : String(found),
  ];
  return {
    headings: [
      'command',
      'wall s',
      'CPU s',
      'wall / obs3',
      'CPU / obs3',
      'wall / libdeflate',
      'CPU / libdeflate',
      'found',
    ],
    rows: figures.flatMap(({ name, wall, cpu, found }) => [
      row(name, wall, cpu, found),
      ...(name === startUp.name
        ? [row('obs3 who, less the one before', minus(own.wall, startUp.wall), minus(own.cpu, startUp.cpu), undefined)]
        : []),
    ]),
    measured,
  };
}
