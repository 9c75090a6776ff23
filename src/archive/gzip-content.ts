/** Gzip (RFC 1952), inflated by the engine from one part of its memory to another. Lengths and checksums are always checked. */
import { crc32 } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';
import { checksumOf } from './checksum.ts';
import type { Content } from './content.ts';
import { type Engine, ensureMemory, memoryOf, places } from './engine.ts';

/** Worded like zlib's, so that damage reads the same whichever one finds it. */
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

/** The farthest that a distance can reach back (RFC 1951 2). */
const history = 32 * 1024;
/** How much is inflated at a time: little enough to still be in the processor's cache when it is searched. */
const pieceSize = 1024 * 1024;
/** Limit on the window: the engine uses signed 32-bit addresses. */
const largestWindow = 2 ** 30;
/** How far the engine may write or read past its limits. */
const slack = 1024;
/** This many bytes, if there are as many, suffice to tell what uncompressed content is. */
const headSize = 64;
/** Before the input: bytes already taken that may be handed back. */
const lead = 8;
/** Size of a header without optional fields; of a trailer below. */
const headerSize = 10;
const trailerSize = 8;

const isCutOff = 'the gzip stream is cut off';
const damagedBy = (message: string) => `the gzip stream is damaged (${message})`;

/** Thrown and caught only here: the header or trailer is incomplete. */
class CutOff extends Error {}

export class GzipContent implements Content {
  bytes: Buffer;
  base = 0;
  end = 0;
  keep = 0;
  damage: string | undefined;
  readonly isVouched = true;
  /** The first bytes of the source, in the engine's memory; valid until more is read. */
  readonly head: Buffer;
  private readonly source: ByteSource;
  private readonly engine: Engine;
  private readonly largest: number;
  private inputEnded = false;
  private finished = false;
  private inMember = false;
  private members = 0;
  /** For the current member: checksum and length up to `checked`, an address in the engine's memory. */
  private checksum = 0;
  private length = 0;
  private checked: number = places.output;
  private headerChecksum = 0;

  constructor(source: ByteSource, engine: Engine, damage?: string, largest = largestWindow) {
    this.source = source;
    this.largest = largest;
    this.engine = engine;
    this.damage = damage;
    ensureMemory(engine, places.output + history + pieceSize + slack);
    const start = places.input + lead;
    engine.begin(start, start, places.output);
    const memory = memoryOf(engine);
    this.bytes = memory.subarray(places.output, places.output);
    let end = start;
    while (!this.inputEnded && end - start < headSize) end = this.refill(start, end);
    this.head = memory.subarray(start, end);
  }

  more(): boolean {
    // by now the engine may be working on another file
    if (this.finished) return false;
    const before = this.end;
    this.slide();
    const { engine } = this;
    const from = engine.outPtr.value;
    if (!this.finished && from - places.output >= this.largest)
      this.fail(`a value in it is longer than ${this.largest} bytes: what follows was not read`);
    ensureMemory(engine, from + pieceSize / 4 + slack);
    const memory = memoryOf(engine);
    engine.setLimit(Math.min(from + pieceSize, memory.length - slack));
    let to = from;
    while (!this.finished && to === from) {
      this.step();
      to = engine.outPtr.value;
    }
    if (this.inMember) this.check(to);
    this.bytes = memory.subarray(places.output, to);
    this.end = this.base + to - places.output;
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
        this.refill(this.engine.inPtr.value, this.engine.inEnd.value);
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

  /** Reads the header of a member; false if there is none, or a damaged one. */
  private begin(): boolean {
    try {
      // zeros after a member are padding
      if (this.members > 0 && (this.available() === 0 || this.peekByte() === 0)) return false;
      this.readHeader();
    } catch (error) {
      if (!(error instanceof CutOff)) throw error;
      this.fail(error.message || isCutOff);
      return false;
    }
    const { inPtr, inEnd, outPtr } = this.engine;
    this.inMember = true;
    this.members++;
    this.checksum = 0;
    this.length = 0;
    this.checked = outPtr.value;
    this.engine.begin(inPtr.value, inEnd.value, this.checked);
    return true;
  }

  /** https://www.rfc-editor.org/rfc/rfc1952#section-2.3 */
  private readHeader(): void {
    if (this.passUsualHeader()) return;
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

  /** Almost all headers are complete and have no optional fields. */
  private passUsualHeader(): boolean {
    const at = this.engine.inPtr.value;
    const end = this.engine.inEnd.value;
    const memory = memoryOf(this.engine);
    // deflate, and no flags
    if (end - at < headerSize || memory.readUInt32LE(at) !== 0x00088b1f) return false;
    this.engine.setInput(at + headerSize, end);
    return true;
  }

  private endMember(): void {
    this.check(this.engine.outPtr.value);
    this.inMember = false;
    const at = this.engine.inPtr.value;
    const end = this.engine.inEnd.value;
    const memory = memoryOf(this.engine);
    if (
      end - at >= trailerSize &&
      memory.readUInt32LE(at) === this.checksum &&
      memory.readUInt32LE(at + 4) === this.length >>> 0
    ) {
      this.engine.setInput(at + trailerSize, end);
      return;
    }
    try {
      if (this.number(4) !== this.checksum) this.fail(damagedBy('incorrect data check'));
      else if (this.number(4) !== this.length >>> 0) this.fail(damagedBy('incorrect length check'));
    } catch (error) {
      if (!(error instanceof CutOff)) throw error;
      this.fail(isCutOff);
    }
  }

  /** Updates the checksum with what was inflated of the member, up to `to`. */
  private check(to: number): void {
    if (to === this.checked) return;
    this.checksum = checksumOf(this.engine, this.checked, to, this.checksum);
    this.length += to - this.checked;
    this.checked = to;
  }

  /** Makes room by dropping what is neither kept nor within reach of a distance. */
  private slide(): void {
    const { engine } = this;
    // sliding by less would copy more than it gains
    if (this.keep - this.base < pieceSize / 4) return;
    const to = engine.outPtr.value;
    const gone = Math.min(this.keep - this.base, to - places.output - history);
    if (gone < pieceSize / 4) return;
    memoryOf(engine).copyWithin(places.output, places.output + gone, to);
    engine.slide(gone, places.output);
    this.checked -= gone;
    this.base += gone;
  }

  /** Reads more input after the unread rest at [from, end). Returns where the input now ends. */
  private refill(from: number, end: number): number {
    const memory = memoryOf(this.engine);
    memory.copyWithin(places.input, from - lead, end);
    const start = places.input + lead;
    const filled = start + end - from;
    const length = this.source.read(memory.subarray(filled, places.input + places.inputSize));
    this.inputEnded = length === 0;
    this.engine.setInput(start, filled + length);
    return filled + length;
  }

  private available(): number {
    const { inPtr, inEnd } = this.engine;
    const from = inPtr.value;
    const end = inEnd.value;
    if (from < end || this.inputEnded) return end - from;
    return this.refill(from, end) - places.input - lead;
  }

  private peekByte(): number {
    if (this.available() === 0) throw new CutOff();
    return memoryOf(this.engine)[this.engine.inPtr.value] as number;
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
