/** How long something was wrong: by the rule that noticed it, and by the changes that caused and fixed it. */
import type { Exposure } from '../../model/event.ts';

/** A change that began or ended it. */
export interface Turn {
  /** ISO 8601 UTC. */
  readonly time: string;
  /** The event for it; null if none is listed. */
  readonly event: string | null;
}

export interface ExposureParts {
  /** null: unknown. */
  readonly started: Turn | null;
  /** When a rule noticed; null if none did. */
  readonly detectedTime: string | null;
  readonly fixed: Turn | null;
  readonly clearedTime: string | null;
  readonly rules: readonly string[];
  /** Where what is still open ends: the earliest of now, the window's end and the last record. ISO 8601 UTC. */
  readonly asOf: string;
}

/**
 * Open until the rule that noticed it says otherwise; if no rule noticed, until it is fixed. Seconds are whole and never
 * negative, although services' clocks differ.
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
