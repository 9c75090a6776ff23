/** Files that are not on this machine: what the reader needs from whatever provides them. */
import type { Gap } from '../model/gap.ts';
import { type ByteSource, openFile, sourceOf } from './byte-source.ts';
import type { KeyParser } from './chooser.ts';
import type { ArchiveFile } from './local-paths.ts';
import type { NeededParts } from './needed-parts.ts';
import type { Selection } from './scanner.ts';
import type { Listing } from './walk.ts';

/** A file's bytes, in a separate buffer that can be transferred to another thread, or the local file that holds them. */
export type Fetched = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly file: string };

/** @throws NodeJS.ErrnoException */
export const sourceFrom = (fetched: Fetched): ByteSource =>
  'bytes' in fetched ? sourceOf(fetched.bytes) : openFile(fetched.file);

export interface RemoteFiles {
  /** Whether a path of `--from` names remote files. */
  owns(path: string): boolean;
  /**
   * The files under a path that may hold what is asked for, in the order in which a folder's files are read.
   * @throws Obs3Error if the path does not exist, or may not be listed.
   */
  list(path: string, selection: Selection, parseKey: KeyParser): Promise<Listing>;
  /** Many at a time are faster. If only parts are needed, the rest may be zeros. @throws Unavailable */
  fetch(file: ArchiveFile, needed?: NeededParts): Promise<Fetched>;
  /** How many bytes of memory fetching the file takes. */
  heldBytes(file: ArchiveFile): number;
  /** Gives back bytes that are no longer read; the next question may need them again. */
  giveBack(file: ArchiveFile, bytes: Uint8Array<ArrayBuffer>): void;
  /** Fetches ahead: the files will be requested in this order. */
  readAhead(files: readonly ArchiveFile[], needed?: NeededParts): ReadAhead;
  /** Ends pending requests, and removes what was kept for this run only. */
  close(): Promise<void>;
}

export interface ReadAhead {
  /** Also accepts files that were not announced. @throws Unavailable */
  of(file: ArchiveFile): Promise<ByteSource>;
  end(): void;
}

/** How far fetching may run ahead of reading. */
export const aheadLimits = {
  /** S3 takes some tens of milliseconds to answer, whatever the size, so one request at a time would mostly wait. */
  files: 32,
  /** Per reading thread: bytes being fetched, or fetched and not yet read. */
  bytes: 16_000_000,
} as const;

/** In bytes; a single file may be larger. At least two threads' worth, so that a lone thread never waits for it. */
export const mostAhead = (threads: number): number => Math.max(threads, 2) * aheadLimits.bytes;

/** A file that could not be obtained, with the gap to report. */
export class Unavailable extends Error {
  readonly gap: Gap;

  constructor(gap: Gap, cause?: unknown) {
    super(gap.message, { cause });
    this.name = 'Unavailable';
    this.gap = gap;
  }
}
