/** The progress of a run: one line on standard error, only on a terminal, and removed when the run ends. */
import { inAscii } from '../render/ascii.ts';
import { printable } from '../render/printable.ts';
import type { CliIo } from './io.ts';
import { isAsciiOnly, isDumb } from './terminal.ts';

export interface Progress {
  /** Text that takes time to compose is passed as a function, called when it is painted. */
  show(text: string | (() => string)): void;
  /** Painted immediately, since the process may soon be too busy to paint. Later text does not replace it. */
  hold(text: string): void;
  clear(): void;
}

/** Milliseconds between two paints, and before the first: what ends right away needs no progress. */
const interval = 100;

export function createProgress({ env, stderr, clock }: CliIo): Progress {
  // a dumb terminal would print every update as a line of its own
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
    // a wrapped line could not be painted over
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
      // painted even if it is shown only once, before something that takes long
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
