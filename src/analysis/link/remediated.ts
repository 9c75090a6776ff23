/**
 * Which call fixed what a rule had found: it took back the change behind the flip, or the rule's flip back is explained by it.
 */
import type { ApiCallEvent } from '../../model/event.ts';
import { type Candidate, candidateOf, choose, type Found, joined } from './candidate.ts';
import { apart } from './durations.ts';
import type { NextFlip } from './flipped.ts';
import type { Flip, ResourceIndex } from './resource-index.ts';

export interface RemediatedInput {
  readonly index: ResourceIndex;
  readonly nextFlip: NextFlip;
  /** Chosen so far. */
  readonly changed: readonly Candidate[];
  readonly flipped: readonly Candidate[];
  readonly reverted: readonly Candidate[];
}

export function remediatedLinks({ index, nextFlip, changed, flipped, reverted }: RemediatedInput): Found {
  const causes = causesOf(changed);
  const undoing = new Map(reverted.map((link) => [link.to, link]));
  const flipCause = new Map(flipped.map((link) => [link.to, link]));
  return joined(
    index.flips
      .filter(({ event }) => event.detail.to === 'NON_COMPLIANT')
      .map((flip) => {
        const back = nextFlip.get(flip.event.id);
        const before = callsBehind(flipCause.get(flip.event.id), causes);
        const after = back ? callsBehind(flipCause.get(back.event.id), causes) : new Map<string, number>();
        const undone = new Map(
          [...before.keys()].flatMap((id) => {
            const link = undoing.get(id);
            return link ? [[link.from, link.score] as const] : [];
          }),
        );
        const calls = new Set([...after.keys(), ...undone.keys()]);
        return choose([...calls].flatMap((id) => rate(id, { flip, back, after, undone, index }) ?? []));
      }),
  );
}

/** Item -> the calls that caused it. */
function causesOf(changed: readonly Candidate[]): ReadonlyMap<string, readonly Candidate[]> {
  const found = new Map<string, Candidate[]>();
  for (const link of changed) found.set(link.to, [...(found.get(link.to) ?? []), link]);
  return found;
}

/** The calls behind a flip, directly or through an item, with a certainty each. */
function callsBehind(
  flip: Candidate | undefined,
  causes: ReadonlyMap<string, readonly Candidate[]>,
): Map<string, number> {
  if (!flip) return new Map();
  const calls = causes.get(flip.from);
  if (calls) return new Map(calls.map(({ from, score }) => [from, score * flip.score]));
  return flip.from.startsWith('cloudtrail:') ? new Map([[flip.from, flip.score]]) : new Map();
}

interface Put {
  readonly flip: Flip;
  readonly back: Flip | undefined;
  readonly after: ReadonlyMap<string, number>;
  readonly undone: ReadonlyMap<string, number>;
  readonly index: ResourceIndex;
}

function rate(id: string, { flip, back, after, undone, index }: Put): Candidate | undefined {
  const call = index.byId.get(id);
  if (call?.event.kind !== 'api-call' || call.time < flip.time) return undefined;
  const [byFlip, byUndoing] = [after.get(id) ?? 0, undone.get(id) ?? 0];
  const says = [
    ...(byUndoing > 0 ? ['it undid the change that the rule had found'] : []),
    ...(byFlip > 0 && back
      ? [`${flip.event.detail.rule} was ${back.event.detail.to} ${apart(back.time - call.time)} later`]
      : []),
    ...remedyWords(call.event),
  ];
  const both = byFlip > 0 && byUndoing > 0;
  return candidateOf(
    'remediated',
    flip.event.id,
    id,
    { effect: both ? 0.99 : Math.max(byFlip, byUndoing), evidence: both ? 1 : 0.92 },
    says,
  );
}

export type Remedy = 'config' | 'automation' | 'function' | 'person';

/** https://docs.aws.amazon.com/config/latest/developerguide/remediation.html */
export function remedyOf({ detail: { principal } }: ApiCallEvent): Remedy {
  const { name, session = '', tool, human, userAgent, sourceIp, workload } = principal;
  if (/ConfigRemediation/i.test(name) || [tool.name, sourceIp].includes('remediation.config.amazonaws.com'))
    return 'config';
  if (/^Automation-/.test(session) || tool.name === 'ssm.amazonaws.com') return 'automation';
  const isFunction = workload?.type === lambdaFunction || /AWS_Lambda|lambda\.amazonaws\.com/i.test(userAgent ?? '');
  return isFunction && human === null ? 'function' : 'person';
}

const lambdaFunction = 'AWS::Lambda::Function';

/** A function's calls are known by its role, which it may share with others. */
export const functionBehind = ({ detail: { principal } }: ApiCallEvent): string =>
  principal.workload?.type === lambdaFunction
    ? `function ${principal.workload.id}`
    : `function of role ${principal.name}`;

function remedyWords(event: ApiCallEvent): readonly string[] {
  switch (remedyOf(event)) {
    case 'config':
      return ["made by AWS Config's remediation"];
    case 'automation':
      return ['made by an automation of Systems Manager'];
    case 'function':
      return [`made by the ${functionBehind(event)}`];
    case 'person':
      return [];
  }
}
