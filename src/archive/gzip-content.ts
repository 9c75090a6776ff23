/** Gzip (RFC 1952), inflated by the engine straight from one piece of its memory into another. Lengths and checksums are always checked. */
import { crc32 } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';
import type { Content } from './content.ts';
import { type Engine, places } from './engine.ts';

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** As zlib words them: what is told of damage does not depend on who met it. */
const messages: Readonly<Record<number, string>> = {
  10: 'invalid block type',
  11: 'invalid stored block lengths',
  12: 'too many length or distance symbols',
  13: 'invalid code lengths set',
  14: 'invalid bit length repeat',
  15: 'invalid code -- missing end-of-block',
  16: 'invalid literal/lengths set',
  17: 'invalid distances set',
  18: 'invalid literal/length code',
  19: 'invalid distance code',
  20: 'invalid distance too far back',
};
const [needInput, outputFull, ended, cutOff] = [0, 1, 2, 3];

/** A distance goes back so far at most (RFC 1951 2). */
const history = 32 * 1024;
/** How much is inflated at once: what was just written is still in the processor's cache when it is searched. */
const pieceSize = 1024 * 1024;
/** The engine writes and reads so far behind what it was told, at most. */
const slack = 1024;
const page = 64 * 1024;
/** Before the input: bytes that were taken up and may be handed back. */
const lead = 8;

const isCutOff = 'the gzip stream is cut off';
const damagedBy = (message: string) => `the gzip stream is damaged (${message})`;

/** Thrown and caught here alone: the header or trailer is not there whole. */
class CutOff extends Error {}

export class GzipContent implements Content {
  bytes: Buffer;
  base = 0;
  end = 0;
  keep = 0;
  damage: string | undefined;
  /** The first compressed bytes. */
  readonly head: Uint8Array;
  private readonly source: ByteSource;
  private readonly engine: Engine;
  private inputEnded = false;
  private finished = false;
  private inMember = false;
  private members = 0;
  /** Of the member at work: checksum and length up to `checked`, which is a place in the engine's memory. */
  private checksum = 0;
  private length = 0;
  private checked: number = places.output;
  private headerChecksum = 0;

  constructor(source: ByteSource, engine: Engine, damage?: string) {
    this.source = source;
    this.engine = engine;
    this.damage = damage;
    this.ensure(places.output + history + pieceSize + slack);
    const start = places.input + lead;
    engine.begin(start, start, places.output);
    this.bytes = Buffer.from(engine.memory.buffer, places.output, 0);
    while (!this.inputEnded && engine.inEnd.value - start < 2) this.refill();
    this.head = new Uint8Array(engine.memory.buffer, start, engine.inEnd.value - start);
  }

  more(): boolean {
    const before = this.end;
    this.slide();
    const { engine } = this;
    const from = engine.outPtr.value;
    this.ensure(from + pieceSize / 4 + slack);
    engine.setLimit(Math.min(from + pieceSize, engine.memory.buffer.byteLength - slack));
    while (!this.finished && engine.outPtr.value === from) this.step();
    this.check();
    const length = engine.outPtr.value - places.output;
    this.bytes = Buffer.from(engine.memory.buffer, places.output, length);
    this.end = this.base + length;
    return this.end > before;
  }

  /** Inflates up to the limit, or to the end of a member. */
  private step(): void {
    if (!this.inMember && !this.begin()) {
      this.finished = true;
      return;
    }
    for (;;) {
      const status = this.engine.inflate(this.inputEnded);
      if (status === outputFull) return;
      if (status === needInput) {
        this.refill();
        continue;
      }
      if (status === ended) this.endMember();
      else this.fail(status === cutOff ? isCutOff : damagedBy(messages[status] ?? ''));
      return;
    }
  }

  private fail(message: string): void {
    this.damage ??= message;
    this.finished = true;
  }

  /** The header of a member; false where there is none, or a damaged one. */
  private begin(): boolean {
    try {
      // zeros behind a member are padding
      if (this.members > 0 && (this.available() === 0 || this.peekByte() === 0)) return false;
      this.readHeader();
    } catch (error) {
      if (!(error instanceof CutOff)) throw error;
      this.fail(error.message || isCutOff);
      return false;
    }
    const { engine } = this;
    this.inMember = true;
    this.members++;
    this.checksum = 0;
    this.length = 0;
    this.checked = engine.outPtr.value;
    const { inPtr, inEnd, outPtr } = engine;
    engine.begin(inPtr.value, inEnd.value, outPtr.value);
    return true;
  }

  /** https://www.rfc-editor.org/rfc/rfc1952#section-2.3 */
  private readHeader(): void {
    this.headerChecksum = 0;
    if (this.number(2) !== 0x8b1f) throw new CutOff(damagedBy('incorrect header check'));
    const methodAndFlags = this.number(2);
    const flags = methodAndFlags >> 8;
    if ((methodAndFlags & 0xff) !== 8) throw new CutOff(damagedBy('unknown compression method'));
    if ((flags & 0xe0) !== 0) throw new CutOff(damagedBy('unknown header flags set'));
    this.number(4);
    this.number(2);
    if ((flags & 4) !== 0) for (let left = this.number(2); left > 0; left--) this.byte();
    if ((flags & 8) !== 0) while (this.byte() !== 0);
    if ((flags & 16) !== 0) while (this.byte() !== 0);
    if ((flags & 2) !== 0) {
      const expected = this.headerChecksum & 0xffff;
      if (this.number(2) !== expected) throw new CutOff(damagedBy('header crc mismatch'));
    }
  }

  private endMember(): void {
    this.check();
    this.inMember = false;
    try {
      if (this.number(4) !== this.checksum) this.fail(damagedBy('incorrect data check'));
      else if (this.number(4) !== this.length >>> 0) this.fail(damagedBy('incorrect length check'));
    } catch (error) {
      if (!(error instanceof CutOff)) throw error;
      this.fail(isCutOff);
    }
  }

  /** Takes what was inflated into the checksum. */
  private check(): void {
    const { outPtr, memory } = this.engine;
    const length = outPtr.value - this.checked;
    if (length === 0) return;
    if (this.inMember) {
      this.checksum = crc32(new Uint8Array(memory.buffer, this.checked, length), this.checksum);
      this.length += length;
    }
    this.checked = outPtr.value;
  }

  /** Makes room: what is neither kept nor within reach of a distance goes. */
  private slide(): void {
    const { engine } = this;
    const filled = engine.outPtr.value - places.output;
    const gone = Math.min(this.keep - this.base, filled - history);
    // small steps would copy more than they gain
    if (gone < pieceSize / 4) return;
    new Uint8Array(engine.memory.buffer, places.output, filled).copyWithin(0, gone);
    engine.slide(gone, places.output);
    this.checked -= gone;
    this.base += gone;
  }

  private ensure(size: number): void {
    const { memory } = this.engine;
    const has = memory.buffer.byteLength;
    if (has < size) memory.grow(Math.ceil((Math.max(size, has * 1.5) - has) / page));
  }

  private refill(): void {
    const { engine } = this;
    const [from, end] = [engine.inPtr.value, engine.inEnd.value];
    const memory = new Uint8Array(engine.memory.buffer);
    memory.copyWithin(places.input, from - lead, end);
    const left = end - from;
    const start = places.input + lead;
    const room = memory.subarray(start + left, places.input + places.inputSize);
    const length = this.source.read(room);
    this.inputEnded = length === 0;
    engine.setInput(start, start + left + length);
  }

  private available(): number {
    const { inPtr, inEnd } = this.engine;
    if (inPtr.value === inEnd.value && !this.inputEnded) this.refill();
    return inEnd.value - inPtr.value;
  }

  private peekByte(): number {
    if (this.available() === 0) throw new CutOff();
    return new Uint8Array(this.engine.memory.buffer, this.engine.inPtr.value, 1)[0] as number;
  }

  private byte(): number {
    const byte = this.peekByte();
    const { inPtr, inEnd } = this.engine;
    this.engine.setInput(inPtr.value + 1, inEnd.value);
    this.headerChecksum = crc32(Uint8Array.of(byte), this.headerChecksum);
    return byte;
  }

  /** Least significant byte first. */
  private number(bytes: number): number {
    let value = 0;
    for (let n = 0; n < bytes; n++) value += this.byte() * 2 ** (8 * n);
    return value;
  }
}
