/** Whose traffic the rows of a file are, according to their columns: decided and counted once for each owner. */
import type { TableColumn } from '../../archive/scanner.ts';
import type { JsonValue } from '../../model/json.ts';
import type { Counted } from './flow-counts.ts';
import type { Asking } from './flow-engine-sums.ts';
import { type FlowRecord, flowRecord } from './flow-record.ts';

type Status = FlowRecord['status'];

export interface Owner {
  /** Its ends belong to no record. */
  readonly record: FlowRecord;
  /** Whether records of its account and region are in question. */
  readonly isIn: boolean;
  /** undefined if it is not asked for by itself. */
  readonly spellings: readonly string[] | undefined;
  readonly values: readonly JsonValue[];
  /** The engine's numbers for its interface and itself, valid while the generation is the engine's. */
  generation: number;
  interfaceNumber: number;
  number: number;
  records: number;
  first: number;
  last: number;
  position: number;
  readonly others: Map<Status, { records: number; readonly position: number }>;
}

/** In one file; beyond this number, what was counted is handed on. */
const mostOwners = 50_000;

export class FlowOwners {
  private readonly asking: Asking;
  private readonly fields: readonly string[];
  private readonly told: (counted: Counted) => void;
  private columns: readonly (TableColumn | undefined)[] = [];
  /** Keyed by the value of the first field that the file has: most values come with few others. */
  private readonly latest = new Map<JsonValue, Owner>();
  private readonly owners = new Map<string, Owner>();

  /** `fields`: those that identify it, the most varied first. */
  constructor(fields: readonly string[], asking: Asking, told: (counted: Counted) => void) {
    this.fields = fields;
    this.asking = asking;
    this.told = told;
  }

  /** The rows that follow belong to these columns. */
  begin(column: (field: string) => TableColumn | undefined): void {
    this.columns = this.fields.map(column);
  }

  /** The owner of a row; to be used before the next call. */
  of(row: number): Owner {
    const { columns } = this;
    const key = columns[0]?.at(row) ?? null;
    const known = this.latest.get(key);
    if (known && this.isOf(known, row)) return known;
    const values = columns.map((column) => column?.at(row) ?? null);
    const owner = this.ofValues(values);
    this.latest.set(key, owner);
    return owner;
  }

  private isOf({ values }: Owner, row: number): boolean {
    const { columns } = this;
    for (let n = 1; n < columns.length; n++) {
      const column = columns[n];
      if (column && column.at(row) !== values[n]) return false;
    }
    return true;
  }

  /** The owner with these values. */
  ofValues(values: readonly JsonValue[]): Owner {
    const key = JSON.stringify(values);
    const known = this.owners.get(key);
    if (known) return known;
    if (this.owners.size >= mostOwners) this.tell();
    const owner = this.fresh(values);
    this.owners.set(key, owner);
    return owner;
  }

  private fresh(values: readonly JsonValue[]): Owner {
    const { asking, fields } = this;
    const read = (field: string) => (field === 'start' ? 1 : values[fields.indexOf(field)]);
    const record = asking.placed(flowRecord(read) as FlowRecord);
    const isIn = asking.isIn(record);
    return {
      record,
      isIn,
      spellings: isIn ? asking.wanted(record) : undefined,
      values,
      generation: 0,
      interfaceNumber: 0,
      number: 0,
      records: 0,
      first: Infinity,
      last: -Infinity,
      position: 0,
      others: new Map(),
    };
  }

  /** Records between two times (epoch milliseconds), the first of them at `position` in the file. */
  count(owner: Owner, status: Status, first: number, last: number, position: number, records = 1): void {
    if (owner.records === 0) owner.position = position;
    owner.records += records;
    if (first < owner.first) owner.first = first;
    if (last > owner.last) owner.last = last;
    if (status === 'OK') return;
    const other = owner.others.get(status);
    if (other) other.records += records;
    else owner.others.set(status, { records, position });
  }

  /** Hands on what was counted. */
  tell(): void {
    for (const { record, records, first, last, position, others } of this.owners.values()) {
      const { account, region } = record;
      if (records > 0) this.told({ account, region, kind: undefined, records, first, last, position });
      for (const [kind, other] of others) this.told({ account, region, kind, ...other, first: 0, last: 0 });
    }
    this.owners.clear();
    this.latest.clear();
  }
}
