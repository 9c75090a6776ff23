// The words of a file, each once, as hashes of 64 bits: a table that grows with them.

const table: usize = 0x200000;
const mostSlots: u32 = 1 << 22;

let at: usize = table;
let mask: u32 = 0;
export let wordCount: u32 = 0;
/** Not all words are known. */
export let hasOverflow: bool = false;

function ensure(bytes: usize): bool {
  const pages = ((bytes + 0xffff) >> 16) as i32;
  const has = memory.size();
  return pages <= has || memory.grow(pages - has) >= 0;
}

/** `slots`: a power of two, with room for a third more words than there may be. */
export function beginWords(slots: u32): void {
  at = table;
  mask = slots - 1;
  wordCount = 0;
  hasOverflow = !ensure(at + ((slots as usize) << 3));
  if (!hasOverflow) memory.fill(at, 0, (slots as usize) << 3);
}

function grow(): void {
  const slots = mask + 1;
  const next = at + ((slots as usize) << 3);
  const larger = slots << 1;
  if (larger > mostSlots || !ensure(next + ((larger as usize) << 3))) {
    hasOverflow = true;
    return;
  }
  memory.fill(next, 0, (larger as usize) << 3);
  const old = at;
  at = next;
  mask = larger - 1;
  wordCount = 0;
  for (let i: u32 = 0; i < slots; i++) {
    const hash = load<u64>(old + ((i as usize) << 3));
    if (hash != 0) enter(hash);
  }
}

function enter(hash: u64): void {
  let slot = (hash as u32) & mask;
  while (true) {
    const known = load<u64>(at + ((slot as usize) << 3));
    if (known == hash) return;
    if (known == 0) break;
    slot = (slot + 1) & mask;
  }
  store<u64>(at + ((slot as usize) << 3), hash);
  wordCount++;
}

export function put(hash: u64): void {
  if (hasOverflow) return;
  enter(hash);
  if (wordCount * 4 > mask * 3) grow();
}

/** Puts the hashes behind each other, behind the table; returns where. 0 where there is no room. */
export function gatherWords(): usize {
  const to = at + (((mask + 1) as usize) << 3);
  if (!ensure(to + ((wordCount as usize) << 3))) return 0;
  let next = to;
  for (let i: u32 = 0; i <= mask; i++) {
    const hash = load<u64>(at + ((i as usize) << 3));
    if (hash == 0) continue;
    store<u64>(next, hash);
    next += 8;
  }
  return to;
}
