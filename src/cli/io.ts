/** The process as commands see it, so that they can be run without one. */
import type { Readable, Writable } from 'node:stream';
import { Obs3Error } from '../model/error.ts';

export interface CliIo {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Milliseconds. Rejects when aborted. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Calls back on Ctrl-C instead of ending the process, until the returned function is called. */
  readonly onInterrupt: (callback: () => void) => () => void;
  /** Without it, no pager is used. */
  readonly startPager?: (command: string, env: CliIo['env']) => Promise<Pager>;
}

/** A separate program that shows at the terminal what is written to it. */
export interface Pager {
  readonly input: Writable;
  /** Its exit code; if a signal ended it, 128 plus its number, as in a shell; if Ctrl-C was typed, 0 or the code for SIGINT. */
  readonly ended: Promise<number>;
}

/**
 * Writes lines, waiting if the reader is slower. If the reader goes away, writing ends silently.
 * @throws Obs3Error INTERNAL if the lines cannot be written at all: a full disk.
 */
export async function writeLines(to: Writable, lines: Iterable<string>): Promise<void> {
  await writeWhole(to, lines);
}

/** Characters that are written at once. */
const chunkLength = 65_536;

/** The same; false if the reader went away. */
export async function writeWhole(to: Writable, lines: Iterable<string>): Promise<boolean> {
  let chunk: string[] = [];
  let length = 0;
  for (const line of lines) {
    chunk.push(line);
    length += line.length;
    if (length < chunkLength) continue;
    // the last, empty one adds the end of the last line
    chunk.push('');
    if (!(await writeText(to, chunk.join('\n')))) return false;
    chunk = [];
    length = 0;
  }
  if (chunk.length === 0) return true;
  chunk.push('');
  return writeText(to, chunk.join('\n'));
}

/**
 * Writes a text as it is; false if the reader went away.
 * @throws Obs3Error INTERNAL if it cannot be written at all: a full disk.
 */
export function writeText(to: Writable, text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    if (to.destroyed || to.errored) resolve(false);
    else {
      to.write(text, (error) => {
        if (!error || isClosedPipe(error)) resolve(!error);
        else reject(new Obs3Error('INTERNAL', `the output cannot be written: ${error.message}`, { cause: error }));
      });
    }
  });
}

/** The reader may stop reading, or never have existed: that is no error. */
const isClosedPipe = ({ code }: NodeJS.ErrnoException) => closedPipe.includes(code ?? '');

/** A child process reads from a socket: one that was not read to its end is reset. */
const closedPipe = ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'];

export async function readAll(from: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of from) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
