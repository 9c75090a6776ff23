// @ts-check
/** Runs commands of any kind in turns and measures them: wall, CPU of all their processes, and whether they answer right. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, root } from './processes.mjs';

/**
 * @typedef {object} Measured
 * @property {string} name
 * @property {string} [needs] what must be on PATH
 * @property {readonly string[]} command
 * @property {Readonly<Record<string, string>>} [env]
 * @property {boolean} [isSlow] it is not run to warm anything up
 * @property {(output: string) => readonly string[]} [answer] what it found; absent: it looks for nothing
 * @property {readonly string[]} [expected] what there is to find
 *
 * @typedef {object} Figures of one command, one figure for each round
 * @property {string} name
 * @property {readonly number[]} wall seconds
 * @property {readonly number[]} cpu seconds
 * @property {number | undefined} found
 */

export const quoted = (/** @type {string} */ text) => `'${text.replaceAll("'", `'\\''`)}'`;

export const isThere = (/** @type {string} */ command) =>
  spawnSync('sh', ['-c', `command -v ${quoted(command)}`]).status === 0;

/** The goals are for two cores: where there are more, the others are left out, if the system can. */
const pin = ['taskset', '-c', '0,1'];
const isPinned =
  availableParallelism() > 2 && spawnSync(pin[0] ?? '', [...pin.slice(1), 'true'], { stdio: 'ignore' }).status === 0;
export const coresUsed = isPinned ? 2 : availableParallelism();

/** @param {readonly string[]} command */
const onTwoCores = (command) => (isPinned ? [...pin, ...command] : command);

/** Median of the ratios of each turn: two commands of one turn met the same machine. @param {readonly number[]} of @param {readonly number[]} to */
export const ratioOf = (of, to) => median(of.map((value, turn) => value / (to[turn] ?? Number.NaN)));

/** @param {readonly number[]} of @param {readonly number[]} less */
export const minus = (of, less) => of.map((value, turn) => value - (less[turn] ?? Number.NaN));

/** @param {string} name @param {readonly string[]} answer @param {readonly string[]} expected */
export function checkAnswer(name, answer, expected) {
  const [given, right] = [[...answer].sort(), [...expected].sort()];
  if (JSON.stringify(given) === JSON.stringify(right)) return;
  const missing = right.filter((each) => !given.includes(each));
  const wrong = given.filter((each) => !right.includes(each));
  const first = missing[0] ?? wrong[0] ?? given.find((each, n) => given[n + 1] === each);
  throw new Error(
    `wrong answer by ${name}: found ${given.length}, and there are ${right.length}; ${missing.length} missing, ${wrong.length} that are none, as ${first}`,
  );
}

/** @param {Measured} measured */
function runOnce({ name, command, env = {}, answer, expected }) {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(
    '/usr/bin/env',
    ['bash', '-c', `TIMEFORMAT='%U %S'; time ${onTwoCores(command).map(quoted).join(' ')}`],
    // one locale: the time's decimal point
    { cwd: root, env: { ...process.env, LC_ALL: 'C', ...env }, encoding: 'utf8', maxBuffer: 2 ** 30 },
  );
  const wall = (performance.now() - started) / 1000;
  if (error || status !== 0) throw new Error(`${name} ended with ${error ?? status}: ${stderr}`);
  const [user = Number.NaN, system = Number.NaN] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  const found = answer?.(stdout);
  if (found && expected) checkAnswer(name, found, expected);
  return { wall, cpu: user + system, found: found?.length };
}

/**
 * In turns: a slow moment of the machine then falls on all of them. A turn before that, which is not counted, brings the
 * files into the system's cache. Every answer of every turn is checked.
 * @param {readonly Measured[]} commands @param {number} rounds
 * @returns {readonly Figures[]} in the order of the commands
 */
export function measureInTurns(commands, rounds) {
  const figures = commands.map(({ name }) => ({
    name,
    wall: /** @type {number[]} */ ([]),
    cpu: /** @type {number[]} */ ([]),
    found: /** @type {number | undefined} */ (undefined),
  }));
  for (let round = 0; round <= rounds; round += 1) {
    commands.forEach((command, index) => {
      if (round === 0 && command.isSlow) return;
      process.stderr.write(`${round === 0 ? 'warming up' : `turn ${round} of ${rounds}`}: ${command.name}\n`);
      const once = runOnce(command);
      const own = figures[index];
      if (round === 0 || !own) return;
      own.wall.push(once.wall);
      own.cpu.push(once.cpu);
      own.found = once.found;
    });
  }
  return figures;
}

/**
 * What Node loads before the command. Workers load it too; their memory is the process's. Linux counts what the process held
 * that started this one into `maxRSS`, which Node gives in kilobytes on every system: VmHWM is this one's alone.
 */
const tellsPeak = `data:text/javascript,${encodeURIComponent(`
  import { readFileSync, writeFileSync } from 'node:fs';
  import { isMainThread } from 'node:worker_threads';
  const peak = () => {
    const own = process.platform === 'linux' && /^VmHWM:\\s*(\\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return 1024 * (own ? Number(own[1]) : process.resourceUsage().maxRSS);
  };
  if (isMainThread) process.on('exit', () => writeFileSync(process.env.OBS3_BENCH_PEAK, String(peak())));
`)}`;

/**
 * The most memory that a Node command had at once, bytes, and what it printed.
 * @param {string} name @param {readonly string[]} args of Node @param {Readonly<Record<string, string>>} [env]
 * @param {string} [output] where it is too long for a text: the file that it is written to
 */
export function peakMemoryOf(name, args, env = {}, output) {
  const folder = mkdtempSync(join(tmpdir(), 'obs3-bench-'));
  try {
    const file = join(folder, 'peak');
    const [command = '', ...rest] = onTwoCores([process.execPath, '--import', tellsPeak, ...args]);
    const written = output === undefined ? undefined : openSync(output, 'w');
    const { status, stdout, stderr, error } = spawnSync(command, rest, {
      cwd: root,
      env: { ...process.env, ...env, OBS3_BENCH_PEAK: file },
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
      stdio: ['ignore', written ?? 'pipe', 'pipe'],
    });
    if (written !== undefined) closeSync(written);
    if (error || status !== 0) throw new Error(`${name} ended with ${error ?? status}: ${stderr}`);
    return { peak: Number(readFileSync(file, 'utf8')), output: stdout };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
