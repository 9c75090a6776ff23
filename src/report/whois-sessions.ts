/** The credentials that a person used: each set with how it came about and what was done with it. */
import type { ApiCallEvent } from '../model/event.ts';
import type { CredentialsEvidence } from '../model/evidence.ts';
import { groupedBy } from '../model/grouped-by.ts';
import { humanOf } from '../model/person.ts';
import type { Hop, PathEnd, Principal, Workload } from '../model/principal.ts';
import type { WhoisHop, WhoisSession } from '../model/whois.ts';
import { addressOf, countsOf, talliesOf, toolOf } from './whois-usage.ts';

/** A call in the evidence by its id; undefined if its record was not read. */
export type CallOf = (id: string) => ApiCallEvent | undefined;

/** `calls` of one person, in order of time. */
export function sessionsOf(calls: readonly ApiCallEvent[], callOf: CallOf): readonly WhoisSession[] {
  const bySession = groupedBy(calls, ({ detail: { principal } }) => {
    const { type, arn, name, session, accessKeyId } = principal;
    return JSON.stringify([type, arn ?? [name, session], accessKeyId]);
  });
  return withoutKeyless([...bySession.values()]).flatMap((own) => sessionOf(own, callOf) ?? []);
}

/**
 * Some records of a session have no key, especially a sign-in: they belong to the session's others, if those have only one key.
 */
function withoutKeyless(groups: readonly (readonly ApiCallEvent[])[]): readonly (readonly ApiCallEvent[])[] {
  const isOf = (arn: string | null | undefined) => (group: readonly ApiCallEvent[]) =>
    typeof arn === 'string' && group[0]?.detail.principal.arn === arn && group[0].detail.principal.accessKeyId !== null;
  const joined = new Map(groups.map((group) => [group, [...group]]));
  for (const group of groups) {
    const principal = group[0]?.detail.principal;
    if (principal?.type !== 'AssumedRole' || principal.accessKeyId !== null) continue;
    const [keyed, ...more] = groups.filter(isOf(principal.arn));
    if (!keyed || more.length > 0) continue;
    joined.get(keyed)?.push(...group);
    joined.delete(group);
  }
  return [...joined.values()].map((group) => group.sort(inTime)).sort(([a], [b]) => (a && b ? inTime(a, b) : 0));
}

const inTime = (a: ApiCallEvent, b: ApiCallEvent) =>
  a.time === b.time ? (a.id < b.id ? -1 : 1) : a.time < b.time ? -1 : 1;

function sessionOf(calls: readonly ApiCallEvent[], callOf: CallOf): WhoisSession | undefined {
  const principals = calls.map(({ detail }) => detail.principal);
  const principal = principals.find(({ accessKeyId }) => accessKeyId !== null) ?? principals[0];
  if (!principal) return undefined;
  // the last call knows most about who changed the code before it
  const workload = principals.findLast(({ workload: known }) => known !== null)?.workload ?? null;
  const traced = principals.find(({ path }) => path.length > 0) ?? principal;
  return {
    ...identityOf(principal, humanOf(calls), workload),
    path: traced.path.map((hop) => hopOf(hop, callOf)),
    pathEnd: traced.pathEnd ?? null,
    mfa: principals.find(({ mfa }) => mfa !== null)?.mfa ?? null,
    firstTime: calls[0]?.time ?? null,
    lastTime: calls.at(-1)?.time ?? null,
    ...countsOf(calls),
    tools: talliesOf(calls, toolOf),
    addresses: talliesOf(calls, addressOf),
  };
}

const identityOf = (
  { type, arn, account, name, session, accessKeyId }: Principal,
  human: WhoisSession['human'],
  workload: Workload | null,
) => ({
  type,
  arn,
  account,
  name,
  session: session ?? null,
  accessKeyId,
  human,
  // the sessions of an instance are named by its id: the link to it uses the resource
  workload: workload && { ...workload, ...(account !== null && { account }) },
});

/** According to its own record, if that was read. */
function hopOf({ time, event, from, to }: Hop, callOf: CallOf): WhoisHop {
  const call = callOf(event);
  return {
    time,
    event,
    eventName: call?.detail.eventName ?? null,
    from,
    to,
    tool: call?.detail.principal.tool ?? null,
    sourceIp: call?.detail.principal.sourceIp ?? null,
    account: call?.origin.account ?? null,
    region: call?.origin.region ?? null,
  };
}

/** Credentials that were issued but never used in the window. `path` as traced, the issuing call last. */
export function unusedSession(
  issued: CredentialsEvidence,
  path: readonly Hop[],
  pathEnd: PathEnd | undefined,
  human: WhoisSession['human'],
  callOf: CallOf,
): WhoisSession {
  const { to } = issued.hop;
  const [, account = null, role, session] = /^arn:[^:]*:sts::(\d*):assumed-role\/([^/]+)\/(.+)$/.exec(to) ?? [];
  return {
    type: role === undefined ? 'Unknown' : 'AssumedRole',
    arn: to.startsWith('arn:') ? to : null,
    account,
    name: role ?? to.slice(to.lastIndexOf('/') + 1),
    session: session ?? null,
    accessKeyId: issued.accessKeyId,
    human,
    path: path.map((hop) => hopOf(hop, callOf)),
    pathEnd: pathEnd ?? null,
    workload: issued.workload ? { ...issued.workload, ...(account !== null && { account }) } : null,
    mfa: issued.mfa ?? issued.issuer?.mfa ?? null,
    firstTime: null,
    lastTime: null,
    ...countsOf([]),
    tools: [],
    addresses: [],
  };
}
