/** Which records show who is behind others: calls that issued access keys, and calls that had a service act. */
import type { Match, Origin } from '../../model/event.ts';
import type { Evidence } from '../../model/evidence.ts';
import { type JsonObject, objectAt, stringAt } from '../../model/json.ts';
import { plainEventName } from '../../resources/event-name.ts';
import { tellsOfOthers } from '../../resources/operations.ts';
import type { SourceRequest } from '../source.ts';
import { credentialsEvidence, issuedAccessKey } from './credentials.ts';
import { normalize } from './normalize.ts';
import { principalOf } from './principal.ts';
import { type CloudTrailRecord, outcomeOf } from './record.ts';

type CredentialsRequest = Extract<SourceRequest, { kind: 'credentials' }>;

export function createBehindTest(request: CredentialsRequest): (record: JsonObject) => boolean {
  const { accessKeyIds, services = [], userIds = [], sessions = [], sharedEventIds = [] } = request;
  const keys = new Set(accessKeyIds);
  const sources = new Set(services);
  const users = new Set(userIds);
  const arns = new Set(sessions);
  const shared = new Set(sharedEventIds);
  return (record) => {
    if (keys.has(issuedAccessKey(record) ?? '')) return true;
    if (shared.has(stringAt(record, 'sharedEventID') ?? '')) return true;
    if (isSwitchOfRoles(record) && arns.has(stringAt(record['userIdentity'], 'arn') ?? '')) return true;
    if (users.has(stringAt(objectAt(record, 'userIdentity')['onBehalfOf'], 'userId') ?? '')) return namesUser(record);
    const source = stringAt(record, 'eventSource') ?? '';
    return sources.has(source) && tellsOfOthers(source, plainEventName(stringAt(record, 'eventName') ?? ''));
  };
}

const isSwitchOfRoles = (record: JsonObject) =>
  record['eventName'] === 'SwitchRole' && record['eventSource'] === 'signin.amazonaws.com';

/** The few records of a user's activity that give a name. */
const namesUser = (record: JsonObject): boolean => principalOf(record).human?.via === 'identity-center';

const inChain: readonly Match[] = ['chain'];

/** The record as a link of credentials if it issued some, and as an event that a chain may need. Total. */
export function evidenceBehind(
  record: CloudTrailRecord,
  origin: Pick<Origin, 'backend' | 'locator'>,
): readonly Evidence[] {
  if (outcomeOf(record) !== 'success') return [];
  const normalized = normalize(record, origin, inChain);
  const credentials = credentialsEvidence(record);
  return [...(credentials ? [credentials] : []), ...('evidence' in normalized ? [normalized.evidence] : [])];
}
