/**
 * Who made each call: every principal with the person behind it, and how that is known. The first source that answers wins: the
 * call's own record, if it proves a person; the calls that issued its credentials, back to the first; a sign-in that names an
 * Identity Center user; a switch of roles in the console; another account's copy of the call; the operation that a service
 * acted for. A self-chosen name is used only if nothing better is known. null if none of them answers.
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
import { signInsAfterFailures } from './sign-ins.ts';
import { switchedRoles } from './switched-roles.ts';
import { lastChanges } from './workload.ts';

/** A stack that a product created, which an automation created …: real operations are nested less deeply. */
const deepestOperation = 20;

/** The same events in the same order; only their principals, and the dangers of their credentials, are filled in. */
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
 * What others reveal about who made a call, from these calls and any others that bear on none of them (see `survey.ts`).
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
  const isGuessed = signInsAfterFailures(calls);
  return (call) => isGuessed(isAdministrator(isOutside(tell(call))));
}

/** The ids of code that made, or may have made, any of the calls: for each, the last one to change it is reported. */
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
  // the caller's own record of an issuing call, if it names the key, is better than one merged from two
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

  /** Limited to these calls: the others are only passed through. */
  const principals = new Map<ApiCallEvent, Principal | undefined>(calls.map((event) => [event, undefined]));
  const resolving = new Set<ApiCallEvent>();
  const resolved = (event: ApiCallEvent): Principal => {
    const known = principals.get(event);
    if (known) return known;
    if (resolving.has(event) || resolving.size > deepestOperation) return event.detail.principal;
    resolving.add(event);
    const principal = principalBehind(event);
    resolving.delete(event);
    // within others, what was cut off to break a cycle would be remembered
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
    // a call that is not among these may have been made by something that one of them started
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

/** What the record proves, a name at the identity provider, and what the issuing calls reveal. */
function byCredentials(own: Principal, { hops, links, end }: Trace, nameOfUser: NameOfUser): Principal {
  const human = own.human?.certainty === 'proven' ? own.human : (nameOfUser(own) ?? own.human);
  const pathEnd = hops.length > 0 ? end : needsPath(own) ? 'missing' : undefined;
  // whoever faked a cycle of credentials faked the rest too
  const isTrusted = end !== 'cycle';
  const workload: Workload | null = own.workload ?? (isTrusted ? (links.at(-1)?.workload ?? null) : null);
  const behind = isTrusted ? humanThrough(human, links, nameOfUser) : human;
  const mfa = isTrusted ? mfaThrough(own, links) : own.mfa;
  const isSame = behind === own.human && mfa === own.mfa && hops.length === 0 && workload === own.workload;
  if (isSame && pathEnd === undefined) return own;
  return principalWith(own, { human: behind, mfa, path: hops, workload, ...(pathEnd !== undefined && { pathEnd }) });
}

/** Only sessions are issued by a call; a user's temporary key may come from the console. */
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
  // a source identity stays through all later hops; of other names, the first was chosen closest to the person
  return own?.via === 'source-identity' ? own : (issuers[0] ?? own);
}

/** A provider's claim stays a claim, however many roles later; a user's or root's own key is known through the chain. */
const inherited = (human: Human): Human =>
  human.via === 'iam-user' || human.via === 'root' ? { ...human, via: 'role-chain' } : human;

/** Whether the person used a second factor at any step: sessions of further roles do not show it. */
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

/** Of the copies of each call, the one that shows who made it. */
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

/** Another account's copy of an issuing call only names the caller's account: the caller's own copy has the rest. */
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
