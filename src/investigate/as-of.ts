/** Until when AWS Config's records hold: open exposures are counted up to then. */
import type { Reading } from '../model/evidence.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';

/** The earliest of now, the window's end, and the last record. Epoch milliseconds. */
export function asOfConfig(
  { now }: Question,
  window: AnsweredWindow | undefined,
  readings: readonly Reading[],
): number {
  const last = readings
    .flatMap(({ spans }) => spans)
    .filter(({ source }) => source === 'config')
    .reduce((latest, span) => Math.max(latest, span.last), -Infinity);
  return Math.min(now, window?.until ?? now, Number.isFinite(last) ? last : now);
}
