/**
 * Which change came before a shift, an alarm, log lines or traffic, on the same resource or a neighbor, and could have moved
 * it. obs3 never claims that the change caused it: the factors of the score show how much speaks for that.
 */
import { hour, minute } from '../../model/duration.ts';
import type { ApiCallEvent, ConfigChangeEvent } from '../../model/event.ts';
import { isOwnService, type ResourceRef } from '../../model/resource.ts';
import { isAbout, lets, opens } from './admitted.ts';
import { bestFirst, type Candidate, candidateOf } from './candidate.ts';
import type { Changed } from './changed.ts';
import { contentOfCall } from './content.ts';
import { apart } from './durations.ts';
import { type EffectFacts, factsOf, lagInWords } from './effect-facts.ts';
import { kindOfCall, kindOfItem, moves, movesLog, wordsForKind } from './movers.ts';
import type { Step } from './neighborhood.ts';
import { repairsLess } from './put-right.ts';
import { type Call, type Effect, type Item, positionAt, type ResourceIndex, shareResource } from './resource-index.ts';

/** Older changes are not believable, whatever else speaks for them. */
const longestLag = 6 * hour;
/** How many changes are considered for each spelling, latest first: a resource that is changed every second explains nothing. */
const mostChanges = 200;

interface Near {
  readonly cause: Call | Item;
  readonly step: Step;
  readonly spelling: string;
}

export interface PrecededInput {
  readonly index: ResourceIndex;
  readonly changed: Changed;
  /** Id of a call -> id of the earlier one that it takes back. */
  readonly undoes: ReadonlyMap<string, string>;
}

export function precededCandidates(effect: Effect, { index, changed, undoes }: PrecededInput): readonly Candidate[] {
  const through = throughOpening(effect, index, changed);
  if (through) return [through];
  const facts = factsOf(effect);
  const rated = nearChanges(effect, facts, index, changed).flatMap((near) => rate(effect, facts, near) ?? []);
  return shareCredit(effect, facts, repairsLess({ effect, onset: facts.onset, rated, undoes })).sort(bestFirst);
}

/** Traffic of which some is known to have come through an opening, even if other traffic reached that port before. */
function throughOpening({ event }: Effect, index: ResourceIndex, changed: Changed): Candidate | undefined {
  if (event.kind !== 'flow' || event.detail.admittedBy === undefined) return undefined;
  const opened = index.byId.get(event.detail.admittedBy);
  if (!opened) return undefined;
  const [call = opened.event.id] = changed.explained.get(opened.event.id)?.keys() ?? [];
  const times = event.detail.sources.map(({ firstTime }) => Date.parse(firstTime));
  const first = Math.min(...times.filter((time) => time >= opened.time));
  return candidateOf('preceded', call, event.id, { admitted: 0.97, lag: Number.isFinite(first) ? 1 : 0.9 }, [
    'some of it came through the rule that was opened, and no other lets it in',
    ...(Number.isFinite(first) ? [`the first came ${apart(first - opened.time)} after it`] : []),
  ]);
}

/** Candidates by resource and time alone: calls, and items whose call is unknown. */
function nearChanges(
  effect: Effect,
  facts: EffectFacts,
  index: ResourceIndex,
  changed: Changed,
  from = facts.onset - longestLag,
  to = facts.onset + facts.blur,
): readonly Near[] {
  const found = new Map<string, Near>();
  const keep = (near: Near) => {
    const known = found.get(near.cause.event.id);
    if (!known || near.step.hops < known.step.hops) found.set(near.cause.event.id, near);
  };
  for (const own of facts.spellings) {
    const isAside = isBesideOther(effect, own, index);
    for (const [spelling, step] of index.neighborhood.reachedFrom(own)) {
      const isHere = (event: ApiCallEvent | ConfigChangeEvent) =>
        isSamePlace(event, effect) &&
        (step.hops === 0 || !isAside || isRouting(event)) &&
        (step.hops > 0
          ? !index.neighborhood.isShared(spelling) || isOnShared(event, effect, spelling)
          : !(isOfOtherService(event, effect, spelling) || isOfAnother(event, effect)));
      for (const cause of latest(index.changesAt(spelling), from, to))
        if (isHere(cause.event)) keep({ cause, step, spelling });
      for (const cause of latest(index.itemsAt(spelling), from, to)) {
        const { detail } = cause.event;
        if (detail.changes.length === 0 || detail.relationshipOnly || detail.inferred || !isHere(cause.event)) continue;
        if (!changed.explained.has(cause.event.id)) keep({ cause, step, spelling });
      }
    }
  }
  return [...found.values()];
}

/** The metric is of a service and its dimensions also name the cluster: whatever else is in the cluster was not measured. */
const isBesideOther = ({ event: { resources } }: Effect, own: string, { neighborhood }: ResourceIndex): boolean =>
  resources.length > 1 && neighborhood.isShared(own) && resources.some(({ id }) => !neighborhood.isShared(id));

function latest<One extends { readonly time: number }>(list: readonly One[], from: number, to: number): readonly One[] {
  if (list.length === 0) return list;
  const end = positionAt(list, to);
  return list.slice(Math.max(positionAt(list, from), end - mostChanges), end);
}

/** Names recur in other accounts; regions may differ for resources that have none. */
const isSamePlace = ({ origin }: ApiCallEvent | ConfigChangeEvent, { event }: Effect): boolean =>
  origin.account === null || event.origin.account === null || origin.account === event.origin.account;

/** A state machine and a function may share a name. */
function isOfOtherService(cause: ApiCallEvent | ConfigChangeEvent, { event }: Effect, spelling: string): boolean {
  let isOther = false;
  for (const ref of cause.resources) {
    if (ref.type === null || !isSpelled(ref, spelling)) continue;
    for (const own of event.resources) {
      if (own.type === null || !isSpelled(own, spelling)) continue;
      if (own.type === ref.type || serviceOf(own.type) === serviceOf(ref.type)) return false;
      isOther = true;
    }
  }
  return isOther;
}

/** Both are in the same cluster, but of different services in it. */
const isOfAnother = (cause: ApiCallEvent | ConfigChangeEvent, { event }: Effect): boolean =>
  event.resources.some((own) => {
    if (own.type === null || (own.type === targetGroup && isRouting(cause))) return false;
    const others = cause.resources.filter(({ type }) => type === own.type);
    return others.length > 0 && !shareResource([own], others);
  });

const targetGroup = 'AWS::ElasticLoadBalancingV2::TargetGroup';

/**
 * A rule that sends requests to one target group takes them from another, which it does not name.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
 */
const isRouting = (cause: ApiCallEvent | ConfigChangeEvent): boolean =>
  cause.kind === 'api-call' &&
  cause.detail.eventSource === 'elasticloadbalancing.amazonaws.com' &&
  /Rule$|^SetRulePriorities$|Listener$/.test(cause.detail.eventName);

/** A call on a key that a function decrypts with, not one that only names it: another function was given the same key. */
const isOnShared = (cause: ApiCallEvent | ConfigChangeEvent, effect: Effect, spelling: string): boolean =>
  !isOfAnother(cause, effect) &&
  (cause.kind === 'config-change' ||
    cause.resources.some(
      (ref) => isSpelled(ref, spelling) && (ref.type === null || isOwnService(ref.type, cause.detail.eventSource)),
    ));

const isSpelled = ({ id, name, arn }: ResourceRef, spelling: string): boolean =>
  id === spelling || name === spelling || arn === spelling;

/** Two generations of a service count as one: `ElasticLoadBalancingV2`. */
const serviceOf = (type: string) => (type.split('::')[1] ?? '').replace(/V\d$/, '');

interface Rated {
  readonly near: Near;
  readonly factors: Readonly<Record<string, number>>;
  readonly raw: number;
}

/** How many candidates are put into words; the others still share the credit. */
const mostTold = 20;

function rate(effect: Effect, facts: EffectFacts, near: Near): Rated | undefined {
  const { cause, step } = near;
  const { event } = cause;
  const isCall = event.kind === 'api-call';
  const kind = isCall ? kindOfCall(event) : kindOfItem(event);
  const lag = facts.onset - cause.time;
  const said = setsAlarm(effect, cause);
  const kindFactor = said ?? kindFits(effect, facts, event, kind, step.hops);
  if (kindFactor === 0) return undefined;
  const factors = {
    lag: lagFactor(lag, facts.blur),
    unusual: said !== undefined ? 1 : facts.unusual,
    nearness: step.hops === 0 ? 1 : step.hops === 1 ? 0.95 : 0.85,
    kind: kindFactor,
    direction: isCall ? directionFit(effect, event) : 1,
    ...(!isCall && { 'its call is not known': 0.85 }),
  };
  const raw = Object.values(factors).reduce((product, value) => product * value, 1);
  return { near, factors, raw };
}

function reasonsOf(
  effect: Effect,
  facts: EffectFacts,
  { cause, step, spelling }: Near,
  kindFactor: number,
): readonly string[] {
  const steps = step.hops === 1 ? 'a neighbor' : 'two steps away';
  const what =
    effect.event.kind === 'flow' ? 'traffic' : effect.event.kind === 'log' ? 'what is logged' : 'such a metric';
  return [
    lagInWords(facts.onset - cause.time),
    facts.unusualWords,
    step.hops === 0 ? 'on the same resource' : `on ${spelling}, ${steps} (${step.relation})`,
    setsAlarm(effect, cause) !== undefined
      ? 'the call set the state of the alarm'
      : `${wordsForKind(kindOf(cause))} ${kindFactor >= 0.9 ? 'moves' : 'may move'} ${what}`,
  ];
}

function kindFits(
  { event }: Effect,
  { metricName }: EffectFacts,
  cause: ApiCallEvent | ConfigChangeEvent,
  kind: ReturnType<typeof kindOfCall>,
  hops: number,
): number {
  const isCall = cause.kind === 'api-call';
  switch (event.kind) {
    case 'metric':
      return moves(kind, event.detail, isCall ? cause.detail.eventName : undefined, hops);
    case 'alarm':
      if (event.detail.to !== 'ALARM') return 0;
      return moves(
        kind,
        { metricName: metricName || event.detail.alarmName, namespace: event.detail.namespace ?? null },
        isCall ? cause.detail.eventName : undefined,
        hops,
      );
    case 'log':
      return movesLog(kind, `${event.detail.pattern} ${event.detail.logGroup}`);
    case 'flow': {
      if (kind !== 'firewall' && kind !== 'network' && kind !== 'power') return 0;
      if (event.detail.admittedBy !== undefined && event.detail.admittedBy === cause.id) return 1;
      if (!isCall) return kind === 'firewall' ? 0.7 : 0.5;
      const about = isAbout(cause, event);
      return about === undefined ? 0.7 : about;
    }
  }
}

/** SetAlarmState changes the alarm itself, whatever its metric does. */
function setsAlarm({ event }: Effect, { event: cause }: Call | Item): number | undefined {
  if (event.kind !== 'alarm' || cause.kind !== 'api-call' || cause.detail.eventName !== 'SetAlarmState')
    return undefined;
  const { values } = contentOfCall(cause).request;
  return values.has(event.detail.alarmName.toLowerCase()) && values.has(event.detail.to.toLowerCase()) ? 1 : 0;
}

/** Opening lets more in, closing lets less in; failures rise after either. */
function directionFit({ event }: Effect, cause: ApiCallEvent): number {
  if (event.kind === 'flow') return lets(cause, event);
  if (event.kind !== 'metric') return 1;
  const isOpening = opens(cause);
  const isTraffic = /^Network(?:In|Out|Packets)|Bytes(?:In|Out)|ActiveFlow|NewFlow/.test(event.detail.metricName);
  if (!isTraffic || isOpening === undefined || kindOfCall(cause) !== 'firewall') return 1;
  return isOpening === (event.detail.direction === 'up') ? 1 : 0.6;
}

/** The sooner, the likelier: anything within a period or ten minutes counts in full. */
function lagFactor(lag: number, blur: number): number {
  if (lag <= Math.max(blur, 10 * minute)) return 1;
  if (lag <= 30 * minute) return 0.93;
  if (lag <= hour) return 0.85;
  return lag <= 2 * hour ? 0.7 : 0.5;
}

/** Changes that could all have moved it share the credit, in proportion to what else speaks for each. */
function shareCredit(effect: Effect, facts: EffectFacts, rated: readonly Rated[]): Candidate[] {
  const sum = rated.reduce((total, { raw }) => total + raw ** 2, 0);
  const others = rated.length - 1;
  const first = [...rated].sort((a, b) => b.raw - a.raw || (a.near.cause.event.id < b.near.cause.event.id ? -1 : 1));
  return first.slice(0, mostTold).map(({ near, factors, raw }) => {
    const share = sum === 0 ? 1 : raw ** 2 / sum;
    const competition = others === 0 ? {} : { 'shared credit': 0.7 + 0.3 * share };
    return candidateOf('preceded', near.cause.event.id, effect.event.id, { ...factors, ...competition }, [
      ...reasonsOf(effect, facts, near, factors['kind'] ?? 0),
      ...(others === 0 ? [] : [`${others} other change${others === 1 ? '' : 's'} near it could have moved it too`]),
    ]);
  });
}

/** Why a shift, an alarm or log lines have no known cause. */
export function whyUnlinked(
  effect: Effect,
  index: ResourceIndex,
  changed: Changed,
  best: Candidate | undefined,
): string {
  const facts = factsOf(effect);
  if (best) return `no believable change before it: the likeliest scores ${best.score}`;
  const after = nearChanges(effect, facts, index, changed, facts.onset + facts.blur, facts.onset + hour).filter(
    ({ cause, step }) => kindFits(effect, facts, cause.event, kindOf(cause), step.hops) > 0,
  );
  const first = Math.min(...after.map(({ cause }) => cause.time));
  if (Number.isFinite(first)) return `began ${apart(first - facts.onset)} before the change`;
  const before = nearChanges(effect, facts, index, changed, facts.onset - 2 * hour);
  return before.length > 0 ? 'the changes near it do not affect it' : 'no change near it';
}

const kindOf = ({ event }: Call | Item) => (event.kind === 'api-call' ? kindOfCall(event) : kindOfItem(event));
