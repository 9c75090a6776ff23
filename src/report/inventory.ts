/** What was read about an account's resources -> the inventory. Pure: the same evidence makes the same document. */
import type { ApiCallEvent } from '../model/event.ts';
import type { Reading } from '../model/evidence.ts';
import { groupedBy } from '../model/grouped-by.ts';
import type { Inventory, InventoryCount, InventoryResource, KnownResource, LastWrite } from '../model/inventory.ts';
import { isWrite, nameOf } from '../model/person.ts';
import type { Question, Survey } from '../model/question.ts';
import type { Coverage } from '../model/report.ts';
import { isOwnService } from '../model/resource.ts';
import { windowOf } from './answered-window.ts';
import { coverageOf } from './coverage.ts';
import type { ResourceList } from './resource-list.ts';

export interface InventoryInput {
  readonly question: Question;
  readonly survey: Survey;
  /** From `listedResources`. */
  readonly resources: readonly KnownResource[];
  readonly changedBy: ReadonlyMap<KnownResource, ApiCallEvent>;
  /** All copies of the calls that changed any of them. */
  readonly calls: readonly ApiCallEvent[];
  readonly readings: readonly Reading[];
  /** How a source was read. */
  readonly backendOf: (source: string) => string;
  readonly lagSeconds: Readonly<Record<string, number>>;
  readonly version: string;
  /** Epoch milliseconds. */
  readonly generatedAt: number;
  readonly seconds: number;
}

/** The ones asked for, ordered by type, account, region and id. */
export const listedResources = (list: ResourceList, { types, deleted }: Survey): readonly KnownResource[] =>
  list.resources().filter((each) => (types.length === 0 || types.includes(each.type)) && (deleted || !each.deleted));

export function inventoryOf(input: InventoryInput): Inventory {
  const { question, survey, readings, version, changedBy, calls } = input;
  const resources = input.resources.map((resource): InventoryResource => {
    const { type, id, name, arn, account, region, deleted, createdTime, changedTime, tags } = resource;
    const call = changedBy.get(resource);
    const write = call ? writeOf(call) : null;
    // members named one by one, as there may be hundreds of thousands of resources
    return { type, id, name, arn, account, region, deleted, createdTime, changedTime, tags, changedBy: write };
  });
  const hasCalls = readings.some(({ spans }) => spans.some(({ source }) => source === 'cloudtrail'));
  const sources = hasCalls || question.windowGiven ? ['config', 'cloudtrail'] : ['config'];
  const window = windowOf(question, readings, sources);
  const [listedOf, callsOf] = [countsByPlace(resources), countsByPlace(calls.map(({ origin }) => origin))];
  return {
    schema: 'obs3.inventory/v1',
    tool: { name: 'obs3', version },
    generatedAt: iso(input.generatedAt),
    query: {
      types: survey.types,
      deleted: survey.deleted,
      aggregator: survey.aggregator ?? null,
      window: {
        since: window ? iso(window.since) : null,
        until: window ? iso(window.until) : null,
        given: question.windowGiven,
      },
      accounts: question.filters.accounts,
      regions: [...question.regions, ...question.filters.regions],
      from: question.from,
      now: iso(question.now),
    },
    totals: {
      ...countOf(resources),
      byType: counted(resources, ({ type }) => type).map(([type, count]) => ({ type, ...count })),
      byRegion: counted(resources, ({ region }) => region).map(([region, count]) => ({ region, ...count })),
      byAccount: counted(resources, ({ account }) => account).map(([account, count]) => ({ account, ...count })),
    },
    resources,
    coverage: coverageOf({ ...input, sources, events: [], duplicates: [] }, window).map((entry) => ({
      ...entry,
      matched: (entry.source === 'config' ? listedOf : callsOf)(entry),
    })),
  };
}

const iso = (time: number) => new Date(time).toISOString();

type Place = Pick<Coverage, 'account' | 'region'>;

function countsByPlace(placed: readonly Place[]): (place: Place) => number {
  const counts = new Map<string | null, Map<string | null, number>>();
  for (const { account, region } of placed) {
    const ofAccount = counts.get(account) ?? new Map<string | null, number>();
    if (ofAccount.size === 0) counts.set(account, ofAccount);
    ofAccount.set(region, (ofAccount.get(region) ?? 0) + 1);
  }
  return ({ account, region }) => counts.get(account)?.get(region) ?? 0;
}

/** The last call that wrote to a resource, found by every spelling that a call may use for it. */
export function lastWrites(
  resources: readonly KnownResource[],
  calls: readonly ApiCallEvent[],
): ReadonlyMap<KnownResource, ApiCallEvent> {
  const lastOf = new Map<string, Map<string, ApiCallEvent>>();
  for (const call of calls) {
    // writing into a bucket or a table does not change it
    if (!isWrite(call) || call.detail.eventCategory === 'Data') continue;
    for (const { type, id, arn } of call.resources) {
      // an agent's heartbeat does not change its instance
      if (type === null || !isOwnService(type, call.detail.eventSource)) continue;
      const last = lastOf.get(type) ?? new Map<string, ApiCallEvent>();
      lastOf.set(type, last);
      for (const spelling of new Set([id, arn ?? id])) {
        const known = last.get(spelling);
        if (!known || known.time < call.time || (known.time === call.time && known.id < call.id))
          last.set(spelling, call);
      }
    }
  }
  const writes = new Map<KnownResource, ApiCallEvent>();
  for (const resource of resources) {
    const { type, id, name, arn, account } = resource;
    const last = lastOf.get(type);
    if (!last) continue;
    const found = [id, arn, name]
      .flatMap((spelling) => (spelling === null ? [] : (last.get(spelling) ?? [])))
      // the name may exist in another account
      .filter(({ origin }) => account === null || origin.account === null || origin.account === account)
      .sort((a, b) => (a.time < b.time ? 1 : -1))[0];
    if (found) writes.set(resource, found);
  }
  return writes;
}

function writeOf({ id, time, detail: { eventName, principal } }: ApiCallEvent): LastWrite {
  const { human } = principal;
  const person = { name: nameOf(principal), ...(human && { certainty: human.certainty }) };
  return { event: id, time, eventName, ...person, arn: principal.arn };
}

const countOf = (resources: readonly KnownResource[]): InventoryCount => {
  const deleted = resources.filter((resource) => resource.deleted).length;
  return { resources: resources.length - deleted, deleted };
};

/** Most frequent first; ties by name. */
function counted<Key extends string | null>(
  resources: readonly KnownResource[],
  of: (resource: KnownResource) => Key,
): readonly (readonly [Key, InventoryCount])[] {
  return [...groupedBy(resources, of)]
    .map(([key, group]) => [key, countOf(group)] as const)
    .sort(([a, m], [b, n]) => n.resources - m.resources || n.deleted - m.deleted || ((a ?? '') < (b ?? '') ? -1 : 1));
}
