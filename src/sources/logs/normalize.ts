/** One record -> evidence: a flow record becomes traffic, a log event a shape with one line. */
import type { Origin } from '../../model/event.ts';
import type { Evidence, LogShapeEvidence, TrafficEvidence } from '../../model/evidence.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { type FieldReader, readRow } from './flow-fields.ts';
import { FlowMessages } from './flow-message.ts';
import { flowRecord } from './flow-record.ts';
import { FlowTally } from './flow-tally.ts';
import { LineTally } from './line-tally.ts';
import { logEventOf } from './log-event.ts';
import { wantedFlows, wantedLines } from './wanted.ts';

type Where = Pick<Origin, 'backend' | 'locator'>;
const everything = { targets: [], neighbors: [] };

/** Total: the evidence, or in words why there is none. */
export function normalize(raw: unknown, { backend, locator }: Where): { evidence: Evidence } | { reason: string } {
  const found = isJsonObject(raw) ? evidenceOf(raw, locator) : 'no flow record and no log event';
  return typeof found === 'string'
    ? { reason: found }
    : { evidence: { ...found, origin: { ...found.origin, backend } } };
}

function evidenceOf(raw: JsonObject, locator: string): TrafficEvidence | LogShapeEvidence | string {
  const row = readRow(raw);
  if (row) return trafficOf(row, locator);
  const event = logEventOf(raw, { file: locator.replace(/#\d+$/, ''), carriers: [] });
  if (typeof event !== 'object') return event ?? 'no flow record and no log event';
  const flow = new FlowMessages().read(event.message, event.logGroup);
  if (flow) return trafficOf(flow, locator);
  const tally = new LineTally({}, { errorsOnly: false });
  tally.add(event, wantedLines(everything)(event) ?? [], locator);
  return tally.evidence()[0] ?? 'no log line';
}

function trafficOf(read: FieldReader, locator: string): TrafficEvidence | string {
  const record = flowRecord(read);
  if (!record) return 'no readable flow record';
  const tally = new FlowTally({}, { peers: 1, ports: 1 });
  tally.add(record, wantedFlows(everything)(record) ?? [], locator);
  return tally.evidence()[0] ?? record.status;
}
