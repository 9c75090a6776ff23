/** The code behind a session, as a resource, and who changed it last. */
import type { ApiCallEvent } from '../../model/event.ts';
import type { Principal, Workload, WorkloadChange } from '../../model/principal.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { startsOperation } from '../../resources/operations.ts';
import { addTo, lastBefore } from './in-time.ts';

/** The resource to link a session to; null if a principal is no workload. */
export function workloadOf({ workload, account }: Principal): ResourceRef | null {
  if (!workload) return null;
  const { type, id } = workload;
  return { type, id, ...(account !== null && { account }) };
}

/** The last change before the call by anybody but the workload itself; undefined if none is known. */
export type LastChange = (workload: Workload, call: ApiCallEvent) => WorkloadChange | undefined;

/** `events` in order of time. `nameOf` returns who made a call. */
export function lastChanges(
  events: readonly ApiCallEvent[],
  ids: ReadonlySet<string>,
  nameOf: (event: ApiCallEvent) => string,
): LastChange {
  const byId = new Map<string, ApiCallEvent[]>();
  for (const event of events) {
    if (!isChange(event)) continue;
    for (const { id } of event.resources) {
      // several resources of a call may have the same id
      if (ids.has(id) && byId.get(id)?.at(-1) !== event) addTo(byId, id, event);
    }
  }
  return ({ type, id }, call) => {
    const changes = byId.get(id) ?? [];
    for (let at = lastBefore(changes, call.time); at >= 0; at--) {
      const event = changes[at] as ApiCallEvent;
      const { principal } = event.detail;
      const isOwn = principal.session === id || principal.workload?.id === id || event.id === call.id;
      if (isOwn || !isOfAccount(event, call) || !namesIt(event, type, id)) continue;
      return { time: event.time, event: event.id, by: nameOf(event) };
    }
    return undefined;
  };
}

/** Invocations, messages and events that services log themselves are no changes, though they are writes. */
export const isChange = ({
  detail: { readOnly, outcome, eventCategory, eventName, eventSource, principal },
}: ApiCallEvent) =>
  !readOnly &&
  outcome === 'success' &&
  eventCategory !== 'Data' &&
  principal.type !== 'AWSService' &&
  eventSource !== 'sts.amazonaws.com' &&
  !eventName.startsWith('Invoke') &&
  !startsOperation(eventSource, eventName);

/** An instance's id is globally unique; functions and rules of the same name may exist in many accounts. */
const isOfAccount = (event: ApiCallEvent, { detail }: ApiCallEvent) =>
  event.origin.account === null ||
  detail.principal.account === null ||
  event.origin.account === detail.principal.account;

const namesIt = ({ resources }: ApiCallEvent, type: string, id: string) =>
  resources.some((resource) => resource.id === id && (resource.type === null || resource.type === type));
