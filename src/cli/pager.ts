/**
 * Long answers at a terminal go through a pager, as with git and gh: the most important part comes first, and would scroll out
 * of the terminal's buffer before the rest is printed.
 */
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { access, constants as modes, stat } from 'node:fs/promises';
import { constants } from 'node:os';
import { delimiter, extname, resolve } from 'node:path';
import { printable } from '../render/printable.ts';
import { type CliIo, type Pager, writeLines, writeWhole } from './io.ts';

type Environment = CliIo['env'];

/**
 * @param lines requested again if the pager turns out not to run.
 * @returns when the pager has ended; quitting it early is no error.
 */
export async function printPaged(lines: () => Iterable<string>, io: CliIo): Promise<void> {
  const { stdout, stderr, argv, startPager } = io;
  const command = pagerOf(io);
  if (command === undefined || !startPager) return writeLines(stdout, lines());
  const tell = (text: string) => writeLines(stderr, [printable(`obs3: ${text}`)]);
  const straight = async (why: string) => {
    if (argv.includes('--debug')) await tell(`no pager: ${why}`);
    await writeLines(stdout, lines());
  };
  const missing = await missingProgram(command, io);
  if (missing !== undefined)
    return straight(missing.includes('/') ? `'${missing}' cannot be run` : `'${missing}' is not found on PATH`);
  const from = lines()[Symbol.iterator]();
  // an empty answer needs no pager
  const first = from.next();
  if (first.done) return;
  let pager: Pager;
  try {
    pager = await startPager(command, pagerEnvironment(io.env));
  } catch (error) {
    return straight(`'${command}' cannot be started: ${error instanceof Error ? error.message : String(error)}`);
  }
  let code = 0;
  try {
    await writeWhole(pager.input, resumed(first.value, from));
  } finally {
    pager.input.end();
    code = await pager.ended;
  }
  if (notRun.includes(code)) return straight(`'${command}' ended with ${code}`);
  if (code === 0 || sentAway.includes(code)) return;
  // whoever had read some of it sees that twice: better than never
  await tell(`the pager '${command}' ended with ${code}: all of it without a pager, as with --no-pager`);
  await writeLines(stdout, lines());
}

/** https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02 */
const notRun = [126, 127];

/** The exit code that a shell reports for a program ended by a signal. */
const codeOf = (signal: NodeJS.Signals) => 128 + constants.signals[signal];

/** The user ended it, or the terminal is gone: it did not fail. */
const sentAway = (['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGPIPE', 'SIGTERM'] as const).map(codeOf);

function* resumed(first: string, rest: Iterator<string>): Generator<string> {
  yield first;
  for (let next = rest.next(); !next.done; next = rest.next()) yield next.value;
}

/** A shell command; undefined if none is wanted, or nobody is there to press its keys. */
function pagerOf({ env, stdin, stdout }: CliIo): string | undefined {
  if (stdout.isTTY !== true || env['CI'] || !knowsKeys(env)) return undefined;
  // checked last, since it opens standard input
  const command = (env['OBS3_PAGER'] ?? env['PAGER'] ?? 'less').trim();
  return command === '' || command === 'cat' || stdin.isTTY !== true ? undefined : command;
}

/** Without a terminal type, less asks whether to continue at all. Windows has no TERM. */
const knowsKeys = ({ TERM: terminal = '' }: Environment): boolean =>
  terminal === '' ? process.platform === 'win32' : terminal !== 'dumb';

/** The program that a command begins with, if it does not exist; undefined also if only the shell can know. */
async function missingProgram(command: string, { env, cwd }: Pick<CliIo, 'env' | 'cwd'>): Promise<string | undefined> {
  const word = /^[\w@%+:,./-]+(?=\s|$)/.exec(command)?.[0];
  if (word === undefined || ofShell.includes(word)) return undefined;
  const folders = word.includes('/') ? ['.'] : (env['PATH'] ?? env['Path'] ?? '').split(delimiter);
  for (const folder of folders) {
    for (const ending of endingsOf(word, env)) {
      if (await isProgram(resolve(cwd, folder, `${word}${ending}`))) return undefined;
    }
  }
  return word;
}

/** Words that begin a shell's own syntax and built-in commands. */
const ofShell: readonly string[] = [
  ...['.', 'case', 'command', 'eval', 'exec', 'export', 'for', 'if', 'read', 'set', 'time', 'trap', 'umask', 'unset'],
  ...['until', 'while'],
];

const endingsOf = (word: string, env: Environment): readonly string[] =>
  process.platform === 'win32' && extname(word) === '' ? (env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';') : [''];

const isProgram = async (path: string): Promise<boolean> => {
  try {
    await access(path, modes.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
};

/**
 * As in gh: less ends by itself if everything fits on the screen (F), passes colors through (R) and leaves the text there when
 * it ends (X). The output is UTF-8, whatever the locale.
 * https://man7.org/linux/man-pages/man1/less.1.html
 */
function pagerEnvironment({ PAGER: _, ...env }: Environment): Environment {
  return { LESS: 'FRX', LV: '-c', LESSCHARSET: 'utf-8', ...env };
}

type Spawn = (command: string, options: SpawnOptions) => ChildProcess;

/**
 * Starts a pager. While it runs, Ctrl-C belongs to it: in less it ends a search, for example.
 * @throws if there is no shell to start it.
 */
export async function spawnPager(command: string, env: Environment, spawn?: Spawn): Promise<Pager> {
  const start = spawn ?? (await import('node:child_process')).spawn;
  let isInterrupted = false;
  const leave = () => {
    isInterrupted = true;
  };
  process.on('SIGINT', leave);
  try {
    const child = start(command, { shell: true, env: { ...env }, stdio: ['pipe', 'inherit', 'inherit'] });
    const ended = new Promise<number>((end) => {
      child.once('exit', (code, signal) => {
        process.removeListener('SIGINT', leave);
        const told = code ?? (signal ? codeOf(signal) : 0);
        // less -K, for example, then ends with 2
        end(isInterrupted && told !== 0 ? codeOf('SIGINT') : told);
      });
    });
    await once(child, 'spawn');
    if (!child.stdin) throw new Error('it has no standard input');
    // whoever writes gets the error from the write itself
    child.stdin.on('error', () => {});
    return { input: child.stdin, ended };
  } catch (error) {
    process.removeListener('SIGINT', leave);
    throw error;
  }
}
