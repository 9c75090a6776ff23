/** Flow records in columnar files: which columns are needed, and for which parts only the number of records. */
import { lineEngine } from '../../archive/line-engine.ts';
import type { CountingCollector, TablePart, TableReader, TableRows } from '../../archive/scanner.ts';
import { hour } from '../../model/duration.ts';
import type { JsonValue } from '../../model/json.ts';
import { engineFields, subjectFields } from './flow-columns.ts';
import { FlowCounts } from './flow-counts.ts';
import { mostAsked } from './flow-engine.ts';
import { type TableFormat, tableFormat } from './flow-fields.ts';
import { FlowOwners } from './flow-owners.ts';
import { type FlowRecord, lastSecond } from './flow-record.ts';
import { FlowRows } from './flow-rows.ts';
import type { FlowText } from './flow-text.ts';

/** As for delivered files: records up to this long before and after the window are read. */
const slack = 2 * hour;

/** The columns read of a part whose traffic is not reported. */
const counted = ['account-id', 'region', 'start', 'end', 'log-status'];
const places = ['account-id', 'region'];
const statuses = ['OK', 'NODATA', 'SKIPDATA'] as const;

/** undefined for any other table. Nothing starts before the first rows are read. */
export function flowTable(columns: readonly string[], file: string, flows: FlowText): TableReader | undefined {
  const format = tableFormat(columns);
  if (!format) return undefined;
  if (format.has('tgw-id')) return setAside('transit gateway flow record');
  if (!format.has('start') && !format.has('end')) return setAside('flow record without a time');
  return new FlowTable(format, file, flows);
}

const setAside = (kind: string): TableReader => ({
  columnsOf: () => [],
  read: ({ rows }, collector) => collector.skipped(kind, null, null, rows),
  end() {},
});

class FlowTable implements TableReader {
  private readonly format: TableFormat;
  private readonly file: string;
  private readonly flows: FlowText;
  /** null if there is no engine. */
  private rows: FlowRows | null | undefined;
  private readonly counts = new FlowCounts();
  private readonly owners: FlowOwners;

  constructor(format: TableFormat, file: string, flows: FlowText) {
    this.format = format;
    this.file = file;
    this.flows = flows;
    this.owners = new FlowOwners(places, flows.asking, (found) =>
      this.rows ? this.rows.count(found) : this.counts.add(found),
    );
  }

  columnsOf(part: TablePart): readonly string[] {
    if (this.isRead(part)) return this.namesOf(this.fieldsOf(part));
    return this.told(part) ? [] : this.namesOf(counted);
  }

  read(rows: TableRows, collector: CountingCollector): void {
    if (!this.isRead(rows)) this.count(rows);
    else if (this.engineRows()) this.engineRows()?.read(rows, collector);
    else this.readEach(rows, collector);
  }

  end(collector: CountingCollector): void {
    this.owners.tell();
    this.counts.tell(collector);
    this.rows?.end(collector);
  }

  private namesOf(fields: readonly string[]): readonly string[] {
    return fields.flatMap((field) => this.format.get(field) ?? []);
  }

  /** The packet's own ends only if the plain ones may be missing. */
  private fieldsOf(part: TablePart): readonly string[] {
    const isTold = (field: string) => {
      const bounds = part.bounds(this.format.get(field) ?? '');
      // the texts for a missing address sort before all addresses
      return typeof bounds?.least === 'string' && bounds.least > '-' && !bounds.hasNulls;
    };
    const spared = ['srcaddr', 'dstaddr'].filter(isTold).map((field) => `pkt-${field}`);
    return [...new Set([...engineFields, ...subjectFields])].filter((field) => !spared.includes(field));
  }

  /** Whether its traffic may be reported: its records are in the window, or near it. */
  private isRead(part: TablePart): boolean {
    const times = this.timesOf(part);
    // without that column, other columns decide what a record is
    if (!times || !this.format.has('log-status')) return true;
    const { since = -Infinity, until = Infinity } = this.flows.asking.window;
    return times.latest >= since - slack && times.first < until + slack;
  }

  /** Epoch milliseconds; undefined if the file does not give them for all records. */
  private timesOf(part: TablePart) {
    const found = ['start', 'end'].flatMap((field) => {
      const name = this.format.get(field);
      return name === undefined ? [] : [part.bounds(name)];
    });
    const seconds = found.flatMap((bounds) => {
      const { least, greatest, hasNulls } = bounds ?? {};
      const isKnown = typeof least === 'number' && typeof greatest === 'number' && least > 0 && hasNulls === false;
      return isKnown && greatest <= lastSecond ? [{ least, greatest }] : [];
    });
    const [start, end] = seconds;
    if (!start || seconds.length < found.length) return undefined;
    const latest = Math.max(start.greatest, end?.greatest ?? 0) * 1000;
    return { first: start.least * 1000, last: start.greatest * 1000, latest };
  }

  /** What the file says about all records of a part together. */
  private told(part: TablePart): { readonly values: JsonValue[]; readonly status: FlowRecord['status'] } | undefined {
    const only = (field: string) => {
      const name = this.format.get(field);
      if (name === undefined) return null;
      const bounds = part.bounds(name);
      return bounds && !bounds.hasNulls && bounds.least === bounds.greatest ? bounds.least : undefined;
    };
    const values = places.flatMap((field) => only(field) ?? (this.format.has(field) ? [] : [null]));
    const status = statuses.find((each) => each === only('log-status'));
    return values.length === places.length && status ? { values, status } : undefined;
  }

  private count(rows: TableRows): void {
    const { owners } = this;
    this.engineRows();
    const times = this.timesOf(rows);
    const told = this.told(rows);
    if (told && times) {
      const owner = owners.ofValues(told.values);
      owners.count(owner, told.status, times.first, times.last, rows.before, rows.rows);
      return;
    }
    const column = (field: string) => rows.column(this.format.get(field) ?? '');
    const [start, status] = [column('start') ?? column('end'), column('log-status')];
    owners.begin(column);
    for (let row = 0; row < rows.rows; row++) {
      const time = Number(start?.at(row)) * 1000;
      const found = statuses.find((each) => each === status?.at(row)) ?? 'OK';
      owners.count(owners.of(row), found, time, time, rows.before + row);
    }
  }

  private readEach(rows: TableRows, collector: CountingCollector): void {
    const fields = this.fieldsOf(rows);
    const columns = new Map(fields.map((field) => [field, rows.column(this.format.get(field) ?? '')]));
    for (let row = 0; row < rows.rows; row++) {
      const place = rows.place(row);
      this.flows.take((field) => columns.get(field)?.at(row), place, collector);
    }
  }

  private engineRows(): FlowRows | null {
    if (this.rows !== undefined) return this.rows;
    const { asking, tally } = this.flows;
    const engine = asking.addresses.length <= mostAsked ? lineEngine() : undefined;
    this.rows = engine ? new FlowRows(engine, tally, asking, this.file, this.format) : null;
    return this.rows;
  }
}
