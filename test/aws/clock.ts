/** The server's time: real, or one that a test sets and moves, so that nothing has to be waited for. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

/** Runs with the machine's clock; where a start is given (ISO 8601), it was that time when the clock was made. */
export function runningClock(start?: string): Clock {
  const offset = start === undefined ? 0 : Date.parse(start) - Date.now();
  return { now: () => Date.now() + offset };
}

/** Stands still until it is moved. May be shared with the code under test, which then waits in its time. */
export class ManualClock implements Clock {
  private time: number;

  constructor(start: string) {
    this.time = Date.parse(start);
  }

  now(): number {
    return this.time;
  }

  advance(step: { readonly milliseconds?: number; readonly seconds?: number; readonly days?: number }): void {
    this.time += (step.milliseconds ?? 0) + (step.seconds ?? 0) * 1000 + (step.days ?? 0) * 86_400_000;
  }
}
