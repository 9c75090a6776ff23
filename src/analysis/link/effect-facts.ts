/** What linking needs to know about a shift, an alarm, a log line or a flow, whichever it is. */
import { apart } from './durations.ts';
import { type Effect, spellingsOf } from './resource-index.ts';

export interface EffectFacts {
  /** The spellings by which its resource is found. */
  readonly spellings: readonly string[];
  /** When it began. Epoch milliseconds. */
  readonly onset: number;
  /** How much later than `onset` it may really have begun: a datapoint covers its period. Milliseconds. */
  readonly blur: number;
  /** How far from normal, in [0, 1]. */
  readonly unusual: number;
  readonly unusualWords: string;
  /** What is measured; null for a flow or a log. */
  readonly metricName: string | null;
}

export function factsOf({ event, time }: Effect): EffectFacts {
  const own = [...spellingsOf(event.resources)];
  switch (event.kind) {
    case 'metric': {
      const { detail } = event;
      const { excursion, ratio, periodSeconds, metricName, dimensions } = detail;
      const far = Math.max(excursion, 1);
      return {
        spellings: unique([...own, ...Object.values(dimensions)]),
        onset: time,
        blur: Math.max(periodSeconds, 0) * 1000,
        unusual: 0.75 + 0.25 * (1 - 1 / far),
        unusualWords:
          ratio === null
            ? 'from zero'
            : `${plainNumber(ratio)} times the median, ${plainNumber(far)} times its usual range`,
        metricName,
      };
    }
    case 'alarm': {
      const { metricName, dimensions, to } = event.detail;
      return {
        spellings: unique([...own, ...Object.values(dimensions ?? {})]),
        onset: time,
        blur: 0,
        unusual: 0.9,
        unusualWords: `the alarm went to ${to}`,
        metricName: metricName ?? '',
      };
    }
    case 'log': {
      const { count, baselineCount, logGroup } = event.detail;
      const times = baselineCount > 0 ? count / baselineCount : Infinity;
      return {
        spellings: unique([...own, logGroup, logGroup.slice(logGroup.lastIndexOf('/') + 1)]),
        onset: time,
        blur: 0,
        unusual: baselineCount === 0 ? (count >= 3 ? 1 : 0.85) : times >= 3 ? 0.9 : 0.6,
        unusualWords: baselineCount === 0 ? `${count} lines, none before` : `${count} lines, ${baselineCount} before`,
        metricName: null,
      };
    }
    case 'flow': {
      const { before, interfaceId } = event.detail;
      return {
        spellings: unique([...own, interfaceId]),
        onset: time,
        // a record sums up to ten minutes of packets; its start is that of its first packet, within a minute
        blur: 60_000,
        unusual: before.flows === 0 && before.bytes === 0 ? 1 : 0.4,
        unusualWords: before.flows === 0 ? 'none before' : 'the same came before',
        metricName: null,
      };
    }
  }
}

const unique = (texts: readonly string[]) => [...new Set(texts)].filter((text) => text !== '');
const plainNumber = (value: number) => (value >= 10 ? String(Math.round(value)) : String(Math.round(value * 10) / 10));

/** "17 min after", "within the period of the change" */
export const lagInWords = (lag: number): string =>
  lag <= 0 ? 'began in the period of the change' : `began ${apart(lag)} after it`;
