/** The call that made a recorded state, told by the resource and the time alone: only where there is no choice. */
import type { ConfigurationItem } from '../../model/configuration-item.ts';
import type { ApiCallEvent } from '../../model/event.ts';
import { isOwnService } from '../../model/resource.ts';

/** Without an earlier state, a change is captured so long after the call at most. Milliseconds. */
const longestWait = 3_600_000;

/**
 * The one write to the resource's own service between two states of it; of several the one that is dangerous. undefined:
 * none, or more than one that may have been it.
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
      // what is written into a bucket or a table does not change it
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

/** Tags are no part of what rules of this kind look at. */
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
