/**
 * Combines what the files of an archive say about alarms: a change of state gives only the alarm's name, and the metric that
 * the alarm watches is in another file, read earlier or later.
 */
import type { Collector } from '../../archive/scanner.ts';
import type { Match } from '../../model/event.ts';
import type { Interests } from '../../model/interests.ts';
import type { Alarm } from '../../model/series.ts';
import { isGlobalMetric } from '../../resources/metric-regions.ts';
import { withActions } from './alarm-actions.ts';
import { AlarmDefinitions } from './alarm-definitions.ts';
import { isCompatible, TransitionIdentities } from './alarm-identity.ts';
import { createMatcher, type Matcher } from './interests.ts';
import { alarmEvidence, transitionEvidence } from './normalize.ts';
import type { AlarmAction, AlarmRecord, Found, Transition } from './transition.ts';
import { eachOnce } from './transition-tellers.ts';

export interface AlarmQuestion {
  readonly interests: Interests;
  /** What earlier requests answered, which is not repeated. */
  readonly answered: Interests | undefined;
  readonly isInWindow: (time: number) => boolean;
  readonly isInScope: (account: string | null, region: string | null) => boolean;
  readonly backend: string;
}

type Named = Pick<Transition, 'name' | 'account' | 'region'>;

export class AlarmBook {
  private readonly matcher: Matcher;
  private readonly answered: Matcher | undefined;
  private readonly isInWindow: AlarmQuestion['isInWindow'];
  private readonly isInScope: AlarmQuestion['isInScope'];
  private readonly backend: string;
  private readonly identities = new TransitionIdentities();
  private readonly known = new AlarmDefinitions((alarm) => this.match(alarm).length > 0);
  private hasLearned = false;
  /** Not known yet to belong to the question: a later file may decide. */
  private waiting: Found<Transition>[] = [];
  private waitingComposites: Found<Alarm>[] = [];
  private waitingSightings: (Named & { readonly time: number })[] = [];
  /** With their actions, but not yet handed on. */
  private complete: Found<Transition>[] = [];
  // from the file being read
  private transitions: Found<Transition>[] = [];
  private described: Found<Alarm>[] = [];
  private actions: AlarmAction[] = [];
  private sightings: (Named & { readonly time: number })[] = [];

  constructor({ interests, answered, isInWindow, isInScope, backend }: AlarmQuestion) {
    this.matcher = createMatcher(interests);
    this.answered = answered && createMatcher(answered);
    this.isInWindow = isInWindow;
    this.isInScope = isInScope;
    this.backend = backend;
  }

  /** Adds a record of the file being read. */
  add(record: AlarmRecord, locator: string): void {
    switch (record.kind) {
      case 'transition': {
        const { transition } = record;
        this.sightings.push(transition);
        if (transition.told) this.learn(transition.told, transition.time);
        if (this.isInWindow(transition.time)) this.transitions.push({ value: transition, locator });
        break;
      }
      case 'definition': {
        const { alarm, time } = record;
        this.learn(alarm, time);
        if (time !== null) this.sightings.push({ ...alarm, time });
        else if (!this.matcher.isEverything) this.described.push({ value: alarm, locator });
        break;
      }
      case 'action':
        this.actions.push(record.action);
        this.sightings.push({ ...record.action, account: null, region: null });
        break;
      case 'other':
        this.sightings.push({ ...record.of, time: record.time });
        break;
      case 'damaged':
        break;
    }
  }

  /** The names of the alarms known so far whose changes belong to the question. */
  wanted(): readonly string[] {
    return this.known
      .names()
      .filter((name) => this.decide([...this.known.of(name), ...bare({ name, arn: null })]).length > 0);
  }

  /**
   * The file is at its end. Reports where and when it had records; those whose place a later file may give are reported later.
   */
  sight(collector: Collector): void {
    for (const sighting of this.sightings) {
      const { account, region } = this.placeOf(sighting);
      // a later file may say where it belongs
      if (account === null || region === null) this.waitingSightings.push(sighting);
      else collector.seen(account, region, sighting.time);
    }
    this.sightings = [];
    this.complete.push(...withActions(this.transitions, this.actions));
    this.transitions = [];
    this.actions = [];
  }

  /**
   * Hands on what is now known to belong to the question, merging all the records of one change that came since the last call.
   */
  finish(collector: Collector): void {
    this.sight(collector);
    this.waiting = this.decideAll(
      this.waiting,
      eachOnce(this.complete),
      (found) => !this.tellTransition(found, collector) && mayWait(found),
    );
    this.waitingComposites = this.decideAll(
      this.waitingComposites,
      this.described,
      (found) => !this.tellAlarm(found, collector) && found.value.children.length > 0,
    );
    this.hasLearned = false;
    this.complete = [];
    this.described = [];
  }

  /** All files were read: nothing waits any longer to learn where its alarm is and what it watches. */
  tellRest(collector: Collector): void {
    for (const { time, ...named } of this.waitingSightings) {
      const { account, region } = this.placeOf(named);
      collector.seen(account, region, time);
    }
    for (const found of this.waiting) this.tellTransition(found, collector, true);
    this.waitingSightings = [];
    this.waiting = [];
  }

  /** Returns what goes on waiting. Of what waited before, something can be decided only if more was learned since. */
  private decideAll<Value>(
    waiting: Found<Value>[],
    added: readonly Found<Value>[],
    waitsOn: (found: Found<Value>) => boolean,
  ): Found<Value>[] {
    if (this.hasLearned) return [...waiting, ...added].filter(waitsOn);
    for (const found of added) if (waitsOn(found)) waiting.push(found);
    return waiting;
  }

  private learn(alarm: Alarm, time: number | null): void {
    if (alarm.metricName === null && alarm.children.length === 0) return;
    const isNew = this.known.add(alarm, time);
    if (isNew && (alarm.children.length > 0 || this.match(alarm).length > 0)) this.hasLearned = true;
  }

  private tellTransition({ value, locator }: Found<Transition>, collector: Collector, isLast = false): boolean {
    const alarms = this.alarmsOf(value);
    if (!isLast && alarms.length === 0 && mayWait({ value, locator })) return false;
    const match = this.decide([...(value.told ? [value.told] : []), ...alarms, ...bare(value)]);
    if (match.length === 0) return false;
    const { account, region } = this.placeOf(value);
    if (this.isInScope(account, this.watchesGlobal(value.told ?? alarms[0], region) ? null : region)) {
      const identity = this.identities.of(value, account, region);
      const place = { backend: this.backend, locator };
      collector.evidence(
        transitionEvidence(value, this.known.best(alarms), { account, region }, identity, match, place),
      );
    }
    return true;
  }

  private tellAlarm({ value, locator }: Found<Alarm>, collector: Collector): boolean {
    if (this.decide([value]).length === 0) return false;
    if (this.isInScope(value.account, this.watchesGlobal(value, value.region) ? null : value.region))
      collector.evidence(alarmEvidence(value, { backend: this.backend, locator }));
    return true;
  }

  /** A question about a whole window covers only what is in its regions. */
  private watchesGlobal(alarm: Alarm | undefined, region: string | null): boolean {
    if (!alarm || this.matcher.isEverything) return false;
    const { namespace, dimensions } = alarm;
    return dimensions.some((each) => isGlobalMetric({ namespace, dimensions: each }, region));
  }

  /** Why something about these alarms is listed; empty if it is not, or was before. */
  private decide(alarms: readonly Alarm[]): readonly Match[] {
    const { answered } = this;
    if (answered && alarms.some((alarm) => this.match(alarm, answered).length > 0)) return [];
    const matches = alarms.flatMap((alarm) => this.match(alarm));
    const [first] = matches;
    return matches.includes('target') ? ['target'] : first === undefined ? [] : [first];
  }

  /** Matches an alarm's own metrics and names, and those of the alarms that a composite alarm refers to. */
  private match(alarm: Alarm, matcher = this.matcher, seen = new Set<string>()): readonly Match[] {
    const own = matcher.alarm(alarm.name, alarm.arn, alarm.dimensions);
    if (own.length > 0) return own;
    seen.add(alarm.name);
    for (const name of alarm.children) {
      if (seen.has(name)) continue;
      const children = this.alarmsOf({ name, account: alarm.account, region: alarm.region });
      for (const child of children.length > 0 ? children : bare({ name, arn: null })) {
        const match = this.match(child, matcher, seen);
        if (match.length > 0) return match;
      }
    }
    return [];
  }

  /** From the record, otherwise from the only alarm of that name. */
  private placeOf({ name, account, region }: Named): {
    readonly account: string | null;
    readonly region: string | null;
  } {
    const alarms = this.alarmsOf({ name, account, region });
    return {
      account: account ?? onlyOne(alarms.map((alarm) => alarm.account)),
      region: region ?? onlyOne(alarms.map((alarm) => alarm.region)),
    };
  }

  private alarmsOf({ name, account, region }: Named): readonly Alarm[] {
    return this.known
      .of(name)
      .filter((alarm) => isCompatible(alarm.account, account) && isCompatible(alarm.region, region));
  }
}

/** An alarm of which only the name is known. */
const bare = ({ name, arn }: Pick<Transition, 'name' | 'arn'>): readonly Alarm[] => [
  {
    name,
    arn,
    account: null,
    region: null,
    state: null,
    namespace: null,
    metricName: null,
    dimensions: [],
    threshold: null,
    comparison: null,
    actions: [],
    children: [],
  },
];

/** Whether its own record leaves open what the alarm watches. */
const mayWait = ({ value: { told } }: Found<Transition>) => !told || told.metricName === null;

function onlyOne(values: readonly (string | null)[]): string | null {
  const [only, ...more] = new Set(values.filter((value) => value !== null));
  return only !== undefined && more.length === 0 ? only : null;
}
