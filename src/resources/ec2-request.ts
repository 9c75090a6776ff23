/** EC2 wraps the parameters of its newer calls in `{"<Call>Request": {…}}`, and their answers in `{"<Call>Response": {…}}`. */
import type { JsonObject } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import type { Call } from './service.ts';

/** The call with its parameters and answer unwrapped; as it is where they are not wrapped. */
export const unwrapped = (call: Call): Call => ({
  ...call,
  request: inside(call.request, `${call.eventName}Request`),
  response: inside(call.response, `${call.eventName}Response`),
});

function inside(from: JsonObject, key: string): JsonObject {
  const wrapped = from[key];
  return isJsonObject(wrapped) ? wrapped : from;
}
