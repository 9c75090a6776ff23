// Texts that lines tell by, each kept once: addresses, interfaces, and what else is not a number.

import { isSame } from './find';
import { clear, mostStrings, stringMask, strings, stringSlots, texts, textsEnd } from './line-places';

// those that are always there; behind them stand the addresses that are asked for
export const unknownText: u32 = 0;
export const acceptText: u32 = 1;
export const rejectText: u32 = 2;
export const firstAsked: u32 = 3;

export let stringCount: u32 = 0;
let textEnd: usize = texts;

export function forgetStrings(): void {
  clear(stringSlots, stringMask, strings, 16, 8, stringCount);
  stringCount = 0;
  textEnd = texts;
}

/** Whether there is room for what one more line may bring. */
// @ts-expect-error: decorator
@inline
export function hasRoomForTexts(): bool {
  return stringCount + 4 <= mostStrings && textEnd + 16_384 <= textsEnd;
}

export function hashOf(from: u32, to: u32, seed: u64): u64 {
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
export function shortHash(hash: u64): u32 {
  const mixed = hash * 0xc4ceb9fe1a85ec53;
  return (mixed >> 32) as u32;
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

/** Puts a text, and a space, behind those that are kept. There must be room. */
export function putText(from: u32, length: u32): void {
  memory.copy(textEnd, from, length);
  textEnd += length;
  store<u8>(textEnd++, 0x20);
}

/** Where the next text goes. */
// @ts-expect-error: decorator
@inline
export function nextText(): u32 {
  return textEnd as u32;
}
