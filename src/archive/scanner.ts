/**
 * What a source gives the archive: what its records look like, and how to handle each one where its bytes are. The archive
 * finds JSON values in files and unwraps what carries them; it knows no service.
 */
import type { Evidence, Span } from '../model/evidence.ts';

import type { JsonObject, JsonValue } from '../model/json.ts';
import type { TakenEvents } from './plain-events.ts';

/** Where a value was found. */
export interface Place {
  /** The file's path as shown to a person. */
  readonly file: string;
  /** `file#n`, where n counts the file's records from 1. */
  readonly locator: string;
  /** The objects that carry the value, outermost first: an EventBridge envelope, a log subscription. */
  readonly carriers: readonly JsonObject[];
}

/** Collects what a scanner makes of one file's records. */
export interface Collector {
  evidence(item: Evidence): void;
  /** A record was read, whether or not it is part of the answer. Time in epoch milliseconds. */
  seen(account: string | null, region: string | null, time: number): void;
  /** Something was recognized and set aside. */
  skipped(kind: string, account?: string | null, region?: string | null): void;
  /** A record was recognized but cannot be used; the reason in words. */
  damaged(reason: string): void;
  /** The current record issued this access key: a later question may ask for the issuing call. */
  issued?(accessKeyId: string): void;
  /** The current record contains a text that a later question may ask for: see `Notes`. */
  noted?(text: string): void;
}

/** Also accepts counts of many records at once. */
export interface CountingCollector extends Collector {
  /** Records of one place; the first of them is at `position` in the file, counting from 0. */
  counted(records: Omit<Span, 'source'>, position: number): void;
  skipped(kind: string, account?: string | null, region?: string | null, count?: number): void;
}

/**
 * The form in which a service delivers its records: objects in a list that fills the file. The head's keys are adjacent in each
 * record and have plain text values; the account comes after them, near the end.
 */
export interface DeliveredForm {
  readonly listKey: string;
  /** The first key of a record; its value is a string. */
  readonly opening: string;
  /** Time (ISO 8601, whole seconds, UTC), three more texts, the last of which is the region, and the key after them. */
  readonly head: readonly [time: string, service: string, name: string, region: string, behind: string];
  /** The key of the account: twelve digits. */
  readonly account: string;
}

/**
 * Which records of that form need not be parsed. They are counted by account and region, with their first and last times. The
 * scanner must accept each such record as its own, and report no more about it than its head shows.
 */
export interface DeliveredRecords {
  readonly form: DeliveredForm;
  /** A record that contains none of these texts, however escaped, is only counted. Absent: every record may matter. */
  readonly needles?: readonly string[];
  /** Likewise a record that contains none of these access keys after its head. */
  readonly accessKeyIds?: readonly string[];
  /** Likewise a record of another time. Epoch milliseconds, half-open. */
  readonly since?: number;
  readonly until?: number;
  /** Whether to note the access keys in the records: the next question is where they were issued. */
  readonly notesKeys?: boolean;
  /** What else to note about them. */
  readonly notes?: Notes;
  /** Set if only records with one of these noted texts are asked for, apart from those with the access keys. */
  readonly notedTexts?: { readonly calls: readonly string[]; readonly values: readonly string[] };
  /** Whether records of an account and region may matter. Absent: those of all may. */
  readonly mayMatter?: (account: string, region: string) => boolean;
  /** Which records do not matter, judging by what was called. */
  readonly drops?: CallDrops;
}

/** What a later question may ask for in the records. For records given to it, the scanner notes at least the same. */
export interface Notes {
  /** Services (the head's second text; at least 8 characters) whose calls are noted: see `callNote`. */
  readonly services: readonly string[];
  /** Two keys whose text values are noted anywhere in a record. Absent: none, since searching for them takes time. */
  readonly keys?: readonly [string, string];
}

/** The note of a call, as it reads in a record's head. */
export const callNote = ({ head }: DeliveredForm, service: string, name: string): string =>
  `${service}","${head[2]}":"${name}`;

/** Records that matter to no question, recognized without parsing. */
export interface CallDrops {
  /** The key of a boolean at the top level of a record. */
  readonly flag: string;
  /** A record that contains one of these texts, unescaped, always matters. */
  readonly exceptions: readonly string[];
  /** A record that contains none of these texts is plain. Together with the exceptions, at most eight. */
  readonly marks: readonly string[];
  /** By the second and the third text of a record's head. */
  of(service: string, name: string): Drops;
}

/** Which records of a call do not matter; `flagged` means that the flag is `true`. */
export interface Drops {
  readonly all?: boolean;
  readonly flagged?: boolean;
  readonly plain?: boolean;
  readonly flaggedPlain?: boolean;
}

/** Lets a source decide by an element's head, its members in any order, whether the element must be parsed. */
export interface ElementHeads {
  readonly listKey: string;
  /** Members whose text values are needed. An element in which one of them is not a string is parsed. */
  readonly texts: readonly string[];
  /** The other members an element may have; with the texts, at most 32. An element with any further member is parsed. */
  readonly others: readonly string[];
  /** Every element that may be named contains one of these texts. Absent: any element may be named. */
  readonly needles?: readonly string[];
  /** Those of the other members whose content is not needed, with what replaces it when the element is parsed. */
  readonly emptied?: Readonly<Record<string, string>>;
  /**
   * Whether to parse the element and give it to `record`. If not, the scanner would accept it as its own, and the collector has
   * been told everything that `record` would have told it. No other side effects.
   */
  take(head: ElementHead, collector: Collector): boolean;
}

/** The current element; must not be kept. */
export interface ElementHead {
  /** The value of a member, by its index among the texts; undefined if the element lacks it. */
  text(index: number): string | undefined;
  /** Whether the element has a member, by its index among the others. */
  has(index: number): boolean;
  /** Whether it may contain one of the needles, however escaped. */
  readonly mayBeNamed: boolean;
}

export interface RecordScanner {
  readonly source: string;
  /** Keys of a top-level object that hold a list of records; each element is then read on its own. */
  readonly listKeys: readonly string[];
  /** The first keys of records: where reading resumes in a damaged file. */
  readonly openings: readonly string[];
  /** Whether to ask this scanner only if no other knows the value or anything in it: a log line may be anything. */
  readonly lastResort?: boolean;
  /**
   * Whether the records of one file affect what `record` makes of later ones: files with such records are read by one scanner,
   * in order. What `text` reads never does.
   */
  readonly remembers?: boolean;
  readonly delivered?: DeliveredRecords;
  /** The same each time. Called once the scanner is ready. */
  heads?(): ElementHeads | undefined;
  /** Loads the code that reads the records; awaited before any are given. Absent or undefined if nothing needs loading. */
  ready?(): Promise<void> | undefined;
  /** Whether the value belongs to this source; if so, the result went to the collector. Never throws. */
  record(value: JsonObject, place: Place, collector: Collector): boolean;
  /** Whether a text file belongs to this source, judging by its first lines; if so, the reader gets all its lines. */
  text?(head: readonly string[], file: string): TextReader | undefined;
  /** Whether a columnar file belongs to this source, judging by its column names; if so, the reader gets all its rows. */
  table?(columns: readonly string[], file: string): TableReader | undefined;
  /** Reads the events of an export; any it does not read go to `record` as usual, with the same result. */
  events?(file: string): EventReader | undefined;
  /** Reads the lists of log events in a JSON file; any it does not read go to `record` as usual, with the same result. */
  lists?(file: string): ListReader | undefined;
  /** The file ends: passes what was added up over it to the collector. */
  end?(collector: Collector): void;
  /** All files have been read: passes what still waited for another file to the collector. Only if the scanner `remembers`. */
  last?(collector: Collector): void;
}

/** Reads the lines of a text file one by one or, where possible, many at once, with the same result. */
export interface TextReader {
  line(line: string, place: Place, collector: Collector): void;
  readonly blocks?: BlockReader;
}

export interface BlockReader {
  /** Whole lines in sequence; only the file's last one may lack its line end. The bytes must not be kept. */
  read(bytes: Uint8Array, collector: CountingCollector): void;
  /** No more lines come. */
  end(collector: CountingCollector): void;
}

/** Reads those events of a CloudWatch Logs export that belong to the source and have the usual form. */
export interface EventReader {
  /**
   * Whole events in sequence; only the file's last one may lack its line end. The bytes must not be kept. Events not read here
   * go to `other` in order, with the number of events before them; text before the first event counts as one.
   */
  read(events: Buffer, other: (event: Buffer, position: number) => void): void;
  /** No more events come. Returns whether any were read here. */
  end(collector: CountingCollector): boolean;
}

/** Some rows of a columnar file, and what is known about them before any is read. */
export interface TablePart {
  readonly rows: number;
  /** Number of rows before this part. */
  readonly before: number;
  /** Bounds of a column's values according to the file; undefined if it gives none, or lacks the column. */
  bounds(column: string): ColumnBounds | undefined;
}

/** Texts are ordered by their bytes. */
export interface ColumnBounds {
  readonly least: number | string;
  readonly greatest: number | string;
  /** Whether rows may lack a value. */
  readonly hasNulls: boolean;
}

/** A part that is being read. */
export interface TableRows extends TablePart {
  /** The column's values; undefined if the file lacks the column. */
  column(name: string): TableColumn | undefined;
  /** Makes a row the current one, and returns its place. */
  place(row: number): Place;
}

export interface TableColumn {
  /**
   * A row's value, counting from 0 within the part; null if there is none. Rows must be asked for in order; unneeded values are
   * not decoded. @throws Error if the file is damaged.
   */
  at(row: number): JsonValue;
}

/** Reads rows by their columns. */
export interface TableReader {
  /** The columns that `read` will need in a part; others need not be available. It may use fewer. No side effects. */
  columnsOf(part: TablePart): readonly string[];
  /** Parts come in order, each of them once. */
  read(rows: TableRows, collector: CountingCollector): void;
  /** No more rows come. */
  end(collector: CountingCollector): void;
}

/** Reads those events of CloudWatch Logs subscription lists that belong to the source and have the usual form. */
export interface ListReader {
  /**
   * Consecutive events of one list; `position` is the first one's record number in the file, counting from 0. Events not read
   * here go to `other` in order, by their index among those given. Returns whether they were read; if not, all must be read
   * elsewhere.
   */
  read(events: TakenEvents, carriers: readonly JsonObject[], position: number, other: (event: number) => void): boolean;
  /** No more events come. Returns whether any were read here. */
  end(collector: CountingCollector): boolean;
}

/** What a delivered file's key (path) says before the file is opened. Times are epoch milliseconds. */
export interface DeliveredKey {
  readonly source: string;
  readonly account: string;
  readonly region: string;
  /** The file may answer questions about windows that overlap [since, until). */
  readonly since: number;
  readonly until: number;
  /** When the file was delivered, if that does not decide whether to read it: states of any age are delivered at any time. */
  readonly deliveredTime?: number;
  /** Set if the file can hold no record, so that it need not be opened: the kind that it is counted as. */
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
  /** Only files of these sources. Absent: of any source. */
  readonly sources?: readonly string[] | undefined;
  /** Only these files, in this order, as earlier reading decided. Absent: all that may hold what is asked for. */
  readonly files?: readonly string[];
}

export const spanKey = (span: Pick<Span, 'source' | 'account' | 'region'>): string =>
  JSON.stringify([span.source, span.account, span.region]);
