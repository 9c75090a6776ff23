/**
 * The code that runs over every byte: a WebAssembly module that the build compiles from `assembly/`. It inflates, and finds
 * records in what it inflated. One instance per thread, since its memory holds the work in progress.
 */
import { readFileSync } from 'node:fs';

/** The parts of WebAssembly used here, which Node's types do not declare. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

declare const WebAssembly: WebAssemblyApi;

export interface Value {
  readonly value: number;
}

export interface Engine {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  // inflate.ts
  readonly inPtr: Value;
  readonly inEnd: Value;
  readonly outPtr: Value;
  begin(from: number, end: number, to: number): void;
  setInput(from: number, end: number): void;
  setLimit(limit: number): void;
  slide(by: number, base: number): void;
  inflate(last: boolean): number;
  // checksum.ts
  foldChecksum(from: number, end: number, before: number): number;
  // records.ts
  readonly records: Value;
  readonly groupCount: Value;
  readonly hitCount: Value;
  readonly keyCount: Value;
  readonly hasDoubt: Value;
  readonly scanStatus: Value;
  readonly newCall: Value;
  readonly lacksNotes: Value;
  readonly noteCount: Value;
  setFilter(exceptions: number, marks: number): void;
  decide(call: number, drops: number): void;
  addMany(length: number, offset: number): void;
  setPattern(at: number, first: number, second: number, length: number): void;
  setNeedle(at: number, first: number, second: number, length: number): void;
  setScan(needles: number, wantKeys: boolean, collectKeys: boolean, since: number, until: number): void;
  wantKey(hash: number): void;
  setNoteKey(at: number, first: number, second: number, length: number): void;
  noteService(at: number): void;
  setListKeys(count: number): void;
  beginFile(layout: number, vouched: boolean): void;
  scanRecords(from: number, end: number, last: boolean): number;
  // elements.ts
  readonly elementStatus: Value;
  readonly elementCount: Value;
  setElements(keys: number, texts: number, needles: number): void;
  scanElements(from: number, end: number): number;
}

/** Addresses in its memory: tables first, then input, then output to the end. */
export const places = {
  patterns: 0x8000,
  patternSize: 64,
  needles: 0x8400,
  needleSize: 256,
  /** Offset after the length and the positions of the rarest bytes. */
  text: 12,
  groups: 0x9400,
  groupSize: 96,
  hits: 0xac00,
  hitSize: 16,
  keys: 0x12c00,
  input: 0x57000,
  inputSize: 0x40000,
  elementKeys: 0x97800,
  elementKeySize: 64,
  many: 0xb8000,
  notes: 0xfe000,
  noteSlots: 1024,
  noteKeys: 0xff000,
  listKeys: 0xff100,
  mostListKeys: 16,
  /** The checksum is folded between here and the output. */
  folded: 0x100000,
  output: 0x110000,
} as const;

/** The part that collects words: a separate instance, because its memory is laid out differently. */
export interface WordEngine {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly wordCount: Value;
  readonly hasOverflow: Value;
  beginWords(slots: number): void;
  addWords(from: number, end: number): void;
  gatherWords(): number;
}

let loaded: Engine | null | undefined;

/** undefined if the machine lacks WebAssembly SIMD or the build made no module: then zlib inflates. */
export function engine(): Engine | undefined {
  loaded ??= (load() as Engine | undefined) ?? null;
  return loaded ?? undefined;
}

const owners = new WeakMap<Engine, object>();

/** Whether the engine is already prepared for this owner. From now on it counts as prepared. */
export function isMadeReadyFor(engine: Engine, owner: object): boolean {
  if (owners.get(engine) === owner) return true;
  owners.set(engine, owner);
  return false;
}

let seen: Buffer | undefined;

/** All of its memory, as a new Buffer after it has grown. */
export function memoryOf({ memory }: Pick<Engine, 'memory'>): Buffer {
  const { buffer } = memory;
  if (seen?.buffer !== buffer) seen = Buffer.from(buffer);
  return seen;
}

const page = 64 * 1024;

/** Grows its memory to at least this size, and by at least half if it grows. */
export function ensureMemory(engine: Engine, size: number): void {
  const has = memoryOf(engine).length;
  if (has < size) engine.memory.grow(Math.ceil((Math.max(size, has * 1.5) - has) / page));
}

export const wordEngine = (): WordEngine | undefined => load() as WordEngine | undefined;

let compiled: object | undefined;

/** A new instance with its own memory. */
export function load(): unknown {
  // when run from source, the module is where the tests' setup puts it
  const file = import.meta.url.endsWith('.ts') ? '../../node_modules/.cache/obs3/engine.wasm' : './engine.wasm';
  try {
    // compiling takes longer than everything else here
    compiled ??= new WebAssembly.Module(readFileSync(new URL(file, import.meta.url)));
    return new WebAssembly.Instance(compiled, { env: { abort: () => {} } }).exports;
  } catch {
    return undefined;
  }
}
