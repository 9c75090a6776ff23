// Inflates symbols while input and output are far from their ends: almost all of a stream.

import { badDistanceCode, badLiteralCode, ended, tooFarBack } from './inflate-status';
import { bits, count, first, inEnd, inPtr, outLimit, outPtr, setStream } from './inflate-stream';
import { distanceBits, distanceTable, exceptional, invalid, literalBits, literalTable, subtable } from './inflate-tables';

/** As many symbols as there are while input and output are far from their ends: nothing is checked that need not be. */
export function fast(): i32 {
  let ip = inPtr;
  let op = outPtr;
  let bb = bits;
  // of the number of bits only the lowest six are right
  let bc: u64 = count as u64;
  const limit = outLimit;
  const from = first;
  let status = 0;
  if (inEnd - ip < 32 || op >= limit) return 0;
  const stop = inEnd - 32;

  bb |= load<u64>(ip) << bc;
  ip += ((~bc >> 3) & 7) as u32;
  bc |= 56;
  let e = load<u32>(literalTable + (((bb as u32) & 1023) << 2));
  while (ip <= stop && op < limit) {
    // 56 bits are there: three look-ups of literals, and a length
    let n = (e >> 8) & 3;
    if (n) {
      store<u16>(op, (e >> 16) as u16);
      op += n;
      bb >>= e as u64;
      bc -= e as u64;
      e = load<u32>(literalTable + (((bb as u32) & 1023) << 2));
      n = (e >> 8) & 3;
      if (n) {
        store<u16>(op, (e >> 16) as u16);
        op += n;
        bb >>= e as u64;
        bc -= e as u64;
        e = load<u32>(literalTable + (((bb as u32) & 1023) << 2));
        n = (e >> 8) & 3;
        if (n) {
          store<u16>(op, (e >> 16) as u16);
          op += n;
          bb >>= e as u64;
          bc -= e as u64;
          bb |= load<u64>(ip) << bc;
          ip += ((~bc >> 3) & 7) as u32;
          bc |= 56;
          e = load<u32>(literalTable + (((bb as u32) & 1023) << 2));
          continue;
        }
      }
      // the longest length and distance take 48
      bb |= load<u64>(ip) << bc;
      ip += ((~bc >> 3) & 7) as u32;
      bc |= 56;
    }
    if (e & exceptional) {
      if (e & subtable)
        e = load<u32>(literalTable + (((e >> 16) + (((bb >> literalBits) as u32) & ((1 << (e & 63)) - 1))) << 2));
      if (e & (3 << 8)) {
        store<u8>(op, (e >> 16) as u8);
        op++;
        bb >>= e as u64;
        bc -= e as u64;
        bb |= load<u64>(ip) << bc;
        ip += ((~bc >> 3) & 7) as u32;
        bc |= 56;
        e = load<u32>(literalTable + (((bb as u32) & 1023) << 2));
        continue;
      }
      if (e & exceptional) {
        status = e & invalid ? badLiteralCode : ended;
        if (status == ended) {
          bb >>= e as u64;
          bc -= e as u64;
        }
        break;
      }
    }
    const length = (e >> 16) + (((bb & (((1 as u64) << (e as u64)) - 1)) as u32) >> (e >> 11));
    bb >>= e as u64;
    bc -= e as u64;
    e = load<u32>(distanceTable + (((bb as u32) & 255) << 2));
    if (e & exceptional) {
      if (e & subtable)
        e = load<u32>(distanceTable + (((e >> 16) + (((bb >> distanceBits) as u32) & ((1 << (e & 63)) - 1))) << 2));
      if (e & exceptional) {
        status = badDistanceCode;
        break;
      }
    }
    const distance = (e >> 16) + (((bb & (((1 as u64) << (e as u64)) - 1)) as u32) >> (e >> 11));
    if (distance > op - from) {
      status = tooFarBack;
      break;
    }
    bb >>= e as u64;
    bc -= e as u64;
    bb |= load<u64>(ip) << bc;
    ip += ((~bc >> 3) & 7) as u32;
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
  setStream(ip, op, bb & ((1 << bc) - 1), bc as u32);
  return status;
}
