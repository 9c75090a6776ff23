// @ts-check
/** One id in months of trail files, beside everything else that can look for it: who answers right, and how fast. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { obs3, root } from './processes.mjs';
import { wanted, writeTrail } from './trail.mjs';

export const description = 'an id in delivered trail files: obs3 beside libdeflate-gunzip, zcat, rg, jq and plain Node';

export const options = {
  size: { type: 'string', default: '200m' },
  data: { type: 'string' },
  rounds: { type: 'string', default: '3' },
};

/** @param {string} text as `1g`, `200m` @returns {number} bytes */
function bytesIn(text) {
  const [, figure, unit = ''] = /^(\d+)([kmg]?)$/i.exec(text) ?? [];
  if (figure === undefined) throw new Error(`'${text}' is no size: 200m, 1g`);
  return Number(figure) * ({ k: 1e3, m: 1e6, g: 1e9 }[unit.toLowerCase()] ?? 1);
}

/** Inflates and parses everything, as one does without thinking of it. */
const naive = `
  const { readdirSync, readFileSync } = require('fs');
  const { gunzipSync } = require('zlib');
  let found = 0;
  const holds = (value) => typeof value === 'string' ? value === ${JSON.stringify(wanted)}
    : typeof value === 'object' && value !== null && Object.values(value).some(holds);
  for (const path of readdirSync(process.argv[1], { recursive: true })) {
    if (!path.endsWith('.gz')) continue;
    const { Records } = JSON.parse(gunzipSync(readFileSync(process.argv[1] + '/' + path)));
    for (const record of Records) if (holds(record)) found++;
  }
  console.log(found);
`;

/** The same, for the calls of one name: what a window's filter asks. */
const naiveFilter = `
  const { readdirSync, readFileSync } = require('fs');
  const { gunzipSync } = require('zlib');
  let found = 0;
  for (const path of readdirSync(process.argv[1], { recursive: true })) {
    if (!path.endsWith('.gz')) continue;
    const { Records } = JSON.parse(gunzipSync(readFileSync(process.argv[1] + '/' + path)));
    for (const { eventName, errorCode } of Records) if (eventName === 'PutObject' && errorCode !== undefined) found++;
  }
  console.log(found);
`;

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {string} [needs] what must be on PATH
 * @property {readonly string[]} command
 * @property {Record<string, string>} [env]
 * @property {(output: string) => number | undefined} [events] how many events it found; absent: it looks for none
 */

const filter = ['--event-name', 'PutObject', '--outcome', 'denied'];

const quoted = (/** @type {string} */ text) => `'${text.replaceAll("'", `'\\''`)}'`;

/** @param {string} folder @returns {readonly Peer[]} */
function peersFor(folder) {
  const each = (/** @type {string} */ command) => [
    'sh',
    '-c',
    `find ${quoted(folder)} -name '*.gz' -print0 | xargs -0 -P2 -n40 ${command}`,
  ];
  const ask = [process.execPath, obs3, 'who', wanted, '--reads', '--from', folder, '--output', 'json'];
  const listed = (/** @type {string} */ output) => JSON.parse(output).timeline.length;
  return [
    {
      name: 'libdeflate-gunzip, to nowhere',
      needs: 'libdeflate-gunzip',
      command: each('libdeflate-gunzip -c >/dev/null'),
    },
    { name: 'obs3 who', command: ask, events: listed },
    { name: 'obs3 who, inflated by zlib', command: ask, env: { OBS3_INFLATE: 'zlib' }, events: listed },
    {
      name: 'obs3 who, a window: calls of one name that failed',
      command: [process.execPath, obs3, 'who', ...filter, '--from', folder, '--output', 'json'],
      events: listed,
    },
    { name: 'plain Node, the same window', command: [process.execPath, '-e', naiveFilter, folder], events: Number },
    { name: 'zcat, to nowhere', needs: 'zcat', command: each('zcat >/dev/null') },
    { name: 'rg -z -o', needs: 'rg', command: ['rg', '-z', '-o', '-c', '--no-filename', wanted, folder], events: sum },
    {
      name: 'jq',
      needs: 'jq',
      command: each(`sh -c 'zcat "$@" | jq -c ".Records[] | select(any(..; . == \\"${wanted}\\")) | .eventID"' sh`),
      events: (output) => output.split('\n').filter(Boolean).length,
    },
    { name: 'plain Node: gunzipSync, JSON.parse', command: [process.execPath, '-e', naive, folder], events: Number },
  ];
}

const sum = (/** @type {string} */ output) => output.split('\n').reduce((total, line) => total + Number(line || 0), 0);

const isThere = (/** @type {string} */ command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

/** @param {Peer} peer */
function timed({ name, command: [file = '', ...args], env = {}, events }) {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(
    '/usr/bin/env',
    ['bash', '-c', `TIMEFORMAT='%U %S'; time ${[file, ...args].map(quoted).join(' ')}`],
    {
      cwd: root,
      env: { ...process.env, ...env },
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    },
  );
  const wall = (performance.now() - started) / 1000;
  if (error || status !== 0) throw new Error(`${name} ended with ${error ?? status}: ${stderr}`);
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { wall, cpu: user + system, found: events?.(stdout) };
}

const median = (/** @type {readonly number[]} */ values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** @param {Record<string, string>} given */
export function run({ size = '', data, rounds = '' }) {
  const folder =
    data === undefined ? join(tmpdir(), `obs3-bench-trail-${size}`) : resolve(process.env['INIT_CWD'] ?? '.', data);
  const label = join(folder, 'trail.json');
  if (data === undefined && !existsSync(label)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(label, JSON.stringify(writeTrail(join(folder, 'files'), bytesIn(size))));
  }
  const files = data === undefined ? join(folder, 'files') : folder;
  const all = peersFor(files);
  const peers = all.filter(({ needs }) => needs === undefined || isThere(needs));
  /** @type {Map<string, ReturnType<typeof timed>[]>} */
  const timings = new Map(peers.map(({ name }) => [name, []]));
  // in turns: a slow moment of the machine then falls on all of them; the first turn only warms the system's cache
  for (let round = 0; round <= Number(rounds); round += 1) {
    for (const peer of peers) {
      const timing = timed(peer);
      if (round > 0) timings.get(peer.name)?.push(timing);
    }
  }
  const figures = peers.map(({ name }) => {
    const of = timings.get(name) ?? [];
    return {
      name,
      wall: median(of.map(({ wall }) => wall)),
      cpu: median(of.map(({ cpu }) => cpu)),
      found: of[0]?.found,
    };
  });
  const own = figures.find(({ name }) => name === 'obs3 who');
  const absent = all.filter((peer) => !peers.includes(peer)).map(({ needs }) => needs);
  return {
    headings: ['command', 'wall s', 'CPU s', 'wall / obs3', 'CPU / obs3', 'events found'],
    rows: figures.map(({ name, wall, cpu, found }) => [
      name,
      wall.toFixed(2),
      cpu.toFixed(2),
      (wall / (own?.wall ?? 1)).toFixed(2),
      (cpu / (own?.cpu ?? 1)).toFixed(2),
      found === undefined ? '' : String(found),
    ]),
    notes: [
      `${files}, ${rounds} runs of each, in turns, files in the system's cache; medians; start-up and report counted`,
      ...(absent.length > 0 ? [`not on this machine, and so not measured: ${absent.join(', ')}`] : []),
    ],
  };
}
