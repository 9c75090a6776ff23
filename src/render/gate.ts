/** A gate's decision, as the last lines of the table: a CI log is read from its end. */

import { numberText, plural } from '../model/number-text.ts';
import type { Gate } from '../model/report.ts';
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

export function* gateLines(gate: Gate, { width, isWhole }: GateContext, palette: Palette): Generator<string> {
  const { passed, failures, conditions = [], excused = [] } = gate;
  yield '';
  if (passed) {
    const checked = conditions.length === 0 ? '' : `: ${listed(conditions)} checked`;
    const but = excused.length === 0 ? '' : `, ${numberText(excused.length)} excused`;
    yield* wrap(`✓ GATE PASSED${printable(checked)}${but}`, width).map(palette.tone.good);
  } else {
    const failed = [...new Set(failures.map(({ condition }) => condition))];
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
