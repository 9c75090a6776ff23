/** What the engine reports about the elements of a list, in batches of about a hundred. */
import type { Content } from './content.ts';
import { type Engine, isMadeReadyFor, memoryOf, places } from './engine.ts';
import { mostBySelf, needlesOf, rarestPair, split } from './needles.ts';
import type { ElementHead, ElementHeads } from './scanner.ts';

/** Bytes. A Config item has some hundreds of thousands at most. */
export const longestUsual = 16 * 1024 * 1024;

const statuses = ['more', 'full', 'unusual', 'done'] as const;
const rowSize = 272 / 4;
const valuesAt = 4;
const [odd, named] = [1, 2];

const ways = new WeakMap<ElementHeads, boolean>();

/** Tells the engine what to look for, once for all files of a scan. Returns whether it reports what may be named. */
export function prepareElements(engine: Engine, heads: ElementHeads): boolean {
  const known = ways.get(heads);
  if (isMadeReadyFor(engine, heads) && known !== undefined) return known;
  const memory = memoryOf(engine);
  const keys = [...heads.texts, ...heads.others];
  for (const [at, key] of keys.entries()) {
    const to = places.elementKeys + at * places.elementKeySize;
    memory.writeUInt32LE(key.length, to);
    memory.writeUInt32LE(Math.min(at + 1, keys.length - 1), to + 4);
    memory.write(key, to + 8, 'latin1');
  }
  const { needles = [] } = heads;
  const found = needles.length > 0 ? needlesOf(needles) : [];
  const { single, many } = split(found ?? []);
  const isFound = heads.needles !== undefined && found !== undefined && single.length <= mostBySelf;
  engine.setElements(keys.length, heads.texts.length, isFound ? single.length : 0);
  if (isFound) {
    for (const [at, needle] of single.entries()) {
      memory.write(needle, places.needles + at * places.needleSize + places.text, 'latin1');
      engine.setNeedle(at, ...rarestPair(needle), needle.length);
    }
    for (const [at, { needle, offset }] of many.entries()) {
      memory.write(needle, places.many + at * places.needleSize + places.text, 'latin1');
      engine.addMany(needle.length, offset);
    }
  }
  ways.set(heads, isFound);
  return isFound;
}

/** An element; valid only until the next one is requested. Offsets are into the content. */
export interface Row extends ElementHead {
  readonly start: number;
  readonly end: number;
  /** Bytes, without the content that is not needed. */
  readonly parsedLength: number;
  /** Whether it has an unexpected member, a duplicate one, or an expected text that is not a string or contains escapes. */
  readonly isOdd: boolean;
  /** The parts whose content is not needed, in the order of their offsets. */
  emptied(): readonly Emptied[];
}

interface Emptied {
  readonly start: number;
  readonly end: number;
  readonly instead: string;
}

export class ElementRows implements Row {
  count = 0;
  status: (typeof statuses)[number] = 'more';
  private readonly engine: Engine;
  private readonly tellsNames: boolean;
  private readonly textCount: number;
  private readonly content: readonly { readonly key: number; readonly instead: string }[];
  /** The last text of each key, since most repeat. */
  private readonly texts: string[];
  private numbers: Uint32Array = new Uint32Array();
  private memory: Buffer = Buffer.alloc(0);
  /** Added to an offset of the content, gives its place in the engine's memory. */
  private toMemory = 0;
  private row = 0;

  constructor(engine: Engine, heads: ElementHeads, tellsNames: boolean) {
    this.engine = engine;
    this.tellsNames = tellsNames;
    this.textCount = heads.texts.length;
    this.texts = heads.texts.map(() => '');
    this.content = Object.entries(heads.emptied ?? {}).map(([key, instead]) => ({
      key: heads.texts.length + heads.others.indexOf(key),
      instead,
    }));
  }

  /** Scans elements from `from` on. Returns where to continue. */
  scan(content: Content, from: number): number {
    const { engine } = this;
    this.toMemory = places.output - content.base;
    const stopped = engine.scanElements(from + this.toMemory, content.end + this.toMemory);
    this.count = engine.elementCount.value;
    this.status = statuses[engine.elementStatus.value] ?? 'unusual';
    this.memory = memoryOf(engine);
    this.numbers = new Uint32Array(engine.memory.buffer, places.hits, this.count * rowSize);
    return stopped - this.toMemory;
  }

  at(n: number): Row {
    this.row = n * rowSize;
    return this;
  }

  get start(): number {
    return this.number(0) - this.toMemory;
  }

  get end(): number {
    return this.number(1) - this.toMemory;
  }

  get parsedLength(): number {
    let length = this.number(1) - this.number(0);
    if (this.isOdd) return length;
    for (const { key } of this.content) {
      if (!this.hasKey(key)) continue;
      const [start, end] = this.valueOf(key);
      length -= end - start;
    }
    return length;
  }

  get isOdd(): boolean {
    return (this.number(2) & odd) !== 0;
  }

  get mayBeNamed(): boolean {
    return !this.tellsNames || (this.number(2) & named) !== 0;
  }

  has(index: number): boolean {
    return this.hasKey(this.textCount + index);
  }

  text(index: number): string | undefined {
    if (!this.hasKey(index)) return undefined;
    const [start, end] = this.valueOf(index);
    const last = this.texts[index] as string;
    if (last.length === end - start && this.stands(last, start)) return last;
    const text = this.memory.toString('utf8', start, end);
    // text that is not ASCII has fewer characters than bytes, so it is not kept
    if (text.length === end - start) this.texts[index] = text;
    return text;
  }

  emptied(): readonly Emptied[] {
    return this.content
      .filter(({ key }) => this.hasKey(key))
      .map(({ key, instead }) => {
        const [start, end] = this.valueOf(key);
        return { start: start - this.toMemory, end: end - this.toMemory, instead };
      })
      .sort((a, b) => a.start - b.start);
  }

  private number(at: number): number {
    return this.numbers[this.row + at] as number;
  }

  private hasKey(key: number): boolean {
    return ((this.number(3) >>> key) & 1) !== 0;
  }

  private valueOf(key: number): readonly [number, number] {
    return [this.number(valuesAt + 2 * key), this.number(valuesAt + 2 * key + 1)];
  }

  private stands(text: string, at: number): boolean {
    for (let i = 0; i < text.length; i++) if (this.memory[at + i] !== text.charCodeAt(i)) return false;
    return true;
  }
}
