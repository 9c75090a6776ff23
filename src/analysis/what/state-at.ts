/** The state of resources at a time, and what changed between two times, from their configuration items. */
import type { ConfigurationItem } from '../../model/configuration-item.ts';
import type { ConfigChangeEvent, Origin } from '../../model/event.ts';
import type { ConfigurationItemEvidence } from '../../model/evidence.ts';
import type { NetChange, Standing, StateAt, StateItem } from '../../model/state.ts';
import { changePhrases } from './change-words.ts';
import { changesBetween } from './config-changes.ts';
import { contentOf, historiesOf, isDeleted, isRecorded } from './histories.ts';
import { joinPhrases } from './phrase.ts';

export interface StatesInput {
  readonly items: readonly ConfigurationItemEvidence[];
  /** Whether a resource is the one that was asked about. */
  readonly isTarget: (item: ConfigurationItem) => boolean;
  /** What calls reveal about it, to know when it was created. */
  readonly inferred: readonly ConfigChangeEvent[];
}

/** One state for each resource, ordered by type and id. `at`: epoch milliseconds. */
export const statesAt = (input: StatesInput, at: number): readonly StateAt[] =>
  historiesIn(input).map((history) => stateOf(history, at, input.inferred).state);

/** Where the records are that show the states at these times, and what happened between the first and the last. Each once. */
export function basisOf(input: StatesInput, ...times: readonly number[]): readonly Origin[] {
  const [first = 0, last = first] = [times[0], times.at(-1)];
  const found = historiesIn(input).flatMap((history) => [
    ...times.flatMap((at) => stateOf(history, at, input.inferred).basis),
    ...history.filter(({ item }) => isBetween(Date.parse(item.captureTime), first, last)),
  ]);
  return [...new Set(found)].map(({ origin }) => origin);
}

export function netChanges(input: StatesInput, from: number, to: number): readonly NetChange[] {
  return historiesIn(input).map((history) => {
    const [before, after] = [from, to].map((at) => stateOf(history, at, input.inferred).state) as [StateAt, StateAt];
    const [old, now] = [itemAt(history, from), itemAt(history, to)];
    const passed = history.filter(({ item }) => isBetween(Date.parse(item.captureTime), from, to));
    const changes = old && now ? changesBetween(old.item, now.item) : [];
    const summary =
      old && now && changes.length === 0 && exist(old, now) && passed.some(({ item }) => differs(old.item, item))
        ? `${nameOf(now.item)} changed in between, and is again as it was`
        : summaryOf(before, after, old?.item, now?.item, changes);
    return { before, after, changes, states: passed.length, summary };
  });
}

const exist = (...states: History) => !states.some(({ item }) => isDeleted(item));

const differs = (old: ConfigurationItem, item: ConfigurationItem): boolean =>
  isDeleted(old) !== isDeleted(item) || changesBetween(old, item).length > 0;

const isBetween = (time: number, from: number, to: number) => time > from && time <= to;

type History = readonly ConfigurationItemEvidence[];

const historiesIn = ({ items, isTarget }: StatesInput): readonly History[] =>
  historiesOf(items.filter(({ item }) => isTarget(item)))
    .map((history) => history.filter(({ item }) => isRecorded(item)))
    .filter((history) => history.length > 0)
    .sort(([a], [b]) => (keyOf(a) < keyOf(b) ? -1 : 1));

const keyOf = (evidence: ConfigurationItemEvidence | undefined): string => {
  const { resourceType = '', resourceId = '', account = '', region = '' } = evidence?.item ?? {};
  return [resourceType, resourceId, account, region].join('\n');
};

/** The last item captured by then. */
const itemAt = (history: History, at: number): ConfigurationItemEvidence | undefined =>
  history.findLast(({ item }) => Date.parse(item.captureTime) <= at);

/** A record that shows a state. */
type Told = Pick<ConfigurationItemEvidence, 'origin'>;

interface Known {
  readonly state: StateAt;
  readonly basis: readonly Told[];
}

function stateOf(history: History, at: number, inferred: readonly ConfigChangeEvent[]): Known {
  const found = itemAt(history, at);
  const next = history.find(({ item }) => Date.parse(item.captureTime) > at);
  const time = new Date(at).toISOString();
  const told = (standing: Standing, summary: string, item?: ConfigurationItemEvidence, made?: Told): Known => ({
    state: {
      at: time,
      standing,
      summary,
      item: item ? stateItem(item) : null,
      nextTime: next?.item.captureTime ?? null,
    },
    basis: [found, item, next, made].filter((each) => each !== undefined),
  });
  if (found && !isDeleted(found.item))
    return told('exists', `${nameOf(found.item)} as captured at ${clock(found.item.captureTime)}`, found);
  if (found) {
    const last = history.findLast(({ item }) => item.captureTime < found.item.captureTime && !isDeleted(item));
    const was = `${nameOf(found.item)} did not exist: it was deleted by ${clock(found.item.captureTime)}`;
    return told('deleted', last ? `${was}; its last known state is of ${clock(last.item.captureTime)}` : was, last);
  }
  const name = next ? nameOf(next.item) : 'the resource';
  const made = madeBy(history, inferred);
  if (made && Date.parse(made.time) > at)
    return told(
      'not-created',
      `${name} did not exist yet: it was created at ${clock(made.time)}`,
      undefined,
      made.told,
    );
  return told(
    'unknown',
    `the state of ${name} at that time is not known: its first known item was captured at ${clock(next?.item.captureTime ?? '')}`,
  );
}

/** When the resource was created, according to its items or to the call that created it. */
function madeBy(
  history: History,
  inferred: readonly ConfigChangeEvent[],
): { readonly time: string; readonly told: Told } | undefined {
  for (const told of history) if (told.item.createdTime !== undefined) return { time: told.item.createdTime, told };
  const { resourceType, resourceId } = history[0]?.item ?? {};
  const told = inferred.find(
    ({ detail }) =>
      detail.status === 'ResourceDiscovered' &&
      detail.resourceType === resourceType &&
      detail.resourceId === resourceId,
  );
  return told && { time: told.time, told };
}

const nameOf = ({ resourceType, resourceId, resourceName }: ConfigurationItem) =>
  resourceName !== null && resourceName !== resourceId
    ? `${resourceType} ${resourceId} (${resourceName})`
    : `${resourceType} ${resourceId}`;

const clock = (time: string) => `${time.slice(0, 19).replace('T', ' ')} UTC`;

function stateItem({ item, origin }: ConfigurationItemEvidence): StateItem {
  const { resourceType, resourceId, resourceName, arn, account, region, captureTime, status, stateId } = item;
  const { configuration, supplementaryConfiguration, tags, relationships } = item;
  return {
    resourceType,
    resourceId,
    resourceName,
    arn,
    account,
    region,
    captureTime,
    status,
    stateId,
    configuration,
    supplementaryConfiguration,
    tags,
    relationships,
    origin,
  };
}

function summaryOf(
  before: StateAt,
  after: StateAt,
  old: ConfigurationItem | undefined,
  now: ConfigurationItem | undefined,
  changes: NetChange['changes'],
): string {
  if (!now) return after.summary;
  const name = nameOf(now);
  if (!old) {
    if (before.standing === 'not-created') return `${name} was created in between`;
    return `what ${name} was like before is not known`;
  }
  if (isDeleted(old) && isDeleted(now)) return `${name} did not exist at either time`;
  if (isDeleted(now)) return `${name} was deleted`;
  if (isDeleted(old)) return `${name} was created again`;
  if (changes.length === 0) return `nothing changed of ${name}`;
  const own = changes.filter(({ path }) => !path.startsWith('/relationships/'));
  if (own.length === 0) return `relationships of ${name} changed, and nothing else`;
  const words = joinPhrases(changePhrases(own, { before: contentOf(old), after: contentOf(now) }, now.resourceType));
  return `${name}: ${words}`;
}
