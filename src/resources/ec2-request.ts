/** EC2 wraps the parameters of its newer calls in `{"<Call>Request": {…}}`, and their answers in `{"<Call>Response": {…}}`. */
import type { JsonObject } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import type { Call } from './service.ts';

/** The call with its parameters and answer unwrapped; unchanged if they are not wrapped. */
export function unwrapped(call: Call): Call {
  const { request: requestKey, response: responseKey } = wrappersOf(call.eventName);
  const request = inside(call.request, requestKey);
  const response = inside(call.response, responseKey);
  return request === call.request && response === call.response ? call : { ...call, request, response };
}

/** The same calls are asked about again and again, so their wrappers' names are computed once. */
const wrappers = new Map<string, { readonly request: string; readonly response: string }>();
const mostNames = 1000;
const longestKept = 100;

function wrappersOf(eventName: string): { readonly request: string; readonly response: string } {
  const known = wrappers.get(eventName);
  if (known) return known;
  const names = { request: `${eventName}Request`, response: `${eventName}Response` };
  if (eventName.length > longestKept) return names;
  if (wrappers.size >= mostNames) wrappers.clear();
  wrappers.set(eventName, names);
  return names;
}

function inside(from: JsonObject, key: string): JsonObject {
  const wrapped = from[key];
  return isJsonObject(wrapped) ? wrapped : from;
}
