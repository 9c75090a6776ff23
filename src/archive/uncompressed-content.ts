/** Uncompressed content, read straight into the engine's memory. */
import type { ByteSource } from './byte-source.ts';
import type { Content } from './content.ts';
import { type Engine, ensureMemory, memoryOf, places } from './engine.ts';

/** How much is read at a time: little enough to still be in the processor's cache when it is searched. */
const pieceSize = 512 * 1024;
/** How far the engine may read past its limits. */
const slack = 1024;

/** Its window grows with what is kept, so the reader must bound that. */
export class UncompressedContent implements Content {
  bytes: Buffer;
  base = 0;
  end: number;
  keep = 0;
  readonly damage = undefined;
  readonly isVouched = false;
  private readonly source: ByteSource;
  private readonly engine: Engine;

  /** @param head the first bytes, in the engine's memory. */
  constructor(source: ByteSource, engine: Engine, head: Uint8Array) {
    this.source = source;
    this.engine = engine;
    const { byteOffset, length } = head;
    ensureMemory(engine, places.output + length + slack);
    const memory = memoryOf(engine);
    memory.copyWithin(places.output, byteOffset, byteOffset + length);
    this.end = length;
    this.bytes = memory.subarray(places.output, places.output + length);
  }

  more(): boolean {
    this.slide();
    const from = places.output + this.end - this.base;
    ensureMemory(this.engine, from + pieceSize + slack);
    const memory = memoryOf(this.engine);
    const length = this.source.read(memory.subarray(from, from + pieceSize));
    this.bytes = memory.subarray(places.output, from + length);
    this.end += length;
    return length > 0;
  }

  /** Makes room by dropping what is not kept. */
  private slide(): void {
    const gone = this.keep - this.base;
    // sliding by less would copy more than it gains
    if (gone < pieceSize / 4 && this.keep < this.end) return;
    memoryOf(this.engine).copyWithin(places.output, places.output + gone, places.output + this.end - this.base);
    this.base = this.keep;
  }
}
