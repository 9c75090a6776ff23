/**
 * What a source gives the archive: how its records look, and what to do with each where its bytes are.
 * The archive finds JSON values in files and unwraps what carries them; it knows no service.
 */
import type { Evidence, Span } from '../model/evidence.ts';

import type { JsonObject, JsonValue } from '../model/json.ts';
import type { TakenEvents } from './plain-events.ts';

/** Where a value was found. */
export interface Place {
  /** The file's path as it is shown to a person. */
  readonly file: string;
  /** `file#n`, n counting the file's records from 1. */
  readonly locator: string;
  /** The objects that carry the value, outermost first: an EventBridge envelope, a log subscription. */
  readonly carriers: readonly JsonObject[];
}

/** Takes what a scanner makes of the records of one file. */
export interface Collector {
  evidence(item: Evidence): void;
  /** A record was read, whether or not it belongs to the answer. Time in epoch milliseconds. */
  seen(account: string | null, region: string | null, time: number): void;
  /** Something was recognized and set aside. */
  skipped(kind: string, account?: string | null, region?: string | null): void;
  /** A record was recognized and cannot be used: a reason in words. */
  damaged(reason: string): void;
  /** The record read issued this access key: a later question may be by which call that was. */
  issued?(accessKeyId: string): void;
  /** The record read bears a text that a later question may be by: see `Notes`. */
  noted?(text: string): void;
}

/** Takes, of many records at once, what was counted of them. */
export interface CountingCollector extends Collector {
  /** Records of one place; the first of them stands at `position` in the file, counting from 0. */
  counted(records: Omit<Span, 'source'>, position: number): void;
  skipped(kind: string, account?: string | null, region?: string | null, count?: number): void;
}

/**
 * The form in which a service delivers its records, each by itself in a list that fills the file. Keys of the head are those
 * that stand next to each other in each record, their values plain text; the account stands behind them, near the end.
 */
export interface DeliveredForm {
  readonly listKey: string;
  /** The first key of a record; its value is a text. */
  readonly opening: string;
  /** Time (ISO 8601, whole seconds, UTC), three further texts of which the last is the region, and the key behind them. */
  readonly head: readonly [time: string, service: string, name: string, region: string, behind: string];
  /** Twelve digits. */
  readonly account: string;
}

/**
 * Which records of that form need not be parsed: they are counted, by account and region, with their first and last times.
 * The scanner must take every such record as its own, and tell of it what its head tells.
 */
export interface DeliveredRecords {
  readonly form: DeliveredForm;
  /** A record in which none of these texts stands, in whatever escapes, is only counted. Absent: all may matter. */
  readonly needles?: readonly string[];
  /** So is one behind whose head none of these access keys stands. */
  readonly accessKeyIds?: readonly string[];
  /** So is one of another time. Epoch milliseconds, half-open. */
  readonly since?: number;
  readonly until?: number;
  /** Access keys that stand in the records are noted: what is asked next is where they were issued. */
  readonly notesKeys?: boolean;
  /** What else is noted of them. */
  readonly notes?: Notes;
  /** Beside access keys, nothing is asked for but records of which one of these was noted. Absent: not so. */
  readonly notedTexts?: { readonly calls: readonly string[]; readonly values: readonly string[] };
  /** Whether records of an account and region may matter. Absent: those of all do. */
  readonly mayMatter?: (account: string, region: string) => boolean;
  /** Which records do not matter, told by what was called. */
  readonly drops?: CallDrops;
}

/**
 * What of the records a later question may ask by. The scanner notes the same of those that it is given: it may note more,
 * and never less.
 */
export interface Notes {
  /** Services (second text of the head; 8 characters at least) whose calls are noted: see `callNote`. */
  readonly services: readonly string[];
  /** Two keys whose values are noted where these are texts, wherever they stand. Absent: none is; looking for them takes time. */
  readonly keys?: readonly [string, string];
}

/** How a call is noted: as it stands in the head of a record. */
export const callNote = ({ head }: DeliveredForm, service: string, name: string): string =>
  `${service}","${head[2]}":"${name}`;

/** Records that do not matter, whatever is asked for, told without parsing them. */
export interface CallDrops {
  /** The key of a truth value at the top of a record. */
  readonly flag: string;
  /** A record in which one of these texts stands, unescaped, always matters. */
  readonly exceptions: readonly string[];
  /** A record is plain where none of these texts stands in it. With the exceptions, eight at most. */
  readonly marks: readonly string[];
  /** By the second and third text of a record's head. */
  of(service: string, name: string): Drops;
}

/** Which records of a call do not matter; those that bear the flag bear it as `true`. */
export interface Drops {
  readonly all?: boolean;
  readonly flagged?: boolean;
  readonly plain?: boolean;
  readonly flaggedPlain?: boolean;
}

/** Of which elements of a list the heads tell that they need not be parsed, whatever the order of their members. */
export interface ElementHeads {
  readonly listKey: string;
  /** Members whose values are asked for: texts. An element in which one of them is anything else is parsed. */
  readonly texts: readonly string[];
  /** What else an element may have, with the texts 32 at most. One that has any other member is parsed. */
  readonly others: readonly string[];
  /** Texts of which one stands in every element that may be named; absent: any may be. */
  readonly needles?: readonly string[];
  /** Of the others, those whose content nobody asks for, and what stands in its place where the element is parsed. */
  readonly emptied?: Readonly<Record<string, string>>;
  /**
   * Whether the element is parsed and given to `record`. If not, the scanner would take it as its own, and the collector was
   * told all that `record` would have told it. Changes nothing else.
   */
  take(head: ElementHead, collector: Collector): boolean;
}

/** Of the element at hand: not to be kept. */
export interface ElementHead {
  /** The value of a member by its number among the texts; undefined where it has none. */
  text(index: number): string | undefined;
  /** Whether it has a member, by its number among the others. */
  has(index: number): boolean;
  /** Whether one of the needles may stand in it, in whatever escapes. */
  readonly mayBeNamed: boolean;
}

export interface RecordScanner {
  readonly source: string;
  /** Keys of a top-level object under which a list of records stands; each element is then read alone. */
  readonly listKeys: readonly string[];
  /** The first key of a record: where a damaged file is taken up again. */
  readonly openings: readonly string[];
  /** Asked only where nobody else knows the value, nor anything in it: a log line may be anything. */
  readonly lastResort?: boolean;
  /**
   * What `record` was given in one file bears on what it makes of those after it: files with such records are read by one
   * scanner, in their order. What `text` reads never does.
   */
  readonly remembers?: boolean;
  readonly delivered?: DeliveredRecords;
  /** The same each time. Asked when the scanner is ready. */
  heads?(): ElementHeads | undefined;
  /** Loads what reads the records: awaited before it is given any. Absent, and undefined: it is there. */
  ready?(): Promise<void> | undefined;
  /** Whether the value is this source's business; if so, what came of it went to the collector. Total. */
  record(value: JsonObject, place: Place, collector: Collector): boolean;
  /** Whether a text file is this source's, told by its first lines; if so, all its lines are handed to the reader. */
  text?(head: readonly string[], file: string): TextReader | undefined;
  /** Whether a file of rows by columns is this source's, told by the columns' names; if so, all its rows are the reader's. */
  table?(columns: readonly string[], file: string): TableReader | undefined;
  /** For the events of an export: what of them it does not read goes to `record`, as ever. The two come to the same. */
  events?(file: string): EventReader | undefined;
  /** For the lists of log events in a JSON file: what of them it does not read goes to `record`, as ever. The two come to the same. */
  lists?(file: string): ListReader | undefined;
  /** The file is at its end: what was added up over it goes to the collector. */
  end?(collector: Collector): void;
  /** All files were read: what still waited for another goes to the collector. Only where the scanner `remembers`. */
  last?(collector: Collector): void;
}

/** How the lines of a text file are read: by themselves, or many at once where that is possible. The two come to the same. */
export interface TextReader {
  line(line: string, place: Place, collector: Collector): void;
  readonly blocks?: BlockReader;
}

export interface BlockReader {
  /** Whole lines, one after the other; only the last of the file may lack its end. The bytes are not kept. */
  read(bytes: Uint8Array, collector: CountingCollector): void;
  /** No more lines come. */
  end(collector: CountingCollector): void;
}

/** Reads, of an export of CloudWatch Logs, the events that are the source's own and usual. */
export interface EventReader {
  /**
   * Whole events, one after the other; only the last of the file may lack its end. The bytes are not kept. The others go to
   * `other` in their order, with how many events came before; what stands before all events is one of them.
   */
  read(events: Buffer, other: (event: Buffer, position: number) => void): void;
  /** No more events come. Returns whether any was read here. */
  end(collector: CountingCollector): boolean;
}

/** Some rows of a file of columns, and what is known of them before one is read. */
export interface TablePart {
  readonly rows: number;
  /** Rows of the file before them. */
  readonly before: number;
  /** What the file tells of the values of a column; undefined where it tells too little, or lacks the column. */
  bounds(column: string): ColumnBounds | undefined;
}

/** Texts are ordered by their bytes. */
export interface ColumnBounds {
  readonly least: number | string;
  readonly greatest: number | string;
  /** Rows may lack a value. */
  readonly hasNulls: boolean;
}

/** A part that is read. */
export interface TableRows extends TablePart {
  /** The column's values; undefined where the file lacks it. */
  column(name: string): TableColumn | undefined;
  /** The row is the one at hand: where it stands. */
  place(row: number): Place;
}

export interface TableColumn {
  /**
   * The value of a row, counting from 0 in its part; null where there is none. Rows are asked for in their order, and what
   * nobody asks for is not decoded. @throws Error where the file is damaged.
   */
  at(row: number): JsonValue;
}

/** Reads rows by their columns. */
export interface TableReader {
  /** Those of the columns that `read` asks for in a part: no others need be there. It may ask for fewer. Changes nothing. */
  columnsOf(part: TablePart): readonly string[];
  /** Parts come in their order, each of them once. */
  read(rows: TableRows, collector: CountingCollector): void;
  /** No more rows come. */
  end(collector: CountingCollector): void;
}

/** Reads, of lists as subscriptions of CloudWatch Logs deliver them, the events that are the source's own and usual. */
export interface ListReader {
  /**
   * Events of one list, one after the other, of which the first is the file's record number `position`, counting from 0. The
   * others go to `other` in their order, by their numbers among those taken. Returns whether they were read: if not, all are
   * the others'.
   */
  read(events: TakenEvents, carriers: readonly JsonObject[], position: number, other: (event: number) => void): boolean;
  /** No more come. Returns whether any was read here. */
  end(collector: CountingCollector): boolean;
}

/** What the key (path) of a delivered file tells, before it is opened. Times are epoch milliseconds. */
export interface DeliveredKey {
  readonly source: string;
  readonly account: string;
  readonly region: string;
  /** A file may hold what is asked of a window that meets [since, until). */
  readonly since: number;
  readonly until: number;
  /** When the file was delivered, where that is not what decides: states of any age are delivered at any time. */
  readonly deliveredTime?: number;
  /** The file holds no record, whatever is asked for: what it is counted as instead. It need not be opened. */
  readonly holdsNone?: string;
}

/** Which delivered files may hold what is asked for. */
export interface Selection {
  /** Epoch milliseconds; an absent end is open. */
  readonly since?: number;
  readonly until?: number;
  /** Empty: all. */
  readonly regions: readonly string[];
  readonly accounts: readonly string[];
  /** Only what these deliver. Absent: what any does. */
  readonly sources?: readonly string[] | undefined;
  /** These alone, in this order: what was read of them before decides. Absent: all that may hold it. */
  readonly files?: readonly string[];
}

export const spanKey = (span: Pick<Span, 'source' | 'account' | 'region'>): string =>
  JSON.stringify([span.source, span.account, span.region]);
