/** Removes the secrets from events of the history, so that what is kept, matched and shown is the same. */
import type { Event } from '@aws-sdk/client-cloudtrail';
import { isJsonObject } from '../../../model/json.ts';
import { lookupEvent } from '../carriers.ts';
import { cleanRecord } from '../clean-record.ts';

/** The same event if it holds no secret, or no readable record. */
export function withoutSecrets(event: Event): Event {
  const record = lookupEvent({ CloudTrailEvent: event.CloudTrailEvent ?? null });
  if (!isJsonObject(record)) return event;
  const clean = cleanRecord(record);
  return clean === record ? event : { ...event, CloudTrailEvent: JSON.stringify(clean) };
}
