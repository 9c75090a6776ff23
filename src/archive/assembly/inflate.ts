// Inflates deflate streams (RFC 1951), resumable at both ends. The caller refills the input and empties the output; a
// symbol is never begun that the input does not hold whole, unless it is the last of the input.

import { fast } from './inflate-fast';
import {
  badBlockType,
  badCodeLengths,
  badDistanceCode,
  badDistanceSet,
  badLiteralCode,
  badLiteralSet,
  badRepeat,
  badStoredLengths,
  cutOff,
  ended,
  needInput,
  noEndOfBlock,
  outputFull,
  tooFarBack,
  tooManySymbols,
} from './inflate-status';
import {
  beginStream,
  bits,
  copyInput,
  count,
  drop,
  first,
  giveBack,
  inEnd,
  inPtr,
  outLimit,
  outPtr,
  peek,
  refill,
  wrote,
} from './inflate-stream';
import {
  build,
  codeLengths,
  distanceBits,
  distanceEntries,
  distanceTable,
  exceptional,
  fixedCodes,
  invalid,
  lengthCodeBits,
  lengthCodeTable,
  lengths,
  literalBits,
  literalEntries,
  literalTable,
  pair,
  subtable,
} from './inflate-tables';

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
  beginStream(from, end, to);
  state = atHeader;
  isFinal = false;
}

/** Inflates on, as far as input and output reach. `last`: no input comes behind this. */
export function inflate(last: bool): i32 {
  while (true) {
    if (state == inCodes) {
      const status = codes(last);
      if (status != ended) return status;
      state = atHeader;
      if (isFinal) break;
    } else if (state == inStored) {
      const n = min(storedLeft, min(inEnd - inPtr, outLimit > outPtr ? outLimit - outPtr : 0));
      copyInput(n);
      storedLeft -= n;
      if (storedLeft > 0) {
        if (outPtr >= outLimit) return outputFull;
        return last ? cutOff : needInput;
      }
      state = atHeader;
      if (isFinal) break;
    } else {
      // the longest header takes 3 + 14 + 19 * 3 + 316 * 14 bits
      if (!last && inEnd - inPtr < 600) return needInput;
      const status = header();
      if (status != 0) return status;
    }
  }
  giveBack();
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
    giveBack();
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
  if (!build(lengthCodeTable, lengthCodeBits, lengths, 19, codeLengths)) return badCodeLengths;
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
    const again = i8x16.splat(symbol == 16 ? (load<u8>(lengths + have - 1) as i8) : 0);
    // 138 at most; what is written behind them is written again
    for (let i: u32 = 0; i < times; i += 16) v128.store(lengths + have + i, again);
    have += times;
  }
  if (load<u8>(lengths + 256) == 0) return noEndOfBlock;
  if (!build(literalTable, literalBits, lengths, literals, literalEntries)) return badLiteralSet;
  pair();
  if (!build(distanceTable, distanceBits, lengths + literals, distances, distanceEntries)) return badDistanceSet;
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
    wrote(literals);
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
  const from = outPtr - distance;
  for (let n: u32 = 0; n < length; n++) store<u8>(outPtr + n, load<u8>(from + n));
  wrote(length);
  return 0;
}

function takeOne(entry: u32, length: u32): i32 {
  store<u8>(outPtr, (entry >> 16) as u8);
  wrote(1);
  drop(length);
  return 0;
}
