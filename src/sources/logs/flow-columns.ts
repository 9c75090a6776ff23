/** What the columns of a format are for, in the form that the engine needs. */
import { linePlaces } from '../../archive/line-engine.ts';
import type { FlowFormat } from './flow-fields.ts';
import { owners, subjects } from './flow-record.ts';

export interface Columns {
  readonly count: number;
  /** The column of each of the engine's fields. */
  readonly fields: readonly number[];
  /** First and last of adjacent columns that say whose traffic it is. */
  readonly ranges: readonly (readonly [first: number, last: number])[];
  /** What each column may hold. */
  readonly forms: readonly number[];
  /** Field -> its position among the columns of the ranges. */
  readonly subject: ReadonlyMap<string, number>;
}

/** In the engine's order. */
export const engineFields = [
  'start',
  'end',
  'protocol',
  'srcport',
  'dstport',
  'packets',
  'bytes',
  'tcp-flags',
  'srcaddr',
  'dstaddr',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'action',
  'log-status',
  'flow-direction',
];
const absent = 255;

export const subjectFields = [...new Set(['account-id', 'region', ...subjects, ...owners])];

const [version, account, id, type, action, status, direction, address, number] = [1, 2, 3, 16, 17, 18, 19, 20, 21];
const isTold = 0x80;
const formOf = new Map<string, number>([
  ['version', version],
  ['account-id', account],
  ...['interface-id', 'vpc-id', 'subnet-id', 'instance-id'].map((field, n) => [field, id + n] as const),
  ['type', type],
  ['action', action],
  ['log-status', status | isTold],
  ['flow-direction', direction],
  ...['srcaddr', 'dstaddr', 'pkt-srcaddr', 'pkt-dstaddr'].map((field) => [field, address] as const),
  ...['srcport', 'dstport', 'protocol', 'packets', 'bytes', 'end', 'tcp-flags', 'traffic-path'].map(
    (field) => [field, number] as const,
  ),
  ['start', number | isTold],
]);

/** undefined if the engine cannot read any line of the format: its records are set aside, or no line of it can be a record. */
export function columnsFor(format: FlowFormat, isMessage = false): Columns | undefined {
  const count = format.size;
  const fieldAt = new Map([...format].map(([field, at]) => [at, field]));
  const isWhole = count <= linePlaces.mostColumns && [...fieldAt.keys()].every((at) => at < count);
  if (!isWhole || format.has('tgw-id') || !(format.has('start') || format.has('end'))) return undefined;
  const ranges: [number, number][] = [];
  const subject = new Map<string, number>();
  for (let at = 0; at < count; at++) {
    const field = fieldAt.get(at) ?? '';
    if (!subjectFields.includes(field)) continue;
    subject.set(field, subject.size);
    const last = ranges.at(-1);
    if (last?.[1] === at - 1) last[1] = at;
    else ranges.push([at, at]);
  }
  return {
    count,
    fields: engineFields.map((field) => format.get(field) ?? absent),
    ranges,
    // two formats of the same length differ in the second column, so what tells them apart must be there; and a message is
    // taken for a record only if it begins with the version
    forms: Array.from(
      { length: count },
      (_, at) => (formOf.get(fieldAt.get(at) ?? '') ?? 0) | (at === 1 || (isMessage && at === 0) ? isTold : 0),
    ),
    subject,
  };
}
