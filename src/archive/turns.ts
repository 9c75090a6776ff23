/** Hands out turns to threads with a shared counter, and limits how far it may go for now. */

const [next, limit, ended, total] = [0, 1, 2, 3];

export class Turns {
  /** Four Int32: the next turn to take, the first that may not be taken yet, whether all is over, and the total. */
  readonly shared: SharedArrayBuffer;
  private readonly state: Int32Array;

  constructor(shared: SharedArrayBuffer) {
    this.shared = shared;
    this.state = new Int32Array(shared);
  }

  /** `open`: how many turns may be taken for now. */
  static of(count: number, open: number): Turns {
    const turns = new Turns(new SharedArrayBuffer(16));
    Atomics.store(turns.state, limit, Math.min(open, count));
    Atomics.store(turns.state, total, count);
    return turns;
  }

  get isOpen(): boolean {
    return Atomics.load(this.state, next) < Atomics.load(this.state, limit);
  }

  take(): number {
    return Atomics.add(this.state, next, 1);
  }

  /**
   * Takes a turn, blocking the thread until it is open; undefined if no turns are left. Not for the main thread.
   * @param beforeWaiting called if it has to wait.
   */
  await(beforeWaiting?: () => void): number | undefined {
    const own = this.take();
    for (let isFirst = true; ; isFirst = false) {
      if (own >= Atomics.load(this.state, total) || Atomics.load(this.state, ended) !== 0) return undefined;
      const open = Atomics.load(this.state, limit);
      if (own < open) return own;
      if (isFirst) beforeWaiting?.();
      Atomics.wait(this.state, limit, open);
    }
  }

  open(more: number): void {
    Atomics.add(this.state, limit, more);
    Atomics.notify(this.state, limit);
  }

  /** Closes all further turns. If all turns were open: returns how many were taken. */
  stop(): number {
    const count = Atomics.load(this.state, total);
    return Math.min(Atomics.exchange(this.state, next, count), count);
  }

  end(): void {
    Atomics.store(this.state, ended, 1);
    // waiting threads wake only if the limit changes
    this.open(1);
  }
}
