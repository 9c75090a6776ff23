/** The server's time: real, or set and moved by a test, so that nothing has to wait. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

/** Runs with the machine's clock; `start` (ISO 8601), if given, is the time at which the clock is made. */
export function runningClock(start?: string): Clock {
  const offset = start === undefined ? 0 : Date.parse(start) - Date.now();
  return { now: () => Date.now() + offset };
}

/** Stands still until it is moved. May be shared with the code under test, which then waits by this clock. */
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
