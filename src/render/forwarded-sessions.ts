/**
 * Sessions in which services called on behalf of a principal, as one line of the tree: each forwarded request has temporary
 * credentials of its own, and a hundred of them bury the sessions of the person.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
import type { WhoisSession } from '../model/whois.ts';

export interface ShownSession {
  /** Several with the same caller, way and services: the totals of all, without an access key. */
  readonly session: WhoisSession;
  /** The number of sessions that it stands for. */
  readonly count: number;
}

/** In the order of their first sessions. */
export function foldForwarded(sessions: readonly WhoisSession[]): readonly ShownSession[] {
  const shown: { session: WhoisSession; count: number }[] = [];
  const byKey = new Map<string, (typeof shown)[number]>();
  for (const session of sessions) {
    const key = isForwarded(session) ? keyOf(session) : undefined;
    const known = key === undefined ? undefined : byKey.get(key);
    if (known) {
      known.session = joined(known.session, session);
      known.count++;
      continue;
    }
    const row = { session, count: 1 };
    shown.push(row);
    if (key !== undefined) byKey.set(key, row);
  }
  return shown;
}

/** Whether services made all calls: they are recorded by name in place of an address. */
const isForwarded = ({ addresses }: WhoisSession): boolean =>
  addresses.length > 0 && addresses.every(({ value }) => value === 'AWS Internal' || value.endsWith('.amazonaws.com'));

function keyOf({ type, arn, name, session, path, pathEnd, workload, mfa, tools, addresses }: WhoisSession): string {
  const way = path.map(({ event }) => event);
  const means = [tools, addresses].map((tallies) => tallies.map(({ value }) => value).sort());
  return JSON.stringify([type, arn, name, session, way, pathEnd, workload, mfa, means]);
}

const joined = (a: WhoisSession, b: WhoisSession): WhoisSession => ({
  ...a,
  accessKeyId: null,
  calls: a.calls + b.calls,
  writes: a.writes + b.writes,
  denied: a.denied + b.denied,
  failed: a.failed + b.failed,
  firstTime: earlier(a.firstTime, b.firstTime),
  lastTime: later(a.lastTime, b.lastTime),
});

const earlier = (a: string | null, b: string | null) => (a === null || (b !== null && b < a) ? b : a);
const later = (a: string | null, b: string | null) => (a === null || (b !== null && b > a) ? b : a);
