/**
 * An alarm that keeps changing its state is one row: what matters is that it flaps, how often, and in which state it was left.
 */
import type { AlarmEvent, TimelineEvent } from '../model/event.ts';
import { groupedBy } from '../model/grouped-by.ts';
import { epochOf } from './clock.ts';

/** With fewer changes, each may mean something. */
const fewestChanges = 4;
/** A state that lasts longer is not flapping. Milliseconds. */
const longestState = 30 * 60_000;

export interface Flapping {
  /** The number of changes in the run, including the first. */
  readonly count: number;
  readonly lastTime: string;
  /** The final state. */
  readonly state: string;
}

export interface Folded {
  /** Without the changes that are part of another's row. */
  readonly timeline: readonly TimelineEvent[];
  /** The first change of each run -> the run. */
  readonly runs: ReadonlyMap<TimelineEvent, Flapping>;
}

/**
 * The timeline must be in order. Members of a chain keep a row: their own, or that of a run whose first change is in the same
 * chain.
 */
export function foldFlapping(timeline: readonly TimelineEvent[]): Folded {
  const alarms = timeline.filter((event): event is AlarmEvent => event.kind === 'alarm');
  const byAlarm = groupedBy(alarms, ({ detail: { alarmName }, origin: { account, region } }) =>
    JSON.stringify([alarmName, account, region]),
  );
  const runs = new Map<TimelineEvent, Flapping>();
  const hidden = new Set<TimelineEvent>();
  for (const changes of byAlarm.values()) {
    let start = 0;
    for (let index = 1; index <= changes.length; index++) {
      const [opening, before, next] = [changes[start], changes[index - 1], changes[index]];
      if (opening && before && next && follows(opening, before, next)) continue;
      const run = changes.slice(start, index);
      start = index;
      const [first, ...others] = run;
      const last = run.at(-1);
      if (!first || !last || run.length < fewestChanges) continue;
      runs.set(first, { count: run.length, lastTime: last.time, state: last.detail.to });
      for (const event of others) hidden.add(event);
    }
  }
  return { timeline: hidden.size === 0 ? timeline : timeline.filter((event) => !hidden.has(event)), runs };
}

const follows = (opening: AlarmEvent, before: AlarmEvent, next: AlarmEvent): boolean =>
  (next.chain === null || next.chain === opening.chain) &&
  before.detail.to !== next.detail.to &&
  epochOf(next.time) - epochOf(before.time) <= longestState;
