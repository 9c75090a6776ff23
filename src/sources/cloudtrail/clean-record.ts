/**
 * A record without the secrets in it. From the event history they are taken out before anything looks at an event, so that
 * it is the same one whether it was asked for now or kept from an earlier run.
 */
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { stringAt } from '../../model/json.ts';
import { redact } from '../../resources/secrets.ts';
import { plainEventName } from './record.ts';

/** The same record where it holds none. Total. */
export function cleanRecord(record: JsonObject): JsonObject {
  const call = `${stringAt(record, 'eventSource') ?? ''}/${plainEventName(stringAt(record, 'eventName') ?? '')}`;
  let isChanged = false;
  const members = Object.entries(record).map(([name, value]): [string, JsonValue | undefined] => {
    // a call's own secret members stand at the top of a section
    const clean = value === undefined ? value : redact(value, call);
    isChanged ||= clean !== value;
    return [name, clean];
  });
  return isChanged ? Object.fromEntries(members) : record;
}
