/**
 * What calls changed, inferred from the calls themselves: for when AWS Config is off, or has no item of an intermediate state.
 */
import type { ApiCallEvent, ConfigChangeEvent, Match, TimelineEvent } from '../../model/event.ts';
import type { ConfigurationItemEvidence } from '../../model/evidence.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import type { AnsweredWindow } from '../../model/question.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { configIdOf } from '../../resources/config-id.ts';
import type { Effect } from '../../resources/effect.ts';
import { effectsOf } from '../../resources/effects/index.ts';
import { plainEventName } from '../../resources/event-name.ts';
import { refOfSpelling } from '../../resources/identify.ts';
import { resourceType } from '../../resources/index.ts';
import { type Applied, applyEffect, type KnownState, nothingKnown, valueAtPath } from './apply-effect.ts';
import { changePhrases } from './change-words.ts';
import { contentOf, historiesOf, isDeleted, isRecorded } from './histories.ts';
import { joinPhrases } from './phrase.ts';

/** Nothing is inferred from other calls. */
export { callsWithEffects } from '../../resources/effects/index.ts';

export interface InferredChangesInput {
  /** Only the calls among them are used. */
  readonly events: readonly TimelineEvent[];
  readonly items: readonly ConfigurationItemEvidence[];
  /** undefined: everything. */
  readonly window: AnsweredWindow | undefined;
  /**
   * Whether a resource, by its type, spellings and place, is one that was asked about. A call may be about a target without
   * changing it, such as a role that a function is given. Absent: every resource is.
   */
  readonly isTarget?: (type: string, spellings: readonly string[], place: Place) => boolean;
}

type Place = Pick<ResourceRef, 'account' | 'region'>;

/** Appended to every sentence, so that nobody takes it for a recorded state. */
const fromTheCall = '(from the call)';

/** One event for each resource that a call changed, if no configuration item records the effect. In order of time. */
export function inferredChanges(input: InferredChangesInput): ConfigChangeEvent[] {
  const histories = byName(historiesOf(input.items));
  const resources = new Map<string, Affected>();
  for (const event of input.events) {
    if (event.kind !== 'api-call' || event.detail.outcome !== 'success' || event.detail.readOnly) continue;
    const effects = effectsOf(callOf(event));
    for (const effect of effects) {
      const affected = affectedBy(effect, event, histories);
      const known = resources.get(affected.key) ?? affected;
      resources.set(affected.key, known);
      known.calls.push({ event, effect, isOnly: effects.length === 1 });
    }
  }
  return [...resources.values()].flatMap((affected) => changesOf(affected, input)).sort(inOrder);
}

/** What successful calls change, by every spelling in them. */
export function affectedSpellings(events: readonly TimelineEvent[]): readonly string[] {
  const none: Histories = new Map();
  const found = new Set<string>();
  for (const event of events) {
    if (event.kind !== 'api-call' || event.detail.outcome !== 'success' || event.detail.readOnly) continue;
    for (const effect of effectsOf(callOf(event)))
      for (const spelling of affectedBy(effect, event, none).spellings) found.add(spelling);
  }
  return [...found];
}

const inOrder = (a: ConfigChangeEvent, b: ConfigChangeEvent) =>
  a.time === b.time ? (a.id < b.id ? -1 : 1) : a.time < b.time ? -1 : 1;

interface Affecting {
  readonly event: ApiCallEvent;
  readonly effect: Effect;
  /** The call has no other effect. */
  readonly isOnly: boolean;
}

/** A resource, with all calls that affected it and all its items. */
interface Affected {
  readonly key: string;
  readonly ref: ResourceRef & { readonly type: string };
  readonly spellings: readonly string[];
  readonly calls: Affecting[];
  readonly items: readonly ConfigurationItemEvidence[];
}

const callOf = ({ detail }: ApiCallEvent) => ({
  eventSource: detail.eventSource,
  eventName: plainEventName(detail.eventName),
  request: objectOr(detail.requestParameters),
  response: objectOr(detail.responseElements),
  additional: {},
});

const objectOr = (value: JsonValue): JsonObject => (isJsonObject(value) ? value : {});

type History = readonly ConfigurationItemEvidence[];

/** By type and by each spelling of the resource. */
type Histories = ReadonlyMap<string, readonly History[]>;

const nameKey = (type: string, spelling: string) => `${type.length} ${type} ${spelling}`;

function byName(histories: readonly History[]): Histories {
  const found = new Map<string, History[]>();
  for (const history of histories) {
    const [first] = history;
    if (!first) continue;
    const { resourceType: type, resourceId, resourceName, arn } = first.item;
    for (const spelling of new Set([resourceId, resourceName, arn])) {
      if (spelling === null) continue;
      const known = found.get(nameKey(type, spelling));
      if (known) known.push(history);
      else found.set(nameKey(type, spelling), [history]);
    }
  }
  return found;
}

/**
 * The history of the resource in the place where the call was recorded, as far as both are known. A name may be reused: the one
 * that existed at the call's time wins, then the one that came next, then the one that was deleted last.
 */
function historyOf(
  type: string,
  spellings: readonly string[],
  { origin: { account, region }, time }: ApiCallEvent,
  histories: Histories,
): History {
  const isThere = (own: string | null, other: string | null) =>
    own === null || other === null || own === 'global' || own === other;
  const found = new Set(spellings.flatMap((spelling) => histories.get(nameKey(type, spelling)) ?? []));
  const [best, ...others] = [...found].filter(
    ([first]) => first && isThere(first.item.account, account) && isThere(first.item.region, region),
  );
  return others.reduce((one, other) => (isLikelier(other, one, time) ? other : one), best ?? []);
}

/** Decides between two with the same name, independent of their order. */
function isLikelier(one: History, other: History, time: string): boolean {
  const [[rank, captured, key], [rankOfOther, capturedOfOther, keyOfOther]] = [
    standing(one, time),
    standing(other, time),
  ];
  if (rank !== rankOfOther) return rank < rankOfOther;
  // before the call the latest, after it the earliest
  if (captured !== capturedOfOther) return rank === 1 ? captured < capturedOfOther : captured > capturedOfOther;
  return key < keyOfOther;
}

/** 0: it existed at this time; 1: its first state is later; 2: it was deleted. With the time that shows this, and its key. */
function standing(history: History, time: string): readonly [number, string, string] {
  const last = history.findLast(({ item }) => item.captureTime < time) ?? history[0];
  if (!last) return [2, '', ''];
  const { captureTime, account, region, resourceId } = last.item;
  const rank = captureTime >= time ? 1 : isDeleted(last.item) ? 2 : 0;
  return [rank, captureTime, JSON.stringify([resourceId, account, region])];
}

function affectedBy(effect: Effect, event: ApiCallEvent, histories: Histories): Affected {
  const { origin } = event;
  const { type, id: text } = effect;
  const spelled = refOfSpelling(text);
  const told = spelled?.type === type ? spelled : undefined;
  const id = told?.id ?? text;
  const known = resourceType(type);
  const region = known?.isGlobal ? 'global' : origin.region;
  const ref = {
    type,
    id,
    ...(effect.name !== undefined && effect.name !== id && { name: effect.name }),
    ...(told?.arn !== undefined && { arn: told.arn }),
    ...(origin.account !== null && { account: origin.account }),
    ...(region !== null && { region }),
  };
  const configId = known && configIdOf(known, ref);
  const spellings = [...new Set([id, text, configId, told?.arn].filter((each) => each !== undefined))];
  const history = historyOf(type, spellings, event, histories);
  const recorded = history.at(-1)?.item;
  return {
    key: JSON.stringify(
      recorded ? [type, recorded.account, recorded.region, recorded.resourceId] : [type, origin.account, region, id],
    ),
    ref: recorded
      ? {
          ...ref,
          id: recorded.resourceId,
          ...(recorded.resourceName !== null && { name: recorded.resourceName }),
          ...(recorded.arn !== null && { arn: recorded.arn }),
          ...(recorded.region !== null && { region: recorded.region }),
        }
      : ref,
    spellings: [
      ...spellings,
      ...[recorded?.resourceId, recorded?.resourceName, recorded?.arn].filter((each) => typeof each === 'string'),
    ],
    calls: [],
    items: history.filter(({ item }) => isRecorded(item)),
  };
}

function changesOf(affected: Affected, input: InferredChangesInput): readonly ConfigChangeEvent[] {
  const { since, until } = input.window ?? { since: -Infinity, until: Infinity };
  const calls = [...affected.calls].sort(({ event: a }, { event: b }) =>
    a.time === b.time ? (a.id < b.id ? -1 : 1) : a.time < b.time ? -1 : 1,
  );
  const events: ConfigChangeEvent[] = [];
  let state = nothingKnown;
  let stateTime = '';
  for (const [index, call] of calls.entries()) {
    const { event } = call;
    const latest = affected.items.findLast(({ item }) => item.captureTime < event.time);
    if (latest && latest.item.captureTime >= stateTime) state = knownOf(latest);
    const applied = applyEffect(call.effect, state);
    [state, stateTime] = [applied.after ?? nothingKnown, event.time];
    const time = Date.parse(event.time);
    if (time < since || time >= until || applied.changes.length === 0) continue;
    const match = matchOf(call, affected, input);
    if (match.length > 0 && !isRecordedBy(affected.items, call, calls[index + 1]?.event.time))
      events.push(changeEvent(affected, call, applied, match));
  }
  return events;
}

const knownOf = ({ item }: ConfigurationItemEvidence): KnownState =>
  isDeleted(item) ? nothingKnown : { content: contentOf(item), isWhole: item.partial !== true };

/** It is listed for the same reasons as its call, but as the target only if the target is what was changed. */
function matchOf({ event }: Affecting, affected: Affected, { isTarget }: InferredChangesInput): readonly Match[] {
  const isIt = isTarget?.(affected.ref.type, affected.spellings, affected.ref) ?? true;
  // objects and table rows come by the thousand: they are listed only if they were asked about
  if (event.detail.eventCategory === 'Data' && !(isIt && event.match.includes('target'))) return [];
  return event.match.filter((reason) => (reason === 'target' ? isIt : reason !== 'neighbor' && reason !== 'chain'));
}

/**
 * Whether an item shows what the call did: one captured after it and before the next call to the resource, or one after several
 * calls in which this effect still holds. What was undone before Config looked is in no item.
 */
function isRecordedBy(items: History, { event, effect }: Affecting, nextTime: string | undefined): boolean {
  const later = items.filter(({ item }) => item.captureTime >= event.time);
  const [next] = later;
  if (!next) return false;
  if (effect.what === 'deleted') return later.some(({ item }) => isDeleted(item));
  if (nextTime === undefined || next.item.captureTime < nextTime || effect.what === 'created') return true;
  if (isDeleted(next.item)) return false;
  // a path that no item of the resource has is spelled differently there: nothing can be concluded from it
  const writes = effect.writes.filter(({ path }) =>
    items.some(({ item }) => valueAtPath(contentOf(item), path) !== undefined),
  );
  const state: KnownState = { content: contentOf(next.item), isWhole: true };
  return writes.every((write) => applyEffect({ ...effect, writes: [write] }, state).changes.length === 0);
}

const statuses = { created: 'ResourceDiscovered', changed: 'OK', deleted: 'ResourceDeleted' } as const;

function changeEvent(
  { ref }: Affected,
  { event, effect, isOnly }: Affecting,
  { changes, before, after }: Applied,
  match: readonly Match[],
): ConfigChangeEvent {
  const stateId = event.detail.eventId ?? event.id.replace(/^cloudtrail:/, '');
  const id = `inferred:${event.id.replace(/^cloudtrail:/, '')}`;
  const content = after?.content ?? null;
  const words =
    effect.what === 'changed'
      ? joinPhrases(changePhrases(changes, { before, after: content, isPartial: true }, ref.type))
      : effect.what;
  return {
    // a call may change several resources
    id: isOnly ? id : `${id}/${ref.type}/${ref.id}`,
    time: event.time,
    kind: 'config-change',
    match,
    resources: [ref],
    summary: `${words} ${fromTheCall}`,
    severity: 'notice',
    chain: null,
    origin: event.origin,
    detail: {
      resourceType: ref.type,
      resourceId: ref.id,
      status: statuses[effect.what],
      captureTime: event.time,
      stateId,
      changes,
      relationshipOnly: false,
      inferred: true,
      before: null,
      after: content,
    },
  };
}
