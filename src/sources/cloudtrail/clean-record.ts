/**
 * A record without the secrets in it. From the event history they are taken out before anything looks at an event, so that
 * it is the same one whether it was asked for now or kept from an earlier run.
 */
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { stringAt } from '../../model/json.ts';
import { plainEventName } from '../../resources/event-name.ts';
import { mayHoldSecrets, redact } from '../../resources/secrets.ts';

/** The same record where it holds none. Total. */
export function cleanRecord(record: JsonObject): JsonObject {
  const call = `${stringAt(record, 'eventSource') ?? ''}/${plainEventName(stringAt(record, 'eventName') ?? '')}`;
  if (!mayHoldSecrets(record, call)) return record;
  let changed: Map<string, JsonValue> | undefined;
  for (const name of Object.keys(record)) {
    const value = record[name];
    // a call's own secret members stand at the top of a section
    const clean = value === undefined ? value : redact(value, call);
    if (clean === value || clean === undefined) continue;
    changed ??= new Map();
    changed.set(name, clean);
  }
  if (!changed) return record;
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, changed.get(name) ?? value]));
}
