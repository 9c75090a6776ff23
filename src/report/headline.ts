/** The answer in one sentence, as a person would say it. */
import { CallTally, type Grave } from '../model/call-tally.ts';
import { isChange } from '../model/change.ts';
import type { ApiCallEvent, TimelineEvent } from '../model/event.ts';
import { numberText, plural } from '../model/number-text.ts';
import { callsIn, isWrite } from '../model/person.ts';
import type { Principal } from '../model/principal.ts';
import type { AnsweredWindow, Question, SubjectKind } from '../model/question.ts';
import type { Chain, ChangeSet, Coverage, Subject, Verdict, WhoVerdict } from '../model/report.ts';
import { changeSetsOf } from './change-sets.ts';
import { alarmsAlone, shiftsText } from './grave-alone.ts';
import { incidentsHeadline } from './headline-incidents.ts';
import { emptyHeadline } from './headline-nothing.ts';
import { toldName, whoElse } from './words.ts';

export interface HeadlineInput {
  readonly question: Question;
  readonly subject: Subject;
  readonly events: readonly TimelineEvent[];
  /** Totals of calls that are not among the events. */
  readonly calls?: CountedCalls;
  /** Of the calls among the events, if they have been added up. */
  readonly tally?: CallTally;
  /** Worst first. */
  readonly chains: readonly Chain[];
  /** For a window without a target. */
  readonly changeSets?: readonly ChangeSet[];
  readonly coverage: readonly Coverage[];
  readonly window: AnsweredWindow | undefined;
  readonly answer: Verdict['answer'];
  readonly who: readonly WhoVerdict[];
  /** Other possible meanings, if nothing was found. */
  readonly near?: readonly string[];
}

export function headlineOf(input: HeadlineInput): string {
  const { question, subject, events, chains, changeSets = [], coverage, window, answer, who } = input;
  const targets = question.targets.map(({ text }) => text);
  const about =
    targets.length === 0 ? '' : targets.length > 2 ? `${numberText(targets.length)} targets` : targets.join(' and ');
  if (answer !== 'seen')
    return `${emptyHeadline(about, answer, coverage, window, question)}${whoElse(input.near ?? [])}`;
  const calls = input.calls ?? countedIn(events, subject, input.tally);
  const clock = clockOf([...endsOf(events), ...calls.ends], window);
  // the other commands show one lane each, and say what is in it
  const isWhole = question.command === 'investigate' || question.command === 'gate';
  const bursts = isWhole && subject.kind === 'resource' ? changeSetsOf(events, chains) : [];
  const story = isWhole ? incidentsHeadline({ chains, changeSets, bursts, events, clock }) : undefined;
  if (story !== undefined) return story;
  const { own, writes, denied, tried } = calls;
  const names = namesOf(who);
  const role = subject.kind === 'resource' && calls.areActs ? 'principal' : subject.kind;
  // an event is the call itself, not a place in which one was made
  const object = (otherwise: string) =>
    about === '' || role === 'event' || about === listed(names) ? '' : ` ${prepositions[role] ?? otherwise} ${about}`;
  const shifted = isWhole && calls.calls > 0 ? shiftsText(events, clock).map((text) => `; ${text}`) : [];
  const grave = isWhole ? '' : graveText(calls.grave, own, clock);
  const tail = `${grave}${tried > 0 && writes > 0 ? `; ${plural(tried, 'other call')} did not succeed` : ''}${shifted.join('')}`;
  const [first, second] = own;
  const others = writes - own.length;
  const rest = `${others > 0 ? `; ${plural(others, 'related change')}` : ''}${tail}`;
  if (first && own.length === 1)
    return sentence(`${toldName(first.detail.principal)} ${first.summary} at ${clock(first)}${rest}`);
  if (first && second && own.length === 2) {
    const [one, two] = [first, second].map(({ detail }) => toldName(detail.principal));
    const again = one === two ? '' : `${two} `;
    return sentence(
      `${one} ${first.summary} at ${clock(first)}; ${again}${second.summary} ${later(first, second)}${rest}`,
    );
  }
  if (writes > 2) {
    const [from, to] = calls.writeEnds;
    const made = calls.areEntrances
      ? `made ${plural(writes, 'call')} to sign in${object('on')}`
      : `made ${plural(writes, 'change')}${object('to')}`;
    return sentence(`${listed(namesOf(calls.writers))} ${made} ${between(clock(from), clock(to))}${tail}`);
  }
  if (calls.calls === 0) return sentence(withoutCalls(events, about, clock).replace(/^at /, 'At '));
  const areAsked = asksForChanges(question);
  if (tried === 0)
    return sentence(
      `${listed(names)} made ${plural(calls.calls, 'read')}${object('on')}${areAsked ? ' and changed nothing' : ''}${tail}`,
    );
  const attempts =
    denied === tried
      ? plural(denied, 'denied attempt')
      : denied === 0
        ? plural(tried, 'failed call')
        : `${plural(tried, 'call')} that did not succeed (${numberText(denied)} denied)`;
  return sentence(`${areAsked ? 'Nothing was changed: ' : ''}${attempts}${object('on')} by ${listed(names)}${tail}`);
}

/** Whether all changes would have been found: "nothing was changed" says nothing about what was not asked for. */
const asksForChanges = ({ filters: { outcome, eventName, errorCode } }: Question): boolean =>
  eventName.length === 0 && errorCode.length === 0 && (outcome.length === 0 || outcome.includes('success'));

/** What the sentence says about calls that it does not name. */
export interface CountedCalls {
  readonly calls: number;
  /** The number of changes; if there are none, of sign-ins. */
  readonly writes: number;
  /** Whether those are sign-ins. */
  readonly areEntrances: boolean;
  /** Who made them. */
  readonly writers: readonly WhoVerdict[];
  readonly denied: number;
  /** Denied and failed. */
  readonly tried: number;
  /** Changes that it may name: if there are many, the subject's own. */
  readonly own: readonly ApiCallEvent[];
  /** The first change and the last. */
  readonly writeEnds: readonly Timed[];
  /** The first call and the last. */
  readonly ends: readonly Timed[];
  /** Whether the one asked about made all of them. */
  readonly areActs: boolean;
  readonly grave: Grave;
}

type Timed = Pick<TimelineEvent, 'time'>;

function countedIn(events: readonly TimelineEvent[], subject: Subject, known?: CallTally): CountedCalls {
  const calls = callsIn(events);
  const tally = known ?? CallTally.of(calls);
  const { denied, tried, areEntrances, grave } = tally.counts;
  const writes = calls.filter(areEntrances ? isWrite : isChange);
  return {
    calls: calls.length,
    writes: writes.length,
    areEntrances,
    writers: tally.writers,
    denied,
    tried,
    own: writes.length > 2 ? writes.filter((call) => isOwnChange(call, subject)) : writes,
    writeEnds: endsOf(writes),
    ends: [],
    areActs: calls.every(({ match }) => match.includes('principal')),
    grave,
  };
}

/** The number of grave calls and the worst of them, unless that is one of the calls already named. */
function graveText(
  { count, worst }: Grave,
  named: readonly ApiCallEvent[],
  clock: (event: Timed | undefined) => string,
): string {
  if (!worst || (named.length <= 2 && named.some(({ id }) => id === worst.id))) return '';
  const deed = `at ${clock(worst)} ${toldName(worst.detail.principal)} ${worst.summary}`;
  return count === 1 ? `; grave: ${deed}` : `; ${plural(count, 'call')} were grave, the worst: ${deed}`;
}

const endsOf = (events: readonly Timed[]): readonly Timed[] =>
  [events[0], events.at(-1)].filter((end) => end !== undefined);

/** A call to the subject's own service that changes more than a tag: what others did with it comes second. */
function isOwnChange({ detail, match }: ApiCallEvent, { kind, type }: Subject): boolean {
  const service = type?.split('::')[1]?.toLowerCase();
  if (kind !== 'resource' || service === undefined || !match.includes('target')) return false;
  const isOfService = detail.eventSource.startsWith(`${service}.`);
  return isOfService && !/^(Create|Delete|Add|Remove|Put)?(Tags?|Untag)(Resource)?/.test(detail.eventName);
}

/** What states, rules and alarms show by themselves. */
function withoutCalls(
  events: readonly TimelineEvent[],
  about: string,
  clock: (event: Timed | undefined) => string,
): string {
  const who = about === '' ? 'What was recorded' : about;
  const changed = events.filter(
    (event) => event.kind === 'config-change' && event.detail.changes.length > 0 && !event.detail.relationshipOnly,
  );
  const broken = events.flatMap((event) =>
    event.kind === 'compliance' && event.detail.to === 'NON_COMPLIANT' ? [event.detail] : [],
  );
  const turned = broken.filter(({ from }) => from !== null).length;
  // if no earlier verdict is known, nobody knows whether there was a different one
  const found = broken.length - turned;
  const fired = alarmsAlone(events, [], clock);
  const firedAt = clock(events.find(({ id }) => id === fired[0]?.root));
  const admitted = events.filter((event) => event.kind === 'flow' && event.detail.admittedBy !== undefined);
  const [first] = changed;
  const parts = [
    ...(first && changed.length === 1 ? [`${who} changed at ${clock(first)}: ${first.summary}`] : []),
    ...(changed.length > 1
      ? [`${who} changed ${plural(changed.length, 'time')} ${between(clock(first), clock(changed.at(-1)))}`]
      : []),
    ...(turned > 0 ? [`${plural(turned, 'rule verdict')} turned non-compliant`] : []),
    ...(found > 0 ? [`${plural(found, 'rule verdict')} ${found === 1 ? 'was' : 'were'} non-compliant`] : []),
    ...shiftsText(events, clock),
    ...(admitted.length > 0 ? [`${plural(admitted.length, 'flow')} came in through what was opened`] : []),
    ...(fired.length === 1 ? [`at ${firedAt} ${fired[0]?.summary}`] : []),
    ...(fired.length > 1 ? [`${plural(fired.length, 'alarm')} went off, the first at ${firedAt}`] : []),
  ];
  return parts.length > 0 ? parts.join('; ') : `Nothing stands out among ${plural(events.length, 'event')}`;
}

/** People first, then those that acted for them. */
const namesOf = (who: readonly WhoVerdict[]): readonly string[] =>
  [...who]
    .sort((a, b) => Number(b.human !== null) - Number(a.human !== null))
    .map(({ principals }) => toldName(principals[0] as Principal));

/** How a sentence continues with the target, if that is no resource. */
const prepositions: Partial<Record<SubjectKind, string>> = {
  principal: 'as',
  'access-key': 'with',
  ip: 'from',
  account: 'in',
};

const sentence = (text: string) => `${text}.`;

/** The time of day, with the date if the events are on several days, or may be: if the window is longer than one. */
function clockOf(ends: readonly Timed[], window: AnsweredWindow | undefined): (event: Timed | undefined) => string {
  const isShort = !window || window.until - window.since <= day;
  const oneDay = isShort && new Set(ends.map(({ time }) => time.slice(0, 10))).size <= 1;
  return (event) => (oneDay ? event?.time.slice(11, 19) : event?.time.slice(0, 16).replace('T', ' ')) ?? '';
}

const day = 86_400_000;

function listed(names: readonly string[]): string {
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} and ${numberText(names.length - 2)} others`;
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? 'nobody');
}

const between = (from: string, to: string) => (from === to ? `at ${from}` : `between ${from} and ${to}`);

function later(from: TimelineEvent, to: TimelineEvent): string {
  const seconds = Math.round((Date.parse(to.time) - Date.parse(from.time)) / 1000);
  if (seconds === 0) return 'in the same second';
  if (seconds < 120) return `${plural(seconds, 'second')} later`;
  if (seconds < 7200) return `${plural(Math.round(seconds / 60), 'minute')} later`;
  return seconds < 172_800
    ? `${plural(Math.round(seconds / 3600), 'hour')} later`
    : `${plural(Math.round(seconds / 86_400), 'day')} later`;
}
