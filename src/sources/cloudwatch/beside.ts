/**
 * Answers of CloudWatch whose query stands in a file beside: `cpu.json` and `cpu.query.json`, or in whatever file of the same
 * folder, where that tells which of its answers it is of.
 */
import { groupedBy } from '../../model/grouped-by.ts';
import { type JsonObject, stringAt } from '../../model/json.ts';
import { type MetricQuery, readQueries } from './metric-query.ts';

export interface WaitingAnswer {
  readonly answer: JsonObject;
  readonly locator: string;
}

/** `queries`: empty where none tells which metric it is of. */
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

  /** Whether the value is a query; then it is kept. */
  keepQuery(file: string, value: JsonObject): boolean {
    // a file's values come one after the other
    if (file !== this.lastFile) [this.lastFile, this.nameOfLast] = [file, queryFile.exec(file)?.[1]];
    const name = this.nameOfLast;
    if (name === undefined && !isQuery(value)) return false;
    const found = readQueries(value);
    const [kept, key] = name === undefined ? [this.inFolder, folderOf(file)] : [this.queries, name];
    for (const query of found) addTo(kept, key, query);
    return found.length > 0;
  }

  /** The queries for the answers of a file, where they were read before it. */
  queriesFor(file: string): readonly MetricQuery[] {
    return this.queries.get(answerFile.exec(file)?.[1] ?? '') ?? [];
  }

  wait(file: string, waiting: WaitingAnswer): void {
    addTo(this.waiting, answerFile.exec(file)?.[1] ?? file, waiting);
  }

  /** The answers that waited for the queries read by now, each handed out once. */
  *answered(): Generator<Answered> {
    for (const [name, queries] of this.queries) {
      for (const waiting of this.waiting.get(name) ?? []) yield { ...waiting, queries };
      this.waiting.delete(name);
    }
  }

  /** All files were read: what waits yet, with the queries of its folder that can only be its own. */
  *rest(): Generator<Answered> {
    for (const [name, answers] of this.waiting) {
      const queries = unambiguous(this.inFolder.get(folderOf(name)) ?? []);
      for (const waiting of answers) yield { ...waiting, queries: queries.filter(isOf(waiting.answer)) };
    }
    this.waiting.clear();
  }
}

/** In place: of one name there may be very many. */
function addTo<Item>(lists: Map<string, Item[]>, name: string, item: Item): void {
  const list = lists.get(name);
  if (list) list.push(item);
  else lists.set(name, [item]);
}

const folderOf = (file: string): string => file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);

/** As the CLI takes them: `--metric-data-queries`, `--cli-input-json`. What merely names a metric is none. */
const isQuery = (value: JsonObject): boolean =>
  Array.isArray(value['MetricDataQueries']) ||
  ('Id' in value && ('MetricStat' in value || 'Expression' in value)) ||
  ('MetricName' in value && 'Namespace' in value && ('Period' in value || 'Statistics' in value));

/** An answer of GetMetricData names its query by id, one of GetMetricStatistics by its metric's name alone. */
const nameOf = ({ id, metric }: MetricQuery): string => JSON.stringify([id, id === null && metric?.metricName]);

/** Two queries of one name that ask for different metrics tell nothing. */
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
