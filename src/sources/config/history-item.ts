/**
 * One item of a history, read once and reduced to what a report needs. The same form is kept between runs: without its secrets,
 * but with the digests that show whether they changed.
 */
import type { ConfigurationItem } from '../../model/configuration-item.ts';
import { isJsonObject, type JsonObject, type JsonValue, scalarText } from '../../model/json.ts';
import { type ItemHead, readHead } from './item.ts';
import { type RecordReading, readRecord } from './normalize.ts';
import { parseTime } from './time.ts';

export interface HistoryItem {
  readonly head: ItemHead;
  /** When the resource was made, if the item says so: epoch milliseconds. */
  readonly createdTime: number | undefined;
  /** The history's own name for this state; empty if it has none. */
  readonly stateId: string;
  readonly record: RecordReading;
}

export const readHistoryItem = (value: JsonObject): HistoryItem => ({
  head: readHead(value),
  createdTime: parseTime(value['resourceCreationTime']),
  stateId: scalarText(value['configurationStateId'] ?? ''),
  record: readRecord(value),
});

/** Total: undefined for an item that could not be read and so holds nothing to keep. */
export function writeHistoryItem({ record, stateId }: HistoryItem): JsonValue | undefined {
  // everything in an item is JSON, whatever its type says
  return 'item' in record ? { stateId, item: { ...record.item } as unknown as JsonObject } : undefined;
}

/** Total: undefined for anything that the function above did not write. */
export function keptHistoryItem(value: JsonValue): HistoryItem | undefined {
  if (!isJsonObject(value)) return undefined;
  const { stateId, item } = value as { [member: string]: JsonValue | undefined };
  if (typeof stateId !== 'string' || !isItem(item)) return undefined;
  const { resourceType, resourceId, resourceName, arn, account, region, status, captureTime, createdTime } = item;
  return {
    head: { resourceType, resourceId, resourceName, arn, account, region, status, time: parseTime(captureTime) },
    createdTime: parseTime(createdTime),
    stateId,
    record: { item },
  };
}

const texts = ['resourceType', 'resourceId', 'captureTime', 'status', 'stateId'];
const textsOrNull = ['resourceName', 'arn', 'account', 'region'];
const objects = ['supplementaryConfiguration', 'tags'];
const lists = ['relationships', 'relatedEvents'];

const isItem = (value: unknown): value is ConfigurationItem =>
  isJsonObject(value) &&
  texts.every((key) => typeof value[key] === 'string') &&
  textsOrNull.every((key) => value[key] === null || typeof value[key] === 'string') &&
  objects.every((key) => isJsonObject(value[key])) &&
  lists.every((key) => Array.isArray(value[key])) &&
  value['configuration'] !== undefined;
