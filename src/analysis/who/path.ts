/** How credentials came to a principal: the calls that issued them, oldest first, and where the path ends. */

import type { CredentialsEvidence } from '../../model/evidence.ts';
import type { Hop, PathEnd, Principal } from '../../model/principal.ts';

export interface Trace {
  readonly hops: readonly Hop[];
  /** What is known about each hop, in the same order. */
  readonly links: readonly CredentialsEvidence[];
  /** undefined: no known call issued the key, and there may be none. */
  readonly end: PathEnd | undefined;
}

export type TraceOf = (accessKeyId: string | null) => Trace;

const nothing: Trace = { hops: [], links: [], end: undefined };

/** Follows issued access keys back to their first issuer. Cycles end where they close. */
export function tracesFrom(credentials: readonly CredentialsEvidence[]): TraceOf {
  const byKey = new Map<string, CredentialsEvidence>();
  for (const evidence of credentials) {
    const known = byKey.get(evidence.accessKeyId);
    if (!known || isBetter(evidence, known)) byKey.set(evidence.accessKeyId, evidence);
  }
  const traces = new Map<string, Trace>();
  return (accessKeyId) => {
    if (accessKeyId === null || !byKey.has(accessKeyId)) return nothing;
    const known = traces.get(accessKeyId);
    if (known) return known;
    const trace = traceOf(accessKeyId, byKey);
    traces.set(accessKeyId, trace);
    return trace;
  };
}

function traceOf(accessKeyId: string, byKey: ReadonlyMap<string, CredentialsEvidence>): Trace {
  const links: CredentialsEvidence[] = [];
  const seen = new Set<string>();
  let key: string | null = accessKeyId;
  while (key !== null && !seen.has(key)) {
    const issued = byKey.get(key);
    if (!issued) break;
    seen.add(key);
    links.push(issued);
    key = issued.issuerAccessKeyId;
  }
  const end = key !== null && seen.has(key) ? 'cycle' : endAt(links.at(-1));
  links.reverse();
  return { hops: links.map(({ hop }) => hop), links, end };
}

/** Identities that no credentials lead to: whichever key they used is their own. */
const origins = new Set(['IAMUser', 'Root', 'SAMLUser', 'WebIdentityUser', 'AWSService', 'IdentityCenterUser']);

function endAt(first: CredentialsEvidence | undefined): PathEnd {
  const issuer = first?.issuer;
  if (!issuer) return first?.issuerAccessKeyId?.startsWith('ASIA') ? 'missing' : 'origin';
  if (isAssumedRoot(issuer)) return 'missing';
  return origins.has(issuer.type) || issuer.human?.via === 'identity-center' || issuer.userId !== undefined
    ? 'origin'
    : 'missing';
}

/** Root through sts:AssumeRoot: a session like that of a role. */
export const isAssumedRoot = ({ type, human }: Principal): boolean => type === 'Root' && human === null;

/** The earlier call; of two accounts' copies of a call, the one that shows which key it was made with. */
function isBetter(a: CredentialsEvidence, b: CredentialsEvidence): boolean {
  if (a.hop.time !== b.hop.time) return a.hop.time < b.hop.time;
  if ((a.issuerAccessKeyId === null) !== (b.issuerAccessKeyId === null)) return a.issuerAccessKeyId !== null;
  return a.hop.event < b.hop.event;
}
