/** The way credentials came to a principal: the calls that issued them, oldest first. */

import type { ApiCallEvent, TimelineEvent } from '../../model/event.ts';
import type { CredentialsEvidence } from '../../model/evidence.ts';
import type { Hop } from '../../model/principal.ts';

export type PathOf = (accessKeyId: string | null) => readonly Hop[];

/** Follows issued access keys back to their first issuer. Cycles end where they close. */
export function pathsFrom(credentials: readonly CredentialsEvidence[]): PathOf {
  const byKey = new Map<string, CredentialsEvidence>();
  for (const evidence of credentials) {
    const known = byKey.get(evidence.accessKeyId);
    if (!known || isBetter(evidence, known)) byKey.set(evidence.accessKeyId, evidence);
  }
  return (accessKeyId) => {
    const hops: Hop[] = [];
    const seen = new Set<string>();
    for (let key = accessKeyId; key !== null && !seen.has(key); ) {
      seen.add(key);
      const issued = byKey.get(key);
      if (!issued) break;
      hops.unshift(issued.hop);
      key = issued.issuerAccessKeyId;
    }
    return hops;
  };
}

/** The earlier call; of the copies that two accounts got of one call, the one that tells which key it was made with. */
function isBetter(a: CredentialsEvidence, b: CredentialsEvidence): boolean {
  if (a.hop.time !== b.hop.time) return a.hop.time < b.hop.time;
  if ((a.issuerAccessKeyId === null) !== (b.issuerAccessKeyId === null)) return a.issuerAccessKeyId !== null;
  return a.hop.event < b.hop.event;
}

export function withPaths(
  events: readonly TimelineEvent[],
  credentials: readonly CredentialsEvidence[],
): readonly TimelineEvent[] {
  if (credentials.length === 0) return events;
  const pathOf = pathsFrom(credentials);
  return events.map((event) => (event.kind === 'api-call' ? withPath(event, pathOf) : event));
}

function withPath(event: ApiCallEvent, pathOf: PathOf): ApiCallEvent {
  const path = pathOf(event.detail.principal.accessKeyId);
  return path.length === 0
    ? event
    : { ...event, detail: { ...event.detail, principal: { ...event.detail.principal, path } } };
}
