// The access keys that stand in records: kept as hashes, so that a later question knows which files to read again, and
// compared with those that are looked for.

import { isDigit } from './find';
import { keySlots, keys, wanted } from './places';

const mostKeys: u32 = 2048;
const keyMask: u32 = 4095;
const wantedMask: u32 = 65535;

/** How many stand in this file; one more than fit where they are too many. */
export let keyCount: u32 = 0;
export let wantsKeys: bool = false;
export let collects: bool = false;

export function setKeys(wants: bool, collect: bool): void {
  wantsKeys = wants;
  collects = collect;
  memory.fill(wanted, 0, (wantedMask + 1) << 2);
}

export function wantKey(hash: u32): void {
  let at = hash & wantedMask;
  while (load<u32>(wanted + (at << 2)) != 0) at = (at + 1) & wantedMask;
  store<u32>(wanted + (at << 2), hash);
}

export function forgetKeys(): void {
  if (keyCount > 0) memory.fill(keySlots, 0, (keyMask + 1) << 1);
  keyCount = 0;
}

function keep(hash: u32): void {
  if (keyCount > mostKeys) return;
  let slot = hash & keyMask;
  while (true) {
    const number = load<u16>(keySlots + (slot << 1)) as u32;
    if (number == 0) break;
    if (load<u32>(keys + ((number - 1) << 2)) == hash) return;
    slot = (slot + 1) & keyMask;
  }
  if (keyCount++ == mostKeys) return;
  store<u32>(keys + ((keyCount - 1) << 2), hash);
  store<u16>(keySlots + (slot << 1), keyCount as u16);
}

/** No access key is longer, and none that is asked for by its hash: what goes on has not to be read again from each `AKIA` in it. */
const longestKey: u32 = 128;

const asia: u32 = 0x41495341;
const akia: u32 = 0x41494b41;

/** The access key that begins at `at`, if one does, and ends before `end`: kept; whether it is looked for. */
export function keyAt(at: u32, end: u32): bool {
  const start = load<u32>(at);
  if (start != asia && start != akia) return false;
  let hash: u32 = 0x811c9dc5;
  let i = at;
  const limit = min(end, at + longestKey + 1);
  for (; i < limit; i++) {
    const c = load<u8>(i) as u32;
    if (!isDigit(c) && c - 0x41 >= 26) break;
    hash = (hash ^ c) * 0x01000193;
  }
  // it may go on
  if (i == limit) return false;
  if (hash == 0) hash = 1;
  if (collects) keep(hash);
  if (!wantsKeys) return false;
  let slot = hash & wantedMask;
  while (true) {
    const known = load<u32>(wanted + (slot << 2));
    if (known == hash) return true;
    if (known == 0) return false;
    slot = (slot + 1) & wantedMask;
  }
}
