/** Files that do not lie on this machine: what the reader asks of whoever has them. */
import type { Gap } from '../model/gap.ts';
import type { ByteSource } from './byte-source.ts';
import type { KeyParser } from './chooser.ts';
import type { DeliveredKey, Selection } from './scanner.ts';
import type { ArchiveFile, Listing } from './walk.ts';

export interface RemoteListing extends Listing {
  /** Folders that were not looked into, since their keys rule them out. */
  readonly passed: readonly DeliveredKey[];
}

export interface RemoteFiles {
  /** Whether a path of `--from` names such files. */
  owns(path: string): boolean;
  /**
   * What of a path may hold what is asked for, in the order in which a folder's files are read.
   * @throws Obs3Error where it is not there, or nobody may look.
   */
  list(path: string, selection: Selection, parseKey: KeyParser): Promise<RemoteListing>;
  /** Reads ahead: the files will be asked for in this order. */
  readAhead(files: readonly ArchiveFile[]): ReadAhead;
  /** Ends what is under way, and removes what was kept for the length of the run. */
  close(): Promise<void>;
}

export interface ReadAhead {
  /** Also of files that were not foretold. @throws Unavailable */
  of(file: ArchiveFile): Promise<ByteSource>;
  end(): void;
}

/** A file that could not be had: the gap that it leaves. */
export class Unavailable extends Error {
  readonly gap: Gap;

  constructor(gap: Gap, cause?: unknown) {
    super(gap.message, { cause });
    this.name = 'Unavailable';
    this.gap = gap;
  }
}
