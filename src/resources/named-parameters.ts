/** What a call unknown to the catalog names: found in parameters that follow AWS's conventions for names. */
import type { JsonObject } from '../model/json.ts';
import { isHidden } from './secrets.ts';
import type { Call } from './service.ts';
import { inBrackets, shortName } from './words.ts';

const naming = /^(.*?)(?:Name|name|Identifier|identifier|Id|id|Arn|ARN|arn)$/;
/** Parameters that name only the request. */
const ofRequest = /token|request|client/i;
const longest = 100;

interface Named {
  readonly key: string;
  /** `jobName` -> "job". */
  readonly noun: string;
  readonly value: string;
}

/**
 * Begins with a space, or is empty. UpdateJob and `jobName: nightly` -> " nightly"; a name that the call's own name does not
 * mention is in parentheses: " (hostedZoneId Z0123456789ABCDEFGHIJ)".
 */
export function namedIn({ eventName, request, response }: Call): string {
  const inRequest = namesOf(request);
  const own = [...inRequest, ...namesOf(response)].find(({ noun }) => isCalledAfter(eventName, noun));
  if (own) return ` ${own.value}`;
  return inBrackets(...inRequest.slice(0, 2).map(({ key, value }) => `${key} ${value}`));
}

const isCalledAfter = (eventName: string, noun: string): boolean =>
  noun === '' || eventName.toLowerCase().endsWith(noun.toLowerCase());

function namesOf(parameters: JsonObject): readonly Named[] {
  return Object.entries(parameters).flatMap(([key, value]) => {
    const [, noun] = key.length > longest || ofRequest.test(key) ? [] : (naming.exec(key) ?? []);
    if (noun === undefined || typeof value !== 'string' || value === '' || value.length > longest * 3) return [];
    if (isHidden(value)) return [];
    const name = shortName(value);
    return [{ key, noun, value: name.length > longest ? `${name.slice(0, longest)}…` : name }];
  });
}
