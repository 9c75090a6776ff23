/**
 * What is known of alarms, by name: from descriptions, from changes to them, and in part from records of a change of state. The
 * order in which these were read makes no difference.
 */
import type { Alarm } from '../../model/series.ts';

interface Definition {
  readonly alarm: Alarm;
  /** Epoch milliseconds; Infinity for a description, which says how the alarm is now. */
  readonly time: number;
  readonly canonical: string;
}

export class AlarmDefinitions {
  private readonly byName = new Map<string, Definition[]>();
  private readonly isAsked: (alarm: Alarm) => boolean;

  /** @param isAsked whether an alarm with this definition belongs to the question. */
  constructor(isAsked: (alarm: Alarm) => boolean) {
    this.isAsked = isAsked;
  }

  /** False if it was known already. */
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

  /** Latest first. */
  of(name: string): readonly Alarm[] {
    return (this.byName.get(name) ?? []).map(({ alarm }) => alarm);
  }

  /**
   * Of several definitions, the latest that the question asks for, completed from the others. The alarm may have watched
   * something else before.
   */
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
