/**
 * What a gate decided: in a word as the first line of the table, which a pager shows, and whole as its last, from which a CI
 * log is read; and in a line for whoever sends what is printed to a file.
 */

import { numberText, plural } from '../model/number-text.ts';
import type { Gate, Report } from '../model/report.ts';
import type { Palette } from './palette.ts';
import { printable } from './printable.ts';
import { hang, wrap } from './width.ts';

export interface GateContext {
  readonly width: number;
  /** All failures, however many. */
  readonly isWhole: boolean;
}

/** Failures shown for each condition: after these, one knows to look at the timeline. */
const mostOfCondition = 20;

/** The answer to what a gate was asked. */
export function gateTitle({ passed, failures }: Gate, width: number, palette: Palette): readonly string[] {
  if (passed) return [palette.tone.good('✓ Gate passed')];
  const title = `Gate failed: ${printable(listed(conditionsOf(failures)))}`;
  return hang('✗ ', title, width).map(palette.tone.critical);
}

/** For standard error, where a format has no place for it, or is mostly read by a machine. */
export function* gateWarnings({ gate }: Report): Generator<string> {
  const [first, ...others] = gate?.failures ?? [];
  if (first === undefined) return;
  const more = others.length > 0 ? ` (and ${plural(others.length, 'other failure')})` : '';
  yield printable(`obs3: gate failed: ${first.condition}: ${first.message}${more}`);
}

const conditionsOf = (failures: Gate['failures']): readonly string[] => [
  ...new Set(failures.map(({ condition }) => condition)),
];

export function* gateLines(gate: Gate, { width, isWhole }: GateContext, palette: Palette): Generator<string> {
  const { passed, failures, conditions = [], excused = [] } = gate;
  yield '';
  if (passed) {
    const checked = conditions.length === 0 ? '' : `: ${listed(conditions)} checked`;
    const but = excused.length === 0 ? '' : `, ${numberText(excused.length)} excused`;
    yield* wrap(`✓ GATE PASSED${printable(checked)}${but}`, width).map(palette.tone.good);
  } else {
    const failed = conditionsOf(failures);
    const share = conditions.length === 0 ? '' : ` (${failed.length} of ${plural(conditions.length, 'condition')})`;
    yield palette.tone.critical(`✗ GATE FAILED${share}`);
    for (const condition of failed) {
      const own = failures.filter((failure) => failure.condition === condition);
      const told = isWhole ? own : own.slice(0, mostOfCondition);
      for (const { message } of told) yield* hang('  ', printable(`${condition}: ${message}`), width);
      const left = own.length - told.length;
      if (left > 0)
        yield* hang('  ', printable(`${condition}: and ${numberText(left)} more; --expand lists all`), width);
    }
  }
  for (const { condition, message, until, reason } of excused) {
    const text = printable(`excused until ${until} (${reason}): ${condition}: ${message}`);
    yield* hang('  ', text, width).map(palette.quiet);
  }
}

const listed = (names: readonly string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '');
