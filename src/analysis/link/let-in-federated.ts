/**
 * Which change of a role's trust let a subject of an identity provider in: the one since which its policy names the subject, where
 * the policy before did not. Of a policy before that nobody knows, a dangerous change is blamed for whom nobody saw before it.
 */
import { day, hour } from '../../model/duration.ts';
import type { ApiCallEvent } from '../../model/event.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { text } from '../../resources/read.ts';
import { isTrusted, type TrustedSubjects, trustedSubjects } from '../../resources/trusted-subjects.ts';
import { believable, type Candidate, candidateOf, type Found } from './candidate.ts';
import type { Changed } from './changed.ts';
import { leavesOf } from './content.ts';
import { apart } from './durations.ts';
import { type Call, positionAt, type ResourceIndex, shareResource } from './resource-index.ts';

/** A pipeline's role is taken on with every push: the first tell that it was. */
const mostUses = 50;

export function letInByProvider(index: ResourceIndex, { explained }: Changed, reverted: readonly Candidate[]): Found {
  const uses = index.calls.flatMap((call) => useOf(call) ?? []);
  if (uses.length === 0) return { chosen: [], lost: [] };
  const trusts = index.changes.filter(({ event }) => policyOf(event) !== undefined);
  const gained = gainedBy(index, explained);
  const seen = new Map<string, number>();
  const counts = new Map<string, number>();
  const closed = new Set(reverted.map(({ to }) => to));
  const [chosen, lost]: [Candidate[], Candidate[]] = [[], []];
  for (const use of uses) {
    const known = JSON.stringify([use.role, use.provider, ownerOf(use.subject)]);
    const firstSeen = seen.get(known) ?? use.call.time;
    seen.set(known, firstSeen);
    const found = trusts.length > 0 ? rate(use, trusts, gained, firstSeen) : undefined;
    if (!found) continue;
    const count = counts.get(found.from) ?? 0;
    if (found.score < believable || count >= mostUses) lost.push(found);
    else {
      counts.set(found.from, count + 1);
      chosen.push(found);
      const closing = closed.has(found.from) ? undefined : closingOf(found, use, trusts, index);
      if (!closing) continue;
      closed.add(found.from);
      chosen.push(closing);
    }
  }
  return { chosen, lost };
}

interface Use {
  readonly call: Call;
  readonly role: string;
  readonly provider: string;
  readonly subject: string;
}

/** Who took on a role with the token of a provider; undefined for all other calls. */
function useOf(call: Call): Use | undefined {
  const { eventName, outcome, requestParameters, responseElements } = call.event.detail;
  if (outcome !== 'success') return undefined;
  const [request, response] = [requestParameters, responseElements].map(objectOr) as [JsonObject, JsonObject];
  const isWeb = eventName === 'AssumeRoleWithWebIdentity';
  if (!isWeb && eventName !== 'AssumeRoleWithSAML') return undefined;
  const role = text(request, 'roleArn');
  const provider = isWeb ? text(response, 'provider') : text(request, 'principalArn');
  const subject = isWeb ? text(response, 'subjectFromWebIdentityToken') : text(response, 'subject');
  return role === undefined || provider === undefined || subject === undefined
    ? undefined
    : { call, role, provider, subject };
}

const objectOr = (value: JsonValue): JsonObject => (isJsonObject(value) ? value : {});

/** The trust policy that a call gave a role; undefined where it gave none. */
function policyOf({ detail: { eventName, eventSource, requestParameters } }: ApiCallEvent): string | undefined {
  if (eventSource !== 'iam.amazonaws.com') return undefined;
  const request = objectOr(requestParameters);
  if (eventName === 'UpdateAssumeRolePolicy') return text(request, 'policyDocument');
  return eventName === 'CreateRole' ? text(request, 'assumeRolePolicyDocument') : undefined;
}

/** `repo:example/infra:ref:refs/heads/main` -> `repo:example/`: what a trust that names an owner lets in is whatever the owner has. */
const ownerOf = (subject: string): string => /^[^/]*\//.exec(subject)?.[0] ?? subject;

interface Texts {
  readonly gained: ReadonlySet<string>;
  readonly lost: readonly string[];
}

/** Change -> what the role's trust policy gained and lost by it, as recorded by Config. */
function gainedBy(index: ResourceIndex, explained: Changed['explained']): ReadonlyMap<string, Texts> {
  const found = new Map<string, { gained: Set<string>; lost: string[] }>();
  for (const { event } of index.items) {
    if (event.detail.inferred || event.detail.resourceType !== 'AWS::IAM::Role') continue;
    for (const [callId, positions] of explained.get(event.id) ?? []) {
      const texts = found.get(callId) ?? { gained: new Set<string>(), lost: [] };
      for (const position of positions) {
        const change = event.detail.changes[position];
        for (const { shown } of leavesOf(change?.after)) texts.gained.add(shown);
        texts.lost.push(...leavesOf(change?.before).map(({ shown }) => shown));
      }
      found.set(callId, texts);
    }
  }
  return found;
}

function rate(
  { call, provider, subject }: Use,
  trusts: readonly Call[],
  gained: ReadonlyMap<string, Texts>,
  firstSeen: number,
): Candidate | undefined {
  const before = trusts
    .slice(0, positionAt(trusts, call.time + 1))
    .filter(({ event }) => shareResource(event.resources, call.event.resources));
  const lets = ({ event }: Call) => isTrusted(trustedSubjects(policyOf(event), provider), subject);
  // since the last policy that left the subject out
  const opening = before[before.findLastIndex((one) => !lets(one)) + 1];
  if (!opening) return undefined;
  const { event, time } = opening;
  const previous = before[before.indexOf(opening) - 1];
  const recorded = gained.get(event.id);
  const known = previous
    ? true
    : recorded
      ? !isTrusted(trustedBefore(trustedSubjects(policyOf(event), provider), recorded, provider), subject)
      : undefined;
  const isDangerous = event.detail.dangers !== undefined;
  if (known === false || (!isDangerous && (known === undefined || event.detail.eventName === 'CreateRole')))
    return undefined;
  const lag = call.time - time;
  return candidateOf(
    'enabled',
    event.id,
    call.event.id,
    {
      subject: 0.95,
      before: known ? 1 : firstSeen < time ? 0.3 : 0.7,
      lag: lag <= hour ? 0.99 : lag <= day ? 0.95 : 0.85,
    },
    [
      `${event.detail.eventName} let in ${subject} by ${provider}`,
      known
        ? 'the trust policy before it did not'
        : firstSeen < time
          ? 'the same owner came in before it'
          : 'the trust policy before it is not known, and nobody of the same owner came in before',
      `${apart(lag)} after that call`,
    ],
  );
}

/** The first policy after an opening that leaves the subject out again, whatever else it says. */
function closingOf(
  { from }: Candidate,
  { provider, subject }: Use,
  trusts: readonly Call[],
  index: ResourceIndex,
): Candidate | undefined {
  const opening = index.byId.get(from);
  if (!opening) return undefined;
  const closing = trusts
    .slice(positionAt(trusts, opening.time))
    .filter(({ event }) => event.id !== from && shareResource(event.resources, opening.event.resources))
    .find(({ event }) => !isTrusted(trustedSubjects(policyOf(event), provider), subject));
  if (!closing) return undefined;
  const lag = closing.time - opening.time;
  return candidateOf('reverted', closing.event.id, from, { subject: 0.9, lag: lag <= day ? 1 : 0.9 }, [
    `the trust policy of ${closing.event.detail.eventName} leaves out ${subject}, which that call let in`,
    `${apart(lag)} later`,
  ]);
}

/** Whom the policy trusted before a change that is recorded: what it gained taken away, what it lost put back. */
function trustedBefore(
  after: TrustedSubjects | undefined,
  { gained, lost }: Texts,
  provider: string,
): TrustedSubjects | undefined {
  if (gained.has(provider)) return undefined;
  const before = lost.map((pattern) => ({ text: pattern, hasWildcards: true }));
  if (after === 'any' || after === undefined) return before.length > 0 ? before : after;
  return [...after.filter((pattern) => !gained.has(pattern.text)), ...before];
}
