/** Asks a question whose calls are not kept, and prints each as it comes. */
import { passBy } from '../investigate/passing/pass-by.ts';
import type { InvestigateContext } from '../investigate/reading-rounds.ts';
import type { ExitCode } from '../model/error.ts';
import type { RowFormat } from '../model/passing.ts';
import type { CommandName, Question } from '../model/question.ts';
import type { Running } from './interruptible.ts';
import type { CliIo } from './io.ts';
import { printRows } from './rows-out.ts';

export async function askPassing(
  question: Question,
  command: CommandName,
  format: RowFormat,
  context: InvestigateContext,
  io: CliIo,
  { progress, signal, abort }: Running,
): Promise<ExitCode> {
  const out = await printRows(format, command, io, abort, progress.clear);
  try {
    const report = await passBy(question, context, out);
    progress.clear();
    await out.end({ ...report, query: { ...report.query, command } });
  } catch (error) {
    if (!out.hasNoReader()) throw error;
  }
  return signal.aborted && !out.hasNoReader() ? 130 : 0;
}
