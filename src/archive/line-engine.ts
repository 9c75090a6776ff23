/**
 * The part that reads lines of traffic and adds them up by conversation: an instance of its own, since its memory is laid out
 * otherwise than for finding records. It knows columns by what the caller says they are for.
 */
import { load, type Value } from './engine.ts';

export interface LineEngine {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly lineStatus: Value;
  /** Behind the line that is unusual. */
  readonly lineEnd: Value;
  /** Lines so far that are not blank. Whoever reads records otherwise sets it. */
  readonly lineCount: { value: number };
  readonly subjectCount: Value;
  readonly stringCount: Value;
  readonly interfaceCount: Value;
  readonly pairCount: Value;
  readonly conversationCount: Value;
  /** Forgets all sums; false where there is no memory. */
  clearLines(): boolean;
  clearConversations(): void;
  /** Tells of each conversation which end stands on more records of its interface, in the high bytes of its direction. */
  judgeConversations(): void;
  /** Milliseconds; how many addresses are asked for. */
  beginLines(since: number, until: number, asked: number): void;
  /** Whether the lines are messages of CloudWatch Logs, and whether before each stands its time, as in exports. */
  setLines(areMessages: boolean, areTimed: boolean): void;
  // log events in lists: see `PlainEvents`
  readonly eventCount: Value;
  readonly eventLines: Value;
  /** 1: it was the end that stopped it. */
  readonly isEventCut: Value;
  passEvents(from: number, to: number, areTaken: boolean): number;
  setColumns(format: number, count: number, ranges: number, isGuessed: boolean): void;
  countLine(): void;
  intern(at: number, length: number): number;
  /** Returns where it stopped; `lineStatus` tells why. */
  scanLines(from: number, to: number): number;
  hasRoomForRecord(): boolean;
  setRecord(
    start: number,
    end: number,
    packets: number,
    bytes: number,
    protocol: number,
    action: number,
    source: number,
    destination: number,
    service: number,
    direction: number,
  ): void;
  observeRecord(owner: number, subject: number, isFound: boolean): void;
  /** False where there is no room for another conversation. */
  addRecord(owner: number, subject: number): boolean;
}

/** Where things stand in its memory, and how large one of them is. */
export const linePlaces = {
  fields: 0x10000,
  ranges: 0x10040,
  mostRanges: 16,
  forms: 0x10080,
  mostColumns: 128,
  /** For texts that are handed over. */
  scratch: 0x12000,
  input: 0x20040,
  inputSize: 0x100000,
  events: 0x130000,
  subjects: 0x180000,
  subjectSize: 64,
  strings: 0x280000,
  stringSize: 16,
  interfaces: 0x480000,
  interfaceSize: 32,
  pairs: 0x500000,
  pairSize: 16,
  conversations: 0x700000,
  conversationSize: 96,
} as const;

/** What `lineStatus` tells. */
export const lineStops = { finished: 0, unusual: 1, newSubject: 2, full: 3 } as const;

/** No text, no service. */
export const noText = 0xffffffff;

let loaded: LineEngine | null | undefined;

/** One a thread: a file is read from its first line to its last before the next. undefined where there is no engine. */
export function lineEngine(): LineEngine | undefined {
  if (loaded === undefined) {
    const found = load() as LineEngine | undefined;
    loaded = found?.clearLines() ? found : null;
  }
  return loaded ?? undefined;
}
