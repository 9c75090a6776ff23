/** The result of linking, a line for each link, for the tests to compare. */
import { type Linked, type LinkInput, link } from '../../../../src/analysis/link/link.ts';
import type { TimelineEvent } from '../../../../src/model/event.ts';
import { at } from '../../../fixtures/report-cast.ts';

const asOf = Date.parse(at('20:00:00'));
export const linked = (events: readonly TimelineEvent[], more: Partial<LinkInput> = {}): Linked =>
  link({ events, relations: [], asOf, ...more });

/** "changed a -> b", without the prefixes, by chain. */
export const told = (events: readonly TimelineEvent[], more: Partial<LinkInput> = {}) =>
  linked(events, more).chains.map(({ root, links }) => ({
    root: bare(root),
    links: links.map(({ relation, from, to }) => `${bare(from)} ${relation} ${bare(to)}`).sort(),
  }));
export const bare = (id: string) => id.replace(/^(?:cloudtrail|config|compliance|metric):/, '');
