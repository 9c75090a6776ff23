/** Why an event that one would expect to be in a chain is in none. */
import type { TimelineEvent } from '../../model/event.ts';
import type { Candidate } from './candidate.ts';
import type { FoundLinks } from './find-links.ts';
import { whyUnlinked } from './preceded.ts';
import type { Effect, ResourceIndex } from './resource-index.ts';

export function notesOf(
  index: ResourceIndex,
  found: FoundLinks,
  linked: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const best = new Map<string, Candidate>();
  for (const candidate of found.lost) {
    const known = best.get(candidate.to);
    if (!known || candidate.score > known.score) best.set(candidate.to, candidate);
  }
  const notes = new Map<string, string>();
  for (const { event, time } of index.byId.values()) {
    if (linked.has(event.id)) continue;
    const note = noteOf({ event, time }, index, found, best.get(event.id));
    if (note !== undefined) notes.set(event.id, note);
  }
  return notes;
}

function noteOf(
  { event, time }: { readonly event: TimelineEvent; readonly time: number },
  index: ResourceIndex,
  found: FoundLinks,
  best: Candidate | undefined,
): string | undefined {
  const likeliest = best === undefined ? '' : `: the likeliest scores ${best.score}`;
  switch (event.kind) {
    case 'metric':
    case 'log':
      return event.severity === 'info' ? undefined : whyUnlinked({ event, time } as Effect, index, found.changed, best);
    case 'alarm':
      return event.detail.to === 'ALARM' ? whyUnlinked({ event, time }, index, found.changed, best) : undefined;
    case 'flow':
      return event.severity === 'info' ? undefined : whyUnlinked({ event, time }, index, found.changed, best);
    case 'compliance':
      return event.detail.from === null || event.detail.from === event.detail.to
        ? undefined
        : `no believable change of the resource before it${likeliest}`;
    case 'config-change':
      return event.detail.changes.length === 0 || event.detail.relationshipOnly
        ? undefined
        : `no call that was read explains what changed${likeliest}`;
    case 'api-call': {
      const { outcome, readOnly, dangers = [] } = event.detail;
      if (readOnly) return undefined;
      if (outcome !== 'success') return `it was ${outcome === 'denied' ? 'denied' : 'no success'}, and changed nothing`;
      return dangers.length > 0 ? 'nothing that was read followed from it' : undefined;
    }
    default:
      return undefined;
  }
}
