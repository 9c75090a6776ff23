/** `--output`, `--expand`, `--color`: how the report is printed. */
import { type Command, Option } from 'commander';
import type { Report } from '../../model/report.ts';
import { inAscii } from '../../render/ascii.ts';
import { loadRenderer, type RendererName, rendererNames } from '../../render/index.ts';
import { printable } from '../../render/printable.ts';
import type { RenderContext } from '../../render/renderer.ts';
import { type CliIo, writeLines } from '../io.ts';
import { isAsciiOnly, isDumb } from '../terminal.ts';

export interface OutputFlags {
  readonly output: RendererName;
  readonly expand?: boolean;
  /** `--no-diff` makes it false; undefined: the command's default. */
  readonly diff?: boolean;
  readonly flat?: boolean;
  readonly byPrincipal?: boolean;
  readonly charts?: boolean;
  /** Only for `impact`. */
  readonly all?: boolean;
  /** `--no-color` makes it false. */
  readonly color?: boolean;
  /** `--no-pager` makes it false. */
  readonly pager?: boolean;
}

export const addOutputOptions = (command: Command): Command =>
  command
    .optionsGroup('Output:')
    .addOption(new Option('-o, --output <format>', 'how to print the report').choices(rendererNames).default('table'))
    .option('--expand', 'a row for every call, even repeated ones, and every change set')
    .option('--diff', 'print what changed below each state (default of what with a target)')
    .option('--no-diff', 'one sentence for each state')
    .option('--flat', 'no bars next to the events of a chain')
    .option('--by-principal', 'group the timeline by caller')
    .option('--charts', 'draw each shifted metric below the timeline')
    .addOption(noColor())
    .addOption(noPager());

export const noColor = () => new Option('--no-color', 'no colors (like NO_COLOR; automatic when piped)');
export const noPager = () => new Option('--no-pager', 'no pager (OBS3_PAGER, PAGER or less; automatic when piped)');

/** Nothing is readable in less, and wider lines are hard to follow. */
const [narrowest, widest, usual] = [60, 200, 120];

export const widthOf = ({ env, stdout }: CliIo): number =>
  Math.min(Math.max(Number(env['COLUMNS']) || stdout.columns || usual, narrowest), widest);

export async function printReport(
  report: Report,
  flags: OutputFlags,
  io: CliIo,
  accountNames: ReadonlyMap<string, string> = new Map(),
  printed: ReadonlySet<string> = new Set(),
): Promise<void> {
  const renderer = await loadRenderer(flags.output);
  const context: RenderContext = {
    width: widthOf(io),
    color: hasColor(flags, io),
    expand: flags.expand ?? false,
    diff: flags.diff ?? false,
    flat: flags.flat ?? false,
    byPrincipal: flags.byPrincipal ?? false,
    charts: flags.charts ?? false,
    all: flags.all ?? false,
    ascii: showsAscii(io),
    accountNames,
    printed,
  };
  if (flags.output === 'table') await printText(() => unheeded(renderer.render(report, context), io.env), flags, io);
  else await writeLines(io.stdout, renderer.render(report, context));
  await writeLines(io.stderr, renderer.warnings?.(report) ?? []);
  await appendSummary(renderer.summary?.(report, context) ?? [], io);
}

/**
 * Prints text for people: at a terminal through a pager, which ends by itself if everything fits on the screen, and with the
 * signs that the terminal supports.
 * @param lines may be requested more than once.
 */
export async function printText(
  lines: () => Iterable<string>,
  { pager }: Pick<OutputFlags, 'pager'>,
  io: CliIo,
): Promise<void> {
  if (io.stdout.isTTY !== true) return writeLines(io.stdout, lines());
  const shown = showsAscii(io) ? () => eachInAscii(lines()) : lines;
  if (pager === false) return writeLines(io.stdout, shown());
  const { printPaged } = await import('../pager.ts');
  await printPaged(shown, io);
}

/** Piped output has the same bytes in every locale. */
const showsAscii = ({ env, stdout }: CliIo): boolean => stdout.isTTY === true && isAsciiOnly(env);

function* eachInAscii(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield inAscii(line);
}

/**
 * GitHub's runner obeys any line of a job's output that looks like a command to it, and log text may look so: it is told to
 * look away for as long as a table is printed.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands
 */
function* unheeded(lines: Iterable<string>, env: CliIo['env']): Generator<string> {
  if (env['GITHUB_ACTIONS'] !== 'true') return yield* lines;
  // what is printed must not know the token that ends it
  const word = globalThis.crypto.randomUUID();
  yield `::stop-commands::${word}`;
  yield* lines;
  yield `::${word}::`;
}

/**
 * Appends to the file that GitHub shows on the job's page. The exit code's reasons are on standard output already: if the file
 * cannot be written, that is reported and changes nothing.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary
 */
async function appendSummary(lines: Iterable<string>, { env, cwd, stderr }: CliIo): Promise<void> {
  const file = env['GITHUB_STEP_SUMMARY'];
  if (file === undefined || file === '') return;
  const text = [...lines].join('\n');
  if (text === '') return;
  const [{ appendFile }, { resolve }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  try {
    // the lines of other steps come before and after
    await appendFile(resolve(cwd, file), `\n${text}\n`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    await writeLines(stderr, [printable(`obs3: the summary cannot be written to GITHUB_STEP_SUMMARY: ${why}`)]);
  }
}

/**
 * https://no-color.org: any non-empty value turns colors off. FORCE_COLOR and CLICOLOR_FORCE turn them on for a pipe;
 * CLICOLOR=0 turns them off (http://bixense.com/clicolors).
 */
export function hasColor({ color }: Pick<OutputFlags, 'color'>, { env, stdout }: CliIo): boolean {
  if (color === false || env['NO_COLOR'] || isDumb(env)) return false;
  if (isOn(env['FORCE_COLOR']) || isOn(env['CLICOLOR_FORCE'])) return true;
  return stdout.isTTY === true && env['CLICOLOR'] !== '0';
}

const isOn = (value: string | undefined): boolean => value !== undefined && value !== '' && value !== '0';
