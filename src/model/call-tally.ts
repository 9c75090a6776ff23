/**
 * Totals over all calls of an answer: who made them, how many, the first and the last. Calls are added one at a time, in any
 * order and by several threads, so that nothing has to hold them all.
 */
import { isChange } from './change.ts';
import type { ApiCallEvent } from './event.ts';
import { byWrites, isServices, isWrite, joinServices, nameOf, personOf, rankOf } from './person.ts';
import type { Human, Principal } from './principal.ts';
import type { WhoVerdict } from './report.ts';

/** A call's position on the timeline. */
export interface Standing {
  readonly time: string;
  readonly id: string;
}

interface Caller extends Standing {
  readonly principal: Principal;
}

interface KnownAs extends Standing {
  readonly human: Human;
}

interface PersonTally {
  calls: number;
  writes: number;
  /** Writes other than sign-ins. */
  changes: number;
  denied: number;
  failed: number;
  first: Caller;
  last: Standing;
  human: KnownAs | undefined;
  areServices: boolean;
  /** By role, session and tool: the first call's principal. */
  readonly callers: Map<string, Caller>;
}

/** Plain data, so that it can be sent to another thread. */
export interface CallSums {
  readonly people: ReadonlyMap<string, PersonTally>;
  readonly changes: Ends;
  /** Sign-ins that succeeded. */
  readonly entrances: Ends;
  readonly grave: Grave;
}

/** The calls with a danger. */
export interface Grave {
  readonly count: number;
  /** The first of the critical ones or, if there are none, of all. */
  readonly worst: ApiCallEvent | undefined;
}

/** The first few and the last of some calls. */
interface Ends {
  readonly firsts: readonly ApiCallEvent[];
  readonly last: Standing | undefined;
}

const noEnds: Ends = { firsts: [], last: undefined };
const noneGrave: Grave = { count: 0, worst: undefined };

/** A sentence names up to two changes; with a third, it gives a count. */
const mostFirsts = 3;

function withCall({ firsts, last }: Ends, call: ApiCallEvent): Ends {
  const { time, id } = call;
  const latest = firsts.at(-1);
  const isLater = firsts.length >= mostFirsts && latest && !isBefore(call, latest);
  return {
    firsts: isLater ? firsts : [...firsts, call].sort(inOrder).slice(0, mostFirsts),
    last: !last || isBefore(last, call) ? { time, id } : last,
  };
}

function joinedEnds(a: Ends, b: Ends): Ends {
  const { firsts } = b.firsts.reduce(withCall, a);
  return { firsts, last: a.last && b.last ? (isBefore(a.last, b.last) ? b.last : a.last) : (a.last ?? b.last) };
}

function joinedGrave(a: Grave, b: Grave): Grave {
  const isWorse = !a.worst || (b.worst && isWorseThan(b.worst, a.worst));
  return { count: a.count + b.count, worst: isWorse ? b.worst : a.worst };
}

function isWorseThan(a: ApiCallEvent, b: ApiCallEvent): boolean {
  const [first, second] = [a, b].map(({ severity }) => severity === 'critical');
  return first === second ? isBefore(a, b) : first === true;
}

export class CallTally {
  private people = new Map<string, PersonTally>();
  private changes = noEnds;
  private entrances = noEnds;
  private grave = noneGrave;
  private latest: { readonly principal: Principal; readonly person: PersonTally; readonly caller: string } | undefined;

  static of(calls: readonly ApiCallEvent[]): CallTally {
    const tally = new CallTally();
    for (const call of calls) tally.add(call);
    return tally;
  }

  /** If several accounts received copies of a call, add only one of them. */
  add(call: ApiCallEvent): void {
    const { time, id, detail } = call;
    const { principal, outcome } = detail;
    // most calls are made the same way as the one before
    const alike = this.latest && isAlike(this.latest.principal, principal) ? this.latest : undefined;
    const person = alike?.person ?? this.personOf(principal, call);
    const caller = alike?.caller ?? callerOf(principal);
    this.latest = alike ?? { principal, person, caller };
    person.calls++;
    if (outcome === 'denied') person.denied++;
    if (outcome === 'failed') person.failed++;
    if (isWrite(call)) {
      person.writes++;
      if (isChange(call)) {
        person.changes++;
        this.changes = withCall(this.changes, call);
      } else this.entrances = withCall(this.entrances, call);
    }
    if (detail.dangers) this.grave = joinedGrave(this.grave, { count: 1, worst: call });
    if (isBefore(call, person.first)) person.first = { time, id, principal };
    if (isBefore(person.last, call)) person.last = { time, id };
    person.areServices &&= isServices(principal);
    const { human } = principal;
    if (human && isBetter({ time, id, human }, person.human)) person.human = { time, id, human };
    const known = person.callers.get(caller);
    if (!known || isBefore(call, known)) person.callers.set(caller, { time, id, principal });
  }

  merge({ people, changes, entrances, grave }: CallSums): void {
    for (const [name, other] of people) {
      const known = this.people.get(name);
      this.people.set(name, known ? joined(known, other) : other);
    }
    this.latest = undefined;
    this.changes = joinedEnds(this.changes, changes);
    this.entrances = joinedEnds(this.entrances, entrances);
    this.grave = joinedGrave(this.grave, grave);
  }

  get sums(): CallSums {
    return { people: this.people, changes: this.changes, entrances: this.entrances, grave: this.grave };
  }

  /** Everyone who made a call, most writes first. */
  get who(): readonly WhoVerdict[] {
    return this.ranked.map(verdictOf);
  }

  /** Those who changed something or, if nobody did, those who signed in. */
  get writers(): readonly WhoVerdict[] {
    const changers = this.ranked.filter(({ changes }) => changes > 0);
    return (changers.length > 0 ? changers : this.ranked.filter(({ writes }) => writes > 0)).map(verdictOf);
  }

  private get ranked(): readonly PersonTally[] {
    const people = new Map(this.people);
    joinServices(
      people,
      ({ first }) => first.principal,
      ({ areServices }) => areServices,
      joined,
    );
    return [...people]
      .map(([person, tally]) => ({ ...tally, person, tally, shown: nameOf(tally.first.principal) }))
      .sort(byWrites)
      .map(({ tally }) => tally);
  }

  get counts(): CallCounts {
    const sums = { calls: 0, denied: 0, tried: 0 };
    let [writes, changes] = [0, 0];
    let first: Standing | undefined;
    let last: Standing | undefined;
    for (const person of this.people.values()) {
      sums.calls += person.calls;
      writes += person.writes;
      changes += person.changes;
      sums.denied += person.denied;
      sums.tried += person.denied + person.failed;
      if (!first || isBefore(person.first, first)) first = person.first;
      if (!last || isBefore(last, person.last)) last = person.last;
    }
    const told = changes > 0 ? this.changes : this.entrances;
    return {
      ...sums,
      writes: changes > 0 ? changes : writes,
      areEntrances: changes === 0 && writes > 0,
      first,
      last,
      firstWrites: told.firsts,
      lastWrite: told.last,
      grave: this.grave,
    };
  }

  private personOf(principal: Principal, { time, id }: ApiCallEvent): PersonTally {
    const name = personOf(principal);
    const known = this.people.get(name);
    if (known) return known;
    const person: PersonTally = {
      calls: 0,
      writes: 0,
      changes: 0,
      denied: 0,
      failed: 0,
      first: { time, id, principal },
      last: { time, id },
      human: undefined,
      areServices: true,
      callers: new Map(),
    };
    this.people.set(name, person);
    return person;
  }
}

export interface CallCounts {
  readonly calls: number;
  /** Changes or, if there are none, sign-ins. */
  readonly writes: number;
  /** Whether `writes` counts sign-ins. */
  readonly areEntrances: boolean;
  readonly denied: number;
  /** Calls denied or failed. */
  readonly tried: number;
  readonly first: Standing | undefined;
  readonly last: Standing | undefined;
  /** The first few, in order; all of them if there are at most two. */
  readonly firstWrites: readonly ApiCallEvent[];
  readonly lastWrite: Standing | undefined;
  readonly grave: Grave;
}

const callerOf = ({ arn, name, session, tool }: Principal): string => JSON.stringify([arn, name, session, tool.name]);

/** Whether both are the same person, in the same role and with the same tool. */
const isAlike = (a: Principal, b: Principal): boolean =>
  a === b ||
  (a.arn === b.arn &&
    a.accessKeyId === b.accessKeyId &&
    a.name === b.name &&
    a.session === b.session &&
    a.userId === b.userId &&
    a.account === b.account &&
    a.type === b.type &&
    a.tool.name === b.tool.name &&
    a.human?.name === b.human?.name &&
    a.human?.via === b.human?.via &&
    a.human?.certainty === b.human?.certainty &&
    a.path[0]?.from === b.path[0]?.from);

function joined(a: PersonTally, b: PersonTally): PersonTally {
  const callers = new Map(a.callers);
  for (const [key, caller] of b.callers) {
    const known = callers.get(key);
    if (!known || isBefore(caller, known)) callers.set(key, caller);
  }
  return {
    calls: a.calls + b.calls,
    writes: a.writes + b.writes,
    changes: a.changes + b.changes,
    denied: a.denied + b.denied,
    failed: a.failed + b.failed,
    first: isBefore(b.first, a.first) ? b.first : a.first,
    last: isBefore(a.last, b.last) ? b.last : a.last,
    human: b.human && isBetter(b.human, a.human) ? b.human : a.human,
    areServices: a.areServices && b.areServices,
    callers,
  };
}

const verdictOf = ({ human, callers, calls, writes, denied, failed, first, last }: PersonTally): WhoVerdict => ({
  human: human?.human ?? null,
  principals: [...callers.values()].sort(inOrder).map(({ principal }) => principal),
  calls,
  writes,
  denied,
  failed,
  firstTime: first.time,
  lastTime: last.time,
});

const isBetter = (found: KnownAs, known: KnownAs | undefined): boolean => {
  if (!known) return true;
  const [a, b] = [rankOf(found.human), rankOf(known.human)];
  return a < b || (a === b && isBefore(found, known));
};

const isBefore = (a: Standing, b: Standing): boolean => a.time < b.time || (a.time === b.time && a.id < b.id);
const inOrder = (a: Standing, b: Standing): number => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0);
