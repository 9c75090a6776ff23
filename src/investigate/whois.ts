/**
 * Runs `whois`: reads the calls of what was named, goes back from their keys to who assumed what, forward from a person to the
 * roles that they assumed, and reads what the same principals did before, to show what is new.
 */
import { tracesFrom } from '../analysis/who/path.ts';
import { isSensitive } from '../analysis/who/sensitive.ts';
import type { ApiCallEvent } from '../model/event.ts';
import type { CredentialsEvidence, Evidence, Reading } from '../model/evidence.ts';
import { objectAt, stringAt } from '../model/json.ts';
import { callsIn } from '../model/person.ts';
import type { Human, Principal } from '../model/principal.ts';
import type { Question } from '../model/question.ts';
import type { WhoisKind, WhoisPerson, WhoisReport } from '../model/whois.ts';
import { planTarget } from '../plan/target.ts';
import { windowOf } from '../report/answered-window.ts';
import { coverageOf } from '../report/coverage.ts';
import { buildWhois, personWith, personWithout } from '../report/whois.ts';
import { peopleIn } from '../report/whois-people.ts';
import { unusedSession } from '../report/whois-sessions.ts';
import { lagsOf } from './lags.ts';
import { nearNames } from './near-names.ts';
import { readCalls } from './read-evidence.ts';
import { type InvestigateContext, ofLaterRounds } from './reading-rounds.ts';
import { type Resolved, resolveCalls } from './resolve-calls.ts';
import { earlierBehavior } from './whois-baseline.ts';

export interface WhoisQuestion {
  /** With one target; if about calls, including reads. */
  readonly question: Question;
  readonly kind: WhoisKind;
  /** Whether earlier behavior is looked for. */
  readonly comparesEarlier: boolean;
}

/** The time around a call that was asked about: no role's session is longer, before or after. Milliseconds. */
const longestRoleSession = 12 * 3_600_000;
/** The event history's limit: an event is looked up by its id, however old it is. */
const lookbackMs = 90 * 86_400_000;
/** How many roles assumed from roles, and keys of one person, are followed: in AWS each is a lookup in each region. */
const mostRounds = 10;
const mostKeys = 50;

/** What was typed, judged by its form alone. */
export function whoisKind({ targets: [target] }: Question): WhoisKind {
  const { text = '', readings: [reading] = [] } = target ?? {};
  switch (reading?.kind) {
    case 'access-key':
    case 'event':
    case 'account':
      return reading.kind;
    case 'ip':
      return 'address';
  }
  if (/^(?:AROA|AIDA)[A-Z0-9]{12,}:.+$/.test(text) || /^arn:[^:]*:sts:/.test(text) || roleSession.test(text))
    return 'session';
  if (/^(?:AROA|AIDA)[A-Z0-9]{12,}$/.test(text)) return 'principal-id';
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/.test(text) ? 'service' : 'name';
}

export async function whoisReport(asked: WhoisQuestion, context: InvestigateContext): Promise<WhoisReport> {
  const started = context.clock();
  const target = asked.question.targets[0]?.text ?? '';
  const read = asked.kind === 'event' ? await readEvent(asked.question, context) : await readNamed(asked, context);
  const { question, event, readings } = read;
  const window = windowOf(question, readings, ['cloudtrail']);
  const found = resolveCalls(read.evidence);
  const byId = new Map(found.calls.map((call) => [call.id, call]));
  const callOf = (id: string) => byId.get(id);
  const asksOne = event !== undefined && !found.calls.some(isByAsked);
  const selected = asksOne ? found.calls.filter(({ id }) => id === event) : found.calls.filter(isByAsked);
  const groups = peopleIn(callsIn(selected));
  const earlier = asked.comparesEarlier
    ? await earlierBehavior({ question, window, groups, isWhole: !ofCredentials.has(asked.kind) }, context)
    : undefined;
  const people = groups.flatMap(
    (calls) =>
      personWith({
        calls,
        earlier: earlier?.callsOf(calls) ?? [],
        baseline: earlier?.baselineOf(calls) ?? null,
        callOf,
        isSensitive,
      }) ?? [],
  );
  const unused = people.length === 0 ? withoutCalls(found, read.keys, callOf) : [];
  const coverage = coverageOf(
    {
      question,
      backendOf: context.reader.backendOf,
      sources: ['cloudtrail'],
      lagSeconds: lagsOf(context),
      readings: [...readings, ...ofLaterRounds(readings, earlier?.readings ?? []).map(withoutGaps)],
      events: selected,
      duplicates: [],
      seconds: (context.clock() - started) / 1000,
    },
    window,
  );
  const isNobody = people.length + unused.length === 0;
  return buildWhois({
    question,
    near: isNobody ? await nearNames({ ...asked.question, as: 'principal' }, [], context) : [],
    kind: asked.kind,
    target,
    window,
    event: event === undefined ? undefined : byId.get(event),
    people: [...people, ...unused],
    coverage,
    version: context.version,
    generatedAt: started,
  });
}

/** What could not be read of earlier times is reported with the baseline: it hides nothing in the window. */
const withoutGaps = (reading: Reading): Reading => ({ ...reading, gaps: [] });

/** Made by what was asked for, not merely read to explain it. */
const isByAsked = ({ match }: ApiCallEvent): boolean => match.includes('principal');

/** Asked about by themselves: what came before their first use is somebody's earlier behavior. */
const ofCredentials: ReadonlySet<WhoisKind> = new Set(['access-key', 'session', 'event']);

interface Read {
  /** The question in its final form. */
  readonly question: Question;
  readonly readings: readonly Reading[];
  readonly evidence: readonly Evidence[];
  /** The id of the call that was asked about, as in the report. */
  readonly event?: string;
  /** Access keys that were asked for. */
  readonly keys: readonly string[];
}

/** What is asked first, whatever the answers will be: the named call, otherwise the calls of the named principal. */
export const firstQuestion = ({ question, kind }: Pick<WhoisQuestion, 'question' | 'kind'>): Question =>
  kind === 'event'
    ? { ...question, as: 'target', window: isOpen(question) ? lookback(question) : question.window }
    : // the call that began a session names it in its answer
      { ...lookedUp(question), as: kind === 'session' ? 'any' : 'principal' };

const isOpen = ({ from, windowGiven }: Question) => from.length === 0 && !windowGiven;
const lookback = ({ now }: Question) => ({ since: now - lookbackMs, until: now });

/** The call first, then everything done with its credentials. */
async function readEvent(question: Question, context: InvestigateContext): Promise<Read> {
  const text = question.targets[0]?.text ?? '';
  const first = await readCalls(firstQuestion({ question, kind: 'event' }), context);
  const own = resolveCalls(first.evidence).calls.filter(
    ({ detail }) => detail.eventId === text || detail.sharedEventId === text,
  );
  // of two accounts' copies, the one that says more about the caller
  const event = callsIn(own)[0];
  if (!event) return { question, ...first, keys: [] };
  const by = credentialsOf(event.detail.principal);
  if (by === undefined) return { question, ...first, event: event.id, keys: [] };
  const time = Date.parse(event.time);
  const near = { since: time - longestRoleSession, until: Math.min(question.now, time + longestRoleSession) };
  const all: Question = {
    ...question,
    targets: [planTarget(by)],
    as: 'principal',
    ...(isOpen(question) && { window: near }),
  };
  const rest = await readCalls(all, context);
  return {
    question: all,
    readings: [...rest.readings, ...ofLaterRounds(rest.readings, first.readings)],
    evidence: [...first.evidence, ...rest.evidence],
    event: event.id,
    keys: [],
  };
}

/** How to ask for everything done with a call's credentials; undefined if nothing distinguishes them from others'. */
const credentialsOf = ({ accessKeyId, arn, type }: Principal): string | undefined =>
  accessKeyId ?? (type === 'AWSService' ? undefined : (arn ?? undefined));

async function readNamed({ question, kind }: WhoisQuestion, context: InvestigateContext): Promise<Read> {
  const text = question.targets[0]?.text ?? '';
  const readings: Reading[] = [];
  const evidence: Evidence[] = [];
  const read = async (next: Question) => {
    const { readings: all, evidence: more } = await readCalls(next, context);
    readings.push(...(readings.length === 0 ? all : ofLaterRounds(readings, all)));
    evidence.push(...more);
  };
  await read(firstQuestion({ question, kind }));
  const asked = new Set(kind === 'access-key' ? [text] : []);
  for (let round = 0; round < mostRounds; round++) {
    const { calls } = resolveCalls(evidence);
    const keys = [
      ...new Set(calls.filter((call) => leadsOn(call, kind, text)).flatMap((call) => issuedKey(call) ?? [])),
    ]
      .filter((key) => !asked.has(key))
      .sort()
      .slice(0, mostKeys);
    if (keys.length === 0) break;
    for (const key of keys) asked.add(key);
    await read({ ...question, targets: keys.map((key) => planTarget(key)), as: 'principal' });
  }
  return { question, readings, evidence, keys: [...asked] };
}

/** The event history knows the calls of `role/session` only by the session's name. */
function lookedUp(question: Question): Question {
  const text = question.targets[0]?.text ?? '';
  const session = roleSession.exec(text)?.[1];
  if (question.from.length > 0 || session === undefined) return question;
  const target = planTarget(session);
  // a name that looks like something else would be looked up as that
  if (!['resource', 'principal'].includes(target.readings[0]?.kind ?? '') || session === 'root') return question;
  return { ...question, targets: [target], filters: { ...question.filters, principal: [text] } };
}

const roleSession = /^[\w+=,.@-]{1,64}\/([\w+=,.@-]{2,64})$/;

/** Whether the credentials that a call issued are used by the one asked about: a person's further roles, or a session's own. */
function leadsOn(call: ApiCallEvent, kind: WhoisKind, text: string): boolean {
  const { detail } = call;
  if (detail.outcome !== 'success') return false;
  if (kind === 'session') {
    const user = objectAt(detail.responseElements, 'assumedRoleUser');
    const [arn = '', id] = [stringAt(user, 'arn'), stringAt(user, 'assumedRoleId')];
    return arn === text || id === text || arn.endsWith(`:assumed-role/${text}`);
  }
  const { human } = detail.principal;
  return kind === 'name' && isByAsked(call) && human?.name === text && human.certainty !== 'guess';
}

/** A key that somebody created for another user is that user's. */
const issuedKey = ({ detail: { responseElements: response } }: ApiCallEvent): string | undefined =>
  stringAt(objectAt(response, 'credentials'), 'accessKeyId') ??
  stringAt(objectAt(response, 'roleCredentials'), 'accessKeyId');

/** Credentials that are known to be issued, but that nobody was seen using. */
function withoutCalls(
  { calls, credentials }: Resolved,
  keys: readonly string[],
  callOf: (id: string) => ApiCallEvent | undefined,
): readonly WhoisPerson[] {
  const traceOf = tracesFrom(credentials);
  return keys.flatMap((key) => {
    const issued = credentials.find(({ accessKeyId }) => accessKeyId === key);
    if (!issued) return [];
    const { hops, end } = traceOf(key);
    const issuer = calls.find(({ id }) => id === issued.hop.event)?.detail.principal ?? issued.issuer;
    return [personWithout(unusedSession(issued, hops, end, humanOfUnused(key, issued, issuer), callOf))];
  });
}

/** A session belongs to its issuer; a user's own key belongs to the user, whoever created it. */
function humanOfUnused(key: string, { hop }: CredentialsEvidence, issuer: Principal | undefined): Human | null {
  if (!key.startsWith('ASIA'))
    return { name: hop.to.slice(hop.to.lastIndexOf('/') + 1), via: 'iam-user', certainty: 'proven' };
  const human = issuer?.human ?? null;
  return human && (human.via === 'iam-user' || human.via === 'root') ? { ...human, via: 'role-chain' } : human;
}
