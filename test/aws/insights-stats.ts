/** Aggregation in Insights: `stats count(*), sum(bytes) as total by srcAddr, bin(5m)`. */
import { compareValues, malformed, splitOutside } from './insights-expression.ts';
import { type Fields, insightsTime } from './log-fields.ts';

export type Step = (rows: readonly Fields[]) => readonly Fields[];

/** Leaves out the fields that a row does not have. */
export const present = (pairs: readonly (readonly [string, string | undefined])[]): Map<string, string> =>
  new Map(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));

const field = /^[@\w][\w@.:-]*$/;

export const unquoted = (name: string): string => name.replace(/^`(.*)`$/, '$1');

export function fieldName(text: string): string {
  const name = unquoted(text);
  if (name === text && !field.test(text)) throw malformed(`'${text}' is not a field`);
  return name;
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `bin(5m)` of an event's time: the start of the period that it is in. */
function binOf(text: string): ((fields: Fields) => string | undefined) | undefined {
  const [, count, unit] = /^bin\(\s*(\d+)\s*([smhd])\w*\s*\)$/.exec(text) ?? [];
  if (!count || !unit) return undefined;
  const width = Number(count) * (units[unit] ?? 0);
  return (fields) => {
    const time = Date.parse(`${fields.get('@timestamp')?.replace(' ', 'T')}Z`);
    return Number.isNaN(time) ? undefined : insightsTime(Math.floor(time / width) * width);
  };
}

interface Column {
  readonly name: string;
  readonly read: (fields: Fields) => string | undefined;
}

function groupColumn(text: string): Column {
  const [expression = '', alias] = text.split(/\s+as\s+/i);
  const read = binOf(expression);
  if (read) return { name: alias ?? expression, read };
  const name = fieldName(expression);
  return { name: alias ?? name, read: (fields) => fields.get(name) };
}

type Aggregate = (rows: readonly Fields[]) => string | undefined;

const numbersOf = (rows: readonly Fields[], name: string): readonly number[] =>
  rows.map((row) => Number(row.get(name) ?? Number.NaN)).filter((value) => !Number.isNaN(value));

const fold =
  (combine: (values: readonly number[]) => number) =>
  (name: string): Aggregate =>
  (rows) => {
    const values = numbersOf(rows, name);
    return values.length === 0 ? undefined : String(combine(values));
  };

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const aggregates: Readonly<Record<string, (name: string) => Aggregate>> = {
  count: (name) => (rows) =>
    String(name === '*' || name === '' ? rows.length : rows.filter((row) => row.has(name)).length),
  count_distinct: (name) => (rows) => String(new Set(rows.flatMap((row) => row.get(name) ?? [])).size),
  sum: fold(total),
  avg: fold((values) => total(values) / values.length),
  min: (name) => (rows) => rows.flatMap((row) => row.get(name) ?? []).sort(compareValues)[0],
  max: (name) => (rows) =>
    rows
      .flatMap((row) => row.get(name) ?? [])
      .sort(compareValues)
      .at(-1),
  earliest: (name) => (rows) => rows.at(-1)?.get(name),
  latest: (name) => (rows) => rows[0]?.get(name),
};

function aggregateColumn(text: string): { readonly name: string; readonly aggregate: Aggregate } {
  const [expression = '', alias] = text.split(/\s+as\s+/i);
  const [, kind = '', argument = ''] = /^(\w+)\(\s*([^)]*?)\s*\)$/.exec(expression) ?? [];
  const make = Object.hasOwn(aggregates, kind) ? aggregates[kind] : undefined;
  if (!make) throw malformed(`'${expression}' is not an aggregation`);
  return { name: alias ?? expression, aggregate: make(unquoted(argument)) };
}

/** `stats count(*), sum(bytes) as total by srcAddr, bin(5m)` */
export function stats(text: string): Step {
  const [, what = text, by = ''] = /^(.*?)(?:\s+by\s+(.*))?$/is.exec(text) ?? [];
  const columns = splitOutside(what, ',').map(aggregateColumn);
  const groups = by === '' ? [] : splitOutside(by, ',').map(groupColumn);
  return (rows) => {
    const byKey = new Map<string, Fields[]>();
    for (const row of rows) {
      const key = JSON.stringify(groups.map(({ read }) => read(row) ?? null));
      const group = byKey.get(key);
      if (group) group.push(row);
      else byKey.set(key, [row]);
    }
    if (groups.length === 0 && rows.length === 0) byKey.set('[]', []);
    return [...byKey.values()].map((group) => {
      const first = group[0];
      const head = groups.map(({ name, read }) => [name, first && read(first)] as const);
      const tail = columns.map(({ name, aggregate }) => [name, aggregate(group)] as const);
      return present([...head, ...tail]);
    });
  };
}
