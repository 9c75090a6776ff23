// The stream at hand: its input, its output, and the bits between them.

/** The input that is not yet taken up. Behind its end 8 bytes can be read. */
export let inPtr: u32 = 0;
export let inEnd: u32 = 0;
/** Where the next byte goes; no symbol is begun at the limit or behind it, and none is longer than 320 bytes. */
export let outPtr: u32 = 0;
export let outLimit: u32 = 0;
/** Nothing before it belongs to this stream. */
export let first: u32 = 0;
/** Bits that were taken up and not used, and how many. */
export let bits: u64 = 0;
export let count: u32 = 0;

export function beginStream(from: u32, end: u32, to: u32): void {
  inPtr = from;
  inEnd = end;
  outPtr = to;
  first = to;
  bits = 0;
  count = 0;
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

// @ts-expect-error: decorator
@inline
export function setStream(input: u32, output: u32, unused: u64, many: u32): void {
  inPtr = input;
  outPtr = output;
  bits = unused;
  count = many;
}

/** So many bytes were written. */
// @ts-expect-error: decorator
@inline
export function wrote(length: u32): void {
  outPtr += length;
}

/** Copies bytes of the input as they are; no bits are taken up. */
export function copyInput(length: u32): void {
  memory.copy(outPtr, inPtr, length);
  outPtr += length;
  inPtr += length;
}

/** Hands back the whole bytes that were taken up and not used. */
export function giveBack(): void {
  inPtr -= count >> 3;
  bits = 0;
  count = 0;
}

/** Makes the next `need` bits available, one byte at a time: never reads behind the end. */
export function refill(need: u32): bool {
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
export function drop(n: u32): void {
  bits >>= n as u64;
  count -= n;
}

// @ts-expect-error: decorator
@inline
export function peek(n: u32): u32 {
  return (bits & ((1 << (n as u64)) - 1)) as u32;
}
