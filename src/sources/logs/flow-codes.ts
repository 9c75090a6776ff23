/** What the engine has numbers for, in a record's own words. */
import { noText } from '../../archive/line-engine.ts';
import type { End } from './conversation.ts';
import { type FlowRecord, protocolName } from './flow-record.ts';

/** No protocol is told; beyond it come those that have only a name, by the number of the text. */
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

/** What stands in the high bytes tells something else. */
export const directionOf = (code: number): FlowRecord['direction'] => directions[code & 0xff] ?? null;
