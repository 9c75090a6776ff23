/** The event that a record becomes, for the tests of each kind. */
import type { TimelineEvent } from '../../../../src/model/event.ts';
import { normalize } from '../../../../src/sources/cloudtrail/normalize.ts';

export const place = { backend: 'archive', locator: 'logs/a.json.gz#12' };

export function eventOf(raw: unknown): TimelineEvent {
  const normalized = normalize(raw, place);
  if ('reason' in normalized || normalized.evidence.type !== 'event') throw new Error('no event');
  return normalized.evidence.event;
}
