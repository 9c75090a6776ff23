/** The datapoints of one file, gathered by metric: one series per metric, statistic and file. */
import type { Collector } from '../../archive/scanner.ts';
import type { Datapoint } from '../../model/series.ts';
import type { SeriesHead } from './datapoint.ts';
import { seriesEvidence } from './normalize.ts';

interface Gathered {
  readonly head: SeriesHead;
  /** Of its first datapoint. */
  readonly locator: string;
  readonly datapoints: Datapoint[];
}

export class SeriesStore {
  private readonly gathered = new Map<string, Gathered>();

  add(head: SeriesHead, point: Datapoint, locator: string): void {
    const { namespace, metricName, dimensions, account, region, unit, statistic, periodSeconds } = head;
    const key = JSON.stringify([namespace, metricName, dimensions, account, region, unit, statistic, periodSeconds]);
    const found = this.gathered.get(key);
    if (found) found.datapoints.push(point);
    else this.gathered.set(key, { head, locator, datapoints: [point] });
  }

  /** The file is at its end. */
  finish(collector: Collector): void {
    for (const { head, locator, datapoints } of this.gathered.values())
      collector.evidence(seriesEvidence(head, datapoints, { backend: 'archive', locator }));
    this.gathered.clear();
  }
}
