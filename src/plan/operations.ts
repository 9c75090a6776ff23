/** Which services acted on somebody's behalf, so that the calls which had them act can be asked for. Pure. */
import type { TimelineEvent } from '../model/event.ts';
import type { Window } from '../model/question.ts';
import { runsOperations } from '../resources/operations.ts';

export interface OperationsRound {
  /** As `invokedBy` names them: cloudformation.amazonaws.com. */
  readonly services: readonly string[];
  readonly window: Window;
}

/** How long before its last effect an operation is looked for: stacks of databases take an hour and more. Milliseconds. */
const longestOperation = 2 * 3_600_000;

/** undefined where no service acted for anybody. */
export function operationsRound(window: Window, events: readonly TimelineEvent[]): OperationsRound | undefined {
  const services = new Set<string>();
  for (const event of events) {
    if (event.kind !== 'api-call' || event.detail.readOnly) continue;
    const { name, sourceIp, userAgent, path } = event.detail.principal;
    for (const text of [name, sourceIp, userAgent, ...path.map(({ from }) => from)]) {
      if (text !== null && runsOperations(text)) services.add(text);
    }
  }
  if (services.size === 0) return undefined;
  const since = window.since === undefined ? undefined : window.since - longestOperation;
  return { services: [...services].sort(), window: { ...window, ...(since !== undefined && { since }) } };
}
