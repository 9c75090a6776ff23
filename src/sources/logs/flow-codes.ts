/** The engine's numbers and the words of a record that they stand for. */
import { noText } from '../../archive/line-engine.ts';
import type { End } from './conversation.ts';
import { type FlowRecord, protocolName } from './flow-record.ts';

/** No protocol given. Greater numbers are protocols that have only a name: the number of its text. */
const unknownProtocol = 0xffff;
const numbered = new Map(Array.from({ length: 256 }, (_, number) => [protocolName(number), number]));

export const protocolCode = (protocol: string, numberOf: (text: string) => number): number =>
  protocol === 'unknown' ? unknownProtocol : (numbered.get(protocol) ?? unknownProtocol + 1 + numberOf(protocol));

export function protocolOf(code: number, textOf: (number: number) => string): string {
  if (code === unknownProtocol) return 'unknown';
  return code < unknownProtocol ? protocolName(code) : textOf(code - unknownProtocol - 1);
}

const atDestination = 0x10000;

export const serviceCode = (end: End | undefined, port: number): number =>
  end === undefined ? noText : port | (end === 'destination' ? atDestination : 0);

export const calledEndOf = (code: number): End | undefined =>
  code === noText ? undefined : code >= atDestination ? 'destination' : 'source';

const directions = [null, 'ingress', 'egress'] as const;

export const directionCode = (direction: FlowRecord['direction']): number => directions.indexOf(direction);

/** The high bytes hold something else. */
export const directionOf = (code: number): FlowRecord['direction'] => directions[code & 0xff] ?? null;
