/** A finding -> an event of the timeline. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../model/canonical-json.ts';
import type { FindingEvent, Match, Origin, Severity } from '../../model/event.ts';
import type { EventEvidence } from '../../model/evidence.ts';
import { isJsonObject, isTooDeep, type JsonValue } from '../../model/json.ts';
import type { Normalized } from '../source.ts';
import { type Finding, readFinding } from './finding.ts';

export type Place = Pick<Origin, 'backend' | 'locator'>;

/** Total: an event, or in words why there is none. */
export function normalize(raw: unknown, place: Place): Normalized {
  if (!isJsonObject(raw) || isTooDeep(raw)) return { reason: 'no finding' };
  const finding = readFinding(raw);
  if (!finding) return { reason: 'no finding' };
  if (finding === 'no time') return { reason: 'a finding without a readable time' };
  return { evidence: findingEvidence(finding, raw, [], place) };
}

export function findingEvidence(
  finding: Finding,
  raw: JsonValue,
  match: readonly Match[],
  { backend, locator }: Place,
): EventEvidence {
  const { id, product, type, title, severityLabel, account, region, first, last, resources } = finding;
  const event: FindingEvent = {
    id: `finding:${id}`,
    time: new Date(first).toISOString(),
    ...(last > first && { endTime: new Date(last).toISOString() }),
    kind: 'finding',
    match,
    resources,
    summary: `${product}: ${title} (${severityLabel})`,
    severity: severityOf(severityLabel),
    chain: null,
    origin: { source: 'findings', backend, account, region, ref: id, locator },
    detail: { product, findingType: type, title, severityLabel },
  };
  return {
    type: 'event',
    event, // the same finding in an event and in an export is one
    digest: createHash('sha256').update(canonicalJson(raw)).digest('hex'),
  };
}

function severityOf(label: string): Severity {
  if (label === 'CRITICAL' || label === 'HIGH') return 'critical';
  return label === 'MEDIUM' ? 'warning' : 'notice';
}
