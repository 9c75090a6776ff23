/** The report as JSON Lines, each `{"type", "data"}`: for programs that read as it is written, and for `grep` and `jq`. */
import type { TimelineEvent } from '../model/event.ts';
import type { Report } from '../model/report.ts';
import { safeJson } from './json-text.ts';
import type { RenderContext, Renderer } from './renderer.ts';

type LineType = 'report' | 'subject' | 'event' | 'chain' | 'coverage' | 'verdict' | 'gate';

const line = (type: LineType, data: unknown): string => safeJson(JSON.stringify({ type, data }));

/** Comes first. */
export const headLine = ({
  schema,
  tool,
  generatedAt,
  query,
}: Pick<Report, 'schema' | 'tool' | 'generatedAt' | 'query'>): string =>
  line('report', { schema, tool, generatedAt, query });

/** Events are printed when they are found, before any chain is known: instead, chains name their events. */
export const eventLine = ({ chain: _, ...event }: TimelineEvent): string => line('event', event);

/** If some events were printed as they were found, so was the head. */
function* lines(report: Report, { printed = new Set() }: RenderContext): Generator<string> {
  if (printed.size === 0) yield headLine(report);
  yield* subjectLines(report);
  for (const event of report.timeline) if (!printed.has(event.id)) yield eventLine(event);
  yield* tailLines(report);
}

export function* subjectLines({
  subject,
  subjects = [subject],
}: Pick<Report, 'subject' | 'subjects'>): Generator<string> {
  for (const each of subjects) yield line('subject', each);
}

/** Comes after the events. */
export function* tailLines(report: Pick<Report, 'chains' | 'coverage' | 'verdict' | 'gate'>): Generator<string> {
  for (const chain of report.chains) yield line('chain', chain);
  for (const coverage of report.coverage) yield line('coverage', coverage);
  yield line('verdict', report.verdict);
  if (report.gate !== null) yield line('gate', report.gate);
}

export const ndjson: Renderer = { name: 'ndjson', render: lines };
