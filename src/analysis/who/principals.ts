/**
 * Who was that: each principal with the human behind it, and how that is known. In this order, the first that tells:
 * the call's own record, where it proves a human; the calls that issued its credentials, back to the first; a sign-in that
 * names an Identity Center user; a switch of roles in the console; the copy of the call in another account; the operation
 * that had a service act. A name that somebody chose is taken only where nothing better is known. What none tells is null.
 */
import { callWith, principalWith } from '../../model/call-event.ts';
import type { ApiCallEvent, TimelineEvent } from '../../model/event.ts';
import type { CredentialsEvidence } from '../../model/evidence.ts';
import type { Human, PathEnd, Principal, Workload } from '../../model/principal.ts';
import { assignedAdministrators } from './assigned-administrators.ts';
import { identityCenterNames, type NameOfUser } from './identity-center-names.ts';
import { byTime } from './in-time.ts';
import { instanceCredentialsOutside } from './instance-credentials.ts';
import { operationsIn, serviceBehind } from './operations.ts';
import { isAssumedRoot, type Trace, tracesFrom } from './path.ts';
import { remediationsIn, ruleStartedBy } from './remediations.ts';
import { switchedRoles } from './switched-roles.ts';
import { lastChanges } from './workload.ts';

/** A stack that a product made, that an automation made …: no real nesting of operations is deeper. */
const deepestOperation = 20;

/** The same events, in the same order; only principals, and what is dangerous about their credentials, are told more of. */
export function withPrincipals(
  events: readonly TimelineEvent[],
  credentials: readonly CredentialsEvidence[],
): TimelineEvent[] {
  const calls = events.filter((event) => event.kind === 'api-call').sort(byTime);
  if (calls.length === 0) return [...events];
  const tell = principalsFrom(calls, credentials);
  return events.map((event) => (event.kind === 'api-call' ? tell(event) : event));
}

/**
 * What others tell of who made a call, of these calls and of any beside them that bear on none (see `survey.ts`).
 * @param calls in order of time.
 * @param changes calls that may have changed the code behind others, in order of time.
 */
export function principalsFrom(
  calls: readonly ApiCallEvent[],
  credentials: readonly CredentialsEvidence[],
  changes: readonly ApiCallEvent[] = calls,
): (call: ApiCallEvent) => ApiCallEvent {
  const { principalOf } = resolve(calls, credentials, changes);
  const tell = (call: ApiCallEvent) => withPrincipal(call, principalOf(call));
  const isOutside = instanceCredentialsOutside(calls.map(tell));
  const isAdministrator = assignedAdministrators(calls);
  return (call) => isAdministrator(isOutside(tell(call)));
}

/** The ids of code that made any of the calls, or may have: who changed it last is told of each. */
export const workloadIds = (
  calls: readonly ApiCallEvent[],
  credentials: readonly CredentialsEvidence[],
): ReadonlySet<string> => resolve(calls, credentials, []).workloads;

const withPrincipal = (event: ApiCallEvent, principal: Principal): ApiCallEvent =>
  principal === event.detail.principal ? event : callWith(event, { detail: { principal } });

interface Resolved {
  readonly principalOf: (event: ApiCallEvent) => Principal;
  readonly workloads: ReadonlySet<string>;
}

/** `calls` and `changes` in order of time. */
function resolve(
  calls: readonly ApiCallEvent[],
  given: readonly CredentialsEvidence[],
  changes: readonly ApiCallEvent[],
): Resolved {
  const copies = bestCopies(calls);
  // the caller's own record of an issuing call, where it tells the key, is better than one made of two
  const told = new Set(
    given.flatMap(({ accessKeyId, issuer }) => (issuer && issuer.arn === null ? [] : [accessKeyId])),
  );
  const credentials = given.map((evidence) => (told.has(evidence.accessKeyId) ? evidence : joined(evidence, copies)));
  const traceOf = tracesFrom(credentials);
  const nameOfUser = identityCenterNames([
    ...calls
      .filter(({ detail: { principal } }) => principal.human?.via === 'identity-center')
      .map(({ time, detail: { eventSource, principal } }) => ({ time, eventSource, principal })),
    ...credentials.flatMap(({ hop: { time }, issuer }) =>
      issuer ? [{ time, eventSource: '', principal: issuer }] : [],
    ),
  ]);
  const switchedTo = switchedRoles(calls);
  const operationBehind = operationsIn(calls);
  const ruleBehind = remediationsIn(calls);

  /** Of these calls: the others pass by. */
  const principals = new Map<ApiCallEvent, Principal | undefined>(calls.map((event) => [event, undefined]));
  const resolving = new Set<ApiCallEvent>();
  const resolved = (event: ApiCallEvent): Principal => {
    const known = principals.get(event);
    if (known) return known;
    if (resolving.has(event) || resolving.size > deepestOperation) return event.detail.principal;
    resolving.add(event);
    const principal = principalBehind(event);
    resolving.delete(event);
    // within others, what was left out to end a circle would be remembered
    if (resolving.size === 0 && principals.has(event)) principals.set(event, principal);
    return principal;
  };

  function principalBehind(event: ApiCallEvent): Principal {
    const trace = traceOf(event.detail.principal.accessKeyId);
    const own = byCredentials(event.detail.principal, trace, nameOfUser);
    const { sharedEventId } = event.detail;
    const copy = sharedEventId === undefined || own.arn !== null ? undefined : copies.get(sharedEventId);
    if (copy && copy !== event) return fromCopy(own, resolved(copy));
    const switched = isKnown(own.human) ? undefined : switchedTo(event);
    if (switched && own.path.length === 0)
      return principalWith(own, { human: switched.human, path: [switched.hop], pathEnd: 'origin' });
    return byOperation(event, own, trace);
  }

  function byOperation(event: ApiCallEvent, own: Principal, { links }: Trace): Principal {
    const service = serviceBehind(own, links.at(-1)?.issuer);
    const started = service === undefined || own.human !== null ? undefined : operationBehind(event, service);
    const starter = started && resolved(started.operation);
    const rule = ruleBehind(event) ?? (started && (ruleStartedBy(started.operation) ?? ruleIn(starter?.workload)));
    const told = rule && !own.workload ? principalWith(own, { workload: rule }) : own;
    if (!started || !starter?.human) return told;
    const certainty = weaker(starter.human.certainty, started.certainty);
    return principalWith(told, { human: { name: starter.human.name, via: 'invoked-by', certainty } });
  }

  const workloads = new Set<string>();
  for (const event of calls) {
    // a call that is not among these may have been made by what one of them started
    for (const found of [resolved(event).workload, ruleStartedBy(event)]) if (found) workloads.add(found.id);
  }
  const lastChange = lastChanges(changes, workloads, (event) => {
    const { human, name, session } = resolved(event);
    return human?.name ?? (session === undefined ? name : `${name}/${session}`);
  });
  const principalOf = (event: ApiCallEvent): Principal => {
    const principal = resolved(event);
    const change = principal.workload ? lastChange(principal.workload, event) : undefined;
    return principal.workload && change
      ? principalWith(principal, { workload: { ...principal.workload, lastChange: change } })
      : principal;
  };
  return { principalOf, workloads };
}

/** What the record proves, a name at its provider, and what the calls tell that issued the credentials. */
function byCredentials(own: Principal, { hops, links, end }: Trace, nameOfUser: NameOfUser): Principal {
  const human = own.human?.certainty === 'proven' ? own.human : (nameOfUser(own) ?? own.human);
  const pathEnd = hops.length > 0 ? end : needsPath(own) ? 'missing' : undefined;
  // whoever made up a circle of credentials made up the rest of it, too
  const isTrusted = end !== 'cycle';
  const workload: Workload | null = own.workload ?? (isTrusted ? (links.at(-1)?.workload ?? null) : null);
  const behind = isTrusted ? humanThrough(human, links, nameOfUser) : human;
  const mfa = isTrusted ? mfaThrough(own, links) : own.mfa;
  const isSame = behind === own.human && mfa === own.mfa && hops.length === 0 && workload === own.workload;
  if (isSame && pathEnd === undefined) return own;
  return principalWith(own, { human: behind, mfa, path: hops, workload, ...(pathEnd !== undefined && { pathEnd }) });
}

/** Only sessions are issued by a call; a user's temporary key may be the console's own. */
const needsPath = (principal: Principal): boolean =>
  principal.accessKeyId?.startsWith('ASIA') === true && (principal.type === 'AssumedRole' || isAssumedRoot(principal));

function humanThrough(own: Human | null, links: readonly CredentialsEvidence[], nameOfUser: NameOfUser): Human | null {
  if (own?.certainty === 'proven') return own;
  const issuers = links.flatMap(({ issuer }) => {
    const human =
      issuer && (issuer.human?.certainty === 'proven' ? issuer.human : (nameOfUser(issuer) ?? issuer.human));
    return human ? [inherited(human)] : [];
  });
  const proven = issuers.find(({ certainty }) => certainty === 'proven');
  if (proven) return proven;
  // a source identity stays through all that follows; of other names, the first was chosen nearest to the human
  return own?.via === 'source-identity' ? own : (issuers[0] ?? own);
}

/** A provider's claim is told as such, however many roles later; a user's or root's own key by the chain. */
const inherited = (human: Human): Human =>
  human.via === 'iam-user' || human.via === 'root' ? { ...human, via: 'role-chain' } : human;

/** Whether the human showed a second factor at any step: the sessions of further roles do not tell. */
function mfaThrough({ mfa }: Principal, links: readonly CredentialsEvidence[]): boolean | null {
  if (mfa === true || links.some((link) => link.mfa === true || link.issuer?.mfa === true)) return true;
  return mfa ?? links[0]?.issuer?.mfa ?? null;
}

const isKnown = (human: Human | null): boolean => human !== null && human.via !== 'session-name';

const certainties = ['proven', 'asserted', 'guess'] as const;
const weaker = (a: Human['certainty'], b: Human['certainty']): Human['certainty'] =>
  certainties[Math.max(certainties.indexOf(a), certainties.indexOf(b))] ?? 'guess';

const ruleIn = (workload: Workload | null | undefined): Workload | undefined =>
  workload?.type === 'AWS::Config::ConfigRule' ? { type: workload.type, id: workload.id } : undefined;

/** One call, recorded in two accounts: the caller's account knows who it was. */
function fromCopy(own: Principal, copy: Principal): Principal {
  const pathEnd: PathEnd | undefined = copy.pathEnd ?? own.pathEnd;
  return principalWith(own, {
    human: copy.human ?? own.human,
    path: copy.path,
    mfa: copy.mfa ?? own.mfa,
    workload: own.workload ?? copy.workload,
    ...(pathEnd !== undefined && { pathEnd }),
  });
}

/** Of the copies of each call, the one that tells who made it. */
function bestCopies(calls: readonly ApiCallEvent[]): ReadonlyMap<string, ApiCallEvent> {
  const best = new Map<string, ApiCallEvent>();
  for (const event of calls) {
    const { sharedEventId, principal } = event.detail;
    if (sharedEventId === undefined || principal.arn === null) continue;
    const known = best.get(sharedEventId);
    if (!known || (known.detail.principal.accessKeyId === null && principal.accessKeyId !== null))
      best.set(sharedEventId, event);
  }
  return best;
}

/** Another account's copy of an issuing call names the caller's account alone: the caller's own copy tells the rest. */
function joined(evidence: CredentialsEvidence, copies: ReadonlyMap<string, ApiCallEvent>): CredentialsEvidence {
  const copy = copies.get(evidence.sharedEventId ?? '');
  if (!copy) return evidence;
  const { principal } = copy.detail;
  return {
    ...evidence,
    hop: { ...evidence.hop, from: principal.arn ?? evidence.hop.from },
    issuerAccessKeyId: principal.accessKeyId,
    issuer: principal,
  };
}
