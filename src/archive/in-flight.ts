/** Limits how many tasks run at a time; waiting ones start first come, first served. */
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
      // hand this slot to the next task
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}
