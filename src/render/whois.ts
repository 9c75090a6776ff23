/** Who is behind it, for a person at a terminal: the answer, the path to the credentials as a tree, their use, what is new. */
import { numberText, plural } from '../model/number-text.ts';
import type { Denial, Novelty, ServiceTally, Tally, WhoisPerson, WhoisReport } from '../model/whois.ts';
import { span } from './clock.ts';
import { coverageLines } from './coverage.ts';
import { createPalette, type Palette } from './palette.ts';
import { printable } from './printable.ts';
import type { RenderContext } from './renderer.ts';
import { treeLines } from './whois-tree.ts';
import { countsText } from './whois-words.ts';
import { hang, wrap } from './width.ts';

type WhoisContext = Pick<RenderContext, 'width' | 'color' | 'expand'>;

/** More of them are counted; --expand lists all. */
const mostPeople = 10;
const mostValues = 8;
const mostServices = 12;
const mostOperations = 4;
const mostNovelties = 12;

export function* whoisLines(report: WhoisReport, context: WhoisContext): Generator<string> {
  const palette = createPalette(context.color);
  const { width, expand } = context;
  const { headline, answer, people, event, coverage } = report;
  yield* wrap(printable(headline), width).map(answer === 'unknown' ? palette.tone.caution : palette.title);
  yield '';
  yield* wrap(printable(askedText(report)), width).map(palette.quiet);
  if (event) yield* wrap(printable(`${event.id}: ${event.summary}`), width).map(palette.quiet);
  const shown = expand ? people : people.slice(0, mostPeople);
  for (const person of shown) {
    yield '';
    yield* treeLines(person, context, palette);
    yield* usageLines(person, context, palette);
    yield* noveltyLines(person, context, palette);
  }
  if (people.length > shown.length) {
    yield '';
    yield palette.quiet(`and ${people.length - shown.length} more principals; --expand lists all`);
  }
  yield '';
  yield* coverageLines(coverage, width, palette);
}

function askedText({ query: { target, kind, window, from } }: WhoisReport): string {
  const files = from.length > 0 ? ` · ${from.join(', ')}` : '';
  return `${kind === 'name' ? 'principal' : kind.replace('-', ' ')} ${target} · ${span(window.since, window.until)}${files}`;
}

const labelWidth = 10;

function* labeled(label: string, text: string, width: number, palette: Palette): Generator<string> {
  const [first = '', ...rest] = hang(`  ${label.padEnd(labelWidth)}`, printable(text), width);
  yield first.replace(label, palette.quiet(label));
  yield* rest;
}

function some<Item>(items: readonly Item[], most: number, textOf: (item: Item) => string, expand: boolean): string {
  const shown = expand ? items : items.slice(0, most);
  const rest = items.length - shown.length;
  return `${shown.map(textOf).join(', ')}${rest > 0 ? ` and ${numberText(rest)} more` : ''}`;
}

const tallyText = ({ value, calls }: Tally) => `${value} (${numberText(calls)})`;

/** `ec2 15 (DescribeInstances 12, StopInstances 3)` */
function serviceText({ eventSource, calls, operations }: ServiceTally, expand: boolean): string {
  const own = some(
    operations,
    mostOperations,
    ({ eventName, calls: count }) => `${eventName} ${numberText(count)}`,
    expand,
  );
  return `${shortSource(eventSource)} ${numberText(calls)} (${own})`;
}

const shortSource = (eventSource: string) => eventSource.replace(/\.amazonaws\.com$/, '');

const denialText = ({ eventSource, eventName, errorCode, calls, firstTime }: Denial) =>
  `${shortSource(eventSource)} ${eventName}${calls > 1 ? ` ×${numberText(calls)}` : ''} at ${firstTime.slice(11, 19)}${errorCode === null ? '' : ` (${errorCode})`}`;

function* usageLines({ usage }: WhoisPerson, { width, expand }: WhoisContext, palette: Palette): Generator<string> {
  if (usage.calls === 0) return;
  yield '';
  const times = span(usage.firstTime, usage.lastTime);
  yield* labeled('used', `${times} · ${countsText(usage)}`, width, palette);
  const tallies: readonly (readonly [string, readonly Tally[]])[] = [
    ['from', usage.addresses],
    ['with', usage.tools],
    ['in', usage.regions],
    ['accounts', usage.accounts.length > 1 ? usage.accounts : []],
  ];
  for (const [label, values] of tallies)
    if (values.length > 0) yield* labeled(label, some(values, mostValues, tallyText, expand), width, palette);
  const services = expand ? usage.services : usage.services.slice(0, mostServices);
  for (const [index, service] of services.entries())
    yield* labeled(index === 0 ? 'calls' : '', serviceText(service, expand), width, palette);
  const left = usage.services.length - services.length;
  if (left > 0) yield* labeled('', `and ${plural(left, 'more service')}`, width, palette);
  const denials = expand ? usage.denials : usage.denials.slice(0, mostValues);
  for (const [index, denial] of denials.entries())
    yield* labeled(index === 0 ? 'denied' : '', denialText(denial), width, palette);
  if (usage.denials.length > denials.length)
    yield* labeled('', `and ${usage.denials.length - denials.length} more`, width, palette);
}

const noveltyWords: Readonly<Record<Novelty['kind'], string>> = {
  address: 'address',
  tool: 'tool',
  region: 'region',
  service: 'service',
  'sensitive-call': 'sensitive call',
};

function noveltyText({ kind, value, firstTime, calls, summary }: Novelty): string {
  const shown =
    kind === 'address' || kind === 'tool' || kind === 'region' ? value : value.replace('.amazonaws.com', '');
  const often = calls > 1 ? `, ${calls} calls` : '';
  return `${noveltyWords[kind]} ${shown}, first at ${firstTime.slice(0, 10)} ${firstTime.slice(11, 19)}${often}: ${summary}`;
}

function* noveltyLines(
  { baseline, novelties, usage }: WhoisPerson,
  { width, expand }: WhoisContext,
  palette: Palette,
): Generator<string> {
  if (!baseline || usage.calls === 0) return;
  const looked = baseline.since === null || baseline.until === null ? '' : `, ${span(baseline.since, baseline.until)}`;
  if (baseline.calls === 0) {
    yield* labeled('new', `no earlier behavior to compare with${looked}`, width, palette);
    return;
  }
  const part = baseline.complete ? '' : ', not all of it read';
  const against = `${plural(baseline.calls, 'earlier call')} of ${baseline.of}${looked}${part}`;
  yield* labeled('new', novelties.length === 0 ? `nothing, against ${against}` : `against ${against}:`, width, palette);
  const shown = expand ? novelties : novelties.slice(0, mostNovelties);
  for (const novelty of shown) {
    const tone = novelty.kind === 'sensitive-call' || novelty.kind === 'address' ? 'caution' : 'plain';
    const indent = ' '.repeat(labelWidth + 2);
    yield* hang(`${indent}▲ `, printable(noveltyText(novelty)), width).map(palette.tone[tone]);
  }
  if (novelties.length > shown.length)
    yield* labeled('', `and ${novelties.length - shown.length} more; --expand lists all`, width, palette);
}
