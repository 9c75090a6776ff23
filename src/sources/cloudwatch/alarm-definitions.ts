/**
 * What is known of alarms by their names: as they are described, as they were changed, as those who tell of a change of
 * state repeat them, in part. The same whatever was read first.
 */
import type { Alarm } from '../../model/series.ts';

interface Definition {
  readonly alarm: Alarm;
  /** Epoch milliseconds; Infinity for what is described, as it is now. */
  readonly time: number;
  readonly canonical: string;
}

export class AlarmDefinitions {
  private readonly byName = new Map<string, Definition[]>();
  private readonly isAsked: (alarm: Alarm) => boolean;

  /** @param isAsked whether an alarm that watches this belongs to the question. */
  constructor(isAsked: (alarm: Alarm) => boolean) {
    this.isAsked = isAsked;
  }

  /** False where it was known. */
  add(alarm: Alarm, time: number | null): boolean {
    const canonical = JSON.stringify(alarm);
    const list = this.byName.get(alarm.name) ?? [];
    const added = { alarm, time: time ?? Infinity, canonical };
    const at = list.findIndex((known) => known.canonical === canonical);
    const before = list[at];
    if (before && before.time >= added.time) return false;
    if (before) list[at] = added;
    else list.push(added);
    list.sort((a, b) => (a.time === b.time ? inText(a.canonical, b.canonical) : b.time > a.time ? 1 : -1));
    this.byName.set(alarm.name, list);
    return !before;
  }

  names(): readonly string[] {
    return [...this.byName.keys()];
  }

  /** The latest first. */
  of(name: string): readonly Alarm[] {
    return (this.byName.get(name) ?? []).map(({ alarm }) => alarm);
  }

  /** Of several, the latest that was asked for, with what others tell of it. It may have watched something else before. */
  best(alarms: readonly Alarm[]): Alarm | undefined {
    const best = alarms.find(this.isAsked) ?? alarms[0];
    return best && alarms.filter((alarm) => watchSame(alarm, best)).reduce(completed, best);
  }
}

const watchSame = (a: Alarm, b: Alarm): boolean =>
  a.namespace === b.namespace &&
  a.metricName === b.metricName &&
  JSON.stringify([a.dimensions, a.children]) === JSON.stringify([b.dimensions, b.children]);

const completed = (known: Alarm, more: Alarm): Alarm => ({
  ...known,
  arn: known.arn ?? more.arn,
  account: known.account ?? more.account,
  region: known.region ?? more.region,
  threshold: known.threshold ?? more.threshold,
  comparison: known.comparison ?? more.comparison,
});

export const inText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
