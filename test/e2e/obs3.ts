/** Runs the built command in a process of its own, as a person or a script would. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CliIo } from '../../src/cli/io.ts';
import type { Report } from '../../src/model/report.ts';
import { memoryIo } from '../unit/cli/memory-io.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const bin = fileURLToPath(new URL('../../bin/obs3.js', import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Given {
  readonly cwd?: string;
  /**
   * Apart from PATH and HOME, nothing is inherited: a report must not depend on where it is made, or on what is stored there.
   */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Buffer;
  /** Options for Node itself. */
  readonly node?: readonly string[];
  /** The reader closes the pipe after this many bytes. */
  readonly readerLeavesAfter?: number;
}

export function obs3(
  args: readonly string[],
  { cwd = root, env = {}, stdin, node = [], readerLeavesAfter }: Given = {},
): Promise<Run> {
  const { PATH = '', HOME = '' } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...node, bin, ...args], {
      cwd,
      env: { PATH, HOME, OBS3_CACHE_DIR: '/dev/null/none', ...env },
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let read = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      stdout.push(chunk);
      read += chunk.length;
      if (readerLeavesAfter !== undefined && read >= readerLeavesAfter) child.stdout.destroy();
    });
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    );
    // a command that does not read its input may be gone before all of it is written
    child.stdin.on('error', () => {});
    child.stdin.end(stdin ?? '');
  });
}

let built: Promise<{ readonly main: (io: CliIo) => Promise<number> }> | undefined;

/**
 * The built command in this process, with what is loaded already: a third of the cost of a separate process, for everything
 * that does not need one. It has no terminal, no signals and no clock other than 2026-03-04; it finds its input from this
 * process's folder, and only settings from `cwd`.
 */
export async function obs3Here(
  args: readonly string[],
  { cwd = root, env = {}, stdin = '' }: Pick<Given, 'cwd' | 'env' | 'stdin'> = {},
): Promise<Run> {
  const main = new URL('../../dist/main.cjs', import.meta.url).href;
  built ??= import(/* @vite-ignore */ main);
  const { PATH = '', HOME = '' } = process.env;
  const io = memoryIo(args, { cwd, env: { PATH, HOME, OBS3_CACHE_DIR: '/dev/null/none', ...env }, stdin });
  const code = await (await built).main(io);
  return { code, ...io.written };
}

type Asked = (args: readonly string[], given?: Pick<Given, 'env'>) => Promise<Run>;

/** One run for all tests that read the answer to the same command: it reads the project's own folder, which no test changes. */
const once = (run: Asked): Asked => {
  const answers = new Map<string, Promise<Run>>();
  return (args, { env = {} } = {}) => {
    const key = JSON.stringify([args, Object.entries(env).sort()]);
    const answer = answers.get(key) ?? run(args, { env });
    answers.set(key, answer);
    return answer;
  };
};

export const obs3Once = once(obs3);
export const obs3HereOnce = once(obs3Here);

/** What `-o json` printed. */
export const json = ({ stdout }: Run): Report => JSON.parse(stdout);
