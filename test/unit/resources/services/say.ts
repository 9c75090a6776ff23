/** The sentences for a service's calls, for the tests of each service. */
import type { JsonObject } from '../../../../src/model/json.ts';
import type { Service } from '../../../../src/resources/service.ts';

interface Members {
  readonly request?: JsonObject;
  readonly response?: JsonObject;
  readonly additional?: JsonObject;
  readonly service?: JsonObject;
  /** That recorded the call. */
  readonly account?: string;
}

/** The sentence for one call of a service. */
export function say(
  { calls, eventSources }: Service,
  eventName: string,
  { request = {}, response = {}, additional = {}, service = {}, ...place }: Members = {},
) {
  const sentence = calls()[eventName];
  if (sentence === undefined) throw new Error(`no sentence for ${eventName}`);
  return sentence({ eventSource: eventSources[0] ?? '', eventName, request, response, additional, service, ...place });
}

export type Row = [expected: string, eventName: string, members?: Members];

/** A list as EC2 writes it in requests and responses. */
export const items = (...of: readonly JsonObject[]): JsonObject => ({ items: [...of] });
