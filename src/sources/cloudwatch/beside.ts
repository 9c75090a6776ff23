/** Answers of CloudWatch whose query stands in a file beside: `cpu.json` and `cpu.query.json`. */
import type { JsonObject } from '../../model/json.ts';
import { type MetricQuery, readQueries } from './metric-query.ts';

export interface WaitingAnswer {
  readonly answer: JsonObject;
  readonly locator: string;
}

const queryFile = /^(.*)\.query\.json(?:\.gz)?$/;
const answerFile = /^(.*)\.json(?:\.gz)?$/;

export class Beside {
  private readonly queries = new Map<string, MetricQuery[]>();
  private readonly waiting = new Map<string, WaitingAnswer[]>();

  /** Whether the file is one of queries, and the value a query; then it is kept. */
  keepQuery(file: string, value: JsonObject): boolean {
    const name = queryFile.exec(file)?.[1];
    if (name === undefined) return false;
    const found = readQueries(value);
    if (found.length > 0) this.queries.set(name, [...(this.queries.get(name) ?? []), ...found]);
    return found.length > 0;
  }

  /** The queries for the answers of a file, where they were read before it. */
  queriesFor(file: string): readonly MetricQuery[] {
    return this.queries.get(answerFile.exec(file)?.[1] ?? '') ?? [];
  }

  wait(file: string, waiting: WaitingAnswer): void {
    const name = answerFile.exec(file)?.[1];
    if (name !== undefined) this.waiting.set(name, [...(this.waiting.get(name) ?? []), waiting]);
  }

  /** The answers that waited for the queries read by now, each handed out once. */
  *answered(): Generator<WaitingAnswer & { readonly queries: readonly MetricQuery[] }> {
    for (const [name, queries] of this.queries) {
      for (const waiting of this.waiting.get(name) ?? []) yield { ...waiting, queries };
      this.waiting.delete(name);
    }
  }
}
