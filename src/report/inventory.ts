/** What was read of an account's resources -> the inventory. Pure: the same evidence gives the same document. */
import type { ConfigurationItem } from '../model/configuration-item.ts';
import type { ApiCallEvent } from '../model/event.ts';
import type { Evidence, Reading } from '../model/evidence.ts';
import { groupedBy } from '../model/grouped-by.ts';
import type { Inventory, InventoryCount, InventoryResource, KnownResource, LastWrite } from '../model/inventory.ts';
import type { Question, Survey } from '../model/question.ts';
import type { Coverage } from '../model/report.ts';
import { isOwnService } from '../model/resource.ts';
import { windowOf } from './answered-window.ts';
import { coverageOf } from './coverage.ts';
import { isWrite, nameOf } from './who.ts';

export interface InventoryInput {
  readonly question: Question;
  readonly survey: Survey;
  readonly readings: readonly Reading[];
  /** By which way a source was read. */
  readonly backendOf: (source: string) => string;
  readonly lagSeconds: Readonly<Record<string, number>>;
  readonly version: string;
  /** Epoch milliseconds. */
  readonly generatedAt: number;
  readonly seconds: number;
}

/** Records of Config about itself: what stands behind them is listed. */
const notResources = new Set(['AWS::Config::ResourceCompliance', 'AWS::Config::ConformancePackCompliance']);

export function inventoryOf(input: InventoryInput): Inventory {
  const { question, survey, readings, version } = input;
  const evidence = readings.flatMap((reading) => reading.evidence);
  const calls = evidence.flatMap((found) =>
    found.type === 'event' && found.event.kind === 'api-call' ? [found.event] : [],
  );
  const writeTo = lastWrites(calls);
  const resources = resourcesIn(evidence, question)
    .filter((resource) => survey.types.length === 0 || survey.types.includes(resource.type))
    .filter(({ deleted }) => survey.deleted || !deleted)
    .map((resource): InventoryResource => ({ ...resource, changedBy: writeTo(resource) }));
  const written = new Set(resources.flatMap(({ changedBy }) => changedBy?.event ?? []));
  const told = (entry: Coverage) => calls.filter(({ id, origin }) => written.has(id) && isFrom(origin, entry)).length;
  const hasCalls = readings.some(({ spans }) => spans.some(({ source }) => source === 'cloudtrail'));
  const sources = hasCalls || question.windowGiven ? ['config', 'cloudtrail'] : ['config'];
  const window = windowOf(question, readings, sources);
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
      matched: entry.source === 'config' ? resources.filter((each) => isFrom(each, entry)).length : told(entry),
    })),
  };
}

const iso = (time: number) => new Date(time).toISOString();
const isFrom = (resource: Pick<KnownResource, 'account' | 'region'>, { account, region }: Coverage): boolean =>
  resource.account === account && resource.region === region;

const keyOf = (...parts: readonly (string | null)[]) => JSON.stringify(parts);

/** Each once, in its last state before the window's end. */
function resourcesIn(evidence: readonly Evidence[], { window, filters }: Question): readonly KnownResource[] {
  const until = window.until === undefined ? undefined : iso(window.until);
  const known = new Map<string, KnownResource>();
  const isIn = (list: readonly string[], place: string | null) =>
    list.length === 0 || place === null || place === 'global' || list.includes(place);
  for (const found of evidence) {
    const resource =
      found.type === 'resource'
        ? found.resource
        : found.type === 'configuration-item' && !notResources.has(found.item.resourceType)
          ? resourceOf(found.item)
          : undefined;
    if (!resource || !isIn(filters.accounts, resource.account) || !isIn(filters.regions, resource.region)) continue;
    // what is asked of AWS is there now, whenever the window ends
    const isLater = found.type === 'configuration-item' && until !== undefined && found.item.captureTime >= until;
    if (isLater) continue;
    const key = keyOf(resource.type, resource.account, resource.region, resource.id);
    const before = known.get(key);
    known.set(key, before ? joined(before, resource) : resource);
  }
  return [...known.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, resource]) => resource);
}

/** The later state, with what only the earlier one tells. Copies of one state differ in what they leave out. */
function joined(a: KnownResource, b: KnownResource): KnownResource {
  const [earlier, later] = order(a) <= order(b) ? [a, b] : [b, a];
  return {
    ...later,
    name: later.name ?? earlier.name,
    arn: later.arn ?? earlier.arn,
    createdTime: later.createdTime ?? earlier.createdTime,
    tags: later.tags ?? earlier.tags,
  };
}

const order = (resource: KnownResource) => `${resource.changedTime ?? ''} ${JSON.stringify(resource)}`;

const resourceOf = (item: ConfigurationItem): KnownResource => ({
  type: item.resourceType,
  id: item.resourceId,
  name: item.resourceName,
  arn: item.arn,
  account: item.account,
  region: item.region,
  deleted: item.status.startsWith('ResourceDeleted'),
  createdTime: item.createdTime ?? null,
  changedTime: item.captureTime,
  tags:
    item.partial || item.status.startsWith('ResourceDeleted')
      ? null
      : Object.fromEntries(
          Object.entries(item.tags).map(([key, value]) => [
            key,
            typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value),
          ]),
        ),
});

/** By every spelling under which a call names what it writes to. */
function lastWrites(calls: readonly ApiCallEvent[]): (resource: KnownResource) => LastWrite | null {
  const last = new Map<string, ApiCallEvent>();
  for (const call of calls) {
    // what is written into a bucket or a table does not change it
    if (!isWrite(call) || call.detail.eventCategory === 'Data') continue;
    for (const { type, id, arn } of call.resources) {
      // an agent's heartbeat changes nothing of an instance
      if (type === null || !isOwnService(type, call.detail.eventSource)) continue;
      for (const spelling of new Set([id, arn ?? id])) {
        const key = keyOf(type, spelling);
        const known = last.get(key);
        if (!known || known.time < call.time || (known.time === call.time && known.id < call.id)) last.set(key, call);
      }
    }
  }
  return ({ type, id, name, arn, account }) => {
    const found = [id, arn, name]
      .flatMap((spelling) => (spelling === null ? [] : (last.get(keyOf(type, spelling)) ?? [])))
      // a name may be another account's
      .filter(({ origin }) => account === null || origin.account === null || origin.account === account)
      .sort((a, b) => (a.time < b.time ? 1 : -1))[0];
    if (!found) return null;
    const { eventName, principal } = found.detail;
    const { human } = principal;
    const person = { name: nameOf(principal), ...(human && { certainty: human.certainty }) };
    return { event: found.id, time: found.time, eventName, ...person, arn: principal.arn };
  };
}

const countOf = (resources: readonly KnownResource[]): InventoryCount => {
  const deleted = resources.filter((resource) => resource.deleted).length;
  return { resources: resources.length - deleted, deleted };
};

/** The most first; of equal ones by name. */
function counted<Key extends string | null>(
  resources: readonly KnownResource[],
  of: (resource: KnownResource) => Key,
): readonly (readonly [Key, InventoryCount])[] {
  return [...groupedBy(resources, of)]
    .map(([key, group]) => [key, countOf(group)] as const)
    .sort(([a, m], [b, n]) => n.resources - m.resources || n.deleted - m.deleted || ((a ?? '') < (b ?? '') ? -1 : 1));
}
