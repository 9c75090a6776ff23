// @ts-check
/** Times whole processes, as a person waits for them: from spawning to exit, start-up included. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');
export const obs3 = join(root, 'bin/obs3.js');

/** The floor under every command that Node runs. */
export const bareNode = { name: 'bare node', args: ['-e', '0'] };

/**
 * @typedef {object} Command
 * @property {string} name
 * @property {readonly string[]} args of Node
 * @property {NodeJS.ProcessEnv} [env]
 *
 * @typedef {object} Timing
 * @property {string} name
 * @property {number} bestMs
 * @property {number} medianMs
 */

/** @param {Command} command @param {'pipe' | 'ignore'} stdout */
function run({ name, args, env }, stdout) {
  const {
    status,
    signal,
    error,
    stdout: output,
    stderr,
  } = spawnSync(process.execPath, args, {
    cwd: root,
    ...(env && { env }),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', stdout, 'pipe'],
  });
  // a failing command is fast: its time means nothing
  if (error || status !== 0) throw new Error(`${name} ended with ${error ?? signal ?? status}: ${stderr}`);
  return output;
}

/** What the command prints. Run before timing, it also brings its files into the system's cache. @param {Command} command */
export const outputOf = (command) => run(command, 'pipe');

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/**
 * Wall times of several commands, in turns: a slow moment of the machine then falls on all of them.
 * @param {readonly Command[]} commands @param {number} rounds
 * @returns {readonly Timing[]} in the order of the commands
 */
export function timeInTurns(commands, rounds) {
  /** @type {number[][]} */
  const times = commands.map(() => []);
  for (const command of commands) run(command, 'ignore');
  for (let round = 0; round < rounds; round += 1) {
    commands.forEach((command, index) => {
      const start = performance.now();
      run(command, 'ignore');
      times[index]?.push(performance.now() - start);
    });
  }
  return commands.map(({ name }, index) => {
    const all = times[index] ?? [];
    return { name, bestMs: Math.min(...all), medianMs: median(all) };
  });
}

/** @param {number} milliseconds */
export const asMs = (milliseconds) => milliseconds.toFixed(1);
