/**
 * Files on their way from remote storage to the thread that reads them: fetched in the order in which they will be needed,
 * within the memory granted, read as they arrive, and handed out on request. The queue's creator decides what a file is read
 * for.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { ByteSource } from './byte-source.ts';
import type { ArchiveFile } from './local-paths.ts';
import { Pool } from './pool.ts';
import { aheadLimits, type Fetched, mostAhead, type RemoteFiles, sourceFrom } from './remote.ts';

/** How far the queue is ahead of the requests. */
interface Ahead {
  /** Files being fetched, waiting to be read, or being read. */
  readonly unread: number;
  /** Total weight (`weightOf`) of files that were read but not yet requested. */
  readonly waiting: number;
}

interface FetchQueueInput<Outcome> {
  readonly remote: Pick<RemoteFiles, 'fetch' | 'heldBytes'>;
  readonly signal: AbortSignal | undefined;
  /**
   * Passes a file, by its index, and its bytes to another thread; `answer` or `fail` must be called afterwards. Returns false
   * if all threads are busy.
   */
  hand(index: number, file: ArchiveFile, fetched: Fetched): boolean;
  /** Reads a file in this thread. Never rejects. */
  read(file: ArchiveFile, open: () => ByteSource): Outcome | Promise<Outcome>;
  /** Whether to fetch nothing more for now. */
  isFarAhead(ahead: Ahead): boolean;
  /** The cost of keeping an outcome, at least 1. Absent: 1, as for a failed fetch. */
  weightOf?(outcome: Outcome): number;
  /** Called for each file as it is read, in any order. */
  onRead?(file: ArchiveFile, outcome: Outcome): void;
  /** Whether the requester will read the file again. */
  isReadAgain?(outcome: Outcome): boolean;
  /** Called with bytes that are no longer needed, if this thread has them. */
  onGivenBack?(file: ArchiveFile, bytes: Uint8Array<ArrayBuffer>): void;
}

interface Taken<Outcome> {
  readonly outcome: Outcome;
  /** For a file that is read again, if this thread has its bytes: they are held until it is closed. */
  readonly source?: ByteSource;
}

type End<Outcome> = { readonly outcome: Outcome } | { readonly failure: unknown };

/** A file on its way. */
interface Item<Outcome> {
  readonly file: ArchiveFile;
  isBegun: boolean;
  /** Bytes of memory that it takes or will take. */
  held: number;
  /** Set once fetched, unless handed to another thread. */
  fetched?: Fetched;
  end?: End<Outcome>;
}

export class FetchQueue<Outcome> {
  private readonly input: FetchQueueInput<Outcome>;
  private readonly items: readonly Item<Outcome>[];
  /** Index by path. */
  private readonly places: ReadonlyMap<string, number>;
  /** Indexes of fetched files, in order. */
  private readonly ready: number[] = [];
  private readonly mostHeld = mostAhead(Pool.size + 1);
  private next = 0;
  private fetching = 0;
  private unread = 0;
  private waiting = 0;
  private held = 0;
  private isOver = false;
  private broken: Error | undefined;
  private wake: () => void = () => {};
  private readonly onAbort = () => this.wake();

  /** Starts fetching. `files`: in the order in which they will be requested. */
  constructor(files: readonly ArchiveFile[], input: FetchQueueInput<Outcome>) {
    this.input = input;
    this.items = files.map((file) => ({ file, isBegun: false, held: input.remote.heldBytes(file) }));
    this.places = new Map(files.map(({ path }, index) => [path, index]));
    input.signal?.addEventListener('abort', this.onAbort);
    this.fill();
  }

  /** Another thread has read a file handed to it. `bytes`: what it was given, if returned. */
  answer(index: number, outcome: Outcome, bytes?: Uint8Array<ArrayBuffer>): void {
    const item = this.items[index];
    if (!item) return;
    if (bytes) item.fetched = { bytes };
    this.settle(item, { outcome });
    this.handOver();
  }

  /** Another thread broke: nothing more will come from it. */
  fail(error: Error): void {
    this.broken = error;
    this.wake();
  }

  /**
   * The outcome of a file, once; undefined if it is not in the queue. While waiting, this thread reads if no other is free.
   * @throws what fetching or a thread threw, or the signal's reason.
   */
  async of({ path }: ArchiveFile): Promise<Taken<Outcome> | undefined> {
    const { ready } = this;
    const place = this.places.get(path);
    const item = place === undefined ? undefined : this.items[place];
    if (place === undefined || !item) return undefined;
    if (!item.isBegun) void this.begin(item, place);
    for (;;) {
      this.input.signal?.throwIfAborted();
      if (this.broken) throw this.broken;
      if (item.end) return this.take(item, item.end);
      // fetching is work too: this thread reads only the file it waits for, or if few are being fetched because others lag
      const own = ready[0] === place || this.fetching < aheadLimits.files / 2 ? ready.shift() : undefined;
      if (own === undefined) {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
        continue;
      }
      await this.readOwn(this.items[own] as Item<Outcome>);
      // let files that arrived meanwhile be taken in
      await turn();
    }
  }

  /** Starts nothing more, and hands nothing to other threads. */
  end(): void {
    this.isOver = true;
    this.input.signal?.removeEventListener('abort', this.onAbort);
  }

  private fill(): void {
    for (let item = this.items[this.next]; item && !this.isOver; item = this.items[this.next]) {
      // the file needed next is always on its way
      const isIdle = this.unread === 0 && this.waiting === 0;
      if (!item.isBegun && !isIdle && !this.mayBegin(item)) return;
      this.next++;
      if (!item.isBegun) void this.begin(item, this.next - 1);
    }
  }

  private mayBegin(item: Item<Outcome>): boolean {
    const { fetching, unread, waiting, held, mostHeld, input } = this;
    return fetching < aheadLimits.files && held + item.held <= mostHeld && !input.isFarAhead({ unread, waiting });
  }

  private async begin(item: Item<Outcome>, index: number): Promise<void> {
    const { ready } = this;
    item.isBegun = true;
    this.fetching++;
    this.unread++;
    this.held += item.held;
    try {
      item.fetched = await this.input.remote.fetch(item.file);
      if ('file' in item.fetched) this.release(item);
      ready.push(index);
      ready.sort((a, b) => a - b);
    } catch (failure) {
      this.settle(item, { failure });
    }
    this.fetching--;
    this.handOver();
    this.fill();
    this.wake();
  }

  private handOver(): void {
    const { ready, items } = this;
    for (let index = ready[0]; index !== undefined && !this.isOver; index = ready[0]) {
      const item = items[index] as Item<Outcome>;
      if (!item.fetched || !this.input.hand(index, item.file, item.fetched)) return;
      delete item.fetched;
      ready.shift();
    }
  }

  private async readOwn(item: Item<Outcome>): Promise<void> {
    const open = () => sourceFrom(item.fetched as Fetched);
    this.settle(item, { outcome: await this.input.read(item.file, open) });
  }

  private settle(item: Item<Outcome>, end: End<Outcome>): void {
    const { input } = this;
    item.end = end;
    this.unread--;
    this.waiting += this.weightOf(end);
    if ('outcome' in end) input.onRead?.(item.file, end.outcome);
    const isReadAgain = 'outcome' in end && input.isReadAgain?.(end.outcome);
    if (!isReadAgain) this.giveBack(item);
    this.fill();
    this.wake();
  }

  private take(item: Item<Outcome>, end: End<Outcome>): Taken<Outcome> {
    const { fetched } = item;
    delete item.end;
    this.waiting -= this.weightOf(end);
    this.fill();
    if ('failure' in end) throw end.failure;
    const { outcome } = end;
    if (!fetched) return { outcome };
    const source = sourceFrom(fetched);
    const close = () => {
      source.close();
      this.giveBack(item);
      this.fill();
    };
    return { outcome, source: { ...source, close } };
  }

  private weightOf(end: End<Outcome>): number {
    return 'outcome' in end ? (this.input.weightOf?.(end.outcome) ?? 1) : 1;
  }

  private giveBack(item: Item<Outcome>): void {
    if (item.fetched && 'bytes' in item.fetched) this.input.onGivenBack?.(item.file, item.fetched.bytes);
    delete item.fetched;
    this.release(item);
  }

  private release(item: Item<Outcome>): void {
    this.held -= item.held;
    item.held = 0;
  }
}
