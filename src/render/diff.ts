/** Changes as a readable diff: the place, the old value, the new value. */
import type { Change, ConfigChangeDetail } from '../model/event.ts';
import type { Palette } from './palette.ts';
import { printable } from './printable.ts';
import { valueText } from './value-text.ts';
import { displayWidth, hang } from './width.ts';

export interface DiffContext {
  readonly width: number;
  /** Every line, however many there are. */
  readonly expand: boolean;
}

/** Of a value that came or went, people look at the first lines; `--expand` and JSON have all of them. */
const mostLines = 40;

const indent = ' '.repeat(4);

/** The lines below an event's row; none if nothing changed. */
export function* diffLines(detail: ConfigChangeDetail, context: DiffContext, palette: Palette): Generator<string> {
  const { changes, status, before, inferred } = detail;
  if (changes.length === 0) return;
  if (status.startsWith('ResourceDeleted'))
    yield indent + palette.quiet(hasState(changes) ? 'the last known state:' : 'no state before it is known');
  else if (before === null && inferred && changes.every(({ op }) => op === 'add'))
    yield indent + palette.quiet('according to the call:');
  yield* changeLines(changes, context, palette);
}

const hasState = (changes: readonly Change[]) => changes.some(({ before }) => before !== undefined);

/** A header for each place, followed by the removed and the added lines. */
export function* changeLines(changes: readonly Change[], context: DiffContext, palette: Palette): Generator<string> {
  for (const change of changes) {
    const [gone, come] = [signed('-', change.before), signed('+', change.after)];
    const path = printable(change.path);
    const inline = oneLine(change, path);
    if (inline?.every((line) => displayWidth(line) <= context.width - indent.length)) {
      for (const line of inline)
        yield indent + (line.startsWith('-') ? palette.tone.bad(line) : palette.tone.good(line));
      continue;
    }
    yield* hang(indent, path, context.width).map(palette.quiet);
    yield* limited(gone, context).flatMap((line) => paint(line, context, palette.tone.bad));
    yield* limited(come, context).flatMap((line) => paint(line, context, palette.tone.good));
    if (gone.length + come.length === 0) yield `${indent}${palette.quiet('  not known')}`;
  }
}

const isScalar = (value: unknown) => typeof value !== 'object' || value === null;

/** "- /configuration/timeout: 30", "+ /configuration/timeout: 3" */
function oneLine({ before, after }: Change, path: string): readonly string[] | undefined {
  if (!isScalar(before) || !isScalar(after)) return undefined;
  const lines = [
    ...(before === undefined ? [] : [`- ${path}: ${valueText(before).join(' ')}`]),
    ...(after === undefined ? [] : [`+ ${path}: ${valueText(after).join(' ')}`]),
  ];
  return lines.length > 0 ? lines : [`- ${path}`];
}

const signed = (sign: string, value: Change['before']): readonly string[] =>
  value === undefined ? [] : valueText(value).map((line) => `${sign} ${line}`);

function limited(lines: readonly string[], { expand }: DiffContext): readonly string[] {
  if (expand || lines.length <= mostLines + 1) return lines;
  return [...lines.slice(0, mostLines), `… ${lines.length - mostLines} more lines; --expand shows all`];
}

function paint(line: string, { width }: DiffContext, ink: (text: string) => string): readonly string[] {
  const [margin = ''] = /^[-+]? *(?:- )*/.exec(line) ?? [];
  return hang(`${indent}  ${margin.slice(0, Math.max(0, width - 40))}`, line.slice(margin.length), width).map((text) =>
    ink(text),
  );
}
