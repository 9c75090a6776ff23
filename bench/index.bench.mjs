// @ts-check
/** The filter index: what it costs to build, what it takes, and what the next questions cost with it and without. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, obs3 } from './processes.mjs';
import { made } from './trail.mjs';
import { wanted } from './trail-events.mjs';

export const description = 'obs3 index of generated trail files; then a question with and without it';

export const options = { size: { type: 'string', default: '200m' } };

const rounds = 5;

/** @param {readonly string[]} args @param {string} cache */
function timed(args, cache) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [obs3, ...args], {
    env: { ...process.env, OBS3_CACHE_DIR: cache },
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`obs3 ${args.join(' ')} ended with ${status}: ${stderr}`);
  return { seconds: (performance.now() - started) / 1000, output: stdout };
}

/** What an answer says, less how long it took and when. @param {string} output */
function answerOf(output) {
  const { timeline, coverage } = JSON.parse(output);
  return JSON.stringify([timeline, coverage.map((/** @type {object} */ entry) => ({ ...entry, seconds: 0 }))]);
}

/** @param {Record<string, string>} given */
export async function run({ size = '' }) {
  const { folder: logs, bytes, packed, files } = await made('trail', size);
  const one = await made('one');
  const folder = mkdtempSync(join(tmpdir(), 'obs3-bench-'));
  try {
    const [none, cache] = [join(folder, 'none'), join(folder, 'cache')];
    const built = [];
    for (let n = 0; n < 3; n++) {
      rmSync(cache, { recursive: true, force: true });
      built.push(timed(['index', logs, '-o', 'json'], cache).seconds);
    }
    const refreshed = timed(['index', logs, '-o', 'json'], cache);
    const described = JSON.parse(refreshed.output);
    const questions = [
      ['one in ten thousand', wanted],
      ['nowhere', 'sg-0fedcba9876543210'],
    ];
    const startUp = Array.from(
      { length: rounds },
      () => timed(['who', wanted, '--from', one.folder, '-o', 'json'], none).seconds,
    );
    /** @type {number[]} */
    const repeated = [];
    const rows = questions.map(([name = '', target = '']) => {
      const question = ['who', target, '--from', logs, '-o', 'json'];
      const times = { without: /** @type {number[]} */ ([]), with: /** @type {number[]} */ ([]) };
      for (let n = 0; n < rounds; n++) {
        const plain = timed(question, none);
        const indexed = timed(question, cache);
        if (answerOf(plain.output) !== answerOf(indexed.output))
          throw new Error(`the index changed the answer: ${name}`);
        times.without.push(plain.seconds);
        times.with.push(indexed.seconds);
      }
      const [slow, fast] = [median(times.without), median(times.with)];
      repeated.push(fast);
      return [`question: ${name}`, `${slow.toFixed(2)} s`, `${fast.toFixed(2)} s`, `${(slow / fast).toFixed(1)} x`];
    });
    const gigabytes = bytes / 1e9;
    return {
      headings: ['', 'without', 'with', 'ratio'],
      rows: [
        ['build', '', `${median(built).toFixed(2)} s`, `${(median(built) / gigabytes).toFixed(2)} s/GB`],
        ['refresh, nothing new', '', `${refreshed.seconds.toFixed(2)} s`, ''],
        [
          'size',
          `${(packed / 1e6).toFixed(1)} MB`,
          `${(described.bytes / 1e6).toFixed(2)} MB`,
          `${((100 * described.bytes) / packed).toFixed(2)} %`,
        ],
        ...rows,
      ],
      measured: {
        'index-size': (100 * described.bytes) / packed,
        'index-question': Math.max(...repeated) / gigabytes,
        'index-question-alone': (Math.max(...repeated) - median(startUp)) / gigabytes,
      },
      notes: [
        `${files} files, ${(bytes / 1e6).toFixed(0)} MB of JSON; whole processes, start-up included; medians of ${rounds} (build: 3)`,
        'goals: at most 2 % of the compressed size, 0.15 s a GB for a repeated question; every answer is held against the one without',
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
