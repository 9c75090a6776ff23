// The slow part of CRC-32 (RFC 1952 8) without an instruction for it: bytes are folded into the few thousand behind them, which
// are all whose checksum is left to take. The method is Chorba (Russell 2024, https://arxiv.org/abs/2412.16398): a multiple of
// the polynomial with few terms is 0 modulo it, so that what stands at its first term may stand at its others instead.
//
// The multiple is x^300 + x^155 + x^117 + x^89 + 1. Squared seven times each of its x is an x^128, which is 16 bytes: what is
// folded never has to be shifted.

const one: usize = 145 * 16;
const two: usize = 183 * 16;
const three: usize = 211 * 16;
/** So many bytes are left. */
const reach: usize = 300 * 16;

const room: usize = 0x100000;
const roomEnd: usize = 0x110000;

// @ts-expect-error: decorator
@inline
function fold(to: usize, from: usize): void {
  const near = v128.xor(v128.load(to - one), v128.load(to - two));
  const far = v128.xor(v128.load(to - three), v128.load(to - reach));
  v128.store(to, v128.xor(v128.load(from), v128.xor(near, far)));
}

/**
 * Folds 64 bytes or more, `from` up to `end`, behind which the checksum `before` was taken. Returns the place of the `reach`
 * bytes whose checksum, begun at 0 without its inversion, is that of all.
 */
export function foldChecksum(from: usize, end: usize, before: u32): usize {
  // zeros before all else change nothing: with them it is a whole number of times 64
  const first: usize = 64 + ((end - from) & 63);
  memory.fill(room, 0, reach + 128);
  let to = room + reach + 128;
  memory.copy(to - first, from, first);
  store<u32>(to - first, load<u32>(to - first) ^ ~before);
  from += first;
  while (from < end) {
    if (to == roomEnd) {
      memory.copy(room, to - reach, reach);
      to = room + reach;
    }
    const stop = to + min(roomEnd - to, end - from);
    for (; to < stop; to += 64, from += 64) {
      fold(to, from);
      fold(to + 16, from + 16);
      fold(to + 32, from + 32);
      fold(to + 48, from + 48);
    }
  }
  // nothing is folded out of the last ones: what came into them from each other goes out again
  const left = to - reach;
  for (let at = to - 16; at >= left + one; at -= 16) {
    let bytes = v128.xor(v128.load(at), v128.load(at - one));
    if (at >= left + two) bytes = v128.xor(bytes, v128.load(at - two));
    if (at >= left + three) bytes = v128.xor(bytes, v128.load(at - three));
    v128.store(at, bytes);
  }
  return left;
}
