// Inflates deflate streams (RFC 1951), resumable at both ends. The caller refills the input and empties the output; a
// symbol is never begun that the input does not hold whole, unless it is the last of the input.

import {
  build,
  distanceBits,
  distanceTable,
  exceptional,
  fixedCodes,
  invalid,
  lengthCodeBits,
  lengthCodeTable,
  lengths,
  literalBits,
  literalTable,
  pair,
  subtable,
} from './inflate-tables';

/** What `inflate` stopped for. */
const needInput = 0;
const outputFull = 1;
const ended = 2;
const cutOff = 3;
// damage: the messages stand in the caller
const badBlockType = 10;
const badStoredLengths = 11;
const tooManySymbols = 12;
const badCodeLengths = 13;
const badRepeat = 14;
const noEndOfBlock = 15;
const badLiteralSet = 16;
const badDistanceSet = 17;
const badLiteralCode = 18;
const badDistanceCode = 19;
const tooFarBack = 20;

/** The input that is not yet taken up. Behind its end 8 bytes can be read. */
export let inPtr: u32 = 0;
export let inEnd: u32 = 0;
/** Where the next byte goes; no symbol is begun at the limit or behind it, and none is longer than 320 bytes. */
export let outPtr: u32 = 0;
export let outLimit: u32 = 0;
/** Nothing before it belongs to this stream. */
let first: u32 = 0;
let bits: u64 = 0;
let count: u32 = 0;

const atHeader = 0;
const inStored = 1;
const inCodes = 2;
let state: i32 = atHeader;
let isFinal: bool = false;
let storedLeft: u32 = 0;

/** In which order a header gives the lengths of the codes of code lengths. */
const lengthOrder: StaticArray<u8> = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** A new stream, whose first byte is at `from` and whose output goes to `to`. */
export function begin(from: u32, end: u32, to: u32): void {
  inPtr = from;
  inEnd = end;
  outPtr = to;
  first = to;
  bits = 0;
  count = 0;
  state = atHeader;
  isFinal = false;
}

/** More input came: what was not taken up is followed by it, from `from` to `end`. 8 bytes before it stay as they were. */
export function setInput(from: u32, end: u32): void {
  inPtr = from;
  inEnd = end;
}

export function setLimit(limit: u32): void {
  outLimit = limit;
}

/** The output was moved towards its beginning; what was written before `base` is gone. */
export function slide(by: u32, base: u32): void {
  outPtr -= by;
  first = first < base + by ? base : first - by;
}

/** Makes the next `need` bits available, one byte at a time: never reads behind the end. */
function refill(need: u32): bool {
  while (count < need) {
    if (inPtr >= inEnd) return false;
    bits |= (load<u8>(inPtr) as u64) << (count as u64);
    inPtr++;
    count += 8;
  }
  return true;
}

// @ts-expect-error: decorator
@inline
function drop(n: u32): void {
  bits >>= n as u64;
  count -= n;
}

// @ts-expect-error: decorator
@inline
function peek(n: u32): u32 {
  return (bits & ((1 << (n as u64)) - 1)) as u32;
}

/** Inflates on, as far as input and output reach. `last`: no input comes behind this. */
export function inflate(last: bool): i32 {
  while (true) {
    if (state == inCodes) {
      const status = codes(last);
      if (status != ended) return status;
      state = atHeader;
      if (isFinal) return finish();
    } else if (state == inStored) {
      const n = min(storedLeft, min(inEnd - inPtr, outLimit > outPtr ? outLimit - outPtr : 0));
      memory.copy(outPtr, inPtr, n);
      outPtr += n;
      inPtr += n;
      storedLeft -= n;
      if (storedLeft > 0) {
        if (outPtr >= outLimit) return outputFull;
        return last ? cutOff : needInput;
      }
      state = atHeader;
      if (isFinal) return finish();
    } else {
      // the longest header takes 3 + 14 + 19 * 3 + 316 * 14 bits
      if (!last && inEnd - inPtr < 600) return needInput;
      const status = header();
      if (status != 0) return status;
    }
  }
}

/** Hands back the whole bytes that were taken up and not used. */
function finish(): i32 {
  inPtr -= count >> 3;
  bits = 0;
  count = 0;
  return ended;
}

function header(): i32 {
  if (!refill(3)) return cutOff;
  isFinal = peek(1) == 1;
  const type = peek(3) >> 1;
  drop(3);
  if (type == 0) {
    drop(count & 7);
    if (!refill(32)) return cutOff;
    const length = peek(16);
    const complement = (bits >> 16) as u32 & 0xffff;
    if (length != (complement ^ 0xffff)) return badStoredLengths;
    drop(32);
    inPtr -= count >> 3;
    bits = 0;
    count = 0;
    storedLeft = length;
    state = inStored;
    return 0;
  }
  if (type == 1) {
    fixedCodes();
    state = inCodes;
    return 0;
  }
  if (type == 3) return badBlockType;
  const status = dynamicCodes();
  if (status == 0) state = inCodes;
  return status;
}

function dynamicCodes(): i32 {
  if (!refill(14)) return cutOff;
  const literals = peek(5) + 257;
  drop(5);
  const distances = peek(5) + 1;
  drop(5);
  const codeLengthsGiven = peek(4) + 4;
  drop(4);
  if (literals > 286 || distances > 30) return tooManySymbols;
  memory.fill(lengths, 0, 19);
  for (let i: u32 = 0; i < codeLengthsGiven; i++) {
    if (!refill(3)) return cutOff;
    store<u8>(lengths + unchecked(lengthOrder[i]), peek(3) as u8);
    drop(3);
  }
  if (!build(lengthCodeTable, lengthCodeBits, lengths, 19, 2)) return badCodeLengths;
  const total = literals + distances;
  let have: u32 = 0;
  while (have < total) {
    refill(14);
    const entry = load<u32>(lengthCodeTable + (peek(lengthCodeBits) << 2));
    const used = entry & 63;
    if (used > count) return cutOff;
    const symbol = entry >> 16;
    if (symbol < 16) {
      drop(used);
      store<u8>(lengths + have++, symbol as u8);
      continue;
    }
    const extra: u32 = symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
    if (used + extra > count) return cutOff;
    drop(used);
    if (symbol == 16 && have == 0) return badRepeat;
    const times = peek(extra) + (symbol == 18 ? 11 : 3);
    drop(extra);
    if (have + times > total) return badRepeat;
    memory.fill(lengths + have, symbol == 16 ? load<u8>(lengths + have - 1) : 0, times);
    have += times;
  }
  if (load<u8>(lengths + 256) == 0) return noEndOfBlock;
  if (!build(literalTable, literalBits, lengths, literals, 0)) return badLiteralSet;
  pair();
  if (!build(distanceTable, distanceBits, lengths + literals, distances, 1)) return badDistanceSet;
  return 0;
}

/** The symbols of a block, up to its end. */
function codes(last: bool): i32 {
  while (true) {
    const status = fast();
    if (status != 0) return status;
    if (outPtr >= outLimit) return outputFull;
    // near the end of the input: one symbol at a time, none that is not there whole
    do {
      const slow = single();
      if (slow == cutOff) return last ? cutOff : needInput;
      if (slow != 0) return slow;
      if (outPtr >= outLimit) return outputFull;
    } while (inEnd - inPtr < 32);
  }
}

/** One symbol. On `cutOff` nothing was taken. */
function single(): i32 {
  // 48 bits are the longest length and distance
  refill(48);
  let entry = load<u32>(literalTable + (peek(literalBits) << 2));
  if (entry & subtable && entry & exceptional)
    entry = load<u32>(
      literalTable + (((entry >> 16) + (((bits >> literalBits) as u32) & ((1 << (entry & 63)) - 1))) << 2),
    );
  const literals = (entry >> 8) & 3;
  if (literals) {
    const used = entry & 63;
    if (used > count) {
      // of two literals the first may be there
      if (literals == 1) return cutOff;
      const length = (entry >> 11) & 15;
      return length > count ? cutOff : takeOne(entry, length);
    }
    store<u16>(outPtr, (entry >> 16) as u16);
    outPtr += literals;
    drop(used);
    return 0;
  }
  const used = entry & 63;
  if (used > count) return cutOff;
  if (entry & exceptional) {
    if (entry & invalid) return badLiteralCode;
    drop(used);
    return ended;
  }
  const length = (entry >> 16) + ((peek(used) as u32) >> ((entry >> 11) & 15));
  const rest = bits >> (used as u64);
  let distant = load<u32>(distanceTable + (((rest as u32) & ((1 << distanceBits) - 1)) << 2));
  if (distant & subtable && distant & exceptional)
    distant = load<u32>(
      distanceTable + (((distant >> 16) + (((rest >> distanceBits) as u32) & ((1 << (distant & 63)) - 1))) << 2),
    );
  const distanceUsed = distant & 63;
  if (used + distanceUsed > count) return cutOff;
  if (distant & exceptional) return badDistanceCode;
  const distance =
    (distant >> 16) + (((rest & ((1 << (distanceUsed as u64)) - 1)) as u32) >> ((distant >> 11) & 15));
  if (distance > outPtr - first) return tooFarBack;
  drop(used + distanceUsed);
  const end = outPtr + length;
  while (outPtr < end) {
    store<u8>(outPtr, load<u8>(outPtr - distance));
    outPtr++;
  }
  return 0;
}

function takeOne(entry: u32, length: u32): i32 {
  store<u8>(outPtr, (entry >> 16) as u8);
  outPtr++;
  drop(length);
  return 0;
}

/** As many symbols as there are while input and output are far from their ends: nothing is checked that need not be. */
function fast(): i32 {
  let ip = inPtr;
  let op = outPtr;
  let bb = bits;
  let bc: u64 = count as u64;
  const limit = outLimit;
  const from = first;
  let status = 0;
  if (inEnd - ip < 32 || op >= limit) return 0;
  const stop = inEnd - 32;

  bb |= load<u64>(ip) << bc;
  ip += ((63 - bc) >> 3) as u32;
  bc |= 56;
  let e = load<u32>(literalTable + (((bb as u32) & 1023) << 2));
  while (ip <= stop && op < limit) {
    // 56 bits are there: three look-ups of literals, and a length
    let n = (e >> 8) & 3;
    if (n) {
      store<u16>(op, (e >> 16) as u16);
      op += n;
      bb >>= (e & 63) as u64;
      bc -= (e & 63) as u64;
      e = load<u32>(literalTable + (((bb as u32) & 1023) << 2));
      n = (e >> 8) & 3;
      if (n) {
        store<u16>(op, (e >> 16) as u16);
        op += n;
        bb >>= (e & 63) as u64;
        bc -= (e & 63) as u64;
        e = load<u32>(literalTable + (((bb as u32) & 1023) << 2));
        n = (e >> 8) & 3;
        if (n) {
          store<u16>(op, (e >> 16) as u16);
          op += n;
          bb >>= (e & 63) as u64;
          bc -= (e & 63) as u64;
          bb |= load<u64>(ip) << bc;
          ip += ((63 - bc) >> 3) as u32;
          bc |= 56;
          e = load<u32>(literalTable + (((bb as u32) & 1023) << 2));
          continue;
        }
      }
    }
    if (e & exceptional) {
      if (e & subtable)
        e = load<u32>(literalTable + (((e >> 16) + (((bb >> literalBits) as u32) & ((1 << (e & 63)) - 1))) << 2));
      if (e & (3 << 8)) {
        store<u8>(op, (e >> 16) as u8);
        op++;
        bb >>= (e & 63) as u64;
        bc -= (e & 63) as u64;
        bb |= load<u64>(ip) << bc;
        ip += ((63 - bc) >> 3) as u32;
        bc |= 56;
        e = load<u32>(literalTable + (((bb as u32) & 1023) << 2));
        continue;
      }
      if (e & exceptional) {
        status = e & invalid ? badLiteralCode : ended;
        if (status == ended) {
          bb >>= (e & 63) as u64;
          bc -= (e & 63) as u64;
        }
        break;
      }
    }
    let used = (e & 63) as u64;
    const length = (e >> 16) + (((bb & ((1 << used) - 1)) as u32) >> ((e >> 11) & 15));
    bb >>= used;
    bc -= used;
    bb |= load<u64>(ip) << bc;
    ip += ((63 - bc) >> 3) as u32;
    bc |= 56;
    e = load<u32>(distanceTable + (((bb as u32) & 255) << 2));
    if (e & exceptional) {
      if (e & subtable)
        e = load<u32>(distanceTable + (((e >> 16) + (((bb >> distanceBits) as u32) & ((1 << (e & 63)) - 1))) << 2));
      if (e & exceptional) {
        status = badDistanceCode;
        break;
      }
    }
    used = (e & 63) as u64;
    const distance = (e >> 16) + (((bb & ((1 << used) - 1)) as u32) >> ((e >> 11) & 15));
    if (distance > op - from) {
      status = tooFarBack;
      break;
    }
    bb >>= used;
    bc -= used;
    bb |= load<u64>(ip) << bc;
    ip += ((63 - bc) >> 3) as u32;
    bc |= 56;
    // the next look-up is under way while the match is copied
    e = load<u32>(literalTable + (((bb as u32) & 1023) << 2));
    let src = op - distance;
    const end = op + length;
    if (distance >= 16) {
      v128.store(op, v128.load(src));
      v128.store(op, v128.load(src, 16), 16);
      if (length > 32) {
        op += 32;
        src += 32;
        do {
          v128.store(op, v128.load(src));
          v128.store(op, v128.load(src, 16), 16);
          op += 32;
          src += 32;
        } while (op < end);
      }
    } else if (distance == 1) {
      const all = i8x16.splat(load<u8>(src) as i8);
      do {
        v128.store(op, all);
        op += 16;
      } while (op < end);
    } else if (distance >= 8) {
      do {
        store<u64>(op, load<u64>(src));
        op += 8;
        src += 8;
      } while (op < end);
    } else {
      do {
        store<u8>(op++, load<u8>(src++));
      } while (op < end);
    }
    op = end;
  }
  // whole bytes that were not used go back
  bc &= 63;
  ip -= (bc >> 3) as u32;
  bc &= 7;
  inPtr = ip;
  outPtr = op;
  count = bc as u32;
  bits = bb & ((1 << bc) - 1);
  return status;
}
