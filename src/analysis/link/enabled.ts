/**
 * Which sign-in, role assumption or new key made a call possible, by the access key that one issued and the other used; and
 * which new password a sign-in used, by its user.
 */
import { hour } from '../../model/duration.ts';
import type { ApiCallEvent } from '../../model/event.ts';
import { objectAt, stringAt } from '../../model/json.ts';
import { believable, bestFirst, type Candidate, candidateOf } from './candidate.ts';
import { credentialStepOf, passwordGivenTo, signedInAs } from './credentials.ts';
import { apart } from './durations.ts';
import { type Call, positionAt, type ResourceIndex } from './resource-index.ts';

export interface Issuers {
  /** How the credentials of a call came about, best first: at most one is chosen for each step. */
  readonly of: (call: Call) => readonly Candidate[];
}

export function issuersIn(index: ResourceIndex): Issuers {
  const byKey = new Map<string, Call[]>();
  const signIns = new Map<string, Call[]>();
  const passwords = new Map<string, Call[]>();
  for (const call of index.calls) {
    const { event } = call;
    if (event.detail.outcome !== 'success') continue;
    for (const key of issuedKeys(event)) add(byKey, key, call);
    const user = passwordGivenTo(event);
    if (user !== undefined) add(passwords, user, call);
    const { arn } = event.detail.principal;
    if (event.detail.eventName === 'ConsoleLogin' && arn !== null) add(signIns, arn, call);
  }
  return {
    of: (call) =>
      [...byIssuedKey(call, byKey), ...byPath(call, index), ...bySignIn(call, signIns), ...byPassword(call, passwords)]
        .filter(({ from }) => from !== call.event.id)
        .sort(bestFirst)
        .filter(({ from }, position, all) => all.findIndex((other) => other.from === from) === position),
  };
}

function add(lists: Map<string, Call[]>, key: string, call: Call): void {
  const list = lists.get(key);
  if (list) list.push(call);
  else lists.set(key, [call]);
}

/** The chosen links into the given calls and, step by step, into the calls that issued their credentials. */
export function leadingTo(calls: readonly Call[], issuers: Issuers, index: ResourceIndex): readonly Candidate[] {
  const links: Candidate[] = [];
  const seen = new Set<string>();
  let next = [...calls];
  while (next.length > 0) {
    const further: Call[] = [];
    for (const call of next) {
      if (seen.has(call.event.id)) continue;
      seen.add(call.event.id);
      const [best] = issuers.of(call);
      if (!best || best.score < believable) continue;
      links.push(best);
      const issuer = index.byId.get(best.from);
      if (issuer?.event.kind === 'api-call') further.push(issuer as Call);
    }
    next = further;
  }
  return links;
}

function issuedKeys(event: ApiCallEvent): readonly string[] {
  const { responseElements, requestParameters, eventName } = event.detail;
  const response = objectAt({ response: responseElements }, 'response');
  // a disabled key works because of whoever enabled it again
  if (eventName === 'UpdateAccessKey' && credentialStepOf(event)?.step === 'given')
    return [stringAt(requestParameters, 'accessKeyId') ?? []].flat();
  return ['credentials', 'accessKey', 'roleCredentials'].flatMap(
    (member) => stringAt(response[member], 'accessKeyId') ?? [],
  );
}

/** Temporary credentials are valid for 36 hours at most; an access key until it is deleted. */
function byIssuedKey(call: Call, byKey: ReadonlyMap<string, readonly Call[]>): readonly Candidate[] {
  const key = call.event.detail.principal.accessKeyId;
  const issued = key === null ? [] : (byKey.get(key) ?? []);
  return issued
    .filter(({ time }) => time <= call.time)
    .map((issuer, position, all) =>
      // if a key was created and later enabled again, the last call counts
      candidateOf('enabled', issuer.event.id, call.event.id, { key: position === all.length - 1 ? 1 : 0.9 }, [
        `made with the access key ${key} that ${issuer.event.detail.eventName} ${issuer.event.detail.eventName === 'UpdateAccessKey' ? 'turned on' : 'issued'} ${apart(call.time - issuer.time)} before`,
      ]),
    );
}

/**
 * A user has one password: the last one that somebody else set before the sign-in. Whoever sets a new one for themselves knew
 * the old one.
 */
function byPassword({ event, time }: Call, passwords: ReadonlyMap<string, readonly Call[]>): readonly Candidate[] {
  const user = event.detail.outcome === 'success' ? signedInAs(event) : undefined;
  const list = user === undefined ? [] : (passwords.get(user) ?? []);
  const last = list[positionAt(list, time + 1) - 1];
  if (!last) return [];
  return [
    candidateOf('enabled', last.event.id, event.id, { password: 0.95 }, [
      `signed in with the password that ${last.event.detail.eventName} set ${apart(time - last.time)} before`,
    ]),
  ];
}

/** If a service assumed the role for itself, the record names no key: the path was then found by other means. */
function byPath(call: Call, index: ResourceIndex): readonly Candidate[] {
  const last = call.event.detail.principal.path.at(-1);
  const issuer = last && index.byId.get(last.event);
  if (!last || issuer?.event.kind !== 'api-call' || issuer.time > call.time) return [];
  return [
    candidateOf('enabled', issuer.event.id, call.event.id, { path: 1 }, [
      `${issuer.event.detail.eventName} issued the credentials ${apart(call.time - issuer.time)} before, from ${last.from}`,
    ]),
  ];
}

/** A console session uses keys that no record shows being issued: it is recognized by the same principal and address. */
function bySignIn({ event, time }: Call, signIns: ReadonlyMap<string, readonly Call[]>): readonly Candidate[] {
  const { arn, tool, sourceIp } = event.detail.principal;
  if (arn === null || tool.kind !== 'console') return [];
  const list = signIns.get(arn) ?? [];
  const signIn = list[positionAt(list, time + 1) - 1];
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html#id_roles_use_view-role-max-session
  if (!signIn || time - signIn.time > 12 * hour || signIn.event.id === event.id) return [];
  const isSameAddress = sourceIp !== null && signIn.event.detail.principal.sourceIp === sourceIp;
  return [
    candidateOf('enabled', signIn.event.id, event.id, { session: isSameAddress ? 0.8 : 0.6 }, [
      `the same principal signed in to the console ${apart(time - signIn.time)} before${isSameAddress ? `, from the same address ${sourceIp}` : ''}`,
    ]),
  ];
}
