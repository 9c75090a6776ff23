/** What is noted about a file's records when it is first read, so that only few files need a search for who is behind them. */

import { callNote, type DeliveredForm, type DeliveredRecords, type Notes } from '../../archive/scanner.ts';
import { type JsonObject, objectAt, stringAt } from '../../model/json.ts';
import { plainEventName } from '../../resources/event-name.ts';
import { callsBehind, operations, runsOperations } from '../../resources/operations.ts';
import type { SourceRequest } from '../source.ts';

const signIn = 'signin.amazonaws.com';
const switchRole = 'SwitchRole';
const sharedId = 'sharedEventID';
const userId = 'userId';

/** Calls that show who is behind others. */
export const notes: Notes = {
  services: [signIn, ...operations.map(({ service }) => service).filter(runsOperations)],
};

/** Ids, too: noted once some are asked for, since the ids in the records found lead to other records. */
export const notesWithIds: Notes = { ...notes, keys: [sharedId, userId] };

const noted: ReadonlySet<string> = new Set(notes.services);

/** Every text of a record that `notedTexts` may ask for. Total. */
export function textsToNote(form: DeliveredForm, record: JsonObject): readonly string[] {
  const texts: string[] = [];
  const service = stringAt(record, 'eventSource');
  if (service !== undefined && noted.has(service))
    texts.push(callNote(form, service, plainEventName(stringAt(record, 'eventName') ?? '')));
  const shared = stringAt(record, sharedId);
  if (shared !== undefined) texts.push(shared);
  const user = stringAt(objectAt(record, 'userIdentity')['onBehalfOf'], userId);
  if (user !== undefined) texts.push(user);
  return texts;
}

type CredentialsRequest = Extract<SourceRequest, { kind: 'credentials' }>;

/** Every record that `createBehindTest` lets through for anything but an access key has one of these noted. */
export function notedTexts(form: DeliveredForm, request: CredentialsRequest): DeliveredRecords['notedTexts'] {
  const { services = [], userIds = [], sessions = [], sharedEventIds = [] } = request;
  if (!services.every((service) => noted.has(service))) return undefined;
  return {
    calls: [
      ...services.flatMap((service) => callsBehind(service).map((name) => callNote(form, service, name))),
      ...(sessions.length > 0 ? [callNote(form, signIn, switchRole)] : []),
    ],
    values: [...userIds, ...sharedEventIds],
  };
}
