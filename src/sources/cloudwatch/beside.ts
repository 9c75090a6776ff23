/**
 * Finds the query of an answer from CloudWatch: in a file beside it, such as `cpu.json` and `cpu.query.json`, or in any file of
 * the same folder, if that is unambiguous.
 */
import { groupedBy } from '../../model/grouped-by.ts';
import { type JsonObject, stringAt } from '../../model/json.ts';
import { type MetricQuery, readQueries } from './metric-query.ts';

export interface WaitingAnswer {
  readonly answer: JsonObject;
  readonly locator: string;
}

/** `queries`: empty if none says which metric it is. */
export interface Answered extends WaitingAnswer {
  readonly queries: readonly MetricQuery[];
}

const queryFile = /^(.*)\.query\.json(?:\.gz)?$/;
const answerFile = /^(.*)\.json(?:\.gz)?$/;

export class Beside {
  private readonly queries = new Map<string, MetricQuery[]>();
  private readonly inFolder = new Map<string, MetricQuery[]>();
  private readonly waiting = new Map<string, WaitingAnswer[]>();
  private lastFile = '';
  private nameOfLast: string | undefined;

  /** Whether the value is a query; if so, it is kept. */
  keepQuery(file: string, value: JsonObject): boolean {
    // the values of one file come one after another
    if (file !== this.lastFile) [this.lastFile, this.nameOfLast] = [file, queryFile.exec(file)?.[1]];
    const name = this.nameOfLast;
    if (name === undefined && !isQuery(value)) return false;
    const found = readQueries(value);
    const [kept, key] = name === undefined ? [this.inFolder, folderOf(file)] : [this.queries, name];
    for (const query of found) addTo(kept, key, query);
    return found.length > 0;
  }

  /** The queries for the answers of a file, if they were read before it. */
  queriesFor(file: string): readonly MetricQuery[] {
    return this.queries.get(answerFile.exec(file)?.[1] ?? '') ?? [];
  }

  wait(file: string, waiting: WaitingAnswer): void {
    addTo(this.waiting, answerFile.exec(file)?.[1] ?? file, waiting);
  }

  /** The answers that waited for a query that has been read by now, each returned once. */
  *answered(): Generator<Answered> {
    for (const [name, queries] of this.queries) {
      for (const waiting of this.waiting.get(name) ?? []) yield { ...waiting, queries };
      this.waiting.delete(name);
    }
  }

  /** All files were read: returns what still waits, with the queries of its folder if they can only be its own. */
  *rest(): Generator<Answered> {
    for (const [name, answers] of this.waiting) {
      const queries = unambiguous(this.inFolder.get(folderOf(name)) ?? []);
      for (const waiting of answers) yield { ...waiting, queries: queries.filter(isOf(waiting.answer)) };
    }
    this.waiting.clear();
  }
}

/** Appends in place: there may be very many items of one name. */
function addTo<Item>(lists: Map<string, Item[]>, name: string, item: Item): void {
  const list = lists.get(name);
  if (list) list.push(item);
  else lists.set(name, [item]);
}

const folderOf = (file: string): string => file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);

/** In the CLI's forms: `--metric-data-queries`, `--cli-input-json`. What merely names a metric is not a query. */
const isQuery = (value: JsonObject): boolean =>
  Array.isArray(value['MetricDataQueries']) ||
  ('Id' in value && ('MetricStat' in value || 'Expression' in value)) ||
  ('MetricName' in value && 'Namespace' in value && ('Period' in value || 'Statistics' in value));

/** An answer of GetMetricData names its query by id, one of GetMetricStatistics only by its metric's name. */
const nameOf = ({ id, metric }: MetricQuery): string => JSON.stringify([id, id === null && metric?.metricName]);

/** Two queries of one name for different metrics are of no use. */
function unambiguous(queries: readonly MetricQuery[]): readonly MetricQuery[] {
  const byName = groupedBy(queries, nameOf);
  return [...byName.values()].flatMap(([first, ...more]) =>
    more.every((query) => JSON.stringify(query) === JSON.stringify(first)) ? [first] : [],
  );
}

const isOf =
  (answer: JsonObject) =>
  ({ id, metric }: MetricQuery): boolean =>
    id !== null || metric?.metricName === stringAt(answer, 'Label');
