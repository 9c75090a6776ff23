/** What people did in a window without a target, set by set: who, when, and what they touched, broke and set off. */

import type { TimelineEvent } from '../model/event.ts';
import { plural } from '../model/number-text.ts';
import type { ChangeSet, Report } from '../model/report.ts';
import { brief } from './brief.ts';
import { deedText, resultTexts } from './change-set-words.ts';
import { dateOf, timeBeside, timeOfDay } from './clock.ts';
import type { Palette } from './palette.ts';
import { printable } from './printable.ts';
import { hang } from './width.ts';

/** The others are only counted: nobody reads a thousand of them before the timeline. */
const mostSets = 20;

export function* changeSetLines(
  { changeSets = [], timeline }: Report,
  width: number,
  palette: Palette,
  expand = false,
): Generator<string> {
  if (changeSets.length === 0) return;
  const byId = new Map(timeline.map((event) => [event.id, event]));
  // sets are ordered by weight: without a date, another day's time would be taken for the same day
  const days = new Set([...timeline.map(({ time }) => time), ...changeSets.map(({ since }) => since)].map(dateOf));
  const day = days.size === 1 ? [...days][0] : undefined;
  const order = changeSets.length > 1 ? ', worst first' : '';
  yield palette.title(`${plural(changeSets.length, 'change set')}${order}`);
  const shown = expand ? changeSets : changeSets.slice(0, mostSets);
  for (const set of shown) {
    const { tone, sign } = weightOf(set, byId);
    const [first = '', ...more] = hang(`${sign} `, brief(titleOf(set, day, byId)), width);
    yield palette.tone[tone](first);
    for (const line of more) yield palette.tone[tone](line);
    for (const text of resultTexts(set, byId, expand)) yield* hang('    ', text, width);
  }
  const left = changeSets.length - shown.length;
  if (left > 0) yield palette.quiet(`  and ${plural(left, 'more change set')} not listed; --expand lists all`);
  yield '';
}

/** @param day the day of everything shown, if it is a single one. */
function titleOf(set: ChangeSet, day: string | undefined, byId: ReadonlyMap<string, TimelineEvent>): string {
  const { human, since, until, principal, tool } = set;
  const [start, end] = [timeBeside(since, day), timeBeside(until, dateOf(since))];
  const time = end === timeOfDay(since) ? start : `${start} → ${end}`;
  // a service is its own tool
  const by = tool === principal ? '' : ` (${printable(tool)})`;
  return `${time}  ${printable(principal)}${human?.certainty === 'guess' ? '?' : ''}${by}: ${deedText(set, byId)}`;
}

function weightOf(
  { broke, tripped, dangers, events }: ChangeSet,
  byId: ReadonlyMap<string, TimelineEvent>,
): { readonly tone: 'critical' | 'caution' | 'plain'; readonly sign: string } {
  if (events.some((id) => byId.get(id)?.severity === 'critical')) return { tone: 'critical', sign: '‼' };
  return broke.length + tripped.length + dangers.length > 0
    ? { tone: 'caution', sign: '▲' }
    : { tone: 'plain', sign: '·' };
}
