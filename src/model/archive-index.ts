/** An archive's index, as printed by `obs3 index`: the document `obs3.index/v1`. Times are ISO 8601 UTC with milliseconds. */
import type { Gap } from './gap.ts';

export interface ArchiveIndex {
  readonly schema: 'obs3.index/v1';
  /** The archive's folder, with links resolved, or its address. */
  readonly archive: string;
  /** The folder that holds the index. */
  readonly folder: string;
  /** Files in the archive. */
  readonly files: number;
  /** Files in the index that have not changed since. */
  readonly indexed: number;
  /** Indexed files that have no filter, so every question reads them. */
  readonly withoutFilter: number;
  /** Size of the indexed files as stored. */
  readonly archiveBytes: number;
  /** Size of the index. */
  readonly bytes: number;
  readonly segments: number;
  /** Segments that are damaged or were signed by someone else. */
  readonly unusable: number;
  /** When the oldest and the newest part were built; null if there are none. */
  readonly oldest: string | null;
  readonly newest: string | null;
  /** What this run did; null if it only described the index. */
  readonly built: {
    readonly files: number;
    readonly filesDone: number;
    /** Inflated. */
    readonly bytes: number;
    /** Already in the index and unchanged. */
    readonly kept: number;
    readonly added: number;
    /** How many of the added files have no filter. */
    readonly withoutFilter: number;
    /** Files that could not be read in this run. */
    readonly unread: number;
  } | null;
  /** What could not be listed of the archive. */
  readonly gaps: readonly Gap[];
}
