/** A process in memory: what a command gets, and what it wrote. */
import { Readable, Writable } from 'node:stream';
import type { CliIo } from '../../../src/cli/io.ts';

interface MemoryIo extends CliIo {
  readonly written: { stdout: string; stderr: string };
}

interface Given {
  readonly cwd?: string;
  readonly env?: CliIo['env'];
  readonly stdin?: string | Buffer;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export function memoryIo(
  argv: readonly string[],
  { cwd = process.cwd(), env = {}, stdin = '', isTTY, columns }: Given = {},
): MemoryIo {
  const written = { stdout: '', stderr: '' };
  const into = (name: keyof typeof written) =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk);
        done();
      },
    });
  const stdout = Object.assign(into('stdout'), {
    ...(isTTY !== undefined && { isTTY }),
    ...(columns !== undefined && { columns }),
  });
  return {
    argv,
    cwd,
    env,
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout,
    stderr: into('stderr'),
    clock: () => Date.parse('2026-03-04T00:00:00Z'),
    sleep: () => Promise.resolve(),
    onInterrupt: () => () => {},
    written,
  };
}
