// Where things stand in the memory of the part that reads lines, how much of each there may be, and how a table is emptied;
// the caller knows the places. It has an instance of its own: for finding records the memory is laid out otherwise.

export const fields: usize = 0x10000; // a byte each: its column
export const ranges: usize = 0x10040; // 16 of 2 bytes: first and last columns that tell the subject
export const forms: usize = 0x10080; // 128 bytes: what a column may hold, where the format is only guessed
export const columns: usize = 0x11000; // 128 of 8 bytes: where each begins and ends
export const events: usize = 0x130000; // 24576 of 4 bytes: where each log event of a list begins
export const subjects: usize = 0x180000; // 16384 of 64 bytes
export const strings: usize = 0x280000; // 131072 of 16 bytes
export const interfaces: usize = 0x480000; // 16384 of 32 bytes
export const pairs: usize = 0x500000; // 131072 of 16 bytes
export const conversations: usize = 0x700000; // 20000 of 96 bytes
// tables of them: 4 bytes a slot, their numbers from 1
export const subjectSlots: usize = 0x900000;
export const stringSlots: usize = 0x920000;
export const pairSlots: usize = 0xa20000;
export const conversationSlots: usize = 0xb20000;
/** Text of strings and subjects. */
export const texts: usize = 0xb60000;
export const textsEnd: usize = 0x1360000;
export const memoryEnd: usize = 0x1370000;

export const mostColumns: u32 = 128;
export const longestColumn: u32 = 256;
export const mostEvents: u32 = 24_576;
export const mostSubjects: u32 = 16_384;
export const mostStrings: u32 = 131_072;
export const mostInterfaces: u32 = 16_384;
export const mostPairs: u32 = 131_072;
export const mostConversations: u32 = 20_000;
// twice as many slots, or more
export const subjectMask: u32 = 32_767;
export const stringMask: u32 = 262_143;
export const pairMask: u32 = 262_143;
export const conversationMask: u32 = 65_535;

/** No text, no service. */
export const none: u32 = 0xffffffff;

/** Empties a table. Of few entries each by itself: that is less than all slots. `hashAt`: where in an entry its hash is. */
export function clear(slots: usize, mask: u32, entries: usize, size: u32, hashAt: u32, count: u32): void {
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
