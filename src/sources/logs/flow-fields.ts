/**
 * The fields of a flow-log record and the formats of its columns: given by a header, or else recognized by their number.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
import type { JsonObject, JsonValue } from '../../model/json.ts';

const version2 =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const version3 = 'vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr';
const version4 = 'region az-id sublocation-type sublocation-id';
const version5 = 'pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path';
const later =
  'ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id ecs-container-id ' +
  'ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id reject-reason resource-id ' +
  'encryption-status interface-type instance-tag instance-tag-2 interface-tag interface-tag-2 asg-tag asg-tag-2 ' +
  'next-hop-interface-id next-hop-subnet-id next-hop-az-id next-hop-vpc-id next-hop-interface-type';

/**
 * Formats that are used without a header, as always in CloudWatch Logs: the default; all fields up to a version, in the order
 * of AWS's table; and the orders of AWS's own examples:
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
 */
const headerlessFormats = [
  version2,
  `${version2} ${version3}`,
  `${version2} ${version3} ${version4}`,
  `${version2} ${version3} ${version4} ${version5}`,
  'version vpc-id subnet-id instance-id interface-id account-id type srcaddr dstaddr srcport dstport pkt-srcaddr pkt-dstaddr protocol bytes packets start end action tcp-flags log-status',
  'version srcaddr dstaddr srcport dstport protocol start end type packets bytes account-id vpc-id subnet-id instance-id interface-id region az-id sublocation-type sublocation-id action tcp-flags pkt-srcaddr pkt-dstaddr pkt-src-aws-service pkt-dst-aws-service traffic-path flow-direction log-status',
].map((names) => formatOf(names.split(' ')));

/** What exporters call some fields: Athena's first table, CloudWatch Logs Insights. */
const otherNames = {
  account: 'account-id',
  sourceaddress: 'srcaddr',
  destinationaddress: 'dstaddr',
  sourceport: 'srcport',
  destinationport: 'dstport',
  numpackets: 'packets',
  numbytes: 'bytes',
  starttime: 'start',
  endtime: 'end',
};

const squeeze = (name: string) => name.replaceAll(/[-_]/g, '').toLowerCase();

/** Any spelling, normalized -> the field: `interface-id`, `interface_id`, `interfaceId`. */
const fieldNames = new Map<string, string>([
  ...[version2, version3, version4, version5, later]
    .flatMap((names) => names.split(' '))
    .map((name) => [squeeze(name), name] as const),
  ...Object.entries(otherNames),
]);

/** The columns of a file: field -> its position. An unknown name is kept, and never asked for. */
export type FlowFormat = ReadonlyMap<string, number>;
/** Reads a record's field by its name in AWS's table; undefined if the format lacks it. */
export type FieldReader = (field: string) => JsonValue | undefined;

export function columnsOf(line: string): readonly string[] {
  return /^\s|\s$|\t|\s\s/.test(line) ? line.trim().split(/\s+/) : line.split(' ');
}

/** Names that are also English words. */
const englishWord = /^(?:version|protocol|packets|bytes|start|end|action|type|region|account)$/i;

/**
 * The format that a header defines; undefined for any other line. Also for transit gateways' flow logs, which have `tgw-id`.
 */
export function headerFormat(line: string): FlowFormat | undefined {
  // the names of 11 versions fit; a longer line is not a header, and not worth splitting
  if (line.length > 4096 || !/^\s*[a-z]/i.test(line)) return undefined;
  const columns = columnsOf(line);
  if (columns.length < 2 || !columns.every((column) => /^[a-z][a-z0-9_-]*$/i.test(column))) return undefined;
  const known = columns.filter((column) => fieldNames.has(squeeze(column)));
  const isHeader =
    new Set(columns).size === columns.length &&
    known.some((column) => !englishWord.test(column)) &&
    (known.length * 2 >= columns.length || columns.some((column) => squeeze(column) === 'tgwid'));
  return isHeader ? namedFormat(columns) : undefined;
}

/** The format in a flow log's definition: `${version} ${account-id} …`; undefined for any other text. */
export function definedFormat(logFormat: string): FlowFormat | undefined {
  const columns = [...logFormat.matchAll(/\$\{([a-z0-9-]+)\}/g)].map(([, name]) => name as string);
  return columns.length > 0 ? namedFormat(columns) : undefined;
}

function formatOf(names: readonly string[]): FlowFormat {
  return new Map(names.map((name, at) => [name, at]));
}

const namedFormat = (columns: readonly string[]) =>
  formatOf(columns.map((column) => fieldNames.get(squeeze(column)) ?? column));

const anyText = /^\S+$/;
/** What a column may hold if the format is only guessed. `-` is always allowed. */
const columnForms = new Map<string, RegExp>([
  ['version', /^\d{1,2}$/],
  ['account-id', /^(?:\d{12}|unknown)$/],
  ['interface-id', /^eni-[0-9a-z]+$/i],
  ['vpc-id', /^vpc-[0-9a-z]+$/i],
  ['subnet-id', /^subnet-[0-9a-z]+$/i],
  ['instance-id', /^i-[0-9a-z]+$/i],
  ['type', /^(?:IPv4|IPv6|EFA)$/],
  ['action', /^(?:ACCEPT|REJECT)$/],
  ['log-status', /^(?:OK|NODATA|SKIPDATA)$/],
  ['flow-direction', /^(?:ingress|egress)$/],
  ...['srcaddr', 'dstaddr', 'pkt-srcaddr', 'pkt-dstaddr'].map((name) => [name, /^[0-9a-f]*[.:][0-9a-f.:]+$/i] as const),
  ...['srcport', 'dstport', 'protocol', 'packets', 'bytes', 'start', 'end', 'tcp-flags', 'traffic-path'].map(
    (name) => [name, /^\d+$/] as const,
  ),
]);

const fits = (format: FlowFormat, columns: readonly string[]) =>
  format.size === columns.length &&
  [...format].every(
    ([field, at]) => columns[at] === '-' || (columnForms.get(field) ?? anyText).test(columns[at] ?? ''),
  ) &&
  columns[format.get('start') ?? -1] !== '-' &&
  columns[format.get('log-status') ?? -1] !== '-';

/** The known format that a line without a header fits; undefined for any other line. */
export const formatOfRow = (columns: readonly string[]): FlowFormat | undefined =>
  headerlessFormats.find((format) => fits(format, columns));

export function readColumns(format: FlowFormat, columns: readonly string[]): FieldReader {
  return (field) => {
    const at = format.get(field);
    return at === undefined ? undefined : columns[at];
  };
}

/** The columns of a table: field -> the column's name. */
export type TableFormat = ReadonlyMap<string, string>;

const tellFlows = ['srcaddr', 'pkt-srcaddr', 'log-status', 'bytes'];

/**
 * The format of a table, whatever its columns' spelling; undefined if it holds no flow records. Also for transit gateways' flow
 * logs, which have `tgw-id`, and for flow logs without a time.
 */
export function tableFormat(columns: readonly string[]): TableFormat | undefined {
  const fields = new Map<string, string>();
  for (const column of columns) {
    const name = squeeze(column) === 'tgwid' ? 'tgw-id' : fieldNames.get(squeeze(column));
    if (name !== undefined && !fields.has(name)) fields.set(name, column);
  }
  const isFlow = tellFlows.some((name) => fields.has(name));
  const isRow = fields.has('interface-id') && isFlow && (fields.has('start') || fields.has('end'));
  return isRow || headerFormat(columns.join(' ')) ? fields : undefined;
}

/** Reads a row given as an object, whatever its keys' spelling; undefined if it is not a flow record. */
export function readRow(row: JsonObject): FieldReader | undefined {
  const interfaceId = row['interface_id'] ?? row['interfaceId'] ?? row['interface-id'] ?? row['interfaceid'];
  if (typeof interfaceId !== 'string') return undefined;
  const fields = new Map<string, JsonValue | undefined>();
  for (const [key, value] of Object.entries(row)) {
    const name = fieldNames.get(squeeze(key));
    if (name !== undefined && !fields.has(name)) fields.set(name, value);
  }
  const isFlow = tellFlows.some((name) => fields.has(name));
  return isFlow && (fields.has('start') || fields.has('end')) ? (field) => fields.get(field) : undefined;
}
