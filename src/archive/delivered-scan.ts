/** Reads a file in the form in which it was delivered: the engine counts its records, and only those that matter are parsed. */
import { isTooDeep, type JsonObject } from '../model/json.ts';
import type { Content } from './content.ts';
import { type Engine, places } from './engine.ts';
import { type FileCollector, hashOf } from './file-collector.ts';
import { isUsualKey, needlesOf, rarestTwo } from './needles.ts';
import type { DeliveredForm, DeliveredRecords, RecordScanner } from './scanner.ts';

const [needMore, hitsFull, unusual, done] = [0, 1, 2, 3];
/** The table holds twice as many. */
const mostWanted = 32_768;
const mostKeys = 2048;
/** Nests well below what a record may: then it is looked at with more care. */
const harmless = 150;

const headOf = ({ listKey, opening }: DeliveredForm) => `{"${listKey}":[{"${opening}":"`;

/** Whether the content begins as the form does. */
export function isDelivered(content: Content, { delivered }: RecordScanner): boolean {
  const head = delivered ? headOf(delivered.form) : '';
  return head !== '' && content.base === 0 && content.bytes.toString('latin1', 0, head.length) === head;
}

/** A record to be looked at. `isUsual`: it was counted. */
export interface Hit {
  readonly value: JsonObject;
  /** Counting from 1. */
  readonly number: number;
  readonly isUsual: boolean;
}

/**
 * Every record is counted, and those that may matter are handed over; false where the file is not in every respect as it
 * is delivered: then nothing of what came of it counts.
 */
export function scanDelivered(
  content: Content,
  engine: Engine,
  delivered: DeliveredRecords,
  collector: FileCollector,
  take: (hit: Hit) => boolean,
): boolean {
  prepare(engine, delivered);
  engine.beginFile();
  let from = headOf(delivered.form).length - `{"${delivered.form.opening}":"`.length;
  let isLast = false;
  for (;;) {
    const toMemory = places.output - content.base;
    const next = engine.scanRecords(from + toMemory, content.end + toMemory, isLast) - toMemory;
    const status = engine.scanStatus.value;
    if (status === unusual) return false;
    if (!takeHits(content, engine, take)) return false;
    from = next;
    if (status === done) break;
    if (status === hitsFull) continue;
    content.keep = from;
    if (status === needMore && !content.more()) {
      if (isLast) return false;
      isLast = true;
    }
  }
  // inflating goes on behind the last record: up to the checksum
  if (!isLast || content.damage !== undefined) return false;
  countGroups(engine, collector);
  noteKeys(engine, delivered, collector);
  return true;
}

function takeHits(content: Content, engine: Engine, take: (hit: Hit) => boolean): boolean {
  const count = engine.hitCount.value;
  const hits = new Uint32Array(engine.memory.buffer, places.hits, count * 4);
  for (let n = 0; n < count; n++) {
    const [number = 0, start = 0, end = 0, form = 0] = hits.subarray(n * 4, n * 4 + 4);
    let value: JsonObject;
    try {
      value = JSON.parse(content.bytes.toString('utf8', start - places.output, end - places.output)) as JsonObject;
    } catch {
      return false;
    }
    if (isTooDeep(value, harmless) || !take({ value, number, isUsual: form === 0 })) return false;
  }
  return true;
}

function countGroups(engine: Engine, collector: FileCollector): void {
  const view = new DataView(engine.memory.buffer);
  const text = (at: number, length: number) => Buffer.from(engine.memory.buffer, at, length).toString('latin1');
  for (let n = 0; n < engine.groupCount.value; n++) {
    const at = places.groups + n * places.groupSize;
    collector.counted(
      {
        account: text(at, 12),
        region: text(at + 16, view.getUint32(at + 12, true)),
        records: view.getUint32(at + 48, true),
        first: timeOf(view.getFloat64(at + 56, true)),
        last: timeOf(view.getFloat64(at + 64, true)),
      },
      view.getUint32(at + 52, true),
    );
  }
}

function noteKeys(engine: Engine, { notesKeys }: DeliveredRecords, collector: FileCollector): void {
  if (!notesKeys || engine.hasDoubt.value !== 0 || engine.keyCount.value > mostKeys) collector.lacksKeys = true;
  else {
    const slots = new Uint32Array(engine.memory.buffer, places.keys, places.keySlots);
    collector.usualKeysOnly = true;
    collector.noted(slots.filter((hash) => hash !== 0));
  }
}

const prepared = new WeakMap<Engine, DeliveredRecords>();

/** Hands the engine what to look for, once for all files of a scan. */
function prepare(engine: Engine, delivered: DeliveredRecords): void {
  if (prepared.get(engine) === delivered) return;
  prepared.set(engine, delivered);
  const memory = Buffer.from(engine.memory.buffer);
  const { opening, head, account } = delivered.form;
  const [time, service, name, region, behind] = head;
  const patterns = [
    `{"${opening}":"`,
    `"${time}":"`,
    `","${service}":"`,
    `","${name}":"`,
    `","${region}":"`,
    `","${behind}":`,
    `"${account}":"`,
  ];
  for (const [at, pattern] of patterns.entries()) {
    memory.write(pattern, places.patterns + at * places.patternSize + places.text, 'latin1');
    engine.setPattern(at, ...rarestTwo(pattern), pattern.length);
  }
  const { accessKeyIds = [], notesKeys, since = -Infinity, until = Infinity } = delivered;
  const hasKeys = accessKeyIds.length <= mostWanted && accessKeyIds.every(isUsualKey);
  const texts = [...(delivered.needles ?? []), ...(hasKeys ? [] : accessKeyIds)];
  const needles = texts.length > 0 ? needlesOf(texts) : [];
  const keys = needles && hasKeys ? accessKeyIds : [];
  for (const [at, needle] of (needles ?? []).entries()) {
    memory.write(needle, places.needles + at * places.needleSize + places.text, 'latin1');
    engine.setNeedle(at, ...rarestTwo(needle), needle.length);
  }
  engine.setScan(needles?.length ?? 0, keys.length > 0, notesKeys === true, numberOf(since), numberOf(until));
  for (const key of new Set(keys)) engine.wantKey(hashOf(key));
}

/** The first whole second that is not before a time, as YYYYMMDDhhmmss. */
function numberOf(time: number): number {
  const second = Math.ceil(time / 1000) * 1000;
  if (!(second > 0)) return 0;
  if (second > Date.UTC(9999, 11, 31)) return Infinity;
  return Number(new Date(second).toISOString().slice(0, 19).replaceAll(/[-T:]/g, ''));
}

function timeOf(number: number): number {
  const digits = String(number);
  const part = (from: number, length = 2) => Number(digits.slice(from, from + length));
  return Date.UTC(part(0, 4), part(4) - 1, part(6), part(8), part(10), part(12));
}
