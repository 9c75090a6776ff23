/** Who a name, key, session or call belongs to: the answer as a document and in one sentence. Pure. */
import type { ApiCallEvent } from '../model/event.ts';
import { numberText, plural } from '../model/number-text.ts';
import { humanOf, nameOf } from '../model/person.ts';
import type { Human } from '../model/principal.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';
import type { Coverage } from '../model/report.ts';
import type {
  NoveltyKind,
  Tally,
  WhoisBaseline,
  WhoisEvent,
  WhoisKind,
  WhoisPerson,
  WhoisReport,
  WhoisSession,
} from '../model/whois.ts';
import { answerOf } from './verdict.ts';
import { type CallOf, sessionsOf } from './whois-sessions.ts';
import { type IsSensitive, noveltiesOf, usageOf } from './whois-usage.ts';
import { whoElse } from './words.ts';

export interface PersonInput {
  /** Of one person, in order of time, each call once. */
  readonly calls: readonly ApiCallEvent[];
  /** The same person's calls before the window. */
  readonly earlier: readonly ApiCallEvent[];
  /** null: no earlier behavior was looked for. */
  readonly baseline: WhoisBaseline | null;
  readonly callOf: CallOf;
  readonly isSensitive: IsSensitive;
}

/** undefined if there are no calls. */
export function personWith({ calls, earlier, baseline, callOf, isSensitive }: PersonInput): WhoisPerson | undefined {
  const [first] = calls;
  if (!first) return undefined;
  const human = humanOf(calls);
  return {
    name: human?.name ?? commonName(calls),
    human,
    sessions: sessionsOf(calls, callOf),
    usage: usageOf(calls),
    baseline,
    novelties: baseline === null ? [] : noveltiesOf(calls, earlier, isSensitive),
  };
}

/** A role with many sessions goes by the role's name. */
function commonName(calls: readonly ApiCallEvent[]): string {
  const [name = '', ...others] = new Set(calls.map(({ detail }) => nameOf(detail.principal)));
  return others.length === 0 ? name : (calls[0]?.detail.principal.name ?? name);
}

/** For credentials that are known, but with which no call was made. */
export const personWithout = (session: WhoisSession): WhoisPerson => ({
  name: session.human?.name ?? shownAs(session),
  human: session.human,
  sessions: [session],
  usage: usageOf([]),
  baseline: null,
  novelties: [],
});

const shownAs = ({ name, session }: WhoisSession) => (session === null ? name : `${name}/${session}`);

export interface WhoisInput {
  readonly question: Question;
  readonly kind: WhoisKind;
  readonly target: string;
  readonly window: AnsweredWindow | undefined;
  readonly event: ApiCallEvent | undefined;
  readonly people: readonly WhoisPerson[];
  readonly coverage: readonly Coverage[];
  /** Other possible meanings, if nobody was found. */
  readonly near: readonly string[];
  readonly version: string;
  /** Epoch milliseconds. */
  readonly generatedAt: number;
}

export function buildWhois(input: WhoisInput): WhoisReport {
  const { question, kind, target, window, event, people, coverage } = input;
  const answer = answerOf(people, coverage);
  return {
    schema: 'obs3.whois/v1',
    tool: { name: 'obs3', version: input.version },
    generatedAt: iso(input.generatedAt),
    query: {
      target,
      kind,
      window: {
        since: window ? iso(window.since) : null,
        until: window ? iso(window.until) : null,
        given: question.windowGiven,
      },
      accounts: question.filters.accounts,
      regions: question.regions,
      from: question.from,
      now: iso(question.now),
    },
    headline: headlineOf(input, answer),
    answer,
    event: event ? eventOf(event) : null,
    people,
    coverage,
  };
}

const iso = (time: number) => new Date(time).toISOString();

const eventOf = ({ id, time, summary, detail: { eventName, eventSource } }: ApiCallEvent): WhoisEvent => ({
  id,
  time,
  eventName,
  eventSource,
  summary,
});

const viaWords: Readonly<Record<Human['via'], string>> = {
  'iam-user': 'IAM user',
  root: 'root user of the account',
  'source-identity': 'by the source identity of the session',
  'identity-center': 'IAM Identity Center',
  saml: 'SAML federation',
  oidc: 'OpenID Connect federation',
  'switch-role': 'switched roles in the console',
  'role-chain': 'through the roles taken on',
  'session-name': 'by the name of the session alone',
  'invoked-by': 'through an AWS service',
};

/** `IAM Identity Center, proven` */
const humanText = ({ via, certainty }: Human): string => `${viaWords[via]}, ${certainty}`;

const mostNames = 3;

function headlineOf(
  { kind, target, event, people, question, near }: WhoisInput,
  answer: WhoisReport['answer'],
): string {
  const where = question.from.length > 0 ? 'in the files given' : 'in the event history of AWS';
  const [first, ...others] = people;
  if (!first) {
    if (kind === 'event')
      return answer === 'not-seen'
        ? `No call has the event id ${target} ${where}.`
        : `The call ${target} was not found ${where}, but not everything could be seen.`;
    return answer === 'not-seen'
      ? `${target} made no call in this window, ${where}: nobody knows who it is.${whoElse(near)}`
      : `${target} is unknown: no call by it was found ${where}, but not everything could be seen.${whoElse(near)}`;
  }
  const about = event ? `${event.detail.eventName} at ${event.time.slice(11, 19)}` : target;
  if (others.length > 0) {
    // users with the same name are distinguished by account
    const isShared = ({ name }: WhoisPerson) => people.filter((other) => other.name === name).length > 1;
    const names = people.slice(0, mostNames).map((person) => {
      const account = person.sessions.find((session) => session.account !== null)?.account ?? null;
      return isShared(person) && account !== null ? `${person.name} of ${account}` : person.name;
    });
    const rest = people.length - names.length;
    const calls = people.reduce((sum, { usage }) => sum + usage.calls, 0);
    return `${about} stands for ${numberText(people.length)} principals: ${names.join(', ')}${rest > 0 ? ` and ${numberText(rest)} more` : ''}; ${plural(calls, 'call')} in all.`;
  }
  const { human } = first;
  const rest = `${usageText(first)}${noveltyText(first)}.`;
  if (event) return `${about} was called by ${whoText(first)}: ${rest}`;
  if (human?.name === about) return `${about} (${humanText(human)}): ${rest}`;
  return `${about} is ${whoText(first)}: ${rest}`;
}

/** `alice (IAM user, proven)`, `the role deploy, and who stands behind it is not known` */
function whoText({ human, name, sessions: [session] }: WhoisPerson): string {
  if (human) return `${human.name} (${humanText(human)})`;
  const work = session?.workload;
  if (work) return `the ${(work.type ?? 'workload').split('::').at(-1)} ${work.id}, with the role ${session.name}`;
  const what = session?.type === 'AssumedRole' ? `the role ${session.name}` : name;
  return `${what}, and who stands behind it is not known`;
}

function usageText({
  usage: { calls, writes, denied, firstTime, lastTime, addresses },
  sessions,
}: WhoisPerson): string {
  if (calls === 0) {
    const issued = sessions[0]?.path.at(-1)?.time;
    return `no call with it was seen in this window${issued === undefined ? '' : `; it was issued at ${issued}`}`;
  }
  // for a service that called on somebody's behalf, the address is its name
  const isAddress = ({ value }: Tally) => /^[\d.]+$|:/.test(value);
  const [address, ...more] = addresses.some(isAddress) ? addresses.filter(isAddress) : addresses;
  const from = address
    ? ` from ${address.value}${more.length > 0 ? ` and ${isAddress(address) ? plural(more.length, 'other address', 'other addresses') : `${numberText(more.length)} more`}` : ''}`
    : '';
  const last = firstTime?.slice(0, 10) === lastTime?.slice(0, 10) ? lastTime?.slice(11, 19) : minute(lastTime);
  const when = firstTime === lastTime ? `at ${minute(firstTime)}` : `between ${minute(firstTime)} and ${last}`;
  const weight = [plural(writes, 'write'), ...(denied > 0 ? [`${numberText(denied)} denied`] : [])].join(', ');
  return `${plural(calls, 'call')} (${weight}) ${when}${from}`;
}

const minute = (time: string | null) => (time === null ? '?' : `${time.slice(0, 10)} ${time.slice(11, 19)}`);

const kindWords: Readonly<Record<NoveltyKind, readonly [one: string, many: string]>> = {
  address: ['address', 'addresses'],
  tool: ['tool', 'tools'],
  region: ['region', 'regions'],
  service: ['service', 'services'],
  'sensitive-call': ['sensitive call', 'sensitive calls'],
};

function noveltyText({ novelties }: WhoisPerson): string {
  const counts = new Map<NoveltyKind, number>();
  for (const { kind } of novelties) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = [...counts].map(([kind, count]) => plural(count, ...kindWords[kind]));
  return parts.length === 0 ? '' : `; new for it: ${parts.join(', ')}`;
}
