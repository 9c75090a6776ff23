/** So many things under way at a time, and no more: the next begins when one has ended, first come, first served. */
export class InFlight {
  private readonly most: number;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(most: number) {
    this.most = most;
  }

  async run<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.running >= this.most) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running++;
    try {
      return await work();
    } finally {
      // its place goes to the next
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}
