// Where things stand in the memory of the part that finds records, and how it is laid out there; the caller knows these
// places. Behind the end of what is searched 512 bytes can be read, and 64 before its beginning.

export const patterns: usize = 0x8000; // 16 of 64 bytes
export const needles: usize = 0x8400; // 16 of 256 bytes
export const groups: usize = 0x9400; // 64 of 96 bytes
export const hits: usize = 0xac00; // 2048 of 16 bytes
export const keys: usize = 0x12c00; // 2048 of 4 bytes: hashes
export const keySlots: usize = 0x14c00; // 4096 of 2 bytes: a table of them, by their numbers from 1
export const wanted: usize = 0x16c00; // 65536 of 4 bytes: a table of hashes
export const elementKeys: usize = 0x97800; // 32 of 64 bytes: length, number of the one that came behind it, text
export const elementKeySize = 64;
export const calls: usize = 0x98000; // 1024 of 128 bytes: a table of what was called
export const many: usize = 0xb8000; // 1024 needles of 256 bytes
export const manySlots: usize = 0xf8000; // 4096 of 4 bytes: a table of them, by the hash of four of their bytes
export const manyBits: usize = 0xfc000; // 65536 bits: whether any has such a hash
export const noteSlots: usize = 0xfe000; // 1024 of 4 bytes: a table of hashes
export const noteKeys: usize = 0xff000; // 2 of 64 bytes
export const listKeys: usize = 0xff100; // 16 of 64 bytes

// in a pattern or needle: its length, the places of its two rarest bytes
export const firstAt = 4;
export const secondAt = 8;
export const textAt = 12;
export const patternSize = 64;
export const needleSize = 256;

// the patterns: opening of a record, keys of its head in their order, key of the account
export const opening: usize = patterns;
export const timeKey: usize = patterns + patternSize;
export const serviceKey: usize = patterns + 2 * patternSize;
export const nameKey: usize = patterns + 3 * patternSize;
export const regionKey: usize = patterns + 4 * patternSize;
export const addressKey: usize = patterns + 5 * patternSize;
export const accountKey: usize = patterns + 6 * patternSize;
// and those by which records are told that do not belong to the answer
export const flagKey: usize = patterns + 7 * patternSize;
export const exceptions: usize = patterns + 8 * patternSize;

export const none: u32 = 0xffffffff;

export function setPattern(at: u32, first: u32, second: u32, length: u32): void {
  setText(patterns + at * patternSize, first, second, length);
}

export function setNeedle(at: u32, first: u32, second: u32, length: u32): void {
  setText(needles + at * needleSize, first, second, length);
}

/** The text itself is in place. */
export function setText(to: usize, first: u32, second: u32, length: u32): void {
  store<u32>(to, length);
  store<u32>(to + firstAt, first);
  store<u32>(to + secondAt, second);
}
