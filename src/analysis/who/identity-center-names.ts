/**
 * The names of Identity Center users. Since 2025 their calls have only an id; sign-ins, older records and sessions of reserved
 * roles reveal the name that belongs to it.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-cloudtrail-use-cases.html
 */
import type { Human, Principal } from '../../model/principal.ts';

export interface NamedCall {
  readonly time: string;
  /** Empty if unknown. */
  readonly eventSource: string;
  readonly principal: Principal;
}

/** undefined if no call names the user. */
export type NameOfUser = (principal: Principal) => Human | undefined;

export function identityCenterNames(calls: readonly NamedCall[]): NameOfUser {
  const byId = new Map<string, { readonly time: string; readonly name: string }>();
  const learn = (id: string | undefined, time: string, name: string) => {
    if (id === undefined) return;
    const known = byId.get(id);
    // users may be renamed: the last name is the one by which to look them up
    if (!known || time > known.time || (time === known.time && name < known.name)) byId.set(id, { time, name });
  };
  for (const { time, eventSource, principal } of calls) {
    const { human, userId, credentialId } = principal;
    if (human?.via !== 'identity-center' || human.certainty !== 'proven') continue;
    learn(keyOfUser(userId), time, human.name);
    // a sign-in has a credential id that no later call has
    if (eventSource !== 'signin.amazonaws.com') learn(keyOfSession(credentialId), time, human.name);
  }
  return ({ userId, credentialId }) => {
    const name = (byId.get(keyOfUser(userId) ?? '') ?? byId.get(keyOfSession(credentialId) ?? ''))?.name;
    return name === undefined ? undefined : { name, via: 'identity-center', certainty: 'proven' };
  };
}

const keyOfUser = (id: string | undefined) => (id === undefined ? undefined : `user ${id}`);
const keyOfSession = (id: string | undefined) => (id === undefined ? undefined : `session ${id}`);
