/**
 * The part that reads lines of traffic and adds them up by conversation. It is a separate instance, because its memory is laid
 * out differently from that for finding records. The caller tells it what each column is for.
 */
import { load, type Value } from './engine.ts';

export interface LineEngine {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly lineStatus: Value;
  /** Offset after the unusual line. */
  readonly lineEnd: Value;
  /** Non-blank lines so far. Set by callers that read records in other ways. */
  readonly lineCount: { value: number };
  readonly subjectCount: Value;
  readonly stringCount: Value;
  readonly interfaceCount: Value;
  readonly pairCount: Value;
  readonly conversationCount: Value;
  /** Resets all sums; false if there is no memory. */
  clearLines(): boolean;
  clearConversations(): void;
  /** Marks in the high bytes of each conversation's direction which end appears in more records of its interface. */
  judgeConversations(): void;
  /** Milliseconds; the number of addresses asked for. */
  beginLines(since: number, until: number, asked: number): void;
  /** Whether the lines are CloudWatch Logs messages, and whether each is preceded by its time, as in exports. */
  setLines(areMessages: boolean, areTimed: boolean): void;
  // log events in lists: see `PlainEvents`
  readonly eventCount: Value;
  readonly eventLines: Value;
  /** 1 if an event was cut off by the end of the input. */
  readonly isEventCut: Value;
  passEvents(from: number, to: number, areTaken: boolean): number;
  setColumns(format: number, count: number, ranges: number, isGuessed: boolean): void;
  countLine(): void;
  intern(at: number, length: number): number;
  /** Returns where it stopped; `lineStatus` says why. */
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
  /** False if there is no room for another conversation. */
  addRecord(owner: number, subject: number): boolean;
}

/** Addresses in its memory, and the sizes of the entries there. */
export const linePlaces = {
  fields: 0x10000,
  ranges: 0x10040,
  mostRanges: 16,
  forms: 0x10080,
  mostColumns: 128,
  /** For texts that are passed in. */
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

/** Values of `lineStatus`. */
export const lineStops = { finished: 0, unusual: 1, newSubject: 2, full: 3 } as const;

/** No text, or no service. */
export const noText = 0xffffffff;

let loaded: LineEngine | null | undefined;

/** One per thread, since each file is read completely before the next. undefined if there is no engine. */
export function lineEngine(): LineEngine | undefined {
  if (loaded === undefined) {
    const found = load() as LineEngine | undefined;
    loaded = found?.clearLines() ? found : null;
  }
  return loaded ?? undefined;
}
