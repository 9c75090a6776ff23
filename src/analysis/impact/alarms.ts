/** The alarms that watch what was asked about: they would have shown an impact, whether or not they went off. */
import type { AlarmEvidence } from '../../model/evidence.ts';
import type { Alarm } from '../../model/series.ts';

/** Each alarm once, by name; among several descriptions, the one with the later locator. */
export function alarmList(evidence: readonly AlarmEvidence[]): readonly Alarm[] {
  const found = new Map<string, Alarm>();
  for (const { alarm } of [...evidence].sort((a, b) => compare(a.origin.locator, b.origin.locator)))
    found.set(keyOf(alarm), alarm);
  return [...found.values()].sort((a, b) => compare(keyOf(a), keyOf(b)));
}

const keyOf = ({ name, account, region }: Alarm) => JSON.stringify([name, account, region]);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
