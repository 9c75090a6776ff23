/** Where the datapoints of an aligned series came from: alignment merges those of many files. */
import type { Origin } from '../../model/event.ts';
import type { SeriesEvidence } from '../../model/evidence.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import type { Series } from '../../model/series.ts';

const keyOf = ({ namespace, metricName, dimensions, account, region, unit, statistic }: Series) =>
  JSON.stringify([namespace, metricName, Object.entries(dimensions).sort(), account, region, unit, statistic]);

/** Ranks any datapoint before a time as closer than one after it. */
const afterAll = 2 ** 52;

/**
 * The record with the datapoint of a time. If there is none (a period counted as zero because nothing was reported), the last
 * record before it, otherwise the first. Among several, the later locator, as in alignment.
 */
export function seriesOrigins(evidence: readonly SeriesEvidence[]): (series: Series, time: number) => Origin {
  const groups = groupedBy(evidence, ({ series }) => keyOf(series));
  return (series, time) => {
    const group = groups.get(keyOf(series)) ?? [];
    const { account, region } = series;
    const nothing = { source: 'cloudwatch', backend: '', account, region, ref: null, locator: '' };
    let best: { readonly distance: number; readonly origin: Origin } | undefined;
    for (const { series: part, origin } of group) {
      let distance = Infinity;
      for (const datapoint of part.datapoints) {
        const passed = time - datapoint.time;
        distance = Math.min(distance, passed >= 0 ? passed : afterAll - passed);
      }
      const isNearer = !best || distance < best.distance;
      if (isNearer || (distance === best?.distance && origin.locator > best.origin.locator))
        best = { distance, origin };
    }
    return best?.origin ?? nothing;
  };
}
