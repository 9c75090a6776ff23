/** Which records tell who is behind others: calls that issued access keys, and calls that had a service act. */
import type { Origin } from '../../model/event.ts';
import type { Evidence } from '../../model/evidence.ts';
import { type JsonObject, stringAt } from '../../model/json.ts';
import { startsOperation } from '../../resources/operations.ts';
import type { SourceRequest } from '../source.ts';
import { credentialsEvidence, issuedAccessKey } from './credentials.ts';
import { normalize } from './normalize.ts';
import { type CloudTrailRecord, outcomeOf, plainEventName } from './record.ts';

type CredentialsRequest = Extract<SourceRequest, { kind: 'credentials' }>;

export function createBehindTest({ accessKeyIds, services = [] }: CredentialsRequest): (record: JsonObject) => boolean {
  const keys = new Set(accessKeyIds);
  const sources = new Set(services);
  return (record) => {
    if (keys.has(issuedAccessKey(record) ?? '')) return true;
    const source = stringAt(record, 'eventSource') ?? '';
    return sources.has(source) && startsOperation(source, plainEventName(stringAt(record, 'eventName') ?? ''));
  };
}

/** The record as a link of credentials where it issued some, and as an event that a chain may need. Total. */
export function evidenceBehind(
  record: CloudTrailRecord,
  origin: Pick<Origin, 'backend' | 'locator'>,
): readonly Evidence[] {
  if (outcomeOf(record) !== 'success') return [];
  const normalized = normalize(record, origin);
  const credentials = credentialsEvidence(record);
  return [
    ...(credentials ? [credentials] : []),
    ...('evidence' in normalized && normalized.evidence.type === 'event'
      ? [{ ...normalized.evidence, event: { ...normalized.evidence.event, match: ['chain'] as const } }]
      : []),
  ];
}
