/**
 * Calls that are streamed rather than held: a long window lists more than memory can hold. They are read twice: once for what
 * they reveal about each other, then in order of time, each printed right away.
 */
import type { CallSums } from './call-tally.ts';
import type { ApiCallEvent } from './event.ts';
import type { CredentialsEvidence } from './evidence.ts';

/** What the thread that read a file makes of its calls before passing them on. Plain data. */
export type PassingPart =
  | { readonly part: 'survey' }
  /** Changes to whatever has one of these ids. */
  | { readonly part: 'changes'; readonly ids: readonly string[] }
  | {
      readonly part: 'rows';
      readonly format: RowFormat;
      /** Calls that bear on other calls, and changes to the code behind them; in order of time. */
      readonly calls: readonly ApiCallEvent[];
      readonly changes: readonly ApiCallEvent[];
      readonly credentials: readonly CredentialsEvidence[];
      readonly exceptions: Exceptions;
    };

export type RowFormat = 'ndjson' | 'csv' | 'json';

/** By file and record number: what the record alone does not show. */
export type Exceptions = ReadonlyMap<string, ReadonlyMap<number, Exception>>;

export interface Exception {
  /** Another copy of it is already listed. */
  readonly isCopy?: true;
  /** A record with different content has the same id; this one's digest begins with these 8 hex digits. */
  readonly digest?: string;
  /** All reasons, if it was also read for another one. */
  readonly match?: ApiCallEvent['match'];
}

/** What identifies each call of one file. */
export interface SurveyedEvidence {
  readonly type: 'surveyed';
  readonly file: string;
  /** Time of the first call: ISO 8601. */
  readonly first: string;
  /** For each call: its record's number in the file, and 64 bits each of its id and its digest. */
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
  /** Without calls that may have copies in other accounts. */
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
