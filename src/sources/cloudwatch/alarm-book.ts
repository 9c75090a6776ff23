/**
 * What the files of an archive tell of alarms, put together: a change of state is told by name alone, and which metric
 * the alarm watches stands in another file, before or after it.
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
  /** What was answered before, and is not told again. */
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
  /** Not yet known to belong to the question: a file to come may tell. */
  private waiting: Found<Transition>[] = [];
  private waitingComposites: Found<Alarm>[] = [];
  private waitingSightings: (Named & { readonly time: number })[] = [];
  /** With what they did, but not yet told. */
  private complete: Found<Transition>[] = [];
  // of the file that is read
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

  /** A record of the file that is read. */
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

  /** The names of the alarms known by now whose changes belong to the question. */
  wanted(): readonly string[] {
    return this.known
      .names()
      .filter((name) => this.decide([...this.known.of(name), ...bare({ name, arn: null })]).length > 0);
  }

  /** The file is at its end. Tells where and when it had records; of those whose place a file to come may tell, later. */
  sight(collector: Collector): void {
    for (const sighting of this.sightings) {
      const { account, region } = this.placeOf(sighting);
      // where it belongs a file to come may tell
      if (account === null || region === null) this.waitingSightings.push(sighting);
      else collector.seen(account, region, sighting.time);
    }
    this.sightings = [];
    this.complete.push(...withActions(this.transitions, this.actions));
    this.transitions = [];
    this.actions = [];
  }

  /** Tells what is known by now to belong to the question: of one change, what all who told it since the last time do. */
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

  /** All files were read: nothing waits any longer for what its alarm watches, and where it is. */
  tellRest(collector: Collector): void {
    for (const { time, ...named } of this.waitingSightings) {
      const { account, region } = this.placeOf(named);
      collector.seen(account, region, time);
    }
    for (const found of this.waiting) this.tellTransition(found, collector, true);
    this.waitingSightings = [];
    this.waiting = [];
  }

  /** What waits on: of what waited before only something learned since can have decided any. */
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

  /** Of a whole window, what is asked for is what is in its regions. */
  private watchesGlobal(alarm: Alarm | undefined, region: string | null): boolean {
    if (!alarm || this.matcher.isEverything) return false;
    const { namespace, dimensions } = alarm;
    return dimensions.some((each) => isGlobalMetric({ namespace, dimensions: each }, region));
  }

  /** Why something about these alarms is listed; empty where it is not, or was before. */
  private decide(alarms: readonly Alarm[]): readonly Match[] {
    const { answered } = this;
    if (answered && alarms.some((alarm) => this.match(alarm, answered).length > 0)) return [];
    const matches = alarms.flatMap((alarm) => this.match(alarm));
    const [first] = matches;
    return matches.includes('target') ? ['target'] : first === undefined ? [] : [first];
  }

  /** An alarm's own metrics and names, and those of the alarms that a composite one looks at. */
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

  /** As the record tells it, else as the only alarm of that name tells it. */
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

/** Its own record does not tell what it watches. */
const mayWait = ({ value: { told } }: Found<Transition>) => !told || told.metricName === null;

function onlyOne(values: readonly (string | null)[]): string | null {
  const [only, ...more] = new Set(values.filter((value) => value !== null));
  return only !== undefined && more.length === 0 ? only : null;
}
