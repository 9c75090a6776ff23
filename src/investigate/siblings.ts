/**
 * Calls on a sibling of what an alarm watches: the deployment of another service in the same cluster also names the cluster,
 * and has nothing to do with the alarm.
 */
import { thingsOf } from '../analysis/link/call-verb.ts';
import { shareResource } from '../analysis/link/resource-index.ts';
import type { ApiCallEvent, TimelineEvent } from '../model/event.ts';
import type { ResourceRef } from '../model/resource.ts';
import { isSharedType } from '../plan/named-by-item.ts';

/** `watched`: what alarms watch, without what many resources use. */
export function siblingTest(watched: readonly ResourceRef[]): (event: TimelineEvent) => boolean {
  const types = new Set(watched.flatMap(({ type }) => type ?? []));
  return (event) => {
    if (event.kind !== 'api-call') return false;
    const alike = event.resources.filter(({ type }) => type !== null && types.has(type));
    return alike.length > 0 && !shareResource(watched, event.resources) && isAbout(event, alike);
  };
}

/** A rule added to a listener names another's target group and is about neither: it may take traffic away from this one. */
function isAbout(call: ApiCallEvent, siblings: readonly ResourceRef[]): boolean {
  const things = thingsOf(call);
  if (things.length > 0) return things.every((thing) => siblings.includes(thing));
  return call.resources.every((ref) => siblings.includes(ref) || (ref.type !== null && isSharedType(ref.type)));
}
