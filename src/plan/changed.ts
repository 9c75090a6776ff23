/** What was changed in a window that nothing was named for: whose metrics to look at. */
import type { TimelineEvent } from '../model/event.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Interests } from '../model/interests.ts';
import type { ResourceRef } from '../model/resource.ts';
import { resourceType } from '../resources/index.ts';
import { spellingsOf } from './interests.ts';

/** Each is asked for with all its neighbors. */
const mostResources = 50;

/** The resources that successful writes name, those that most name first; undefined where there are none. */
export function changedInterests(evidence: readonly Evidence[]): Interests | undefined {
  const found = new Map<string, { readonly ref: ResourceRef; count: number }>();
  for (const item of evidence) {
    if (item.type !== 'event' || !isWrite(item.event)) continue;
    for (const ref of item.event.resources) {
      if (!hasImpact(ref)) continue;
      const key = JSON.stringify([ref.type, ref.id]);
      const known = found.get(key);
      if (known) known.count++;
      else found.set(key, { ref, count: 1 });
    }
  }
  const chosen = [...found]
    .sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1))
    .slice(0, mostResources);
  const spellings = chosen.flatMap(([, { ref }]) =>
    spellingsOf({ resourceType: ref.type ?? '', resourceId: ref.id, resourceName: null, arn: ref.arn ?? null }),
  );
  return chosen.length === 0 ? undefined : { targets: [...new Set(spellings)].sort(), neighbors: [] };
}

const isWrite = (event: TimelineEvent): boolean =>
  event.kind === 'api-call' && !event.detail.readOnly && event.detail.outcome === 'success';

/** It has metrics, or something behind it has. */
function hasImpact({ type }: ResourceRef): boolean {
  const known = type === null ? undefined : resourceType(type);
  return known !== undefined && ((known.metrics ?? []).length > 0 || (known.neighbors ?? []).length > 0);
}
