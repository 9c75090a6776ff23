/**
 * Whoever is asked about may have made a key, or a password, with which something was done since: by another principal, whose
 * calls no question about the first one reads; or have opened a role, which others took on since. They are read once it is
 * known what was made, and joined to it.
 */
import { entranceGiven } from '../analysis/link/credentials.ts';
import type { ApiCallEvent } from '../model/event.ts';
import type { Evidence, Reading } from '../model/evidence.ts';
import type { Question } from '../model/question.ts';
import { opensRole } from '../plan/given.ts';
import { firstInterests } from '../plan/interests.ts';
import type { GivenCredentials } from '../sources/source.ts';
import { FirstEvents } from './first-events.ts';
import { ofType } from './of-type.ts';
import { foundAgain, type InvestigateContext, nothingRead, readAll, scopeOf } from './reading-rounds.ts';

/** How many credentials are followed, earliest first; in AWS each is a lookup in each region. */
const mostGiven = 10;
/** A program uses its key all day: the first calls show what it was created for. */
const mostUses = 200;

export async function usesOfGiven(
  question: Question,
  evidence: readonly Evidence[],
  readings: readonly Reading[],
  context: InvestigateContext,
): Promise<readonly Reading[]> {
  const { given, since } = givenIn(evidence);
  if (since === undefined) return [];
  const window = { ...question.window, since: Math.max(since, question.window.since ?? -Infinity) };
  const sources = ['cloudtrail'];
  const request = {
    kind: 'follow',
    question: { ...question, window },
    interests: firstInterests(question),
    given,
    sources,
  } as const;
  const uses = new FirstEvents(mostUses);
  const found = await readAll(context, request, window, { ...scopeOf(question), sources }, (reading) => {
    uses.add(ofType(reading.evidence, 'event'));
    return { ...reading, evidence: [] };
  });
  return [...foundAgain(readings, found), { ...nothingRead, evidence: uses.end().evidence }];
}

function givenIn(evidence: readonly Evidence[]): { given: GivenCredentials; since: number | undefined } {
  const calls = ofType(evidence, 'event')
    .map(({ event }) => event)
    .filter((event) => event.kind === 'api-call' && event.match.includes('principal'))
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.id < b.id ? -1 : 1));
  const accessKeyIds = new Set<string>();
  const userNames = new Set<string>();
  let since: number | undefined;
  const roles = new Map<string, { readonly account: string; readonly name: string }>();
  for (const call of calls) {
    if (call.kind !== 'api-call' || accessKeyIds.size + userNames.size + roles.size >= mostGiven) continue;
    const entrance = entranceGiven(call);
    const opened = entrance || !opensRole(call) ? [] : rolesOf(call);
    if (!entrance && opened.length === 0) continue;
    since ??= Date.parse(call.time);
    for (const role of opened) roles.set(JSON.stringify(role), role);
    if (!entrance) continue;
    if ('accessKeyId' in entrance) accessKeyIds.add(entrance.accessKeyId);
    else userNames.add(entrance.userName);
  }
  const given = { accessKeyIds: [...accessKeyIds], userNames: [...userNames], roles: [...roles.values()] };
  // who took a role on before it was opened was not let in by that
  return { given, since: roles.size > 0 ? -Infinity : since };
}

/** A role's name is the last part of what its path precedes. */
const rolesOf = ({ resources, origin: { account } }: ApiCallEvent) =>
  resources.flatMap(({ type, id }) =>
    type === 'AWS::IAM::Role' && account !== null ? [{ account, name: id.slice(id.lastIndexOf('/') + 1) }] : [],
  );
