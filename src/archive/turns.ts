/** Whose turn it is: a counter that threads share, and how far it may go for now. */

const [next, limit, ended] = [0, 1, 2];

export class Turns {
  /** Three Int32: the next turn that nobody has taken, the first that nobody may take yet, and whether all is over. */
  readonly shared: SharedArrayBuffer;
  private readonly state: Int32Array;

  /** `open`: how many may be taken for now. */
  constructor(open: number | SharedArrayBuffer) {
    this.shared = typeof open === 'number' ? new SharedArrayBuffer(12) : open;
    this.state = new Int32Array(this.shared);
    if (typeof open === 'number') Atomics.store(this.state, limit, open);
  }

  get isOpen(): boolean {
    return Atomics.load(this.state, next) < Atomics.load(this.state, limit);
  }

  take(): number {
    return Atomics.add(this.state, next, 1);
  }

  /** Waits until the turn may be had, and the thread with it; undefined where all is over. Not for the main thread. */
  await(): number | undefined {
    const own = this.take();
    for (;;) {
      if (Atomics.load(this.state, ended) !== 0) return undefined;
      const open = Atomics.load(this.state, limit);
      if (own < open) return own;
      Atomics.wait(this.state, limit, open);
    }
  }

  open(more: number): void {
    Atomics.add(this.state, limit, more);
    Atomics.notify(this.state, limit);
  }

  end(): void {
    Atomics.store(this.state, ended, 1);
    // whoever waits looks again where the limit is another
    this.open(1);
  }
}
