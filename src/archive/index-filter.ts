/** Collects the words of a file as it is inflated, piece by piece. */
import type { Content } from './content.ts';
import { type WordEngine, wordEngine } from './engine.ts';

/** Between the engine's state and its table of words. */
const [input, inputSize] = [0x20000, 0x1d0000];
/** Whether a byte may be part of a word, an escape or a dotted number, which no piece may cut in two. */
const isInside = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) ||
  ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) ||
  byte === 0x2d ||
  byte === 0x2e ||
  byte === 0x5f ||
  byte === 0x25 ||
  byte === 0x5c;
/** Slots for the words of a usual file; the table grows if they do not suffice. */
const [fewestSlots, mostSlots] = [2 ** 12, 2 ** 20];
/** Compressed bytes per word, in files with many different words. */
const bytesAWord = 32;

export class WordCollector {
  private readonly engine: WordEngine;
  /** Bytes at the end of the last piece that the next one may continue. */
  private left = 0;
  private isCut = false;

  constructor(engine: WordEngine) {
    this.engine = engine;
    const pages = (input + inputSize) / 65_536;
    const has = engine.memory.buffer.byteLength / 65_536;
    if (has < pages) engine.memory.grow(pages - has);
  }

  /** undefined if the machine does not support it. */
  static create(): WordCollector | undefined {
    const engine = wordEngine();
    return engine && new WordCollector(engine);
  }

  /** @param size compressed bytes of the file. */
  begin(size: number): void {
    const expected = Math.max(fewestSlots, Math.min(mostSlots, size / bytesAWord));
    this.engine.beginWords(2 ** Math.ceil(Math.log2(expected)));
    this.left = 0;
    this.isCut = false;
  }

  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && !this.isCut; ) {
      const memory = new Uint8Array(this.engine.memory.buffer);
      const piece = bytes.subarray(at, at + inputSize - 64 - this.left);
      memory.set(piece, input + this.left);
      at += piece.length;
      const end = input + this.left + piece.length;
      let whole = end;
      while (whole > input && isInside(memory[whole - 1] as number)) whole--;
      // a run of a megabyte is not a word, and may hide anything
      if (whole === input && end - input >= inputSize - 64) {
        this.isCut = true;
        return;
      }
      this.engine.addWords(input, whole);
      this.left = end - whole;
      new Uint8Array(this.engine.memory.buffer).copyWithin(input, whole, end);
    }
  }

  /** The distinct hashes, as `Words`; undefined if some are missing. */
  finish(): Uint32Array<ArrayBuffer> | undefined {
    const { engine } = this;
    if (this.left > 0) engine.addWords(input, input + this.left);
    if (this.isCut || engine.hasOverflow.value) return undefined;
    const at = engine.gatherWords();
    if (at === 0) return undefined;
    return new Uint32Array(engine.memory.buffer.slice(at, at + engine.wordCount.value * 8));
  }
}

/** A content whose words are collected as it is read. */
export class WatchedContent implements Content {
  private readonly content: Content;
  private readonly maker: WordCollector;
  private taken = 0;

  constructor(content: Content, maker: WordCollector) {
    this.content = content;
    this.maker = maker;
    this.take();
  }

  get bytes(): Buffer {
    return this.content.bytes;
  }

  get base(): number {
    return this.content.base;
  }

  get end(): number {
    return this.content.end;
  }

  get damage(): string | undefined {
    return this.content.damage;
  }

  get isVouched(): boolean {
    return this.content.isVouched;
  }

  get keep(): number {
    return this.content.keep;
  }

  set keep(keep: number) {
    this.content.keep = keep;
  }

  more(): boolean {
    const came = this.content.more();
    if (came) this.take();
    return came;
  }

  private take(): void {
    const { bytes, base, end } = this.content;
    this.maker.add(bytes.subarray(this.taken - base));
    this.taken = end;
  }
}
