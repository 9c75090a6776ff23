/** `--output`, `--expand`, `--color`: how the report is printed. */
import { type Command, Option } from 'commander';
import type { Report } from '../../model/report.ts';
import { loadRenderer, type RendererName, rendererNames } from '../../render/index.ts';
import { type CliIo, writeLines } from '../io.ts';

export interface OutputFlags {
  readonly output: RendererName;
  readonly expand?: boolean;
  /** `--no-color` makes it false. */
  readonly color?: boolean;
}

export const addOutputOptions = (command: Command): Command =>
  command
    .optionsGroup('Output:')
    .addOption(new Option('-o, --output <format>', 'how to print the report').choices(rendererNames).default('table'))
    .option('--expand', 'every call in a row of its own, repeats too')
    .option('--no-color', 'no colors (as NO_COLOR; off by itself when piped)');

/** Narrower than this nothing reads well, wider lines are hard to follow. */
const [narrowest, widest, usual] = [60, 200, 120];

export async function printReport(report: Report, flags: OutputFlags, io: CliIo): Promise<void> {
  const renderer = await loadRenderer(flags.output);
  const columns = Number(io.env['COLUMNS']) || io.stdout.columns || usual;
  const width = Math.min(Math.max(columns, narrowest), widest);
  await writeLines(
    io.stdout,
    renderer.render(report, { width, color: hasColor(flags, io), expand: flags.expand ?? false }),
  );
}

/** https://no-color.org: any value but the empty one turns colors off. FORCE_COLOR turns them on for a pipe. */
function hasColor({ color }: OutputFlags, { env, stdout }: CliIo): boolean {
  if (color === false || env['NO_COLOR'] || env['TERM'] === 'dumb') return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined && force !== '' && force !== '0') return true;
  return stdout.isTTY === true;
}
