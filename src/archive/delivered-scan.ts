/**
 * Reads a file in the form in which it was delivered: the engine counts its records, and only those that matter are parsed.
 * Records that are whole by quotes and braces, in a file whose checksum holds, are taken for the JSON that was delivered: one
 * that is only counted leaves no gap where its tokens are broken.
 */
import { isTooDeep, type JsonObject } from '../model/json.ts';
import type { Content } from './content.ts';
import { type Engine, isMadeReadyFor, memoryOf, places } from './engine.ts';
import { type FileCollector, hashOf } from './file-collector.ts';
import { isUsualKey, mostBySelf, needlesOf, rarestPair, rarestTwo, rarestWithFirst, split } from './needles.ts';
import type { DeliveredRecords, Drops, Notes, RecordScanner } from './scanner.ts';

const [needMore, hitsFull, unusual, done, callUnknown] = [0, 1, 2, 3, 4];
/** The table holds twice as many. */
const mostWanted = 32_768;
const mostKeys = 2048;
/** Of a hit's group: set where the record may nest deep. */
const mayNest = 0x80000000;
/** Behind every time. */
const never = 1e15;
/** Bytes. A record of CloudTrail has some hundreds of thousands at most. */
const longestUsual = 16 * 1024 * 1024;
/** Nests well below what a record may: then it is looked at with more care. */
const harmless = 150;

/** How records follow each other in a file, and where its first opens. */
export interface Layout {
  /** What the object of which they are the list is like, emptied; undefined where they are in none. */
  readonly carrier: JsonObject | undefined;
  readonly from: number;
  /** As the engine knows it. */
  readonly number: number;
}

const [inObject, asLines, inList] = [0, 1, 2];

/** How the content is laid out, by its first bytes; undefined where it does not begin as the form does. */
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

/** A record to be looked at. `isUsual`: it was counted. */
export interface Hit {
  readonly value: JsonObject;
  /** Counting from 1. */
  readonly number: number;
  readonly isUsual: boolean;
}

/**
 * Every record is counted, and those that may matter are handed over; false where the file is not in every respect as it
 * is delivered: then nothing of what came of it counts. `listKeys`: under which an object may hold a list of records.
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
    // looked at from its beginning each time more of it comes: left to whoever reads on where it stopped
    if (content.end - content.keep > longestUsual) return false;
    if (status === needMore && !content.more()) {
      if (isLast) return false;
      isLast = true;
    }
  }
  // inflating goes on behind the last record: up to the checksum
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

/** Whether the records of a group may matter: asked once a file. */
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

/** The bits that the engine knows. */
const bitsOf = ({ all, flaggedPlain, flagged, plain }: Drops): number =>
  (all ? 1 : 0) | (flaggedPlain ? 2 : 0) | (flagged ? 4 : 0) | (plain ? 8 : 0);

/** What becomes of the records of a call that was not met before. */
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

/** Hands the engine what to look for, once for all files of a scan. */
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
    // where records open and tell their time is found by a brace or quote, which is looked for anyway
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

/** By which an object is told that may hold records, and be none. False where there are more than it has room for. */
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

/** The first whole second that is not before a time, as YYYYMMDDhhmmss. */
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
