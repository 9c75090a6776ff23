/**
 * Items read for an inventory: for each resource only the latest one, reduced to what the list shows. A large account has
 * hundreds of thousands.
 */
import type { Collector } from '../../archive/scanner.ts';
import type { Origin } from '../../model/event.ts';
import type { ResourceEvidence } from '../../model/evidence.ts';
import type { KnownResource } from '../../model/inventory.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { ResourceMap } from '../../model/resource-map.ts';
import { redact } from '../../resources/secrets.ts';
import { isDeleted, isTooDeep, type TimedHead, tagsOf } from './item.ts';
import { isoTime, parseTime } from './time.ts';

/** Config's records about itself: the resources that they are about are listed anyway. */
const notResources = new Set(['AWS::Config::ResourceCompliance', 'AWS::Config::ConformancePackCompliance']);

/** What an item says about its resource, or in words why it cannot be used. */
type ReadKnown = (
  value: JsonObject,
  head: TimedHead,
) => { readonly resource: KnownResource } | { readonly reason: string };

/** Texts that most items of a file contain are stored once. */
function createKnownReader(): ReadKnown {
  const texts = new Map<string, string>();
  const shared = (text: string): string => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    if (texts.size < mostShared) texts.set(text, text);
    return text;
  };
  let lastTime: number | undefined;
  let lastText = '';
  return (value, head) => {
    const tags = tagsOf(value['tags']);
    if (isTooDeep({ tags })) return { reason: 'a configuration item that is nested too deeply' };
    const created = parseTime(value['resourceCreationTime']);
    if (head.time !== lastTime) lastText = isoTime(head.time);
    lastTime = head.time;
    const isPartial = !('tags' in value) && !('relationships' in value);
    const deleted = isDeleted(head.status);
    return {
      resource: {
        type: head.resourceType,
        id: head.resourceId,
        name: head.resourceName,
        arn: head.arn,
        account: head.account === null ? null : shared(head.account),
        region: head.region === null ? null : shared(head.region),
        deleted,
        createdTime: created === undefined ? null : isoTime(created),
        changedTime: lastText,
        tags: isPartial || deleted ? null : textsOf(tags),
      },
    };
  };
}

/** Accounts and regions. */
const mostShared = 10_000;

/** Without secrets, which are removed just as from a whole item. */
function textsOf(tags: JsonObject): Readonly<Record<string, string>> {
  const names = Object.keys(tags);
  if (names.length === 0) return {};
  const clean = redact({ configuration: null, supplementaryConfiguration: {}, tags });
  const told = isJsonObject(clean) && isJsonObject(clean['tags']) ? clean['tags'] : {};
  return Object.fromEntries(Object.entries(told).map(([key, value]) => [key, textOf(value)]));
}

const textOf = (value: JsonValue | undefined): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);

interface ResourceKeeper {
  /** Whether an item can add nothing: a later one was read, or it is not about a resource. */
  isKnown(head: TimedHead, hasRelationships: boolean): boolean;
  take(value: JsonObject, head: TimedHead): void;
  /** The file is at its end: hands on what it said. */
  end(file: string, collector: Collector): void;
}

interface Latest {
  /** Epoch milliseconds. */
  time: number;
  /** What the file said for that time; several if they were captured at the same instant. Empty: another file said it. */
  readings: readonly ReturnType<ReadKnown>[];
}

const none: readonly never[] = [];

/** The latest state of each resource in a file, unless an earlier file had a later one. */
export function keepResources(): ResourceKeeper {
  const read = createKnownReader();
  // an item without its relationships does not replace one that has them
  const [whole, part] = [new ResourceMap<Latest>(), new ResourceMap<Latest>()];
  const keyOf = ({ resourceType: type, account, region, resourceId: id }: TimedHead) => ({ type, account, region, id });
  let told: Latest[] = [];
  const isKnown: ResourceKeeper['isKnown'] = (head, hasRelationships) =>
    notResources.has(head.resourceType) ||
    head.time < ((hasRelationships ? whole : part).get(keyOf(head))?.time ?? -Infinity);
  return {
    isKnown,
    take(value, head) {
      const hasRelationships = 'relationships' in value;
      if (isKnown(head, hasRelationships)) return;
      const { time } = head;
      const of = hasRelationships ? whole : part;
      const key = keyOf(head);
      const readings = [read(value, head)];
      const latest = of.get(key);
      if (latest && latest.readings.length > 0) {
        latest.readings = time === latest.time ? [...latest.readings, ...readings] : readings;
        latest.time = time;
        return;
      }
      const first = { time, readings };
      of.set(key, first);
      told.push(first);
    },
    end(file, collector) {
      const evidenceOf = toldBy(file);
      for (const latest of told) {
        for (const reading of latest.readings) {
          if ('resource' in reading) collector.evidence(evidenceOf(reading.resource));
          else collector.damaged(reading.reason);
        }
        latest.readings = none;
      }
      told = [];
    },
  };
}

/** Resources of one place share their origin: an inventory does not say which record listed each of them. */
function toldBy(file: string): (resource: KnownResource) => ResourceEvidence {
  let last: Origin | undefined;
  return (resource) => {
    const { account, region } = resource;
    if (last?.account !== account || last.region !== region)
      last = { source: 'config', backend: 'archive', account, region, ref: null, locator: file };
    return { type: 'resource', resource, origin: last };
  };
}
