/** For how long something was wrong: counted by the rule that noticed it, and by the changes that made and mended it. */
import type { Exposure } from '../../model/event.ts';

/** A change that began or ended it. */
export interface Turn {
  /** ISO 8601 UTC. */
  readonly time: string;
  /** The event that tells of it; null where none is listed. */
  readonly event: string | null;
}

export interface ExposureParts {
  /** null: not known. */
  readonly started: Turn | null;
  /** When a rule noticed; null where none did. */
  readonly detectedTime: string | null;
  readonly fixed: Turn | null;
  readonly clearedTime: string | null;
  readonly rules: readonly string[];
  /** What is still open is counted to here: the earliest of now, the window's end and the last record. ISO 8601 UTC. */
  readonly asOf: string;
}

/**
 * It is open until the rule that noticed it says otherwise; what no rule noticed, until it is put right. Seconds are whole,
 * and never negative: clocks of services differ.
 */
export function exposure({ started, detectedTime, fixed, clearedTime, rules, asOf }: ExposureParts): Exposure {
  const open = detectedTime === null ? fixed === null : clearedTime === null;
  const changeEnd = fixed?.time ?? (open ? asOf : null);
  return {
    startedTime: started?.time ?? null,
    detectedTime,
    fixedTime: fixed?.time ?? null,
    clearedTime,
    startedBy: started?.event ?? null,
    fixedBy: fixed?.event ?? null,
    open,
    seconds: secondsBetween(detectedTime, clearedTime ?? (open ? asOf : null)),
    secondsByChange: secondsBetween(started?.time ?? null, changeEnd),
    rules,
  };
}

const secondsBetween = (from: string | null, to: string | null): number | null =>
  from === null || to === null ? null : Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
