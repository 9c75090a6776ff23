/** Leads from any event of a chain back to the call that caused it, and from a service's call to the person's call behind it. */
import type { ComplianceEvent } from '../../model/event.ts';
import type { Candidate } from './candidate.ts';
import type { FoundLinks } from './find-links.ts';
import { bestFit } from './flipped.ts';
import type { Item, ResourceIndex } from './resource-index.ts';

/** Whether a link explains its effect better. A change ranks before the call that made it take effect, whatever their scores. */
const isNearer = (link: Candidate, known: Candidate): boolean =>
  link.effectiveBy === known.from || known.effectiveBy === link.from
    ? link.effectiveBy === known.from
    : link.score > known.score || (link.score === known.score && link.from < known.from);

export class Origins {
  readonly #index: ResourceIndex;
  readonly #found: FoundLinks;
  /** Event -> the link that explains it best. */
  readonly #into = new Map<string, Candidate>();
  readonly #started = new Map<string, string>();

  constructor(index: ResourceIndex, found: FoundLinks) {
    this.#index = index;
    this.#found = found;
    for (const link of found.chosen) {
      if (link.relation === 'continued') this.#started.set(link.to, link.from);
      else if (link.relation !== 'reverted' && link.relation !== 'remediated') {
        const known = this.#into.get(link.to);
        if (!known || isNearer(link, known)) this.#into.set(link.to, link);
      }
    }
  }

  /** The call that caused an effect; for a call, itself; undefined if none is known. */
  callOf(id: string): string | undefined {
    const seen = new Set<string>();
    for (let at = id; !seen.has(at); ) {
      seen.add(at);
      const event = this.#index.byId.get(at)?.event;
      if (!event || event.kind === 'api-call') return event?.id;
      const into = this.#into.get(at);
      if (!into) return undefined;
      if (event.kind === 'compliance') return this.#callBehind(event, into.from);
      at = into.from;
    }
    return undefined;
  }

  /** If an item has several calls, the one whose changes are what the rule is about. */
  #callBehind(flip: ComplianceEvent, itemId: string): string | undefined {
    const one = this.#index.byId.get(itemId);
    if (one?.event.kind !== 'config-change') return one?.event.id;
    const item = one as Item;
    const calls = [...(this.#found.changed.explained.get(itemId) ?? [])];
    const rated = calls.map(([id, positions]) => {
      const changes = positions.flatMap((position) => item.event.detail.changes[position] ?? []);
      return { id, share: bestFit({ event: flip, time: 0 }, changes).share };
    });
    const [best] = rated.sort((a, b) => b.share - a.share || (a.id < b.id ? -1 : 1));
    return best?.id;
  }

  /** The first of the calls that led to a call made on somebody's behalf. */
  top(id: string | undefined): string | undefined {
    const seen = new Set<string>();
    let at = id;
    while (at !== undefined && !seen.has(at)) {
      seen.add(at);
      const before = this.#started.get(at);
      if (before === undefined) break;
      at = before;
    }
    return at;
  }
}
