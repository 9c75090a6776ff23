/** Which services acted on somebody's behalf, so that the calls behind it can be asked for. Pure. */
import type { TimelineEvent } from '../model/event.ts';
import type { Window } from '../model/question.ts';
import { longestOperation, runsOperations } from '../resources/operations.ts';

export interface OperationsRound {
  /** As event sources: cloudformation.amazonaws.com; remediations have a domain of their own. */
  readonly services: readonly string[];
  readonly window: Window;
}

/** undefined if no service acted for anybody. */
export function operationsRound(window: Window, events: readonly TimelineEvent[]): OperationsRound | undefined {
  const services = new Set<string>();
  const add = (text: string | null) => {
    const service = text?.startsWith('remediation.config.') ? text.slice('remediation.'.length) : text;
    if (service && runsOperations(service)) services.add(service);
  };
  for (const event of events) {
    if (event.kind !== 'api-call' || event.detail.readOnly) continue;
    const { name, sourceIp, userAgent, path } = event.detail.principal;
    add(name);
    add(sourceIp);
    add(userAgent);
    for (const { from } of path) add(from);
  }
  if (services.size === 0) return undefined;
  const since = window.since === undefined ? undefined : window.since - longestOperation;
  return { services: [...services].sort(), window: { ...window, ...(since !== undefined && { since }) } };
}
