/** Rows of flow records in columns, added up by the engine's sums: no record is made for an ordinary row. */
import { type LineEngine, noText } from '../../archive/line-engine.ts';
import type { CountingCollector, TableColumn, TableRows } from '../../archive/scanner.ts';
import { calledEnd } from './conversation.ts';
import { directionCode, protocolCode, serviceCode } from './flow-codes.ts';
import { engineFields, subjectFields } from './flow-columns.ts';
import type { Counted } from './flow-counts.ts';
import { FlowEngine } from './flow-engine.ts';
import type { Asking } from './flow-engine-sums.ts';
import type { TableFormat } from './flow-fields.ts';
import { FlowOwners, type Owner } from './flow-owners.ts';
import { type FlowRecord, lastSecond, longestText, protocolName } from './flow-record.ts';
import type { FlowTally } from './flow-tally.ts';
import { noRecord, takerOf } from './flow-text.ts';

/** No value, and a value that is not read here. */
const [absent, odd] = [-1, -2];
/** The greatest ordinary number of each field. */
const limits: Readonly<Record<string, number>> = {
  protocol: 255,
  srcport: 65_535,
  dstport: 65_535,
  packets: Number.MAX_SAFE_INTEGER,
  bytes: Number.MAX_SAFE_INTEGER,
  'tcp-flags': 0x7fffffff,
};
const protocols = Array.from({ length: 256 }, (_, number) => protocolName(number));

type Columns = ReadonlyMap<string, TableColumn>;

/** The current record, a single object: only what differs from the record before is overwritten. */
interface Row {
  start: number;
  end: number;
  source: string | null;
  destination: string | null;
  status: FlowRecord['status'];
}

export class FlowRows {
  private readonly engine: LineEngine;
  private readonly flows: FlowEngine;
  private readonly addresses: ReadonlySet<string>;
  private readonly format: TableFormat;
  private readonly owners: FlowOwners;
  private readonly taken: (read: (field: string) => ReturnType<TableColumn['at']> | undefined) => boolean;
  private readonly until: number;
  private columns: Columns = new Map();
  private readonly numbers = new Map<string, number>();
  private generation = 0;
  private readonly row: Row = { start: 0, end: 0, source: null, destination: null, status: 'OK' };
  private readonly called = { sourcePort: 0, destinationPort: 0, protocol: '', tcpFlags: 0, action: '' };

  constructor(engine: LineEngine, tally: FlowTally, asking: Asking, file: string, format: TableFormat) {
    this.engine = engine;
    this.flows = new FlowEngine(engine, tally, asking, file);
    this.addresses = new Set(asking.addresses);
    this.format = format;
    this.until = asking.window.until ?? Infinity;
    this.taken = takerOf(this.flows, asking);
    const told = subjectFields.filter((field) => format.has(field));
    const first = ['interface-id', 'resource-id', 'instance-id'].find((field) => format.has(field));
    const fields = first === undefined ? told : [first, ...told.filter((field) => field !== first)];
    this.owners = new FlowOwners(fields, asking, (counted) => this.count(counted));
  }

  /** Adds records that were counted elsewhere. */
  count(counted: Counted): void {
    this.flows.sums.countAll(counted);
  }

  read(rows: TableRows, collector: CountingCollector): void {
    const { engine, owners, row } = this;
    const columns = this.columnsOf(rows);
    this.columns = columns;
    owners.begin((field) => columns.get(field));
    engine.lineCount.value = rows.before;
    const [start, end] = [columns.get('start'), columns.get('end')];
    const doubtful = doubtfulIn(rows, columns, this.format);
    const [status, bytes] = [columns.get('log-status'), columns.get('bytes')];
    const bytesName = this.format.get('bytes');
    const mayBeIdle = bytesName === undefined || rows.bounds(bytesName)?.hasNulls !== false;
    const hasAddresses = this.addresses.size > 0;
    for (let at = 0; at < rows.rows; at++) {
      engine.countLine();
      const from = secondsAt(start, at);
      const to = secondsAt(end, at);
      const time = from > 0 ? from : to;
      if (from === odd || to === odd || time <= 0 || !areUsual(doubtful, at)) {
        this.unusual(at, collector);
        continue;
      }
      row.start = time * 1000;
      row.end = Math.max(time, to) * 1000;
      const told = status?.at(at);
      row.status = told === 'NODATA' || told === 'SKIPDATA' ? told : 'OK';
      if (row.status === 'OK' && mayBeIdle && numberAt(bytes, at) === absent && !this.hasEnd(at)) row.status = 'NODATA';
      const owner = owners.of(at);
      owners.count(owner, row.status, row.start, row.start, rows.before + at);
      if (owner.isIn && (owner.spellings || hasAddresses)) this.add(owner, at);
    }
    this.columns = new Map();
  }

  end(collector: CountingCollector): void {
    this.owners.tell();
    this.flows.end(collector);
  }

  private columnsOf(rows: TableRows): Columns {
    const columns = new Map<string, TableColumn>();
    for (const field of new Set([...engineFields, ...subjectFields])) {
      const name = this.format.get(field);
      const column = name === undefined ? undefined : rows.column(name);
      if (column) columns.set(field, column);
    }
    return columns;
  }

  private hasEnd(at: number): boolean {
    return this.endAt('srcaddr', 'pkt-srcaddr', at) !== null || this.endAt('dstaddr', 'pkt-dstaddr', at) !== null;
  }

  private endAt(field: string, packet: string, at: number): string | null {
    return textAt(this.columns.get(field), at) ?? textAt(this.columns.get(packet), at);
  }

  private unusual(at: number, collector: CountingCollector): void {
    const { columns } = this;
    if (!this.taken((field) => columns.get(field)?.at(at))) collector.damaged(noRecord);
  }

  private add(owner: Owner, at: number): void {
    const { engine, row, addresses } = this;
    row.source = this.endAt('srcaddr', 'pkt-srcaddr', at);
    row.destination = this.endAt('dstaddr', 'pkt-dstaddr', at);
    const isAsked = (address: string | null) => address !== null && addresses.has(address);
    const isFound = owner.spellings !== undefined || isAsked(row.source) || isAsked(row.destination);
    const isAdded = isFound && row.status === 'OK' && row.start < this.until;
    if (!engine.hasRoomForRecord()) this.flows.sums.makeRoom();
    this.hand(owner, at, isAdded);
    engine.observeRecord(owner.interfaceNumber, owner.number, isFound);
    if (!isAdded || engine.addRecord(owner.interfaceNumber, owner.number)) return;
    this.flows.sums.makeRoom();
    this.hand(owner, at, true);
    engine.addRecord(owner.interfaceNumber, owner.number);
  }

  /** Puts the row in the engine's memory. */
  private hand(owner: Owner, at: number, isAdded: boolean): void {
    const { columns, row, called } = this;
    const { sums } = this.flows;
    if (this.generation !== sums.generation) {
      this.generation = sums.generation;
      this.numbers.clear();
    }
    if (owner.generation !== sums.generation) {
      owner.generation = sums.generation;
      owner.interfaceNumber = this.numberOf(owner.record.interfaceId);
      owner.number = sums.foreignOf(owner.record, owner.spellings);
    }
    const source = row.source === null ? noText : this.numberOf(row.source);
    const destination = row.destination === null ? noText : this.numberOf(row.destination);
    if (!isAdded) {
      this.engine.setRecord(row.start, row.end, 0, 0, 0, 0, source, destination, noText, 0);
      return;
    }
    const protocol = numberAt(columns.get('protocol'), at);
    const way = columns.get('flow-direction')?.at(at);
    called.sourcePort = atLeast0(numberAt(columns.get('srcport'), at));
    called.destinationPort = atLeast0(numberAt(columns.get('dstport'), at));
    called.protocol = protocols[protocol] ?? 'unknown';
    called.tcpFlags = atLeast0(numberAt(columns.get('tcp-flags'), at));
    called.action = textAt(columns.get('action'), at) ?? 'unknown';
    const end = calledEnd(called);
    this.engine.setRecord(
      row.start,
      row.end,
      atLeast0(numberAt(columns.get('packets'), at)),
      atLeast0(numberAt(columns.get('bytes'), at)),
      protocolCode(called.protocol, noNumber),
      this.numberOf(called.action),
      source,
      destination,
      serviceCode(end, end === 'source' ? called.sourcePort : called.destinationPort),
      directionCode(way === 'ingress' || way === 'egress' ? way : null),
    );
  }

  /** The engine's number of a text. */
  private numberOf(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.flows.sums.intern(text);
      this.numbers.set(text, number);
    }
    return number;
  }
}

const atLeast0 = (number: number): number => Math.max(number, 0);

/** Every value that gets here has a number of its own. */
const noNumber = (): number => 0;

interface Doubtful {
  readonly column: TableColumn;
  readonly limit: number;
}

/** Columns of numbers in which, as far as the file says, unusual values may occur. */
function doubtfulIn(rows: TableRows, columns: Columns, format: TableFormat): readonly Doubtful[] {
  return Object.entries(limits).flatMap(([field, limit]) => {
    const column = columns.get(field);
    const bounds = rows.bounds(format.get(field) ?? '');
    const isUsual =
      typeof bounds?.least === 'number' &&
      typeof bounds.greatest === 'number' &&
      bounds.least >= 0 &&
      bounds.greatest <= limit;
    return column && !isUsual ? [{ column, limit }] : [];
  });
}

function areUsual(doubtful: readonly Doubtful[], at: number): boolean {
  for (const { column, limit } of doubtful) {
    const number = numberAt(column, at);
    if (number === odd || number > limit) return false;
  }
  return true;
}

function numberAt(column: TableColumn | undefined, at: number): number {
  if (!column) return absent;
  const value = column.at(at);
  if (typeof value === 'number') return value >= 0 && Number.isSafeInteger(value) ? value : odd;
  return value === null || value === '-' || value === '' ? absent : odd;
}

function secondsAt(column: TableColumn | undefined, at: number): number {
  const seconds = numberAt(column, at);
  return seconds > lastSecond ? odd : seconds;
}

function textAt(column: TableColumn | undefined, at: number): string | null {
  const value = column?.at(at);
  if (typeof value !== 'string' || value === '-' || value === '') return null;
  return value.length > longestText ? value.slice(0, longestText) : value;
}
