/**
 * Reads a file in delivered form: the engine counts its records, and only those that matter are parsed. Records with balanced
 * quotes and braces, in a file whose checksum is correct, are taken for valid JSON, so a record that is only counted leaves no
 * gap even if its tokens are broken.
 */
import { isTooDeep, type JsonObject } from '../model/json.ts';
import type { Content } from './content.ts';
import { type Engine, isMadeReadyFor, memoryOf, places } from './engine.ts';
import { type FileCollector, hashOf } from './file-collector.ts';
import { isUsualKey, mostBySelf, needlesOf, rarestPair, rarestTwo, rarestWithFirst, split } from './needles.ts';
import type { DeliveredRecords, Drops, Notes, RecordScanner } from './scanner.ts';

const [needMore, hitsFull, unusual, done, callUnknown] = [0, 1, 2, 3, 4];
/** The engine's table has room for twice as many. */
const mostWanted = 32_768;
const mostKeys = 2048;
/** Set in a hit's group if the record may nest deep. */
const mayNest = 0x80000000;
/** Later than any time. */
const never = 1e15;
/** Bytes. A CloudTrail record has some hundreds of thousands at most. */
const longestUsual = 16 * 1024 * 1024;
/** Well below the nesting a record may have; deeper records are read with more care. */
const harmless = 150;

/** How records follow each other in a file, and where the first one begins. */
export interface Layout {
  /** The object that holds the list of records, with the list emptied; undefined if they are not in an object. */
  readonly carrier: JsonObject | undefined;
  readonly from: number;
  /** The engine's number for this layout. */
  readonly number: number;
}

const [inObject, asLines, inList] = [0, 1, 2];

/** The content's layout, judging by its first bytes; undefined if it does not begin in the delivered form. */
export function layoutOf(head: Buffer, { delivered }: RecordScanner): Layout | undefined {
  if (!delivered) return undefined;
  const { listKey, opening } = delivered.form;
  const begins = (text: string) => head.toString('latin1', 0, text.length) === text;
  const record = `{"${opening}":"`;
  const list = `{"${listKey}":[`;
  if (begins(list + record)) return { carrier: { [listKey]: [] }, from: list.length, number: inObject };
  if (begins(record)) return { carrier: undefined, from: 0, number: asLines };
  if (begins(`[${record}`)) return { carrier: undefined, from: 1, number: inList };
  return undefined;
}

/** A record to be looked at. `isUsual`: it has been counted already. */
export interface Hit {
  readonly value: JsonObject;
  /** Counting from 1. */
  readonly number: number;
  readonly isUsual: boolean;
}

/**
 * Counts every record and hands over those that may matter. False if the file deviates from the delivered form anywhere;
 * everything collected must then be discarded. `listKeys`: keys under which an object may hold records.
 */
export function scanDelivered(
  content: Content,
  layout: Layout,
  listKeys: readonly string[],
  engine: Engine,
  delivered: DeliveredRecords,
  collector: FileCollector,
  take: (hit: Hit) => boolean,
): boolean {
  prepare(engine, delivered);
  if (layout.number === asLines && !setListKeys(engine, listKeys)) return false;
  engine.beginFile(layout.number, content.isVouched);
  const isWanted = wantedPlaces(engine, delivered);
  let { from } = layout;
  let isLast = false;
  for (;;) {
    const toMemory = places.output - content.base;
    const next = engine.scanRecords(from + toMemory, content.end + toMemory, isLast) - toMemory;
    const status = engine.scanStatus.value;
    if (status === unusual) return false;
    if (!takeHits(content, engine, isWanted, take)) return false;
    from = next;
    if (status === done) break;
    if (status === callUnknown) decide(engine, delivered);
    if (status === hitsFull || status === callUnknown) continue;
    content.keep = from;
    // an incomplete record is rescanned from its start each time more arrives; one this long is left to the general reader
    if (content.end - content.keep > longestUsual) return false;
    if (status === needMore && !content.more()) {
      if (isLast) return false;
      isLast = true;
    }
  }
  // inflating continues after the last record, up to the checksum
  if (!isLast || content.damage !== undefined) return false;
  countGroups(engine, collector);
  noteKeys(engine, delivered, collector);
  takeNotes(engine, delivered, collector);
  return true;
}

function takeHits(
  content: Content,
  engine: Engine,
  isWanted: (group: number) => boolean,
  take: (hit: Hit) => boolean,
): boolean {
  const count = engine.hitCount.value;
  if (count === 0) return true;
  const hits = new Uint32Array(engine.memory.buffer, places.hits, count * 4);
  for (let n = 0; n < count * 4; n += 4) {
    const [number, start, end, told] = [hits[n] ?? 0, hits[n + 1] ?? 0, hits[n + 2] ?? 0, hits[n + 3] ?? 0];
    const group = told & ~mayNest;
    if (group > 0 && !isWanted(group - 1)) continue;
    let value: JsonObject;
    try {
      value = JSON.parse(content.bytes.toString('utf8', start - places.output, end - places.output)) as JsonObject;
    } catch {
      return false;
    }
    if ((told > group && isTooDeep(value, harmless)) || !take({ value, number, isUsual: group > 0 })) return false;
  }
  return true;
}

/** Whether the records of a group may matter; asked once per group and file. */
function wantedPlaces(engine: Engine, { mayMatter }: DeliveredRecords): (group: number) => boolean {
  if (!mayMatter) return () => true;
  const known: boolean[] = [];
  return (group) => {
    let isWanted = known[group];
    if (isWanted === undefined) {
      const { account, region } = placeOf(engine, group);
      isWanted = mayMatter(account, region);
      known[group] = isWanted;
    }
    return isWanted;
  };
}

function placeOf(engine: Engine, group: number): { readonly account: string; readonly region: string } {
  const at = places.groups + group * places.groupSize;
  const memory = memoryOf(engine);
  const region = at + 16;
  return {
    account: memory.toString('latin1', at, at + 12),
    region: memory.toString('latin1', region, region + memory.readUInt32LE(at + 12)),
  };
}

/** As the engine's bits. */
const bitsOf = ({ all, flaggedPlain, flagged, plain }: Drops): number =>
  (all ? 1 : 0) | (flaggedPlain ? 2 : 0) | (flagged ? 4 : 0) | (plain ? 8 : 0);

/** Decides what to do with the records of a call that has not occurred before. */
function decide(engine: Engine, { drops, form }: DeliveredRecords): void {
  const entry = engine.newCall.value;
  const memory = memoryOf(engine);
  const text = memory.toString('utf8', entry + 8, entry + 8 + memory.readUInt32LE(entry));
  const [service = '', name = ''] = text.split(`","${form.head[2]}":"`);
  engine.decide(entry, drops ? bitsOf(drops.of(service, name)) : 0);
}

function countGroups(engine: Engine, collector: FileCollector): void {
  const memory = memoryOf(engine);
  const count = engine.groupCount.value;
  for (let n = 0; n < count; n++) {
    const at = places.groups + n * places.groupSize;
    const { account, region } = placeOf(engine, n);
    const first = timeOf(memory.readDoubleLE(at + 56));
    const last = timeOf(memory.readDoubleLE(at + 64));
    collector.counted(
      { account, region, first, last, records: memory.readUInt32LE(at + 48) },
      memory.readUInt32LE(at + 52),
    );
  }
}

function noteKeys(engine: Engine, { notesKeys }: DeliveredRecords, collector: FileCollector): void {
  if (!notesKeys || engine.hasDoubt.value !== 0 || engine.keyCount.value > mostKeys) collector.lacksKeys = true;
  else {
    collector.usualKeysOnly = true;
    collector.keptKeys(new Uint32Array(engine.memory.buffer, places.keys, engine.keyCount.value));
  }
}

function takeNotes(engine: Engine, { notes }: DeliveredRecords, collector: FileCollector): void {
  if (!notes || engine.hasDoubt.value !== 0 || engine.lacksNotes.value !== 0) collector.lacksNotes = true;
  else if (engine.noteCount.value > 0)
    collector.keptNotes(new Uint32Array(engine.memory.buffer, places.notes, places.noteSlots));
}

/** Tells the engine what to look for, once for all files of a scan. */
function prepare(engine: Engine, delivered: DeliveredRecords): void {
  if (isMadeReadyFor(engine, delivered)) return;
  const memory = Buffer.from(engine.memory.buffer);
  const { opening, head, account } = delivered.form;
  const [time, service, name, region, behind] = head;
  const { drops } = delivered;
  const patterns = [
    `{"${opening}":"`,
    `"${time}":"`,
    `","${service}":"`,
    `","${name}":"`,
    `","${region}":"`,
    `","${behind}":`,
    `"${account}":"`,
    ...(drops ? [`"${drops.flag}"`, ...drops.exceptions, ...drops.marks] : []),
  ];
  for (const [at, pattern] of patterns.entries()) {
    memory.write(pattern, places.patterns + at * places.patternSize + places.text, 'latin1');
    // a record's start and time are found by their brace or quote, which the engine looks for anyway
    engine.setPattern(at, ...(at < 2 ? rarestWithFirst : rarestTwo)(pattern), pattern.length);
  }
  const { accessKeyIds = [], notesKeys, since = -Infinity, until = Infinity } = delivered;
  const hasKeys = accessKeyIds.length <= mostWanted && accessKeyIds.every(isUsualKey);
  const texts = [...(delivered.needles ?? []), ...(hasKeys ? [] : accessKeyIds)];
  const found = texts.length > 0 ? needlesOf(texts) : [];
  const ways = split(found ?? []);
  const isFound = found !== undefined && ways.single.length <= mostBySelf;
  const keys = isFound && hasKeys ? accessKeyIds : [];
  const { single, many } = isFound ? ways : { single: [], many: [] };
  for (const [at, needle] of single.entries()) {
    memory.write(needle, places.needles + at * places.needleSize + places.text, 'latin1');
    engine.setNeedle(at, ...rarestPair(needle), needle.length);
  }
  engine.setScan(single.length, keys.length > 0, notesKeys === true, numberOf(since), numberOf(until));
  for (const [at, { needle, offset }] of many.entries()) {
    memory.write(needle, places.many + at * places.needleSize + places.text, 'latin1');
    engine.addMany(needle.length, offset);
  }
  if (drops) engine.setFilter(drops.exceptions.length, drops.marks.length);
  for (const key of new Set(keys)) engine.wantKey(hashOf(key));
  if (delivered.notes) setNotes(engine, delivered.notes, memory);
}

/** Tells the engine which keys mark an object that may hold records without being one. False if there are too many. */
function setListKeys(engine: Engine, listKeys: readonly string[]): boolean {
  if (listKeys.length > places.mostListKeys) return false;
  const memory = memoryOf(engine);
  for (const [at, key] of listKeys.entries()) {
    const to = places.listKeys + at * places.patternSize;
    const length = memory.write(`"${key}"`, to + places.text, places.patternSize - places.text, 'latin1');
    memory.writeUInt32LE(length, to);
  }
  engine.setListKeys(listKeys.length);
  return true;
}

function setNotes(engine: Engine, { services, keys }: Notes, memory: Buffer): void {
  for (const [at, key] of keys?.entries() ?? []) {
    const pattern = `"${key}"`;
    memory.write(pattern, places.noteKeys + at * places.patternSize + places.text, 'latin1');
    engine.setNoteKey(at, ...rarestWithFirst(pattern), pattern.length);
  }
  const free = places.noteKeys + 2 * places.patternSize;
  for (const service of services) {
    memory.write(service, free, 8, 'latin1');
    engine.noteService(free);
  }
}

/** The first whole second at or after a time, as YYYYMMDDhhmmss. */
function numberOf(time: number): number {
  const second = Math.ceil(time / 1000) * 1000;
  if (!(second > 0)) return 0;
  if (second > Date.UTC(9999, 11, 31)) return never;
  return Number(new Date(second).toISOString().slice(0, 19).replaceAll(/[-T:]/g, ''));
}

function timeOf(number: number): number {
  const part = (unit: number) => Math.floor(number / unit) % 100;
  return Date.UTC(Math.floor(number / 1e10), part(1e8) - 1, part(1e6), part(1e4), part(100), number % 100);
}
