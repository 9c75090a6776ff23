/** Records what a chain of pages returned, so that it is known afterwards which stretch of time it read completely. */
import type { Event } from '@aws-sdk/client-cloudtrail';
import type { StretchPage, Timed } from '../../../aws/known-times.ts';
import type { Part } from '../sub-windows.ts';
import type { EventStretch, KeptEvent } from './history-cache.ts';

export class StretchRecorder {
  private readonly part: Part;
  private readonly pages: StretchPage<KeptEvent>[] = [];
  private isWhole = false;
  /** An event without a time belongs to no second. */
  private isUsable = true;

  constructor(part: Part) {
    this.part = part;
  }

  /** `weight`: how much of a reading's budget the page uses up. */
  add(events: readonly Event[], weight: number): void {
    const items = events.flatMap(({ EventTime, CloudTrailEvent, Resources }): Timed<KeptEvent>[] => {
      if (!EventTime) return [];
      const kept = { EventTime, ...(CloudTrailEvent !== undefined && { CloudTrailEvent }) };
      return [[Math.floor(EventTime.getTime() / 1000), Resources === undefined ? kept : { ...kept, Resources }]];
    });
    if (items.length < events.length) this.isUsable = false;
    this.pages.push({ weight, items });
  }

  /** The part was read to its oldest second. */
  end(): void {
    this.isWhole = true;
  }

  /** What is known by now; undefined if not even one second is. */
  stretch(): EventStretch | undefined {
    const { at, oldest, end } = this.part;
    const from = this.isWhole ? oldest : at + 1;
    if (!this.isUsable || from > end) return undefined;
    const pages: StretchPage<KeptEvent>[] = [];
    const rest = { weight: 0, items: [] as Timed<KeptEvent>[] };
    for (const page of this.pages) {
      const items = page.items.filter(([time]) => time >= from && time <= end);
      if (items.length === page.items.length) pages.push(page);
      else {
        if (items.length > 0) pages.push({ weight: items.length, items });
        rest.weight += page.weight - items.length;
        rest.items.push(...page.items.filter(([time]) => time === from - 1));
      }
    }
    const isCut = !this.isWhole && rest.items.length > 0;
    return { from, to: end, pages, ...(isCut && { rest }) };
  }
}
