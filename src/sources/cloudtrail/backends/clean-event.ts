/** Events of the history without the secrets in them: what is kept, what is matched and what is shown are then the same. */
import type { Event } from '@aws-sdk/client-cloudtrail';
import { isJsonObject } from '../../../model/json.ts';
import { lookupEvent } from '../carriers.ts';
import { cleanRecord } from '../clean-record.ts';

/** The same event where it holds no secret, or no record that can be read. */
export function withoutSecrets(event: Event): Event {
  const record = lookupEvent({ CloudTrailEvent: event.CloudTrailEvent ?? null });
  if (!isJsonObject(record)) return event;
  const clean = cleanRecord(record);
  return clean === record ? event : { ...event, CloudTrailEvent: JSON.stringify(clean) };
}
