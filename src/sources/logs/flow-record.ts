/** A flow-log record in one form, whatever carried it: a text line, a Parquet or JSON row, a log event's message. */
import type { JsonValue } from '../../model/json.ts';
import type { FieldReader } from './flow-fields.ts';

export interface FlowRecord {
  readonly account: string | null;
  readonly region: string | null;
  readonly interfaceId: string;
  readonly instanceId: string | null;
  /** Subnet, VPC, ECS service and task: everything else that the record says it belongs to. */
  readonly belongsTo: readonly string[];
  readonly source: string | null;
  readonly destination: string | null;
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
  readonly protocol: string;
  readonly packets: number;
  readonly bytes: number;
  /** Epoch milliseconds of the aggregation interval; its packets passed in [start, end]. */
  readonly start: number;
  readonly end: number;
  readonly action: string;
  /** In which direction the packets passed the interface, if the format includes it. */
  readonly direction: 'ingress' | 'egress' | null;
  /** The flags of all its packets, ORed: FIN 1, SYN 2, RST 4, SYN-ACK 18. */
  readonly tcpFlags: number;
  /** NODATA: no traffic in the interval. SKIPDATA: AWS lost records. */
  readonly status: 'OK' | 'NODATA' | 'SKIPDATA';
}

/** https://www.iana.org/assignments/protocol-numbers */
const protocolNames: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' };

export const protocolName = (number: number): string => protocolNames[number] ?? String(number);

/** In order of preference: what a record is about if its format lacks the interface. */
export const subjects = ['interface-id', 'resource-id', 'instance-id', 'subnet-id', 'vpc-id'];
export const owners = ['subnet-id', 'vpc-id', 'resource-id', 'ecs-service-name', 'ecs-task-id', 'ecs-task-arn'];

/** Total: undefined if the record cannot be used: no readable time, or text instead of a number. */
export function flowRecord(read: FieldReader): FlowRecord | undefined {
  const textAt = (field: string) => textOf(read(field));
  const [start, end] = [secondsOf(read('start')), secondsOf(read('end'))];
  const time = start ?? end;
  const protocol = protocolOf(read('protocol'));
  const sourcePort = portOf(read('srcport'));
  const destinationPort = portOf(read('dstport'));
  const packets = numberOf(read('packets'));
  const bytes = numberOf(read('bytes'));
  const tcpFlags = numberOf(read('tcp-flags'));
  if (time === undefined || protocol === undefined || sourcePort === undefined || destinationPort === undefined)
    return undefined;
  if (packets === undefined || bytes === undefined || tcpFlags === undefined) return undefined;
  // pkt-*: the packet's own ends, if the plain fields hold something in between (a NAT gateway)
  const source = textAt('srcaddr') ?? textAt('pkt-srcaddr');
  const destination = textAt('dstaddr') ?? textAt('pkt-dstaddr');
  const status = textAt('log-status');
  const isIdle = source === null && destination === null && bytes === null;
  const direction = textAt('flow-direction');
  return {
    account: accountOf(read('account-id')),
    region: textAt('region'),
    interfaceId: subjectOf(read),
    instanceId: textAt('instance-id'),
    belongsTo: ownersOf(read),
    source,
    destination,
    sourcePort,
    destinationPort,
    protocol,
    packets: packets ?? 0,
    bytes: bytes ?? 0,
    start: time,
    end: Math.max(time, end ?? time),
    action: textAt('action') ?? 'unknown',
    direction: direction === 'ingress' || direction === 'egress' ? direction : null,
    tcpFlags: tcpFlags ?? 0,
    status: status === 'NODATA' || status === 'SKIPDATA' ? status : isIdle ? 'NODATA' : 'OK',
  };
}

function subjectOf(read: FieldReader): string {
  for (const field of subjects) {
    const id = textOf(read(field));
    if (id !== null) return id;
  }
  return 'unknown';
}

function ownersOf(read: FieldReader): readonly string[] {
  const found: string[] = [];
  for (const field of owners) {
    const owner = textOf(read(field));
    if (owner !== null) found.push(owner);
  }
  return found;
}

/** No field of AWS's is longer; anything longer is cut, so that no hostile row can fill the report. */
export const longestText = 256;

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '-' && value !== '' ? value.slice(0, longestText) : null;
}

/** Twelve digits; an exporter's number has lost its leading zeros. `unknown` is AWS's own value. */
function accountOf(value: JsonValue | undefined): string | null {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return String(value).padStart(12, '0');
  const account = textOf(value);
  return account === 'unknown' ? null : account;
}

/** A whole number; null for `-` and for what the format lacks; undefined for other text. */
function numberOf(value: JsonValue | undefined): number | null | undefined {
  if (value === undefined || value === null || value === '-' || value === '') return null;
  if (typeof value === 'string') return /^\d{1,17}(?:\.\d{1,9})?$/.test(value) ? Math.round(Number(value)) : undefined;
  return typeof value === 'number' && value >= 0 && Number.isSafeInteger(Math.round(value))
    ? Math.round(value)
    : undefined;
}

function portOf(value: JsonValue | undefined): number | null | undefined {
  const port = numberOf(value);
  return port != null && port > 65_535 ? undefined : port;
}

function protocolOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string' && /^[a-z][a-z0-9-]{0,15}$/i.test(value)) return value.toLowerCase();
  const number = numberOf(value);
  if (number === undefined) return undefined;
  return number === null ? 'unknown' : protocolName(number);
}

/** The end of the year 9999: the latest time that a report can print. Seconds. */
export const lastSecond = 253_402_300_799;

/** Epoch seconds, or ISO text as some exporters have it -> epoch milliseconds. */
function secondsOf(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/.test(value)) {
    const time = Date.parse(value);
    return Number.isNaN(time) || time <= 0 ? undefined : time;
  }
  const seconds = numberOf(value);
  return seconds != null && seconds > 0 && seconds <= lastSecond ? seconds * 1000 : undefined;
}
