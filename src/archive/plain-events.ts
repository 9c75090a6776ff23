/**
 * Log events in lists, as CloudWatch Logs subscriptions deliver them. The engine finds those whose bytes have nothing unusual,
 * many at once, and concatenates their messages as lines. See `assembly/line-events.ts`.
 */
import type { Content } from './content.ts';
import { type LineEngine, lineEngine, linePlaces as places } from './line-engine.ts';

/** How such an event begins: `{"id":"`. */
const opening = [0x7b, 0x22, 0x69, 0x64, 0x22, 0x3a, 0x22] as const;
const comma = 0x2c;
/** Bytes to look at in one go; they are placed after the room for messages. */
const pieceSize = 0x10000;
const mostTaken = places.inputSize - pieceSize - 64;
const piece = places.input + mostTaken + 64;

/** Past this many useless events per useful one, and `fewLost` more, events are looked at only in trials. */
const mostLost = 4;
const fewLost = 256;
/** Later events may be of another kind, so the first bytes (`trialSize`) of each such stretch are tried all the same. */
const trialEvery = 0x10000;
const trialSize = 0x400;
/** Number of events after which older ones lose weight. */
const mostWeighed = 0x1000;

/** Messages in the engine's memory, as lines that begin at `input`. */
export interface TakenEvents {
  readonly count: number;
  readonly linesEnd: number;
  /** Where the nth event begins in the input, and the offset after it. */
  startOf(n: number): number;
  endOf(n: number): number;
}

/** For one file at a time. */
export class PlainEvents {
  private engine: LineEngine | undefined;
  private memory: Buffer = Buffer.alloc(0);
  private words: Uint32Array = new Uint32Array();
  // the part of the content that was copied into the engine's memory
  private from = 0;
  private to = 0;
  // how many events were looked at in vain, and how many were useful
  private lost = 0;
  private gained = 0;
  /** Nothing before this offset is looked at while most events are useless. */
  private nextTrial = 0;

  /**
   * The offset after the consecutive plain events from `at` on, separated only by commas, within the window and `limit`; `at`
   * if there are none.
   */
  endOf(content: Content, at: number, limit: number): number {
    if (at < this.nextTrial) return at;
    const { bytes, base } = content;
    for (let n = 0; n < opening.length; n++) if (bytes[at - base + n] !== opening[n]) return at;
    const isTrial = this.lost > mostLost * this.gained + fewLost;
    const engine = this.ready();
    if (!engine) return at;
    if (isTrial) this.nextTrial = at + trialEvery;
    const most = Math.min(content.end, limit, isTrial ? at + trialSize : Infinity);
    let behind = at;
    for (let next = at; next < most; ) {
      const isFresh = next < this.from || next >= this.to;
      if (isFresh) this.lay(content, next, most);
      const first = piece + next - this.from;
      const passed = engine.passEvents(first, piece + Math.min(this.to, most) - this.from, false) - first;
      if (passed > 0) behind = next + passed;
      // an event cut off by the end of the piece is looked at again from its start
      if (engine.isEventCut.value === 0 || (passed === 0 && isFresh)) break;
      if (passed > 0) {
        if (behind >= most || bytes[behind - base] !== comma) break;
        next = behind + 1;
      }
      this.to = this.from;
    }
    if (behind === at) this.weigh(0, 1);
    return behind;
  }

  /** Takes as many of the first events as there is room for. The offsets stay valid until the next call. */
  take(events: Buffer): TakenEvents {
    const engine = this.ready() as LineEngine;
    const { words } = this;
    const part = events.subarray(0, mostTaken);
    this.memory.set(part, places.input);
    const behind = engine.passEvents(places.input, places.input + part.length, true) - places.input;
    const count = engine.eventCount.value;
    const startOf = (n: number) => (words[places.events / 4 + n] as number) - places.input;
    return {
      count,
      linesEnd: engine.eventLines.value,
      startOf,
      endOf: (n) => (n + 1 < count ? startOf(n + 1) - 1 : behind),
    };
  }

  /** Reports how many of the events taken were useful: if few are, events are seldom looked at. */
  weigh(used: number, unused: number): void {
    this.gained += used;
    this.lost += unused;
    if (used > unused) {
      // a trial found events of another kind
      this.lost = Math.min(this.lost, fewLost);
      this.nextTrial = 0;
    }
    if (this.gained + this.lost < mostWeighed) return;
    this.gained /= 2;
    this.lost /= 2;
  }

  private ready(): LineEngine | undefined {
    if (this.engine) return this.engine;
    this.engine = lineEngine();
    if (this.engine) {
      const { buffer } = this.engine.memory;
      this.memory = Buffer.from(buffer);
      this.words = new Uint32Array(buffer);
    }
    return this.engine;
  }

  private lay({ bytes, base }: Content, at: number, most: number): void {
    this.from = at;
    this.to = Math.min(at + pieceSize, most);
    this.memory.set(bytes.subarray(at - base, this.to - base), piece);
  }
}
