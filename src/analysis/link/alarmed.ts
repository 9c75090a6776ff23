/** Which shift set off an alarm: one of the very metric that the alarm watches. */
import { day, hour, minute } from '../../model/duration.ts';
import type { AlarmEvent, MetricEvent } from '../../model/event.ts';
import { type Candidate, candidateOf } from './candidate.ts';
import { apart } from './durations.ts';
import { between, type Effect, type ResourceIndex, type Timed } from './resource-index.ts';

type Shift = Timed<MetricEvent>;

/** For an alarm's transition, the shifts that may have caused it; none for any other event. */
export function alarmLinks(index: ResourceIndex): (effect: Effect) => readonly Candidate[] {
  const byMetric = new Map<string, Shift[]>();
  const alarms = new Map<string, Timed<AlarmEvent>[]>();
  for (const effect of index.effects) {
    const { event, time } = effect;
    if (event.kind === 'metric') add(byMetric, metricKey(event, event.detail), { event, time });
    if (event.kind === 'alarm') add(alarms, alarmKey(event, event.detail.alarmName), { event, time });
  }
  const direct = (alarm: Timed<AlarmEvent>): readonly Candidate[] => {
    const { metricName } = alarm.event.detail;
    if (metricName === undefined) return [];
    const shifts = byMetric.get(metricKey(alarm.event, alarm.event.detail)) ?? [];
    return between(shifts, alarm.time - day, alarm.time).flatMap((shift) => rate(shift, alarm) ?? []);
  };
  return ({ event, time }) => {
    if (event.kind !== 'alarm') return [];
    const alarm = { event, time };
    return [...direct(alarm), ...throughChildren(alarm, alarms, direct)];
  };
}

function add<One>(lists: Map<string, One[]>, key: string, one: One): void {
  const list = lists.get(key);
  if (list) list.push(one);
  else lists.set(key, [one]);
}

interface Metric {
  readonly namespace?: string;
  readonly metricName?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
}

const metricKey = ({ origin }: Effect['event'], { namespace, metricName, dimensions = {} }: Metric): string =>
  JSON.stringify([
    origin.account,
    origin.region,
    namespace ?? null,
    metricName ?? null,
    Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);

const alarmKey = ({ origin }: AlarmEvent, name: string) => JSON.stringify([origin.account, origin.region, name]);

/** An alarm evaluates its periods some minutes after they end, and may need several in a row. */
const evaluation = hour;

function rate(shift: Shift, alarm: Timed<AlarmEvent>): Candidate | undefined {
  const { detail } = alarm.event;
  const end = shift.event.endTime === undefined ? shift.time : Date.parse(shift.event.endTime);
  const isOver = alarm.time > end + evaluation;
  const names = `watches ${detail.metricName} of the same dimensions`;
  if (detail.to === 'ALARM') {
    return isOver
      ? undefined
      : candidateOf('alarmed', shift.event.id, alarm.event.id, { metric: 1, lag: lagFactor(alarm.time - shift.time) }, [
          names,
          `went off ${apart(alarm.time - shift.time)} after the shift began`,
        ]);
  }
  // it ends once the shift has ended
  if (detail.to !== 'OK' || detail.from !== 'ALARM' || alarm.time < end - 15 * minute || isOver) return undefined;
  return candidateOf('alarmed', shift.event.id, alarm.event.id, { metric: 1, lag: 0.95 }, [
    names,
    `back to OK ${apart(Math.max(alarm.time - end, 0))} after the shift ended`,
  ]);
}

const lagFactor = (lag: number): number => (lag <= 30 * minute ? 0.98 : lag <= 2 * hour ? 0.9 : 0.75);

/** A composite alarm goes off with its children. */
function throughChildren(
  { event, time }: Timed<AlarmEvent>,
  alarms: ReadonlyMap<string, readonly Timed<AlarmEvent>[]>,
  direct: (alarm: Timed<AlarmEvent>) => readonly Candidate[],
): readonly Candidate[] {
  return (event.detail.children ?? []).slice(0, 100).flatMap((name) => {
    const same = (alarms.get(alarmKey(event, name)) ?? []).filter(
      ({ event: child }) => child.detail.to === event.detail.to,
    );
    const child = between(same, time - 15 * minute, time).at(-1);
    return child
      ? direct(child).map(({ from, score }) =>
          candidateOf('alarmed', from, event.id, { child: score, composite: 0.97 }, [
            `its alarm ${name} watches that metric, and changed ${apart(time - child.time)} before`,
          ]),
        )
      : [];
  });
}

/**
 * If no shift shows when it was over, an alarm's return to OK belongs to whatever preceded the alarm: it marks the end of the
 * effect, whoever fixed it.
 */
export function* endedAlarms(index: ResourceIndex, chosen: readonly Candidate[]): Generator<Candidate> {
  const joined = new Map(chosen.map((candidate) => [candidate.to, candidate]));
  const open = new Map<string, Timed<AlarmEvent>>();
  for (const { event, time } of index.effects) {
    if (event.kind !== 'alarm') continue;
    const key = alarmKey(event, event.detail.alarmName);
    const began = open.get(key);
    open.delete(key);
    if (event.detail.to === 'ALARM') open.set(key, { event, time });
    const cause = began && joined.get(began.event.id);
    if (!began || event.detail.to !== 'OK' || cause?.relation !== 'preceded' || joined.has(event.id)) continue;
    yield candidateOf('preceded', cause.from, event.id, { 'its going off': cause.score }, [
      `ends what it told for ${apart(time - began.time)}, which that preceded`,
    ]);
  }
}
