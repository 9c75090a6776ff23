/** The inventory as lines: counts and rows for a person, JSON, JSON Lines, and rows for a spreadsheet. */

import type { Inventory, InventoryCount, InventoryResource, LastWrite } from '../model/inventory.ts';
import { numberText, plural } from '../model/number-text.ts';
import { timeBeside } from './clock.ts';
import { coverageLines } from './coverage.ts';
import { csvRow } from './csv-text.ts';
import type { InventoryFormat } from './inventory-formats.ts';
import { documentLines } from './json-document.ts';
import { safeJson } from './json-text.ts';
import { createPalette, type Palette } from './palette.ts';
import { printable } from './printable.ts';
import { hang, pad, truncateMiddle, wrap } from './width.ts';

export interface InventoryContext {
  readonly width: number;
  readonly color: boolean;
  /** All rows, however many. */
  readonly expand: boolean;
}

export const renderInventory = (inventory: Inventory, format: InventoryFormat, context: InventoryContext) =>
  format === 'table' ? table(inventory, context) : renderers[format](inventory);

const renderers: Readonly<Record<Exclude<InventoryFormat, 'table'>, (inventory: Inventory) => Iterable<string>>> = {
  json: (inventory) => documentLines(inventory),
  ndjson,
  csv,
};

function* ndjson({ resources, coverage, ...inventory }: Inventory): Generator<string> {
  const line = (type: string, data: unknown) => safeJson(JSON.stringify({ type, data }));
  yield line('inventory', inventory);
  for (const resource of resources) yield line('resource', resource);
  for (const entry of coverage) yield line('coverage', entry);
}

const columns = [
  'type',
  'id',
  'name',
  'arn',
  'account',
  'region',
  'deleted',
  'createdTime',
  'changedTime',
  'changedBy',
  'changedByCall',
  'changedByTime',
  'tags',
] as const;

function* csv({ resources }: Inventory): Generator<string> {
  yield csvRow(columns);
  for (const { changedBy, tags, ...resource } of resources) {
    const told: Readonly<Record<(typeof columns)[number], string | boolean | null>> = {
      ...resource,
      changedBy: changedBy?.name ?? null,
      changedByCall: changedBy?.eventName ?? null,
      changedByTime: changedBy?.time ?? null,
      tags: tags === null ? null : tagsText(tags),
    };
    yield csvRow(columns.map((column) => told[column]));
  }
}

const tagsText = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => (value === '' ? key : `${key}=${value}`))
    .join('; ');

/** Rows, unless all were asked for. */
const mostRows = 50;
const narrowest = 60;

function* table(inventory: Inventory, context: InventoryContext): Generator<string> {
  const width = Math.max(narrowest, Math.floor(context.width) || narrowest);
  const palette = createPalette(context.color);
  const { totals, resources, coverage } = inventory;
  yield* wrap(headline(inventory), width).map(palette.title);
  yield '';
  yield* countLines('By type', totals.byType, ({ type }) => type, { width, palette });
  if (totals.byAccount.length > 1)
    yield* countLines('By account', totals.byAccount, ({ account }) => account, { width, palette });
  if (totals.byRegion.length > 1)
    yield* countLines('By region', totals.byRegion, ({ region }) => region, { width, palette });
  const shown = context.expand ? resources : resources.slice(0, mostRows);
  if (shown.length > 0) yield palette.title('Resources');
  let type = '';
  for (const resource of shown) {
    if (resource.type !== type) yield printable(resource.type);
    type = resource.type;
    yield* rowLines(resource, inventory, width, palette);
  }
  if (shown.length < resources.length)
    yield palette.quiet(
      `… and ${numberText(resources.length - shown.length)} more; --expand lists all, -o csv gives them to a sheet`,
    );
  if (resources.length > 0) yield '';
  yield* coverageLines(coverage, width, palette);
}

const countText = ({ resources, deleted }: InventoryCount) =>
  `${numberText(resources)}${deleted > 0 ? ` and ${numberText(deleted)} deleted` : ''}`;

function headline({ totals, query }: Inventory): string {
  const what = `${countText(totals)} ${totals.resources === 1 && totals.deleted === 0 ? 'resource' : 'resources'}`;
  const of = query.types.length > 0 ? ` of ${query.types.join(', ')}` : ` of ${plural(totals.byType.length, 'type')}`;
  const places = `${plural(totals.byAccount.length, 'account')} and ${plural(totals.byRegion.length, 'region')}`;
  const where = totals.resources + totals.deleted === 0 ? '' : ` in ${places}`;
  const from = query.aggregator === null ? '' : `, as the aggregator ${query.aggregator} knows them`;
  return printable(`${what}${totals.byType.length === 0 && query.types.length === 0 ? '' : of}${where}${from}.`);
}

function* countLines<Row extends InventoryCount>(
  title: string,
  rows: readonly Row[],
  nameOf: (row: Row) => string | null,
  { width, palette }: { readonly width: number; readonly palette: Palette },
): Generator<string> {
  if (rows.length === 0) return;
  yield palette.title(title);
  const texts = rows.map((row) => ({ name: printable(nameOf(row) ?? 'not told'), count: countText(row) }));
  const widest = Math.max(...texts.map(({ count }) => count.length));
  for (const { name, count } of texts) yield `  ${pad(count, widest)}  ${truncateMiddle(name, width - widest - 4)}`;
  yield '';
}

function* rowLines(
  { id, name, account, region, deleted, createdTime, changedTime, changedBy, tags }: InventoryResource,
  { totals }: Inventory,
  width: number,
  palette: Palette,
): Generator<string> {
  const title = `${id}${name !== null && name !== id ? ` (${name})` : ''}${deleted ? ', deleted' : ''}`;
  const place = [
    ...(totals.byAccount.length > 1 ? [account ?? ''] : []),
    ...(totals.byRegion.length > 1 ? [region ?? ''] : []),
  ].filter((part) => part !== '');
  yield* hang('  ', printable([title, ...place].join(' · ')), width).map(deleted ? palette.quiet : palette.plain);
  const parts = [
    ...(createdTime === null ? [] : [`created ${minute(createdTime)}`]),
    ...(changedTime === null ? [] : [`${deleted ? 'deleted' : 'last changed'} ${minute(changedTime)}`]),
    ...(changedBy === null ? [] : [`by ${personOf(changedBy)} (${changedBy.eventName})`]),
    ...(tags === null || Object.keys(tags).length === 0 ? [] : [tagsText(tags)]),
  ];
  if (parts.length > 0) yield* hang('    ', printable(parts.join(' · ')), width).map(palette.quiet);
}

/** People as in timelines: a guess is marked. */
const personOf = ({ name, certainty }: LastWrite): string => (certainty === 'guess' ? `${name}?` : name);

/** Seconds mean nothing in an inventory. */
const minute = (time: string) => timeBeside(time, undefined).slice(0, 16);
