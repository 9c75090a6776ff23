/** Files that do not lie on this machine: what the reader asks of whoever has them. */
import type { Gap } from '../model/gap.ts';
import { type ByteSource, openFile, sourceOf } from './byte-source.ts';
import type { KeyParser } from './chooser.ts';
import type { ArchiveFile } from './local-paths.ts';
import type { NeededParts } from './needed-parts.ts';
import type { Selection } from './scanner.ts';
import type { Listing } from './walk.ts';

/** The bytes of a file, in a buffer of their own that another thread may be given; or the file of this machine where they are. */
export type Fetched = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly file: string };

/** @throws NodeJS.ErrnoException */
export const sourceFrom = (fetched: Fetched): ByteSource =>
  'bytes' in fetched ? sourceOf(fetched.bytes) : openFile(fetched.file);

export interface RemoteFiles {
  /** Whether a path of `--from` names such files. */
  owns(path: string): boolean;
  /**
   * What of a path may hold what is asked for, in the order in which a folder's files are read.
   * @throws Obs3Error where it is not there, or nobody may look.
   */
  list(path: string, selection: Selection, parseKey: KeyParser): Promise<Listing>;
  /** Many at a time are had sooner. Where only parts of it are needed, the others may be zeros. @throws Unavailable */
  fetch(file: ArchiveFile, needed?: NeededParts): Promise<Fetched>;
  /** How many bytes of memory fetching it takes. */
  heldBytes(file: ArchiveFile): number;
  /** Nobody reads these bytes any more: what is asked next may want them again. */
  giveBack(file: ArchiveFile, bytes: Uint8Array<ArrayBuffer>): void;
  /** Reads ahead: the files will be asked for in this order. */
  readAhead(files: readonly ArchiveFile[], needed?: NeededParts): ReadAhead;
  /** Ends what is under way, and removes what was kept for the length of the run. */
  close(): Promise<void>;
}

export interface ReadAhead {
  /** Also of files that were not foretold. @throws Unavailable */
  of(file: ArchiveFile): Promise<ByteSource>;
  end(): void;
}

/** How far fetching may run ahead of reading. */
export const aheadLimits = {
  /** S3 answers each within some tens of milliseconds, whatever there is to come: one after the other most time is waiting. */
  files: 32,
  /** For each thread that reads: under way, or fetched and not read yet. */
  bytes: 16_000_000,
} as const;

/** In bytes; one file may be larger. A single thread reads in between, and nothing is to wait for it. */
export const mostAhead = (threads: number): number => Math.max(threads, 2) * aheadLimits.bytes;

/** A file that could not be had: the gap that it leaves. */
export class Unavailable extends Error {
  readonly gap: Gap;

  constructor(gap: Gap, cause?: unknown) {
    super(gap.message, { cause });
    this.name = 'Unavailable';
    this.gap = gap;
  }
}
