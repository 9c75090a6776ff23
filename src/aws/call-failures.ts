/** Regions are asked in parallel; a failure in several of them is reported once per action. */
import type { ReadingGap } from '../model/evidence.ts';
import { CallFailure, gapOfFailure } from './failure.ts';

/** The failed calls of one collection. */
export class CallFailures {
  private readonly found = new Map<string, CallFailure[]>();

  /** Runs a stream that calls AWS: a `CallFailure` is recorded, any other error is thrown. */
  async *during<Item>(stream: AsyncIterable<Item>): AsyncGenerator<Item> {
    try {
      yield* stream;
    } catch (error) {
      this.add(error);
    }
  }

  /** @throws the error, unless it is a `CallFailure` that was not aborted. */
  add(error: unknown): void {
    if (!(error instanceof CallFailure) || error.kind === 'aborted') throw error;
    const key = `${error.action} ${error.kind}`;
    this.found.set(key, [...(this.found.get(key) ?? []), error]);
  }

  /** One gap per action and kind of failure, naming all regions where it failed. */
  gaps(account: string): readonly ReadingGap[] {
    return [...this.found.values()].map((failures) => {
      const regions = [...new Set(failures.map(({ region }) => region))].sort();
      const first = failures.find(({ region }) => region === regions[0]) as CallFailure;
      const failure = new CallFailure(first.action, regions.join(', '), first.kind, first.cause);
      return { account, region: regions.length === 1 ? (regions[0] ?? null) : null, gap: gapOfFailure(failure) };
    });
  }
}
