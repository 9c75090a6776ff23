/** What of a file's records is noted when it is first read, so that who is behind them is looked for in few files. */

import { callNote, type DeliveredForm, type DeliveredRecords, type Notes } from '../../archive/scanner.ts';
import { type JsonObject, objectAt, stringAt } from '../../model/json.ts';
import { plainEventName } from '../../resources/event-name.ts';
import { callsBehind, operations, runsOperations } from '../../resources/operations.ts';
import type { SourceRequest } from '../source.ts';

const signIn = 'signin.amazonaws.com';
const switchRole = 'SwitchRole';
const sharedId = 'sharedEventID';
const userId = 'userId';

/** Calls that tell of others. */
export const notes: Notes = {
  services: [signIn, ...operations.map(({ service }) => service).filter(runsOperations)],
};

/** And ids: noted where some are asked for, since those of the records found lead to others. */
export const notesWithIds: Notes = { ...notes, keys: [sharedId, userId] };

const noted: ReadonlySet<string> = new Set(notes.services);

/** Every text of a record by which `notedTexts` may ask. Total. */
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

/** One of these was noted of every record that `createBehindTest` lets through for anything but an access key. */
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
