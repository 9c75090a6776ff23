/**
 * The timeline as rows for a spreadsheet: one row for every event, nothing collapsed, always with a header. Columns keep their
 * names and positions; new ones are added at the end.
 */
import type { TimelineEvent } from '../model/event.ts';
import { numberText, plural } from '../model/number-text.ts';
import type { Report } from '../model/report.ts';
import type { ResourceRef } from '../model/resource.ts';
import { csvRow } from './csv-text.ts';
import { gateWarnings } from './gate.ts';
import { printable } from './printable.ts';
import type { Renderer } from './renderer.ts';

type Cell = string | null;

/** A record can name thousands of resources, and a cell of Excel holds 32,767 characters. */
const mostResources = 100;

function otherResources([, ...others]: readonly ResourceRef[]): string {
  const ids = others.slice(0, mostResources).map(({ id }) => id);
  const left = others.length - ids.length;
  return [...ids, ...(left > 0 ? [`and ${numberText(left)} more`] : [])].join('; ');
}

const callOf = (event: TimelineEvent) => (event.kind === 'api-call' ? event.detail : undefined);

/** The name of the principal with its session, as in the account: the person has a column of their own. */
function principalOf(event: TimelineEvent): Cell {
  const principal = callOf(event)?.principal;
  if (principal === undefined) return null;
  return principal.session === undefined ? principal.name : `${principal.name}/${principal.session}`;
}

const columns: Readonly<Record<string, (event: TimelineEvent) => Cell | undefined>> = {
  time: ({ time }) => time,
  kind: ({ kind }) => kind,
  severity: ({ severity }) => severity,
  summary: ({ summary }) => summary,
  account: ({ origin }) => origin.account,
  region: ({ origin }) => origin.region,
  principal: principalOf,
  human: (event) => callOf(event)?.principal.human?.name,
  tool: (event) => callOf(event)?.principal.tool.name,
  sourceIp: (event) => callOf(event)?.principal.sourceIp,
  resourceType: ({ resources }) => resources[0]?.type,
  resourceId: ({ resources }) => resources[0]?.id,
  outcome: (event) => callOf(event)?.outcome,
  errorCode: (event) => callOf(event)?.errorCode,
  chain: ({ chain }) => chain,
  id: ({ id }) => id,
  source: ({ origin }) => origin.source,
  backend: ({ origin }) => origin.backend,
  locator: ({ origin }) => origin.locator,
  endTime: ({ endTime }) => endTime,
  resourceName: ({ resources }) => resources[0]?.name,
  otherResources: ({ resources }) => otherResources(resources),
  eventSource: (event) => callOf(event)?.eventSource,
  eventName: (event) => callOf(event)?.eventName,
  principalArn: (event) => callOf(event)?.principal.arn,
  humanCertainty: (event) => callOf(event)?.principal.human?.certainty,
  dangers: (event) =>
    callOf(event)
      ?.dangers?.map(({ rule }) => rule)
      .join('; '),
};

const cells = Object.values(columns);

export const headRow = (): string => csvRow(Object.keys(columns));
export const eventRow = (event: TimelineEvent): string => csvRow(cells.map((cell) => cell(event) ?? null));

function* lines({ timeline }: Report): Generator<string> {
  yield headRow();
  for (const event of timeline) yield eventRow(event);
}

/** A row has no place for what a gate decided, nor for what could not be seen. */
function* warnings(report: Report): Generator<string> {
  yield* gateWarnings(report);
  const { coverage } = report;
  const blocking = coverage.flatMap(({ gaps }) => gaps.filter((gap) => gap.blocking));
  const [first, ...others] = new Set(blocking.map(({ message }) => message));
  if (first === undefined) return;
  const more = others.length > 0 ? ` (and ${plural(others.length, 'other gap')})` : '';
  yield printable(`obs3: something may be missing: ${first}${more}; -o json tells all`);
}

export const csv: Renderer = { name: 'csv', render: lines, warnings };
