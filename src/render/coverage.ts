/** What was read, a line for each source: how far the rest of the report can be trusted. */
import { numberText, plural } from '../model/number-text.ts';
import type { Coverage } from '../model/report.ts';
import { span } from './clock.ts';
import { gapLines } from './gaps.ts';
import type { Palette } from './palette.ts';
import { printable } from './printable.ts';
import { skippedText } from './skipped-text.ts';
import { displayWidth, hang, pad, truncateMiddle, wrap } from './width.ts';

/** Entries shown on one line. */
type Group = [Coverage, ...Coverage[]];

interface Line {
  readonly complete: boolean;
  readonly source: string;
  readonly place: string;
  readonly span: string;
  readonly records: number;
  readonly matched: number;
  /** Everything was set aside. */
  readonly holdsNothing: boolean;
  readonly rest: string;
}

const widestSource = 26;
const placeShare = 0.35;
/** As wide as a time. */
const narrowestRest = 24;

const distinct = (values: readonly (string | null)[]): string[] => [
  ...new Set(values.filter((value): value is string => value !== null && value !== '')),
];

const present = (texts: readonly string[]): string[] => texts.filter((text) => text !== '');

/** The complete entries of a backend are one line, however many regions; the others are grouped by their reasons. */
function grouped(coverage: readonly Coverage[]): Group[] {
  const groups = new Map<string, Group>();
  for (const entry of coverage) {
    const { source, backend, complete, since, until, gaps } = entry;
    const reasons = gaps.filter((gap) => gap.blocking).map((gap) => [gap.code, gap.message]);
    const key = JSON.stringify(complete ? [source, backend] : [source, backend, since, until, reasons]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()];
}

/** From the earliest beginning to the latest end. */
function commonSpan(group: Group): string {
  const since = distinct(group.map((entry) => entry.since)).sort();
  const until = distinct(group.map((entry) => entry.until)).sort();
  return since.length + until.length === 0 ? '' : span(since[0] ?? null, until.at(-1) ?? null);
}

/** The names if they are few and short, otherwise their number. */
function namesOrCount(names: readonly string[], one: string, width: number): string {
  if (names.length === 0) return '';
  const joined = names.join(', ');
  return names.length === 1 || (names.length <= 3 && displayWidth(joined) <= width)
    ? joined
    : plural(names.length, one);
}

const total = (group: Group, of: (entry: Coverage) => number): number =>
  group.reduce((sum, entry) => sum + of(entry), 0);

function skippedOf(group: Group): string {
  const skipped = new Map<string, number>();
  for (const entry of group) {
    for (const [kind, number] of Object.entries(entry.skipped)) skipped.set(kind, (skipped.get(kind) ?? 0) + number);
  }
  const kinds = [...skipped].filter(([, number]) => number > 0);
  return kinds.length === 0 ? '' : `skipped ${kinds.map(([kind, number]) => skippedText(kind, number)).join(', ')}`;
}

/** Files that belong to no source still count as files. */
const nameOf = ({ source, backend }: Coverage): string =>
  source === 'archive' ? 'other files' : `${source} ${backend}`;

function linesOf(coverage: readonly Coverage[], width: number): Line[] {
  const widestPlace = Math.floor(width * placeShare);
  const accounts = distinct(coverage.map((entry) => entry.account));
  const regions = distinct(coverage.map((entry) => entry.region));
  const placeOf = (group: Group): string => {
    // named only where they vary; in AWS perhaps only one region was asked, and not the intended one
    const isLive = group.some(({ backend }) => backend !== 'archive');
    const ownAccounts = accounts.length > 1 ? distinct(group.map((entry) => entry.account)) : [];
    const ownRegions = regions.length > 1 || isLive ? distinct(group.map((entry) => entry.region)) : [];
    const place = present([
      namesOrCount(ownAccounts, 'account', widestPlace),
      namesOrCount(ownRegions, 'region', widestPlace),
    ]).join(' ');
    if (displayWidth(place) <= widestPlace) return place;
    return present([
      ownAccounts.length > 1 ? plural(ownAccounts.length, 'account') : (ownAccounts[0] ?? ''),
      ownRegions.length > 1 ? plural(ownRegions.length, 'region') : (ownRegions[0] ?? ''),
    ]).join(' ');
  };
  return grouped(coverage).map((group) => {
    const throttled = total(group, (entry) => entry.throttled);
    const slowed = throttled > 0 ? `throttled ${numberText(throttled)}×` : '';
    return {
      complete: group[0].complete,
      source: truncateMiddle(printable(nameOf(group[0])), widestSource),
      place: truncateMiddle(printable(placeOf(group)), widestPlace),
      span: commonSpan(group),
      records: total(group, (entry) => entry.records),
      matched: total(group, (entry) => entry.matched),
      holdsNothing: group[0].source === 'archive',
      rest: printable(present([skippedOf(group), slowed]).join(', ')),
    };
  });
}

/** Numbers are right-aligned if every line has room for that, otherwise they follow each other. */
function* entryLines(lines: readonly Line[], width: number, palette: Palette): Generator<string> {
  const widest = (of: (line: Line) => string) => Math.max(0, ...lines.map((line) => displayWidth(of(line))));
  const source = widest((line) => line.source);
  const place = widest((line) => line.place);
  const time = widest((line) => line.span);
  const records = widest((line) => numberText(line.records));
  const matched = widest((line) => numberText(line.matched));
  const aligned = lines.map((line) =>
    present([
      pad(line.source, source),
      pad(line.place, place),
      pad(line.span, time),
      line.holdsNothing
        ? ''
        : `${numberText(line.records).padStart(records)} ${line.records === 1 ? 'record ' : 'records'}`,
      line.holdsNothing ? '' : `${numberText(line.matched).padStart(matched)} matched`,
      line.rest,
    ]).join('  '),
  );
  const fits = aligned.every((text) => displayWidth(text) + 2 <= width);
  // a column of places that leaves no room for the rest is merged into it
  const isNarrow = place > 0 && width - (source + place + 6) < narrowestRest;
  for (const [index, line] of lines.entries()) {
    const sign = line.complete ? palette.tone.good('✓') : palette.tone.caution('!');
    if (fits) {
      yield `${sign} ${aligned[index] ?? ''}`;
      continue;
    }
    const prefix = present([`${sign} ${pad(line.source, source)}`, isNarrow ? '' : pad(line.place, place)]).join('  ');
    const measures = line.holdsNothing ? [] : [plural(line.records, 'record'), `${numberText(line.matched)} matched`];
    const told = present([isNarrow ? line.place : '', line.span, ...measures, line.rest]);
    yield* hang(`${prefix}  `, told.join(' · '), width);
  }
}

export function* coverageLines(coverage: readonly Coverage[], width: number, palette: Palette): Generator<string> {
  if (coverage.length === 0) {
    yield palette.title('Coverage: nothing was read');
    return;
  }
  const lines = linesOf(coverage, width);
  const spans = new Set(lines.map((line) => line.span));
  const shared = spans.size === 1 ? (lines[0]?.span ?? '') : '';
  const complete = lines.every((line) => line.complete);
  const title = `Coverage: ${complete ? 'complete' : 'incomplete'}${shared === '' ? '' : ` · ${shared}`}`;
  yield* wrap(title, width).map(palette.title);
  yield* entryLines(shared === '' ? lines : lines.map((line) => ({ ...line, span: '' })), width, palette);
  if (coverage.every((entry) => entry.gaps.length === 0)) return;
  yield '';
  yield palette.title(complete ? 'Worth knowing' : 'What could not be seen');
  yield* gapLines(coverage, width, palette);
}
