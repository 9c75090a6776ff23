/** Reads an archive: one walk, each file opened once, for all sources together. */
import { open, readFile } from 'node:fs/promises';
import { Obs3Error } from '../model/error.ts';
import type { Reading, ReadingGap, Span } from '../model/evidence.ts';
import type { FileReading } from './file-collector.ts';
import { scanFile } from './scan-file.ts';
import type { DeliveredKey, RecordScanner, Selection } from './scanner.ts';
import { type ArchiveFile, type Listing, listArchive, standardInput, unreadable } from './walk.ts';

/** Delivery follows the event, usually within minutes; late and clock-skewed ones get this much. Milliseconds. */
const deliverySlack = 3_600_000;
/** `fs.readFile` refuses larger files. */
const largestSingleRead = 2 ** 31 - 1;

export interface ArchiveProgress {
  readonly files: number;
  readonly filesRead: number;
  readonly bytes: number;
}

export interface ArchiveReader {
  readonly paths: readonly string[];
  /**
   * Every file that may hold what is asked for, in a fixed order; last, what was not opened and why.
   * @throws Obs3Error ARCHIVE_NOT_FOUND, or ARCHIVE_UNREADABLE where nothing at all could be read.
   */
  scan(scanners: readonly RecordScanner[], selection: Selection, parseKey: KeyParser): AsyncIterable<Reading>;
}

/** Tells what the path of a delivered file says; undefined for any other path. */
export type KeyParser = (path: string) => DeliveredKey | undefined;

export interface ArchiveInput {
  readonly standardInput: () => Promise<Buffer>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ArchiveProgress) => void;
}

export function openArchive(paths: readonly string[], input: ArchiveInput): ArchiveReader {
  let listing: Promise<Listing> | undefined;
  /** What can be had once only is kept: a question may be asked in several rounds. */
  const piped = new Map<string, Promise<Buffer>>();
  const memory = new Memory();
  const contentOf = (file: ArchiveFile): Promise<Buffer> => {
    if (!file.piped) return readWhole(file);
    const content = piped.get(file.path) ?? (file.path === standardInput ? input.standardInput() : readFile(file.path));
    piped.set(file.path, content);
    return content;
  };
  return {
    paths,
    async *scan(scanners, selection, parseKey) {
      listing ??= listArchive(paths);
      const { files, gaps } = await listing;
      if (files.length === 0 && gaps.length === 0) {
        throw new Obs3Error('ARCHIVE_UNREADABLE', `there are no files under ${paths.join(', ')}`, {
          hint: 'name a folder that holds CloudTrail files, a single file, or - for standard input',
        });
      }
      const chooser = new Chooser(selection, parseKey);
      let [filesRead, filesLeft, bytes] = [0, 0, 0];
      const failures: ReadingGap[] = gaps.map((gap) => ({ account: null, region: null, gap }));
      for (const file of files) {
        input.signal?.throwIfAborted();
        if (!memory.mayHold(file.path, scanners) || !chooser.wants(file.path)) {
          filesLeft++;
          continue;
        }
        let reading: FileReading;
        try {
          reading = await scanFile(file.path, await contentOf(file), scanners);
        } catch (error) {
          // what the system refuses is a gap; anything else thrown is a bug
          if ((error as NodeJS.ErrnoException).code === undefined) throw error;
          failures.push({ account: null, region: null, gap: unreadable(file.path, error) });
          continue;
        }
        filesRead++;
        bytes += reading.bytes;
        memory.learn(file.path, scanners, reading);
        chooser.learn(file.path, reading);
        input.onProgress?.({ files: files.length, filesRead, bytes });
        yield chooser.placed(file.path, reading);
      }
      if (filesRead + filesLeft === 0 && failures.length > 0) {
        const first = failures[0]?.gap;
        throw new Obs3Error(
          'ARCHIVE_UNREADABLE',
          `nothing under ${paths.join(', ')} could be read: ${first?.message ?? ''}`,
          {
            ...(first?.hint !== undefined && { hint: first.hint }),
          },
        );
      }
      yield { evidence: [], bytes: 0, gaps: failures, ...chooser.passedOver() };
    },
  };
}

/** Which sources found nothing in a file: what is asked next need not open it for them again. */
class Memory {
  private readonly foundNothing = new Map<string, Set<string>>();

  mayHold(path: string, scanners: readonly RecordScanner[]): boolean {
    const nothing = this.foundNothing.get(path);
    return !nothing || scanners.some(({ source }) => !nothing.has(source));
  }

  learn(path: string, scanners: readonly RecordScanner[], { recognizedBy }: FileReading): void {
    const nothing = this.foundNothing.get(path) ?? new Set();
    for (const { source } of scanners) if (!recognizedBy.includes(source)) nothing.add(source);
    this.foundNothing.set(path, nothing);
  }
}

/** Chooses delivered files by their key before one is opened. Files of any other name are always opened. */
class Chooser {
  private readonly selection: Selection;
  private readonly parseKey: KeyParser;
  private readonly notOpened: DeliveredKey[] = [];
  /** Account in the key -> accounts that its records bear: the two may differ, and then the records are believed. */
  private readonly borne = new Map<string, Set<string>>();

  constructor(selection: Selection, parseKey: KeyParser) {
    this.selection = selection;
    this.parseKey = parseKey;
  }

  wants(path: string): boolean {
    const key = this.parseKey(path);
    if (!key) return true;
    const { since = -Infinity, until = Infinity, regions, accounts } = this.selection;
    const wanted =
      key.until + deliverySlack > since &&
      key.since - deliverySlack < until &&
      (regions.length === 0 || regions.includes(key.region)) &&
      (accounts.length === 0 || accounts.includes(key.account) || !this.isBorneOut(key.account));
    if (!wanted) this.notOpened.push(key);
    return wanted;
  }

  learn(path: string, reading: Reading): void {
    const key = this.parseKey(path);
    if (!key) return;
    const seen = this.borne.get(key.account) ?? new Set();
    for (const { account } of reading.spans) if (account !== null) seen.add(account);
    this.borne.set(key.account, seen);
  }

  /** A delivered file without records still tells, by its key, that the trail was delivered there and then. */
  placed(path: string, reading: FileReading): Reading {
    const key = reading.spans.length === 0 ? this.parseKey(path) : undefined;
    if (!key) return reading;
    const place = { source: key.source, account: this.accountOf(key), region: key.region };
    return {
      ...reading,
      spans: reading.recognized ? [{ ...place, first: reachOf(key).first, last: reachOf(key).first, records: 0 }] : [],
      skipped: reading.skipped.map((item) => (item.source === null ? { ...item, ...place } : item)),
      gaps: reading.gaps.map((found) =>
        found.account === null ? { ...found, account: place.account, region: place.region } : found,
      ),
    };
  }

  /** What was not opened still tells that the archive reaches there. */
  passedOver(): Pick<Reading, 'spans' | 'skipped'> {
    const places = this.notOpened.map((key) => ({
      key,
      place: { source: key.source, account: this.accountOf(key), region: key.region },
    }));
    return {
      spans: places.map(({ key, place }): Span => ({ ...place, ...reachOf(key), records: 0 })),
      skipped: places.map(({ place }) => ({ ...place, kind: 'file outside the question', count: 1 })),
    };
  }

  /** The account that the records bear where they bear one, else the one in the key. */
  private accountOf(key: DeliveredKey): string {
    const [only, ...more] = this.borne.get(key.account) ?? [];
    return only !== undefined && more.length === 0 ? only : key.account;
  }

  private isBorneOut(account: string): boolean {
    const seen = this.borne.get(account);
    return seen?.size === 1 && seen.has(account);
  }
}

/** The time that a delivered file stands for, whatever is in it. */
const reachOf = ({ since, until, deliveredTime }: DeliveredKey): Pick<Span, 'first' | 'last'> =>
  deliveredTime === undefined ? { first: since, last: until - 1 } : { first: deliveredTime, last: deliveredTime };

async function readWhole({ path, size }: ArchiveFile): Promise<Buffer> {
  if (size <= largestSingleRead) return readFile(path);
  const handle = await open(path);
  try {
    const bytes = Buffer.allocUnsafeSlow(size);
    let length = 0;
    while (length < size) {
      const { bytesRead } = await handle.read(bytes, length, Math.min(size - length, 2 ** 30), length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await handle.close();
  }
}
