/**
 * Removes secrets from a record. For the event history this happens before anything looks at an event, so that the event is the
 * same whether it was just read or kept from an earlier run.
 */
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { stringAt } from '../../model/json.ts';
import { plainEventName } from '../../resources/event-name.ts';
import { mayHoldSecrets, redact } from '../../resources/secrets.ts';

/** The same record if it holds none. Total. */
export function cleanRecord(record: JsonObject): JsonObject {
  const call = `${stringAt(record, 'eventSource') ?? ''}/${plainEventName(stringAt(record, 'eventName') ?? '')}`;
  if (!mayHoldSecrets(record, call)) return record;
  let changed: Map<string, JsonValue> | undefined;
  for (const name of Object.keys(record)) {
    const value = record[name];
    // secret members specific to a call are at the top of a section
    const clean = value === undefined ? value : redact(value, call);
    if (clean === value || clean === undefined) continue;
    changed ??= new Map();
    changed.set(name, clean);
  }
  if (!changed) return record;
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, changed.get(name) ?? value]));
}
