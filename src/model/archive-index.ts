/** The index of an archive, as `obs3 index` tells it: the document `obs3.index/v1`. Times are ISO 8601 UTC with milliseconds. */
import type { Gap } from './gap.ts';

export interface ArchiveIndex {
  readonly schema: 'obs3.index/v1';
  /** The archive's folder, links followed, or its address. */
  readonly archive: string;
  /** Where the index lies. */
  readonly folder: string;
  /** Of the archive. */
  readonly files: number;
  /** In the index, unchanged since. */
  readonly indexed: number;
  /** Of these, those that are read for each question. */
  readonly withoutFilter: number;
  /** Of the files that are in the index, as they lie there. */
  readonly archiveBytes: number;
  /** Of the index. */
  readonly bytes: number;
  readonly segments: number;
  /** Segments that are damaged, or signed by somebody else. */
  readonly unusable: number;
  /** When its parts were built; null where there are none. */
  readonly oldest: string | null;
  readonly newest: string | null;
  /** What this run did; null where it was to describe the index only. */
  readonly built: {
    readonly files: number;
    readonly filesDone: number;
    /** Inflated. */
    readonly bytes: number;
    /** Were in the index already, and have not changed. */
    readonly kept: number;
    readonly added: number;
    /** Of those that were added. */
    readonly withoutFilter: number;
    /** Could not be read now. */
    readonly unread: number;
  } | null;
  /** What of the archive could not be listed. */
  readonly gaps: readonly Gap[];
}
