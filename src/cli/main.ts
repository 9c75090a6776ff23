/** From argv to an exit code. The only place where errors become text. */
import { type Command, CommanderError } from 'commander';
import { type ExitCode, exitCodeOf, Obs3Error } from '../model/error.ts';
import { printable } from '../render/printable.ts';
import { type CliIo, writeText } from './io.ts';
import { createProgram } from './program.ts';

export function ioOfProcess(): CliIo {
  const { argv, env } = process;
  return {
    argv: argv.slice(2),
    env,
    // each stream is opened on first use: that takes milliseconds, and most runs read nothing from standard input
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return process.stderr;
    },
    cwd: process.cwd(),
    clock: Date.now,
    sleep: async (milliseconds, signal) => {
      // few runs wait for anything
      const { setTimeout: sleep } = await import('node:timers/promises');
      await sleep(milliseconds, undefined, signal ? { signal } : {});
    },
    onInterrupt(callback) {
      // once: a second Ctrl-C ends the process as usual
      process.once('SIGINT', callback);
      return () => process.removeListener('SIGINT', callback);
    },
    startPager: async (command, pagerEnv) => (await import('./pager.ts')).spawnPager(command, pagerEnv),
  };
}

export async function main(io: CliIo): Promise<ExitCode> {
  // whoever writes a result gets the error from the write itself; without a listener the process would end with a stack
  for (const stream of [io.stdout, io.stderr]) stream.on('error', () => {});
  let code: ExitCode = 0;
  // help and version: commander neither waits for what it writes nor notices a failure
  const told: string[] = [];
  const program = await createProgram(io, (result) => {
    code = result;
  });
  for (const command of [program, ...program.commands.flatMap((each) => [each, ...each.commands])]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void told.push(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: () => {},
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stdout.columns ?? 80,
    });
  }
  try {
    await program.parseAsync([...io.argv], { from: 'user' }).catch((error: unknown) => {
      if (!(error instanceof CommanderError && error.exitCode === 0)) throw error;
    });
    if (told.length > 0) await writeText(io.stdout, told.join(''));
    return code;
  } catch (error) {
    return report(error, program, io);
  }
}

async function report(error: unknown, program: Command, io: CliIo): Promise<ExitCode> {
  const say = (text: string) => void io.stderr.write(`obs3: ${text}\n`);
  if (error instanceof CommanderError) {
    // no command, or help for one that does not exist: the help itself is already on standard error
    if (error.code === 'commander.help') return exitCodeOf.USAGE;
    const { wordsOfUsage } = await import('./usage-words.ts');
    say(printable(await wordsOfUsage(error, program, io)));
    return exitCodeOf.USAGE;
  }
  if (error instanceof Obs3Error) {
    say(printable(error.hint === undefined ? error.message : `${error.message}; ${error.hint}`));
    return exitCodeOf[error.code];
  }
  say(
    `${printable(error instanceof Error ? error.message : String(error))}; this is a bug: run again with --debug and report it`,
  );
  if (io.argv.includes('--debug') && error instanceof Error) {
    io.stderr.write(`${(error.stack ?? '').split('\n').map(printable).join('\n')}\n`);
  }
  return exitCodeOf.INTERNAL;
}
