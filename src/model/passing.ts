/**
 * Calls that pass by: of a long window so many are listed that nobody can hold them. They are read twice: first for what they
 * tell of each other, then, each told at once, in order of time.
 */
import type { CallSums } from './call-tally.ts';
import type { ApiCallEvent } from './event.ts';
import type { CredentialsEvidence } from './evidence.ts';

/** What is made of the calls of each file before they leave the thread that read it. Plain data. */
export type PassingPart =
  | { readonly part: 'survey' }
  /** Changes of what bears one of these ids. */
  | { readonly part: 'changes'; readonly ids: readonly string[] }
  | {
      readonly part: 'rows';
      readonly format: RowFormat;
      /** What bears on others, and changes of the code behind them; in order of time. */
      readonly calls: readonly ApiCallEvent[];
      readonly changes: readonly ApiCallEvent[];
      readonly credentials: readonly CredentialsEvidence[];
      readonly exceptions: Exceptions;
    };

export type RowFormat = 'ndjson' | 'csv' | 'json';

/** By file and number of the record: what the record alone does not tell. */
export type Exceptions = ReadonlyMap<string, ReadonlyMap<number, Exception>>;

export interface Exception {
  /** A copy of it is told. */
  readonly isCopy?: true;
  /** A record of different content has the same id: what this one's digest begins with (8 hex). */
  readonly digest?: string;
  /** It was read for another reason, too. */
  readonly match?: ApiCallEvent['match'];
}

/** What tells the calls of one file apart. */
export interface SurveyedEvidence {
  readonly type: 'surveyed';
  readonly file: string;
  /** When its first call was: ISO 8601. */
  readonly first: string;
  /** Of each call: the number of its record in the file, and 64 bits each of its id and its digest. */
  readonly numbers: Uint32Array;
  readonly ids: BigUint64Array;
  readonly digests: BigUint64Array;
}

/** The calls of one file as they are printed, in order of time. */
export interface RowsEvidence {
  readonly type: 'rows';
  readonly file: string;
  readonly times: readonly string[];
  readonly ids: readonly string[];
  readonly texts: readonly string[];
  /** Without those of which other accounts have copies. */
  readonly sums: CallSums;
  readonly listed: readonly PlacedCount[];
  /** Copies that were left out. */
  readonly copies: readonly PlacedCount[];
}

export interface PlacedCount {
  readonly account: string | null;
  readonly region: string | null;
  readonly count: number;
}
