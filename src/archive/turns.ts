/** Whose turn it is: a counter that threads share, and how far it may go for now. */

const [next, limit, ended, total] = [0, 1, 2, 3];

export class Turns {
  /** Four Int32: the next turn that nobody has taken, the first that nobody may take yet, whether all is over, how many there are. */
  readonly shared: SharedArrayBuffer;
  private readonly state: Int32Array;

  constructor(shared: SharedArrayBuffer) {
    this.shared = shared;
    this.state = new Int32Array(shared);
  }

  /** `open`: how many of them may be taken for now. */
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
   * Waits until the turn may be had, and the thread with it; undefined where there is none any more. Not for the main thread.
   * @param beforeWaiting called where it has to wait.
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

  /** Nobody gets another turn. Of turns that were all open: how many were taken. */
  stop(): number {
    const count = Atomics.load(this.state, total);
    return Math.min(Atomics.exchange(this.state, next, count), count);
  }

  end(): void {
    Atomics.store(this.state, ended, 1);
    // whoever waits looks again where the limit is another
    this.open(1);
  }
}
