/** How far a run is: one line on standard error, on a terminal only, gone when the run ends. */
import { inAscii } from '../render/ascii.ts';
import { printable } from '../render/printable.ts';
import type { CliIo } from './io.ts';
import { isAsciiOnly, isDumb } from './terminal.ts';

export interface Progress {
  /** What takes a while to put into words is asked for where it is painted. */
  show(text: string | (() => string)): void;
  /** Painted at once, however little was: the process may have no time to paint soon. What is shown later does not replace it. */
  hold(text: string): void;
  clear(): void;
}

/** Milliseconds between two paints, and before the first: what is over at once needs no progress. */
const interval = 100;

export function createProgress({ env, stderr, clock }: CliIo): Progress {
  // a dumb terminal would show every line of it, and what it is painted over with
  if (stderr.isTTY !== true || isDumb(env)) return { show: () => {}, hold: () => {}, clear: () => {} };
  let painted = clock();
  let visible = false;
  let isHeld = false;
  let next: NodeJS.Timeout | undefined;
  let latest: string | (() => string) = '';
  const paint = () => {
    clearTimeout(next);
    next = undefined;
    painted = clock();
    visible = true;
    // a line that breaks could not be painted over
    const width = Math.max((stderr.columns ?? 80) - 1, 20);
    const line = printable(typeof latest === 'string' ? latest : latest());
    const shown = line.length > width ? `${line.slice(0, width - 1)}…` : line;
    stderr.write(`\r\u001b[K${isAsciiOnly(env) ? inAscii(shown) : shown}`);
  };
  return {
    show(text) {
      if (isHeld) return;
      latest = text;
      if (clock() - painted >= interval) paint();
      // what is told once, and then takes long, is painted all the same
      else next ??= setTimeout(paint, interval).unref();
    },
    hold(text) {
      isHeld = true;
      latest = text;
      paint();
    },
    clear() {
      clearTimeout(next);
      next = undefined;
      if (visible) stderr.write('\r\u001b[K');
      visible = false;
    },
  };
}
