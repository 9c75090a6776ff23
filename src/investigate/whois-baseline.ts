/** What the same principals did before: read separately from the window, and bounded where asking costs. */
import type { ApiCallEvent } from '../model/event.ts';
import type { Reading } from '../model/evidence.ts';
import { groupedBy } from '../model/grouped-by.ts';
import { callsIn, humanOf, nameOf } from '../model/person.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';
import type { WhoisBaseline } from '../model/whois.ts';
import { planTarget } from '../plan/target.ts';
import { principalKey } from '../report/whois-people.ts';
import { readCalls } from './read-evidence.ts';
import type { InvestigateContext } from './reading-rounds.ts';
import { resolveCalls } from './resolve-calls.ts';

/** In AWS, at two pages a second: a week, and ten pages of fifty events for each lookup. */
const liveBaselineMs = 7 * 86_400_000;
const mostPages = 10;
/** How many principals are compared; each takes several lookups. */
const mostNames = 10;

export interface BaselineInput {
  readonly question: Question;
  readonly window: AnsweredWindow | undefined;
  /** The window's calls, by person. */
  readonly groups: readonly (readonly ApiCallEvent[])[];
  /** The whole window is compared with what came before it. Otherwise, the time from the first use of the credentials. */
  readonly isWhole: boolean;
}

export interface EarlierBehavior {
  callsOf(calls: readonly ApiCallEvent[]): readonly ApiCallEvent[];
  baselineOf(calls: readonly ApiCallEvent[]): WhoisBaseline;
  readonly readings: readonly Reading[];
}

/** undefined if there is nobody to compare. */
export async function earlierBehavior(
  input: BaselineInput,
  context: InvestigateContext,
): Promise<EarlierBehavior | undefined> {
  const { question, window, groups, isWhole } = input;
  const first = groups.flatMap(([call]) => (call ? [Date.parse(call.time)] : []));
  if (!window || first.length === 0) return undefined;
  const isLive = question.from.length === 0;
  // without a chosen window, credentials are new from their first use on
  const until = question.windowGiven || isWhole ? window.since : Math.min(...first);
  const names = [...new Set(groups.flatMap((calls) => namesOf(calls)))].slice(0, mostNames);
  // the window spans all files: nothing lies before it
  const isEmpty = !isLive && isWhole && !question.windowGiven;
  if (isEmpty || names.length === 0) return told([], [], undefined, true);
  const read = await readCalls(
    {
      ...question,
      targets: names.map((name) => planTarget(name)),
      as: 'principal',
      window: { ...(isLive && { since: until - liveBaselineMs }), until },
      windowGiven: true,
      ...(isLive && { mostPages }),
    },
    context,
  );
  const calls = callsIn(resolveCalls(read.evidence).calls.filter(({ match }) => match.includes('principal')));
  const since = isLive ? until - liveBaselineMs : firstRecordOf(read.readings);
  const isWholeTime = !read.readings.some(({ gaps }) => gaps.some(({ gap }) => gap.blocking));
  return told(calls, read.readings, since < until ? { since, until } : undefined, isWholeTime);
}

/** Infinity if there is none. Epoch milliseconds. */
const firstRecordOf = (readings: readonly Reading[]): number =>
  readings
    .flatMap(({ spans }) => spans)
    .filter(({ source }) => source === 'cloudtrail')
    .reduce((least, { first }) => Math.min(least, first), Number.POSITIVE_INFINITY);

function told(
  all: readonly ApiCallEvent[],
  readings: readonly Reading[],
  time: AnsweredWindow | undefined,
  complete: boolean,
): EarlierBehavior {
  const byPrincipal = groupedBy(all, ({ detail }) => principalKey(detail.principal));
  const callsOf = (calls: readonly ApiCallEvent[]) =>
    [...new Set(calls.map(({ detail }) => principalKey(detail.principal)))].flatMap(
      (key) => byPrincipal.get(key) ?? [],
    );
  return {
    callsOf,
    baselineOf: (calls) => {
      const earlier = callsOf(calls);
      // if the oldest were not read, the time read begins with the first that was
      const read = earlier
        .map((call) => Date.parse(call.time))
        .reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
      const since = time && (complete ? time.since : read);
      return {
        of: comparedAs(calls),
        since: since === undefined || !Number.isFinite(since) ? null : new Date(since).toISOString(),
        until: time ? new Date(time.until).toISOString() : null,
        calls: earlier.length,
        complete,
      };
    },
    readings,
  };
}

function comparedAs(calls: readonly ApiCallEvent[]): string {
  const human = humanOf(calls);
  const principal = calls[0]?.detail.principal;
  if (human || !principal) return human?.name ?? '';
  return principal.type === 'AssumedRole' ? `the role ${principal.name}` : nameOf(principal);
}

/** The spellings by which a principal's earlier calls are found: the person's name, and the roles that it called with. */
function namesOf(calls: readonly ApiCallEvent[]): readonly string[] {
  const human = humanOf(calls);
  // a directory's user has sessions with the user's own name, in any role
  const isNamed =
    human !== null && ['identity-center', 'iam-user', 'root', 'saml', 'source-identity'].includes(human.via);
  const principals = calls.map(({ detail }) => detail.principal);
  const roles = principals.flatMap(({ name, type, human: own }) =>
    isNamed && (type !== 'AssumedRole' || own?.via !== 'role-chain') ? [] : [name],
  );
  return [...new Set([...(human ? [human.name] : []), ...roles])];
}
