/** Adds up the flow records of a text file without taking them out of its bytes: only unusual lines are read one at a time. */
import { type LineEngine, lineStops, noText, linePlaces as places } from '../../archive/line-engine.ts';
import { lastEvent, messageAt, nextEvent } from '../../archive/log-export.ts';
import type { TakenEvents } from '../../archive/plain-events.ts';
import type { CountingCollector } from '../../archive/scanner.ts';
import { serviceOf } from './conversation.ts';
import { directionCode, protocolCode, serviceCode } from './flow-codes.ts';
import { type Columns, columnsFor } from './flow-columns.ts';
import type { Place } from './flow-counts.ts';
import { type Asking, EngineSums } from './flow-engine-sums.ts';
import type { FlowFormat } from './flow-fields.ts';
import { type FlowRecord, flowRecord } from './flow-record.ts';
import type { FlowTally } from './flow-tally.ts';

/** With more than this, records are read one at a time. */
export const mostAsked = 10_000;
const mostFormats = 1000;
const [isWanted, isSetAside] = [1, 2];

/** Lines of a file; messages of log events; or messages that follow their times, as in an export of CloudWatch Logs. */
export type LineForm = 'lines' | 'messages' | 'timed messages';

export class FlowEngine {
  private readonly engine: LineEngine;
  readonly sums: EngineSums;
  private readonly asking: Asking;
  private readonly until: number;
  private readonly areMessages: boolean;
  private readonly memory: Buffer;
  private readonly words: Uint32Array;
  private columns: Columns | undefined;
  /** How many of the counted lines went to the caller. */
  private handed = 0;
  /** Keyed by what their columns are for. */
  private readonly formats = new Map<string, number>();

  constructor(engine: LineEngine, tally: FlowTally, asking: Asking, file: string, form: LineForm = 'lines') {
    this.engine = engine;
    this.asking = asking;
    const { buffer } = engine.memory;
    this.memory = Buffer.from(buffer);
    this.words = new Uint32Array(buffer);
    const { since = -Infinity, until = Infinity } = asking.window;
    this.until = until;
    this.areMessages = form !== 'lines';
    engine.beginLines(since, until, asking.addresses.length);
    engine.setLines(this.areMessages, form === 'timed messages');
    this.sums = new EngineSums(engine, tally, asking, file);
    this.setFormat(undefined, false);
  }

  /** How the lines that follow are read. `isGuessed`: no header defined the format. Absent: all of them are unusual. */
  setFormat(format: FlowFormat | undefined, isGuessed: boolean): void {
    const columns = format && columnsFor(format, this.areMessages);
    const key = JSON.stringify([...(format ?? [])]);
    const number = this.formats.get(key) ?? this.formats.size;
    // for a file with this many formats there is nothing to be gained
    const isKnown = columns !== undefined && number < mostFormats;
    this.columns = isKnown ? columns : undefined;
    if (!columns || !isKnown) {
      this.engine.setColumns(0, 0, 0, false);
      return;
    }
    this.formats.set(key, number);
    this.memory.set(columns.fields, places.fields);
    this.memory.set(columns.ranges.flat(), places.ranges);
    this.memory.set(columns.forms, places.forms);
    this.engine.setColumns(number, columns.count, columns.ranges.length, isGuessed);
  }

  /** Reads whole lines. Unusual ones go to `read`, which may hand its reading back; nothing of them is counted here. */
  lines(bytes: Uint8Array, read: (line: string) => void): void {
    const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let from = 0;
    while (from < lines.length) {
      const most = from + places.inputSize;
      const last = most >= lines.length ? lines.length : lines.lastIndexOf(0x0a, most - 1) + 1;
      if (last > from) {
        this.scan(lines.subarray(from, last), (at, block) => {
          const next = this.engine.lineEnd.value - places.input;
          this.unusual(block.subarray(at, next), read);
          return next;
        });
        from = last;
        continue;
      }
      const found = lines.indexOf(0x0a, most);
      const end = found < 0 ? lines.length : found + 1;
      this.unusual(lines.subarray(from, end), read);
      from = end;
    }
  }

  /**
   * The same for whole log events: `other` gets the unusual ones, one after another, and how many events came before each. Text
   * before the first event counts as an unusual one, but is not numbered.
   */
  events(bytes: Buffer, other: (event: Buffer, position: number) => void): void {
    const hand = (event: Buffer) => {
      if (messageAt(event, 0) > 0) this.countHanded();
      other(event, this.engine.lineCount.value - 1);
    };
    let from = 0;
    while (from < bytes.length) {
      const most = from + places.inputSize;
      const last = most >= bytes.length ? bytes.length : lastEvent(bytes, from, most);
      if (last > from) {
        this.scan(bytes.subarray(from, last), (at, block) => {
          const next = nextEvent(block, at);
          hand(block.subarray(at, next));
          return next;
        });
        from = last;
        continue;
      }
      const end = nextEvent(bytes, from);
      hand(bytes.subarray(from, end));
      from = end;
    }
  }

  /** The same for messages already in the engine's memory; `other` gets the numbers of the unusual ones. */
  messages({ linesEnd }: TakenEvents, other: (message: number) => void): void {
    const first = this.engine.lineCount.value;
    this.scanPlaced(linesEnd, () => {
      const { lineCount, lineEnd } = this.engine;
      const next = lineEnd.value;
      const number = lineCount.value - first;
      this.countHanded();
      other(number);
      return next;
    });
  }

  /** This many events came before the next one, wherever they were read. */
  goOn(position: number): void {
    this.handed += position - this.engine.lineCount.value;
    this.engine.lineCount.value = position;
  }

  /** `unusual`: the caller takes what is there, and returns where reading goes on. */
  private scan(lines: Buffer, unusual: (at: number, lines: Buffer) => number): void {
    const { memory } = this;
    memory.set(lines, places.input);
    const end = places.input + lines.length;
    // the last line may lack a line feed
    memory[end] = 0x0a;
    this.scanPlaced(end, (at) => unusual(at - places.input, lines) + places.input);
  }

  private scanPlaced(end: number, unusual: (at: number) => number): void {
    const { engine } = this;
    let at: number = places.input;
    for (;;) {
      at = engine.scanLines(at, end);
      const status = engine.lineStatus.value;
      if (status === lineStops.finished) return;
      if (status === lineStops.unusual) at = unusual(at);
      else if (status === lineStops.newSubject) this.decide();
      else this.sums.makeRoom();
    }
  }

  private unusual(line: Buffer, read: (line: string) => void): void {
    const ended = line.at(-1) === 0x0a ? line.length - 1 : line.length;
    const text = line.toString('utf8', 0, ended > 0 && line[ended - 1] === 0x0d ? ended - 1 : ended);
    if (text.trim() === '') return;
    this.countHanded();
    read(text);
  }

  private countHanded(): void {
    this.handed++;
    this.engine.countLine();
  }

  /** Whether the engine read any line. */
  get hasRead(): boolean {
    return this.engine.lineCount.value > this.handed;
  }

  /** Decides what becomes of the lines of the last subject. */
  private decide(): void {
    const { words, memory, asking } = this;
    const number = this.engine.subjectCount.value - 1;
    const at = (places.subjects + number * places.subjectSize) / 4;
    const from = words[at] as number;
    const told = memory.toString('latin1', from, from + (words[at + 1] as number)).split(' ');
    const read = (field: string) => told[this.columns?.subject.get(field) ?? told.length];
    const record = asking.placed(flowRecord((field) => (field === 'start' ? 1 : read(field))) as FlowRecord);
    const isIn = asking.isIn(record);
    const spellings = isIn ? asking.wanted(record) : undefined;
    this.sums.subjects[number] = { record, spellings };
    words[at + 3] = (isIn ? 0 : isSetAside) | (spellings ? isWanted : 0);
    words[at + 4] = this.sums.intern(record.interfaceId);
  }

  /** Adds a record from an unusual line that is asked for. */
  add(record: FlowRecord, spellings: readonly string[]): void {
    const { engine } = this;
    const [owner, subject] = this.note(record, spellings);
    if (record.status !== 'OK' || record.start >= this.until || engine.addRecord(owner, subject)) return;
    this.sums.makeRoom();
    engine.addRecord(this.hand(record), this.sums.foreignOf(record, spellings));
  }

  /** Adds one that is not asked for, but still says something about its interface. */
  observe(record: FlowRecord): void {
    this.note(record, undefined);
  }

  private note(
    record: FlowRecord,
    spellings: readonly string[] | undefined,
  ): readonly [owner: number, subject: number] {
    if (!this.engine.hasRoomForRecord()) this.sums.makeRoom();
    const owner = this.hand(record);
    const subject = this.sums.foreignOf(record, spellings);
    this.engine.observeRecord(owner, subject, spellings !== undefined);
    return [owner, subject];
  }

  /** Puts the record in the engine's memory; returns the number of its interface. */
  private hand(record: FlowRecord): number {
    const { start, end, packets, bytes, protocol, action, source, destination, direction } = record;
    const numberOf = (text: string) => this.sums.intern(text);
    const service = serviceOf(record);
    this.engine.setRecord(
      start,
      end,
      packets,
      bytes,
      protocolCode(protocol, numberOf),
      numberOf(action),
      source === null ? noText : numberOf(source),
      destination === null ? noText : numberOf(destination),
      serviceCode(service?.end, service?.port ?? 0),
      directionCode(direction),
    );
    return numberOf(record.interfaceId);
  }

  /** Counts the line being read as one of this kind, or as a record of that time. */
  count(place: Place, kind: string | undefined, time = 0): void {
    this.sums.count(place, kind, time);
  }

  /** The file is at its end: hands on everything that was counted and added up. */
  end(collector: CountingCollector): void {
    this.sums.end(collector);
  }
}
