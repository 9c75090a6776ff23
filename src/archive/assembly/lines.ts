// Reads lines of columns that tell of traffic, and adds them up by conversation. It runs in an instance of its own: the
// memory is laid out otherwise than for finding records.
//
// A usual line has as many columns as its format, a space between two, plain text in them, and numbers where they belong.
// Any other is left to the caller, who hands over what it made of it. So are the decisions that need to know more than
// bytes: whether a subject is asked for (whose traffic it is, as some of the columns tell), and what becomes of the sums
// when there is no more room for them.

// Where things stand in memory; the caller knows these places.
const fields: usize = 0x10000; // a byte each: its column
const ranges: usize = 0x10040; // 16 of 2 bytes: first and last columns that tell the subject
const forms: usize = 0x10080; // 128 bytes: what a column may hold, where the format is only guessed
const subjects: usize = 0x180000; // 16384 of 64 bytes
const strings: usize = 0x280000; // 131072 of 16 bytes
const interfaces: usize = 0x480000; // 16384 of 32 bytes
const pairs: usize = 0x500000; // 131072 of 16 bytes
const conversations: usize = 0x700000; // 20000 of 96 bytes

const columns: usize = 0x11000; // 128 of 8 bytes: where each begins and ends
const subjectSlots: usize = 0x900000;
const stringSlots: usize = 0x920000;
const pairSlots: usize = 0xa20000;
const conversationSlots: usize = 0xb20000;
/** Text of strings and subjects. */
const texts: usize = 0xb60000;
const textsEnd: usize = 0x1360000;
const memoryEnd: usize = 0x1370000;

const mostColumns: u32 = 128;
const longestColumn: u32 = 256;
const mostSubjects: u32 = 16_384;
const mostStrings: u32 = 131_072;
const mostInterfaces: u32 = 16_384;
const mostPairs: u32 = 131_072;
const mostConversations: u32 = 20_000;
// twice as many slots, or more
const subjectMask: u32 = 32_767;
const stringMask: u32 = 262_143;
const pairMask: u32 = 262_143;
const conversationMask: u32 = 65_535;

const none: u32 = 0xffffffff;
const absent: u8 = 255;

// fields
const START: usize = 0;
const END: usize = 1;
const PROTOCOL: usize = 2;
const SOURCE_PORT: usize = 3;
const DESTINATION_PORT: usize = 4;
const PACKETS: usize = 5;
const BYTES: usize = 6;
const TCP_FLAGS: usize = 7;
const SOURCE: usize = 8;
const DESTINATION: usize = 9;
const PACKET_SOURCE: usize = 10;
const PACKET_DESTINATION: usize = 11;
const ACTION: usize = 12;
const LOG_STATUS: usize = 13;
const DIRECTION: usize = 14;

// what scanLines stopped for
const finished: u32 = 0;
const unusual: u32 = 1;
const newSubject: u32 = 2;
const full: u32 = 3;

// what the caller decides of a subject
const isWanted: u32 = 1;
const isSetAside: u32 = 2;

// strings that are always there
const unknownText: u32 = 0;
const acceptText: u32 = 1;
const rejectText: u32 = 2;
const firstAsked: u32 = 3;

/** No protocol is told. */
const unknownProtocol: u32 = 0xffff;
/** The end of the year 9999. */
const lastSecond: i64 = 253_402_300_799;

export let lineStatus: u32 = 0;
/** Behind the line that is unusual. */
export let lineEnd: u32 = 0;
/** Lines so far that are not blank. */
export let lineCount: u32 = 0;
export let subjectCount: u32 = 0;
export let stringCount: u32 = 0;
export let interfaceCount: u32 = 0;
export let pairCount: u32 = 0;
export let conversationCount: u32 = 0;

let textEnd: usize = texts;
let formatNumber: u32 = 0;
let columnCount: u32 = 0;
let rangeCount: u32 = 0;
let isGuessed: bool = false;
let askedCount: u32 = 0;
let since: f64 = 0;
let until: f64 = 0;
let lineStop: u32 = 0;
/** The line was counted, and not added for want of room. */
let isPending: bool = false;

// the record at hand
let start: f64 = 0;
let end: f64 = 0;
let packets: f64 = 0;
let bytes: f64 = 0;
let protocol: u32 = 0;
let action: u32 = 0;
let source: u32 = 0;
let destination: u32 = 0;
let service: u32 = 0;
let direction: u32 = 0;
let sourcePort: u32 = 0;
let destinationPort: u32 = 0;
let tcpFlags: u32 = 0;
/** 0: traffic; 1: none in the interval; 2: records were lost. */
let status: u32 = 0;

/** Of few entries each by itself: that is less than the table. */
function clear(slots: usize, mask: u32, entries: usize, size: u32, hashAt: u32, count: u32): void {
  if (count * 8 > mask) {
    memory.fill(slots, 0, ((mask as usize) + 1) << 2);
    return;
  }
  for (let n: u32 = 0; n < count; n++) {
    let slot = load<u32>(entries + n * size + hashAt) & mask;
    while (load<u32>(slots + (slot << 2)) != n + 1) slot = (slot + 1) & mask;
    store<u32>(slots + (slot << 2), 0);
  }
}

/** Forgets the sums and all that they are told by, but not how many lines there were. False where there is no memory. */
export function clearLines(): bool {
  const has = memory.size();
  const pages = (memoryEnd >> 16) as i32;
  if (has < pages && memory.grow(pages - has) < 0) return false;
  clear(subjectSlots, subjectMask, subjects, 64, 8, subjectCount);
  clear(stringSlots, stringMask, strings, 16, 8, stringCount);
  clear(pairSlots, pairMask, pairs, 16, 12, pairCount);
  clear(conversationSlots, conversationMask, conversations, 96, 0, conversationCount);
  subjectCount = 0;
  stringCount = 0;
  interfaceCount = 0;
  pairCount = 0;
  conversationCount = 0;
  textEnd = texts;
  return true;
}

/** Forgets the conversations alone. */
export function clearConversations(): void {
  clear(conversationSlots, conversationMask, conversations, 96, 0, conversationCount);
  conversationCount = 0;
}

/**
 * Tells of each conversation which of its addresses stands on more records of its interface: 0x100 with its direction for the
 * source, 0x200 for the destination.
 */
export function judgeConversations(): void {
  for (let n: u32 = 0; n < conversationCount; n++) {
    const entry = conversations + n * 96;
    const sender = load<u32>(entry + 20);
    const receiver = load<u32>(entry + 24);
    if (sender == none || receiver == none || sender == receiver) continue;
    const owner = load<u32>(entry + 8);
    const bySender = recordsWith(owner, sender);
    const byReceiver = recordsWith(owner, receiver);
    const lead: u32 = bySender > byReceiver ? 0x100 : bySender < byReceiver ? 0x200 : 0;
    store<u32>(entry + 32, load<u32>(entry + 32) | lead);
  }
}

function recordsWith(owner: u32, address: u32): u32 {
  const mixed = hashOfPair(owner, address);
  let slot = mixed & pairMask;
  while (true) {
    const known = load<u32>(pairSlots + (slot << 2));
    if (known == 0) return 0;
    const entry = pairs + ((known - 1) << 4);
    if (load<u32>(entry) == owner && load<u32>(entry + 4) == address) return load<u32>(entry + 8);
    slot = (slot + 1) & pairMask;
  }
}

// @ts-expect-error: decorator
@inline
function hashOfPair(owner: u32, address: u32): u32 {
  const hash = (owner * 0x9e3779b1) ^ (address * 0x85ebca6b);
  return ((hash ^ (hash >> 15)) * 0x2c1b3c6d) >> 8;
}

/** Of a new file. Times in milliseconds; `asked`: how many strings behind the first three are addresses that are asked for. */
export function beginLines(from: f64, to: f64, asked: u32): void {
  since = from;
  until = to;
  askedCount = asked;
  lineCount = 0;
  isPending = false;
}

/** The caller has set what each column is for. Subjects of two formats (by their numbers) are not the same. */
export function setColumns(format: u32, count: u32, subjectRanges: u32, guessed: bool): void {
  formatNumber = format;
  columnCount = count;
  rangeCount = subjectRanges;
  isGuessed = guessed;
}

/** A line that the caller reads. */
export function countLine(): void {
  lineCount++;
}

// @ts-expect-error: decorator
@inline
function startOf(column: u32): u32 {
  return load<u32>(columns + (column << 3));
}

// @ts-expect-error: decorator
@inline
function endOf(column: u32): u32 {
  return load<u32>(columns + (column << 3) + 4);
}

/** Places of the line's columns; their number, 0 for a line that is not usual. Behind the end of all stands a line's end. */
function splitLine(from: u32): u32 {
  let count: u32 = 0;
  let begin = from;
  let i = from;
  while (true) {
    // spaces, what controls, and all that is not ASCII
    let mask = i8x16.bitmask(i8x16.lt_s(v128.load(i), i8x16.splat(0x21))) as u32;
    while (mask != 0) {
      const at = i + ctz(mask);
      mask &= mask - 1;
      const c = load<u8>(at);
      if (at == begin || at - begin > longestColumn || count == mostColumns) {
        lineStop = at;
        return 0;
      }
      store<u32>(columns + (count << 3), begin);
      store<u32>(columns + (count << 3) + 4, at);
      count++;
      begin = at + 1;
      if (c == 0x20) continue;
      lineStop = at;
      if (c == 0x0a) {
        lineEnd = at + 1;
        return count;
      }
      if (c != 0x0d || load<u8>(at + 1) != 0x0a) return 0;
      lineEnd = at + 2;
      return count;
    }
    i += 16;
    if (i - from > 65_536) {
      lineStop = from;
      return 0;
    }
  }
}

function findEnd(from: u32, to: u32): u32 {
  for (let i = from; i < to; i += 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(i), i8x16.splat(0x0a))) as u32;
    if (mask != 0) {
      const at = i + ctz(mask) + 1;
      return at < to ? at : to;
    }
  }
  return to;
}

/** The digits before `to`, at most 15 of them; -1 for `-`, -2 for anything else. 7 bytes before `from` can be read. */
function numberIn(from: u32, to: u32): i64 {
  const length = to - from;
  if (length > 15) return -2;
  const low = eightDigits(to, length < 8 ? length : 8);
  if (low < 0) return length == 1 && load<u8>(from) == 0x2d ? -1 : -2;
  if (length <= 8) return low;
  const high = eightDigits(to - 8, length - 8);
  return high < 0 ? -2 : high * 100_000_000 + low;
}

/** So many digits (1 to 8) before `to`, all at once; -1 where another character is among them. */
// @ts-expect-error: decorator
@inline
function eightDigits(to: u32, length: u32): i64 {
  let text = load<u64>(to - 8);
  if (length < 8) {
    const others = (8 - length) << 3;
    text = ((text >> others) << others) | (0x3030303030303030 >> ((length << 3) as u64));
  }
  const digits = text ^ 0x3030303030303030;
  if (((digits | (digits + 0x0606060606060606)) & 0xf0f0f0f0f0f0f0f0) != 0) return -1;
  let value = (digits * 10) + (digits >> 8);
  value = (((value & 0x000000ff000000ff) * 0x000f424000000064) + (((value >> 16) & 0x000000ff000000ff) * 0x0000271000000001)) >> 32;
  return (value & 0xffffffff) as i64;
}

/** -1: the format lacks it, or it is not told. */
// @ts-expect-error: decorator
@inline
function numberOf(field: usize): i64 {
  const column = load<u8>(fields + field);
  return column == absent ? -1 : numberIn(startOf(column), endOf(column));
}

function timeOf(field: usize): i64 {
  const column = load<u8>(fields + field);
  if (column == absent) return -1;
  const seconds = numberIn(startOf(column), endOf(column));
  return seconds <= 0 || seconds > lastSecond ? -2 : seconds;
}

// @ts-expect-error: decorator
@inline
function isTold(column: u8): bool {
  if (column == absent) return false;
  const from = startOf(column);
  return endOf(column) - from != 1 || load<u8>(from) != 0x2d;
}

// @ts-expect-error: decorator
@inline
function holds(from: u32, to: u32, length: u32, head: u32, tail: u32): bool {
  return to - from == length && load<u32>(from) == head && load<u32>(to - 4) == tail;
}

/** The record's numbers, and what kind it is; false where any is not as usual. */
function readNumbers(): bool {
  const from = timeOf(START);
  const to = timeOf(END);
  if (from == -2 || to == -2) return false;
  const time = from > 0 ? from : to;
  start = (time * 1000) as f64;
  end = ((to > time ? to : time) * 1000) as f64;
  const carrier = numberOf(PROTOCOL);
  const sender = numberOf(SOURCE_PORT);
  const receiver = numberOf(DESTINATION_PORT);
  const packetsTold = numberOf(PACKETS);
  const bytesTold = numberOf(BYTES);
  const flags = numberOf(TCP_FLAGS);
  if (carrier == -2 || carrier > 255 || sender == -2 || sender > 65_535 || receiver == -2 || receiver > 65_535) return false;
  if (packetsTold == -2 || bytesTold == -2 || flags == -2 || flags > 0x7fffffff) return false;
  protocol = carrier < 0 ? unknownProtocol : (carrier as u32);
  sourcePort = sender < 0 ? 0 : (sender as u32);
  destinationPort = receiver < 0 ? 0 : (receiver as u32);
  packets = packetsTold < 0 ? 0 : (packetsTold as f64);
  bytes = bytesTold < 0 ? 0 : (bytesTold as f64);
  tcpFlags = flags < 0 ? 0 : (flags as u32);
  status = 0;
  const column = load<u8>(fields + LOG_STATUS);
  if (column != absent) {
    const at = startOf(column);
    const stop = endOf(column);
    // NODATA, SKIPDATA
    if (holds(at, stop, 6, 0x41444f4e, 0x41544144)) status = 1;
    else if (holds(at, stop, 8, 0x50494b53, 0x41544144)) status = 2;
  }
  if (status == 0 && bytesTold < 0 && endColumn(SOURCE, PACKET_SOURCE) == absent && endColumn(DESTINATION, PACKET_DESTINATION) == absent)
    status = 1;
  return true;
}

/** The column that tells an end's address: the packet's own, where the other does not. */
function endColumn(field: usize, packet: usize): u8 {
  const column = load<u8>(fields + field);
  if (isTold(column)) return column;
  const other = load<u8>(fields + packet);
  return isTold(other) ? other : absent;
}

function hashOf(from: u32, to: u32, seed: u64): u64 {
  let hash = seed ^ (((to - from) as u64) * 0x9e3779b97f4a7c15);
  let i = from;
  for (; i + 8 <= to; i += 8) {
    hash = (hash ^ load<u64>(i)) * 0xff51afd7ed558ccd;
    hash ^= hash >> 32;
  }
  if (i < to) {
    hash = (hash ^ (load<u64>(i) & (((1 as u64) << (((to - i) as u64) << 3)) - 1))) * 0xff51afd7ed558ccd;
    hash ^= hash >> 32;
  }
  return hash;
}

// @ts-expect-error: decorator
@inline
function shortHash(hash: u64): u32 {
  const mixed = hash * 0xc4ceb9fe1a85ec53;
  return (mixed >> 32) as u32;
}

/** 7 bytes behind each can be read. */
function isSame(a: usize, b: usize, length: u32): bool {
  let i: u32 = 0;
  for (; i + 8 <= length; i += 8) if (load<u64>(a + i) != load<u64>(b + i)) return false;
  if (i == length) return true;
  const others = ((8 - (length - i)) as u64) << 3;
  return (load<u64>(a + i) ^ load<u64>(b + i)) << others == 0;
}

/** The number of a text, which is kept where it is new. There must be room. */
export function intern(from: u32, length: u32): u32 {
  const hash = shortHash(hashOf(from, from + length, 0));
  let slot = hash & stringMask;
  while (true) {
    const known = load<u32>(stringSlots + (slot << 2));
    if (known == 0) break;
    const entry = strings + ((known - 1) << 4);
    if (load<u32>(entry + 8) == hash && load<u32>(entry + 4) == length && isSame(load<u32>(entry), from, length))
      return known - 1;
    slot = (slot + 1) & stringMask;
  }
  const entry = strings + (stringCount << 4);
  memory.copy(textEnd, from, length);
  store<u32>(entry, textEnd as u32);
  store<u32>(entry + 4, length);
  store<u32>(entry + 8, hash);
  store<u32>(entry + 12, 0);
  textEnd += length;
  store<u32>(stringSlots + (slot << 2), ++stringCount);
  return stringCount - 1;
}

/** Whether there is room for one more line, whatever stands in it, and for what the caller may hand over of it. */
// @ts-expect-error: decorator
@inline
function hasRoom(): bool {
  return (
    subjectCount < mostSubjects &&
    stringCount + 4 <= mostStrings &&
    interfaceCount < mostInterfaces &&
    pairCount + 2 <= mostPairs &&
    textEnd + 16_384 <= textsEnd
  );
}

/** The subject's entry; 0 where it is new: then it is the last, and the caller is to tell what becomes of it. */
function subjectOf(): usize {
  let hash: u64 = formatNumber;
  let length: u32 = 0;
  for (let n: u32 = 0; n < rangeCount; n++) {
    const from = startOf(load<u8>(ranges + (n << 1)));
    const to = endOf(load<u8>(ranges + (n << 1) + 1));
    hash = hashOf(from, to, hash);
    length += to - from + 1;
  }
  const short = shortHash(hash);
  let slot = short & subjectMask;
  while (true) {
    const known = load<u32>(subjectSlots + (slot << 2));
    if (known == 0) break;
    const entry = subjects + ((known - 1) << 6);
    if (
      load<u32>(entry + 8) == short &&
      load<u32>(entry + 4) == length &&
      load<u32>(entry + 44) == formatNumber &&
      isOf(load<u32>(entry))
    )
      return entry;
    slot = (slot + 1) & subjectMask;
  }
  const entry = subjects + (subjectCount << 6);
  memory.fill(entry, 0, 64);
  store<u32>(entry, textEnd as u32);
  store<u32>(entry + 4, length);
  store<u32>(entry + 8, short);
  store<u32>(entry + 44, formatNumber);
  store<f64>(entry + 48, Infinity);
  store<f64>(entry + 56, -Infinity);
  for (let n: u32 = 0; n < rangeCount; n++) {
    const from = startOf(load<u8>(ranges + (n << 1)));
    const to = endOf(load<u8>(ranges + (n << 1) + 1));
    memory.copy(textEnd, from, to - from);
    textEnd += to - from;
    store<u8>(textEnd++, 0x20);
  }
  store<u32>(subjectSlots + (slot << 2), ++subjectCount);
  return 0;
}

function isOf(text: usize): bool {
  for (let n: u32 = 0; n < rangeCount; n++) {
    const from = startOf(load<u8>(ranges + (n << 1)));
    const length = endOf(load<u8>(ranges + (n << 1) + 1)) - from;
    if (!isSame(text, from, length) || load<u8>(text + length) != 0x20) return false;
    text += length + 1;
  }
  return true;
}

/** A record was read, whether or not it is asked for. */
// @ts-expect-error: decorator
@inline
function countSubject(entry: usize): void {
  if (load<u32>(entry + 20) == 0) store<u32>(entry + 24, lineCount);
  store<u32>(entry + 20, load<u32>(entry + 20) + 1);
  if (start < load<f64>(entry + 48)) store<f64>(entry + 48, start);
  if (start > load<f64>(entry + 56)) store<f64>(entry + 56, start);
  if (status == 0) return;
  const at = entry + (status == 1 ? 28 : 36);
  if (load<u32>(at) == 0) store<u32>(at + 4, lineCount);
  store<u32>(at, load<u32>(at) + 1);
}

function addressOf(column: u8): u32 {
  return column == absent ? none : intern(startOf(column), endOf(column) - startOf(column));
}

function readAddresses(): void {
  source = addressOf(endColumn(SOURCE, PACKET_SOURCE));
  destination = addressOf(endColumn(DESTINATION, PACKET_DESTINATION));
}

function readAction(): void {
  const column = load<u8>(fields + ACTION);
  if (!isTold(column)) action = unknownText;
  else {
    const from = startOf(column);
    const to = endOf(column);
    if (holds(from, to, 6, 0x45434341, 0x54504543)) action = acceptText;
    else if (holds(from, to, 6, 0x454a4552, 0x5443454a)) action = rejectText;
    else action = intern(from, to - from);
  }
}

function readDirection(): void {
  direction = 0;
  const column = load<u8>(fields + DIRECTION);
  if (column == absent) return;
  const from = startOf(column);
  const to = endOf(column);
  // ingress, egress
  if (holds(from, to, 7, 0x72676e69, 0x73736572)) direction = 1;
  else if (holds(from, to, 6, 0x65726765, 0x73736572)) direction = 2;
}

/** Which end is called, and its port: as the caller does it, of a record at a time. */
function readService(): void {
  service = none;
  if (protocol == 1 || protocol == 58 || destinationPort == 0) return;
  const atSource = sourcePort;
  const atDestination = 0x10000 | destinationPort;
  if (sourcePort == 0) service = atDestination;
  else if ((tcpFlags & 18) == 18) service = atSource;
  else if ((tcpFlags & 2) != 0) service = atDestination;
  else if (action == rejectText) service = sourcePort < 1024 && destinationPort >= 32_768 ? atSource : atDestination;
  else service = sourcePort < destinationPort ? atSource : atDestination;
}

// @ts-expect-error: decorator
@inline
function isAsked(text: u32): bool {
  return text - firstAsked < askedCount;
}

function countAddress(owner: u32, address: u32): void {
  const mixed = hashOfPair(owner, address);
  let slot = mixed & pairMask;
  while (true) {
    const known = load<u32>(pairSlots + (slot << 2));
    if (known == 0) break;
    const entry = pairs + ((known - 1) << 4);
    if (load<u32>(entry) == owner && load<u32>(entry + 4) == address) {
      store<u32>(entry + 8, load<u32>(entry + 8) + 1);
      return;
    }
    slot = (slot + 1) & pairMask;
  }
  const entry = pairs + (pairCount << 4);
  store<u32>(entry, owner);
  store<u32>(entry + 4, address);
  store<u32>(entry + 8, 1);
  store<u32>(entry + 12, mixed);
  store<u32>(pairSlots + (slot << 2), ++pairCount);
}

/** Counts the record's addresses as those of its interface, and notes the first record that is asked for. */
function observe(owner: u32, subject: u32, isFound: bool): void {
  const text = strings + (owner << 4);
  let entry = interfaces + ((load<u32>(text + 12) - 1) << 5);
  if (load<u32>(text + 12) == 0) {
    entry = interfaces + (interfaceCount << 5);
    store<u32>(text + 12, ++interfaceCount);
    store<u32>(entry, owner);
    store<u32>(entry + 8, 0);
    store<f64>(entry + 24, start);
  }
  if (start < load<f64>(entry + 24)) store<f64>(entry + 24, start);
  if (isFound && load<u32>(entry + 8) == 0) {
    store<u32>(entry + 4, subject);
    store<u32>(entry + 8, lineCount);
    store<u32>(entry + 12, source);
    store<u32>(entry + 16, destination);
  }
  if (source != none) countAddress(owner, source);
  if (destination != none && destination != source) countAddress(owner, destination);
}

/** False where there is no room for another conversation. */
function addUp(owner: u32, subject: u32): bool {
  let hash: u32 = owner;
  hash = (rotl<u32>(hash, 5) ^ source) * 0x9e3779b1;
  hash = (rotl<u32>(hash, 5) ^ destination) * 0x85ebca6b;
  hash = (rotl<u32>(hash, 5) ^ service) * 0xc2b2ae35;
  hash = (rotl<u32>(hash, 5) ^ (action | (protocol << 8) | (direction << 30))) * 0x27d4eb2f;
  hash ^= hash >> 15;
  let slot = hash & conversationMask;
  let entry: usize;
  while (true) {
    const known = load<u32>(conversationSlots + (slot << 2));
    if (known == 0) {
      if (conversationCount >= mostConversations) return false;
      entry = conversations + conversationCount * 96;
      store<u32>(entry, hash);
      store<u32>(entry + 4, subject);
      store<u32>(entry + 8, owner);
      store<u32>(entry + 12, action);
      store<u32>(entry + 16, protocol);
      store<u32>(entry + 20, source);
      store<u32>(entry + 24, destination);
      store<u32>(entry + 28, service);
      store<u32>(entry + 32, direction);
      store<u32>(entry + 36, lineCount);
      memory.fill(entry + 40, 0, 56);
      store<f64>(entry + 64, Infinity);
      store<f64>(entry + 72, -Infinity);
      store<u32>(conversationSlots + (slot << 2), ++conversationCount);
      break;
    }
    entry = conversations + (known - 1) * 96;
    if (
      load<u32>(entry) == hash &&
      load<u32>(entry + 8) == owner &&
      load<u32>(entry + 20) == source &&
      load<u32>(entry + 24) == destination &&
      load<u32>(entry + 28) == service &&
      load<u32>(entry + 12) == action &&
      load<u32>(entry + 16) == protocol &&
      load<u32>(entry + 32) == direction
    )
      break;
    slot = (slot + 1) & conversationMask;
  }
  if (end < since) {
    store<f64>(entry + 80, load<f64>(entry + 80) + bytes);
    store<f64>(entry + 88, load<f64>(entry + 88) + 1);
  } else {
    store<f64>(entry + 40, load<f64>(entry + 40) + bytes);
    store<f64>(entry + 48, load<f64>(entry + 48) + packets);
    store<f64>(entry + 56, load<f64>(entry + 56) + 1);
    if (start < load<f64>(entry + 64)) store<f64>(entry + 64, start);
    if (end > load<f64>(entry + 72)) store<f64>(entry + 72, end);
  }
  return true;
}

/** Reads the lines in [from, to); returns where it stopped, `lineStatus` tells why. Before and behind 64 bytes can be read. */
export function scanLines(from: u32, to: u32): u32 {
  while (from < to) {
    const first = load<u8>(from);
    // blank
    if (first == 0x0a) {
      from++;
      continue;
    }
    const count = splitLine(from);
    if (count == 0 || count != columnCount || !readNumbers() || (isGuessed && !fitsForms())) {
      lineEnd = findEnd(lineStop, to);
      lineStatus = unusual;
      return from;
    }
    if (!hasRoom()) {
      lineStatus = full;
      return from;
    }
    const subject = subjectOf();
    if (subject == 0) {
      lineStatus = newSubject;
      return from;
    }
    if (!isPending) {
      lineCount++;
      countSubject(subject);
    }
    const kind = load<u32>(subject + 12);
    if ((kind & isSetAside) == 0 && ((kind & isWanted) != 0 || askedCount > 0)) {
      const owner = load<u32>(subject + 16);
      const number = ((subject - subjects) >> 6) as u32;
      readAddresses();
      const isFound = (kind & isWanted) != 0 || isAsked(source) || isAsked(destination);
      if (!isPending) observe(owner, number, isFound);
      if (isFound && status == 0 && start < until) {
        readAction();
        readDirection();
        readService();
        if (!addUp(owner, number)) {
          isPending = true;
          lineStatus = full;
          return from;
        }
      }
    }
    isPending = false;
    from = lineEnd;
  }
  lineStatus = finished;
  return from;
}

/** Whether there is room for a record that the caller read. */
export function hasRoomForRecord(): bool {
  return hasRoom();
}

/** The record at hand is one that the caller read; what it read of addresses and the like stands among the strings. */
export function setRecord(
  from: f64,
  to: f64,
  packetsTold: f64,
  bytesTold: f64,
  by: u32,
  what: u32,
  sender: u32,
  receiver: u32,
  called: u32,
  way: u32,
): void {
  start = from;
  end = to;
  packets = packetsTold;
  bytes = bytesTold;
  protocol = by;
  action = what;
  source = sender;
  destination = receiver;
  service = called;
  direction = way;
}

export function observeRecord(owner: u32, subject: u32, isFound: bool): void {
  observe(owner, subject, isFound);
}

/** False where there is no room for another conversation. */
export function addRecord(owner: u32, subject: u32): bool {
  return addUp(owner, subject);
}

// what a column may hold, where the format is only guessed
const anyForm: u8 = 0;
const versionForm: u8 = 1;
const accountForm: u8 = 2;
const idForm: u8 = 3; // and further ones, up to 15: by the letters that they begin with
const typeForm: u8 = 16;
const actionForm: u8 = 17;
const statusForm: u8 = 18;
const directionForm: u8 = 19;
const addressForm: u8 = 20;
const numberForm: u8 = 21;
/** And is told. */
const toldForm: u8 = 0x80;

function fitsForms(): bool {
  for (let n: u32 = 0; n < columnCount; n++) {
    const form = load<u8>(forms + n);
    if (form == anyForm) continue;
    const from = startOf(n);
    const to = endOf(n);
    if (to - from == 1 && load<u8>(from) == 0x2d) {
      if ((form & toldForm) != 0) return false;
    } else if ((form & ~toldForm) != anyForm && !fits(form & ~toldForm, from, to)) return false;
  }
  return true;
}

function isNumber(from: u32, to: u32): bool {
  for (let i = from; i < to; i++) if (load<u8>(i) - 0x30 >= 10) return false;
  return true;
}

function fits(form: u8, from: u32, to: u32): bool {
  const length = to - from;
  if (form == numberForm) return isNumber(from, to);
  if (form == versionForm) return length <= 2 && isNumber(from, to);
  if (form == accountForm) return length == 12 && isNumber(from, to);
  if (form == addressForm) return isAddress(from, to);
  if (form == actionForm)
    return holds(from, to, 6, 0x45434341, 0x54504543) || holds(from, to, 6, 0x454a4552, 0x5443454a);
  if (form == statusForm)
    return (
      (length == 2 && load<u16>(from) == 0x4b4f) ||
      holds(from, to, 6, 0x41444f4e, 0x41544144) ||
      holds(from, to, 8, 0x50494b53, 0x41544144)
    );
  if (form == directionForm)
    return holds(from, to, 7, 0x72676e69, 0x73736572) || holds(from, to, 6, 0x65726765, 0x73736572);
  if (form == typeForm) return holds(from, to, 4, 0x34765049, 0x34765049) || holds(from, to, 4, 0x36765049, 0x36765049);
  return isId(form, from, to);
}

/** `eni-`, `vpc-`, `subnet-` or `i-` and then letters and digits. */
function isId(form: u8, from: u32, to: u32): bool {
  const length: u32 = form == idForm ? 4 : form == idForm + 1 ? 4 : form == idForm + 2 ? 7 : 2;
  if (to - from <= length || load<u8>(from + length - 1) != 0x2d) return false;
  const head = load<u32>(from);
  if (form == idForm && head != 0x2d696e65) return false;
  if (form == idForm + 1 && head != 0x2d637076) return false;
  if (form == idForm + 2 && (head != 0x6e627573 || load<u16>(from + 4) != 0x7465)) return false;
  if (form == idForm + 3 && (head & 0xff) != 0x69) return false;
  for (let i = from + length; i < to; i++) {
    const c = load<u8>(i);
    if (c - 0x30 >= 10 && c - 0x61 >= 26) return false;
  }
  return true;
}

/** Hexadecimal digits, dots and colons, of which one stands before another of them. */
function isAddress(from: u32, to: u32): bool {
  let isJoined = false;
  for (let i = from; i < to; i++) {
    const c = load<u8>(i);
    if (c == 0x2e || c == 0x3a) isJoined = isJoined || i + 1 < to;
    else if (c - 0x30 >= 10 && c - 0x61 >= 6) return false;
  }
  return isJoined;
}
