/** The call that led to a recorded state, found by resource and time alone: only if there is no ambiguity. */
import type { ConfigurationItem } from '../../model/configuration-item.ts';
import type { ApiCallEvent } from '../../model/event.ts';
import { isOwnService } from '../../model/resource.ts';

/** Without an earlier state, the longest time between the call and the capture. Milliseconds. */
const longestWait = 3_600_000;

/**
 * The only write to the resource's own service between two of its states; among several, the dangerous one. undefined: none, or
 * more than one possible.
 */
export function callBehind(
  item: ConfigurationItem,
  before: ConfigurationItem | null,
  calls: readonly ApiCallEvent[],
): ApiCallEvent | undefined {
  const captured = Date.parse(item.captureTime);
  const since = before === null ? captured - longestWait : Date.parse(before.captureTime);
  const made = calls.filter(({ time, detail, resources }) => {
    const at = Date.parse(time);
    return (
      at > since &&
      at <= captured &&
      detail.outcome === 'success' &&
      !detail.readOnly &&
      // writing into a bucket or a table does not change it
      detail.eventCategory !== 'Data' &&
      isOwnService(item.resourceType, detail.eventSource) &&
      resources.some((resource) => isSame(item, resource))
    );
  });
  if (made.length <= 1) return made[0];
  const untold = made.filter(({ detail }) => !isTagging(detail.eventName));
  if (untold.length === 1) return untold[0];
  const dangerous = untold.filter(({ detail }) => (detail.dangers ?? []).length > 0);
  return dangerous.length === 1 ? dangerous[0] : undefined;
}

/** Rules of this kind do not look at tags. */
const isTagging = (eventName: string) => /^(Create|Delete|Add|Remove|Put)?(Tags?|Untag)(Resource)?/.test(eventName);

function isSame(
  { resourceType, resourceId, resourceName, arn, account }: ConfigurationItem,
  resource: ApiCallEvent['resources'][number],
): boolean {
  if (resource.type !== null && resource.type !== resourceType) return false;
  if (account !== null && resource.account !== undefined && resource.account !== account) return false;
  const spellings = [resourceId, resourceName, arn];
  return [resource.id, resource.arn].some((text) => text !== undefined && spellings.includes(text));
}
