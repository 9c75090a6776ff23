/** Hands on what the engine added up to the sums of the file: at the end, and when the engine runs out of room. */
import { type LineEngine, noText, linePlaces as places } from '../../archive/line-engine.ts';
import type { CountingCollector } from '../../archive/scanner.ts';
import type { Window } from '../../model/question.ts';
import type { Traffic } from '../../model/traffic.ts';
import { type Ends, ownEndOf, type Side, sideOf } from './conversation.ts';
import { calledEndOf, directionOf, protocolOf } from './flow-codes.ts';
import { type Counted, FlowCounts, type Place } from './flow-counts.ts';
import type { FlowRecord } from './flow-record.ts';
import type { Group, Part } from './flow-sums.ts';
import type { FlowTally } from './flow-tally.ts';
import type { FlowOwner } from './wanted.ts';

/** What a question needs from a file's records. */
export interface Asking {
  readonly window: Window;
  /** Addresses that are asked for: if there are any, every record bears on the answer. */
  readonly addresses: readonly string[];
  /** The record, with its place completed from the file's key. */
  placed(record: FlowRecord): FlowRecord;
  /** Whether records of its account and region are in question. */
  isIn(record: FlowRecord): boolean;
  wanted(owner: FlowOwner): readonly string[] | undefined;
}

/** Whose traffic it is, according to a line's columns; its ends belong to no record. */
interface Subject {
  readonly record: FlowRecord;
  /** undefined if it is not asked for by itself. */
  readonly spellings: readonly string[] | undefined;
}

/** Their numbers never change; the addresses that are asked for come after them. */
const fixedTexts = ['unknown', 'ACCEPT', 'REJECT'] as const;
/** Texts or interface addresses beyond which the engine is out of room: conversations may bring as many again. */
const muchText = 80_000;
/** Marks the number of a subject that the engine did not read. */
const foreignBit = 0x80000000;

export class EngineSums {
  /** Indexed by the engine's numbers. */
  subjects: Subject[] = [];
  /** Increases when all numbers given out are forgotten. */
  generation = 0;
  private readonly engine: LineEngine;
  private readonly tally: FlowTally;
  private readonly asking: Asking;
  private readonly file: string;
  private readonly memory: Buffer;
  private readonly words: Uint32Array;
  private readonly numbers: Float64Array;
  private foreign: Subject[] = [];
  private readonly foreignNumbers = new Map<string, number>();
  private texts: string[] = [];
  private readonly groups = new Map<number, Group>();
  private isFlooded = false;
  private readonly counts = new FlowCounts();
  // of the current conversation: there are too many to make an object for each
  private readonly ends: { -readonly [Key in keyof Ends]: Ends[Key] } = noEnds();
  private way = 0;
  private interfaceId = '';

  constructor(engine: LineEngine, tally: FlowTally, asking: Asking, file: string) {
    this.engine = engine;
    this.tally = tally;
    this.asking = asking;
    this.file = file;
    const { buffer } = engine.memory;
    this.memory = Buffer.from(buffer);
    this.words = new Uint32Array(buffer);
    this.numbers = new Float64Array(buffer);
    tally.sums.file = file;
    this.clear();
  }

  /** The number of a subject that was read from an unusual line. */
  foreignOf(record: FlowRecord, spellings: readonly string[] | undefined): number {
    const { interfaceId, instanceId, account, region, belongsTo } = record;
    const key = JSON.stringify([interfaceId, instanceId, account, region, belongsTo, spellings]);
    let number = this.foreignNumbers.get(key);
    if (number === undefined) {
      number = this.foreign.push({ record, spellings }) - 1;
      this.foreignNumbers.set(key, number);
    }
    return (number | foreignBit) >>> 0;
  }

  /** The engine's number of a text. */
  intern(text: string): number {
    return this.engine.intern(places.scratch, this.memory.write(text, places.scratch));
  }

  /** Counts the line being read as one of this kind, or as a record of that time. */
  count({ account, region }: Place, kind: string | undefined, time = 0): void {
    const position = this.engine.lineCount.value - 1;
    this.counts.add({ account, region, kind, records: 1, first: time, last: time, position });
  }

  /** Adds records that were counted elsewhere. */
  countAll(counted: Counted): void {
    this.counts.add(counted);
  }

  /** The file is at its end: hands on everything that was counted and added up. */
  end(collector: CountingCollector): void {
    this.settleCounts();
    if (this.isFlooded) this.settleAddresses();
    this.settleConversations();
    this.counts.tell(collector);
  }

  /** Hands on the conversations; if there is no room for their texts, everything. */
  makeRoom(): void {
    const { engine } = this;
    const hasRoom = engine.stringCount.value < muchText && engine.pairCount.value < muchText;
    if (hasRoom && engine.hasRoomForRecord() && !this.isFlooded) {
      this.settleConversations();
      engine.clearConversations();
      return;
    }
    this.settleCounts();
    if (this.isFlooded) this.settleAddresses();
    this.settleConversations();
    if (!this.isFlooded) this.settleAddresses();
    // from now on the engine no longer knows how often an address was met
    this.isFlooded = true;
    this.clear();
  }

  private clear(): void {
    this.generation++;
    this.engine.clearLines();
    this.subjects = [];
    this.foreign = [];
    this.foreignNumbers.clear();
    this.texts = [];
    this.groups.clear();
    for (const text of [...fixedTexts, ...this.asking.addresses]) this.intern(text);
  }

  /** Hands on what was seen of subjects and interfaces. */
  private settleCounts(): void {
    const { words, numbers } = this;
    for (const [n, { record }] of this.subjects.entries()) {
      const at = places.subjects + n * places.subjectSize;
      const [account, region] = [record.account, record.region];
      const tell = (kind: string | undefined, offset: number, [first, last]: readonly [number, number]) => {
        const records = words[(at + offset) / 4] as number;
        const position = (words[(at + offset) / 4 + 1] as number) - 1;
        if (records > 0) this.counts.add({ account, region, kind, records, first, last, position });
      };
      tell(undefined, 20, [numbers[(at + 48) / 8] as number, numbers[(at + 56) / 8] as number]);
      tell('NODATA', 28, [0, 0]);
      tell('SKIPDATA', 36, [0, 0]);
    }
    this.settleInterfaces();
  }

  private settleInterfaces(): void {
    const { engine, words, numbers, tally } = this;
    for (let n = 0; n < engine.interfaceCount.value; n++) {
      const at = places.interfaces + n * places.interfaceSize;
      const [owner, subject, line, source, destination] = words.subarray(at / 4, at / 4 + 5) as unknown as Five;
      const asked = line === 0 ? undefined : this.firstAsked(subject, line, source, destination);
      tally.meet(this.textOf(owner), numbers[at / 8 + 3] as number, asked);
    }
  }

  private settleAddresses(): void {
    const { engine, words, tally } = this;
    for (let n = 0; n < engine.pairCount.value; n++) {
      const at = (places.pairs + n * places.pairSize) / 4;
      const [owner, address] = [this.textOf(words[at] as number), this.textOf(words[at + 1] as number)];
      tally.countAddress(owner, address, words[at + 2] as number);
    }
  }

  private firstAsked(number: number, line: number, source: number, destination: number) {
    const subject = this.subjectOf(number);
    const ends = { source: this.endOf(source), destination: this.endOf(destination) };
    return { record: subject.record, spellings: this.spellingsOf(subject, ends), locator: `${this.file}#${line}` };
  }

  private settleConversations(): void {
    const { engine, words, numbers, tally } = this;
    if (!this.isFlooded) engine.judgeConversations();
    // one object for all: nobody keeps it
    const part: { -readonly [Key in keyof Part]: Part[Key] } = { ...emptyPart };
    for (let n = 0; n < engine.conversationCount.value; n++) {
      const at = (places.conversations + n * places.conversationSize) / 4;
      const sums = at / 2 + 5;
      const subject = this.subjectOf(words[at + 1] as number);
      const [source, destination] = [words[at + 5] as number, words[at + 6] as number];
      const [called, way] = [words[at + 7] as number, words[at + 8] as number];
      const { direction, peer } = this.sideOf(subject, source, destination, called, way);
      part.owner = subject.record;
      part.port = called === noText ? null : called & 0xffff;
      part.peer = peer;
      part.isAnswer = called < 0x10000;
      part.spellings =
        subject.spellings && this.asking.addresses.length === 0
          ? subject.spellings
          : this.spellingsOf(subject, { source: this.endOf(source), destination: this.endOf(destination) });
      part.locator = words[at + 9] as number;
      part.bytes = numbers[sums] as number;
      part.packets = numbers[sums + 1] as number;
      part.flows = numbers[sums + 2] as number;
      part.first = numbers[sums + 3] as number;
      part.last = numbers[sums + 4] as number;
      part.beforeBytes = numbers[sums + 5] as number;
      part.beforeFlows = numbers[sums + 6] as number;
      const group = this.groupOf(words[at + 2] as number, words[at + 3] as number, words[at + 4] as number, direction);
      tally.sums.add(group, part);
    }
  }

  /** Who calls whom; `way` holds the direction, and which end is on more of the interface's records. */
  private sideOf({ record }: Subject, source: number, destination: number, called: number, way: number): Side {
    const { ends } = this;
    ends.source = this.endOf(source);
    ends.destination = this.endOf(destination);
    ends.direction = directionOf(way);
    this.way = way;
    this.interfaceId = record.interfaceId;
    return sideOf(ends, calledEndOf(called), ownEndOf(ends, this.recordsWith));
  }

  private readonly recordsWith = (address: string): number =>
    this.isFlooded ? this.tally.recordsWith(this.interfaceId, address) : leadOf(this.way, address === this.ends.source);

  private groupOf(owner: number, action: number, protocol: number, direction: Traffic['direction']): Group {
    const { sums } = this.tally;
    const find = () => {
      const protocolText = protocolOf(protocol, (text) => this.textOf(text));
      return sums.group(this.textOf(owner), this.textOf(action), protocolText, direction);
    };
    // few records have an action or protocol beyond these
    if (action > 0xff || protocol > 0xffff) return find();
    const key = ((owner * 0x100 + action) * 0x10000 + protocol) * 4 + groupDirections.indexOf(direction);
    const known = this.groups.get(key);
    if (known) return known;
    const group = find();
    this.groups.set(key, group);
    return group;
  }

  private subjectOf(number: number): Subject {
    return (number >= foreignBit ? this.foreign[number - foreignBit] : this.subjects[number]) as Subject;
  }

  private spellingsOf(
    { record, spellings }: Subject,
    ends: Pick<FlowRecord, 'source' | 'destination'>,
  ): readonly string[] {
    if (this.asking.addresses.length === 0 && spellings) return spellings;
    const { interfaceId, instanceId, belongsTo } = record;
    const { source, destination } = ends;
    return this.asking.wanted({ interfaceId, instanceId, belongsTo, source, destination }) ?? [];
  }

  private textOf(number: number): string {
    const known = this.texts[number];
    if (known !== undefined) return known;
    const at = (places.strings + number * places.stringSize) / 4;
    const from = this.words[at] as number;
    const text = this.memory.toString('utf8', from, from + (this.words[at + 1] as number));
    this.texts[number] = text;
    return text;
  }

  private endOf(number: number): string | null {
    return number === noText ? null : this.textOf(number);
  }
}

const emptyPart: Part = {
  owner: { interfaceId: '', instanceId: null, account: null, region: null },
  port: null,
  peer: '',
  isAnswer: false,
  spellings: [],
  locator: 0,
  bytes: 0,
  packets: 0,
  flows: 0,
  first: 0,
  last: 0,
  beforeBytes: 0,
  beforeFlows: 0,
};

const noEnds = (): Ends => ({ source: null, destination: null, direction: null });

const groupDirections = ['ingress', 'egress', 'unknown'] as const;

/** Stands in for the number of records with each address: only which is greater matters. */
const leadOf = (way: number, isSource: boolean) => ((way & (isSource ? 0x100 : 0x200)) === 0 ? 0 : 1);

type Five = readonly [number, number, number, number, number];
