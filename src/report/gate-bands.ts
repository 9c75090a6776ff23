/** Which writes were out of band: made in the console, or by somebody who is not on the list of deployers. */
import { isChange } from '../model/change.ts';
import type { ApiCallEvent } from '../model/event.ts';
import type { Principal } from '../model/principal.ts';
import type { Chain } from '../model/report.ts';
import { matchesAny } from './gate-glob.ts';

/**
 * The names of a principal that globs are compared with. A person's name counts only if proven: other names can be chosen by
 * the caller.
 */
export const spellingsOf = ({ arn, name, session, human }: Principal): readonly string[] => [
  ...(arn === null ? [] : [arn]),
  name,
  ...(session === undefined ? [] : [`${name}/${session}`]),
  ...(human?.certainty === 'proven' ? [human.name] : []),
];

export interface OutOfBand {
  readonly call: ApiCallEvent;
  readonly because: string;
  /** The number of calls that a service made as a consequence. */
  readonly continuedBy: number;
}

/**
 * One for each write that somebody started: what a service did as a consequence counts as theirs, and is judged by who started
 * it. What AWS does on its own is nobody's.
 */
export function outOfBandOf(
  calls: readonly ApiCallEvent[],
  allCalls: ReadonlyMap<string, ApiCallEvent>,
  chains: readonly Chain[],
  allowed: readonly string[],
): readonly OutOfBand[] {
  const startedBy = new Map(
    chains.flatMap(({ links }) =>
      links.filter(({ relation }) => relation === 'continued').map(({ from, to }) => [to, from] as const),
    ),
  );
  const originOf = (call: ApiCallEvent): ApiCallEvent => {
    const seen = new Set<string>();
    let origin = call;
    for (;;) {
      seen.add(origin.id);
      const next = allCalls.get(startedBy.get(origin.id) ?? '');
      if (!next || seen.has(next.id)) return origin;
      origin = next;
    }
  };
  const found = new Map<string, { readonly call: ApiCallEvent; readonly because: string; continuedBy: number }>();
  for (const call of calls.filter(isChange)) {
    const origin = originOf(call);
    const because = whyOutOfBand(origin.detail.principal, allowed);
    if (because === undefined) continue;
    const known = found.get(origin.id) ?? { call: origin, because, continuedBy: 0 };
    if (origin.id !== call.id) known.continuedBy++;
    found.set(origin.id, known);
  }
  return [...found.values()];
}

function whyOutOfBand(principal: Principal, allowed: readonly string[]): string | undefined {
  if (principal.tool.kind === 'console') return 'by the console';
  if (isAwsItself(principal) || matchesAny(allowed, spellingsOf(principal))) return undefined;
  if (allowed.length === 0) return 'nobody is allowed (--allow-principal)';
  const { name, session } = principal;
  return `${session === undefined ? name : `${name}/${session}`} is not allowed`;
}

/**
 * A service by itself, or in a role that only the service can assume.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
const isAwsItself = ({ type, name, service, arn }: Principal): boolean =>
  type === 'AWSService' ||
  (service && arn === null) ||
  (type === 'AssumedRole' && name.startsWith('AWSServiceRoleFor'));
