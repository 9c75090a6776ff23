/** What of the window the files do not cover: one gap for each source and account, which names the regions. */
import type { Span } from '../model/evidence.ts';
import { type Gap, gap } from '../model/gap.ts';
import { groupedBy } from '../model/grouped-by.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';
import { isoText, spanText } from '../model/time-text.ts';
import { few } from './words.ts';

/** An archive answers for a window that extends this far beyond its first and last record. Milliseconds. */
const reachBeyond = 20 * 60_000;

/** For unopened files only the delivery time is known, which may be this much later than the records. */
export const earliest = ({ first, records }: Pick<Span, 'first' | 'records'>): number =>
  records === 0 ? first - reachBeyond : first;

/** Sources that record nothing while nothing happens: their silence at the window's ends is no gap. */
const sparse = new Set(['config', 'findings', 'logs']);
/** Neither is the silence of these if nothing is wrong: before their first record they are as silent as without any file. */
const silent = new Set(['findings']);

/**
 * The entries that do not cover the whole window, with what is said about each, ordered by place. `isCutOff`: the files may
 * hold more than was read of them.
 */
export function uncovered<Entry extends Span>(
  entries: readonly Entry[],
  window: AnsweredWindow,
  question: Question,
  isCutOff = false,
): ReadonlyMap<Entry, Gap> {
  const until = Math.min(window.until, question.now);
  // an open-ended window begins with the records
  const sinceOf = ({ first }: Entry) => question.window.since ?? Math.min(first, until);
  const isHeld = (entry: Entry) =>
    (sinceOf(entry) >= entry.first - reachBeyond && until <= entry.last + reachBeyond) ||
    (sparse.has(entry.source) && until > entry.first) ||
    silent.has(entry.source);
  const lacking = entries.filter((entry) => entry.first <= entry.last && !isHeld(entry));
  const groups = groupedBy(lacking, ({ source, account }) => JSON.stringify([source, account]));
  const hasAccounts = new Set(entries.map(({ account }) => account)).size > 1;
  const found = new Map<Entry, Gap>();
  for (const group of groups.values()) {
    const asked = { since: Math.min(...group.map(sinceOf)), until };
    const told = outside(group, asked, hasAccounts, isCutOff);
    for (const entry of group) found.set(entry, told);
  }
  return found;
}

function outside(
  group: readonly [Span, ...Span[]],
  asked: AnsweredWindow,
  hasAccounts: boolean,
  isCutOff: boolean,
): Gap {
  const [{ account }] = group;
  const held = group.map(({ region, first, last }) => `${placeOf(region)}from ${spanText(first, last)}`);
  const of = hasAccounts && account !== null ? ` of ${account}` : '';
  const rest = `the window is ${spanText(asked.since, asked.until)}`;
  if (isCutOff) {
    const message = `read${of} until the run was interrupted: records ${few(held, 3)}; ${rest}`;
    return gap('WINDOW_NOT_COVERED', message, { hint: 'run it again' });
  }
  const { since, until } = flagsFor(group, asked);
  return gap('WINDOW_NOT_COVERED', `the files${of} hold records ${few(held, 3)}; ${rest}`, {
    hint: `add the files of the missing time, or ask --since ${isoText(since)} --until ${isoText(until)}`,
  });
}

const placeOf = (region: string | null): string => (region === null ? '' : `of ${region} `);

/**
 * The part of the window that the files cover in every place, so that asking for it avoids the gap; if they cover none of it,
 * everything that they hold.
 */
function flagsFor(group: readonly [Span, ...Span[]], asked: AnsweredWindow): AnsweredWindow {
  const [firsts, lasts] = [group.map(earliest), group.map(({ last }) => last)];
  const any = { since: floor(Math.min(...firsts)), until: floor(Math.max(...lasts) + 1000) };
  const all = {
    since: Math.max(any.since, Math.ceil((Math.max(...firsts) - reachBeyond) / 1000) * 1000),
    until: Math.min(any.until, floor(Math.min(...lasts) + reachBeyond)),
  };
  const held = Math.max(all.since, asked.since) < Math.min(all.until, asked.until) ? all : any;
  const both = { since: Math.max(held.since, asked.since), until: Math.min(held.until, asked.until) };
  return both.since < both.until ? both : held;
}

const floor = (time: number): number => Math.floor(time / 1000) * 1000;
