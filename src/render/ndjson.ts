/** The report as JSON Lines, `{"type", "data"}` each: for programs that read as they go, and for `grep` and `jq`. */
import type { Report } from '../model/report.ts';
import { safeJson } from './json-text.ts';
import type { Renderer } from './renderer.ts';

type LineType = 'report' | 'subject' | 'event' | 'chain' | 'coverage' | 'verdict' | 'gate';

const line = (type: LineType, data: unknown): string => safeJson(JSON.stringify({ type, data }));

function* lines(report: Report): Generator<string> {
  const { schema, tool, generatedAt, query } = report;
  yield line('report', { schema, tool, generatedAt, query });
  for (const subject of report.subjects ?? [report.subject]) yield line('subject', subject);
  // an event is told when it is found, before any chain is: chains name their events instead
  for (const { chain: _, ...event } of report.timeline) yield line('event', event);
  for (const chain of report.chains) yield line('chain', chain);
  for (const coverage of report.coverage) yield line('coverage', coverage);
  yield line('verdict', report.verdict);
  if (report.gate !== null) yield line('gate', report.gate);
}

export const ndjson: Renderer = { name: 'ndjson', render: lines };
