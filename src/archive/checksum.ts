/** CRC-32 (RFC 1952 8) of what stands in the engine's memory. zlib takes four times as long for it as folding it first does. */
import { crc32 } from 'node:zlib';
import { type Engine, memoryOf } from './engine.ts';

/** Of fewer bytes there is nothing gained. */
const leastFolded = 16 * 1024;
/** What the engine folds comes to so many bytes. */
const foldedSize = 4800;
/** With it zlib begins at 0. */
const notInverted = 0xffffffff;

/** Of the bytes [from, to), as they go on behind others whose checksum is `before`; 0 where there are none. */
export function checksumOf(engine: Engine, from: number, to: number, before: number): number {
  if (to - from < leastFolded) return crc32(memoryOf(engine).subarray(from, to), before);
  const folded = engine.foldChecksum(from, to, before);
  return crc32(memoryOf(engine).subarray(folded, folded + foldedSize), notInverted);
}
