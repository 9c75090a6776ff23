/** What people did in a window without a target, set by set: who, when, what they touched, broke and tripped. */

import type { TimelineEvent } from '../model/event.ts';
import { plural } from '../model/number-text.ts';
import type { ChangeSet, Report } from '../model/report.ts';
import { brief } from './brief.ts';
import { dateOf, timeBeside, timeOfDay } from './clock.ts';
import type { Palette } from './palette.ts';
import { printable } from './printable.ts';
import { hang } from './width.ts';

/** The rest is told by its number: whoever needs more asks for a target, or for JSON. */
const mostSets = 20;
const mostNames = 4;

export function* changeSetLines(
  { changeSets = [], timeline }: Report,
  width: number,
  palette: Palette,
): Generator<string> {
  if (changeSets.length === 0) return;
  const byId = new Map(timeline.map((event) => [event.id, event]));
  yield palette.title(`${plural(changeSets.length, 'change set')}, worst first`);
  for (const set of changeSets.slice(0, mostSets)) {
    const { tone, sign } = weightOf(set, byId);
    const [first = '', ...more] = hang(`${sign} `, brief(titleOf(set)), width);
    yield palette.tone[tone](first);
    for (const line of more) yield palette.tone[tone](line);
    for (const text of resultsOf(set, byId)) yield* hang('    ', brief(text), width);
  }
  const left = changeSets.length - mostSets;
  if (left > 0) yield palette.quiet(`  and ${left} more, in --output json`);
  yield '';
}

function titleOf({ human, since, until, principal, tool, writes, touched }: ChangeSet): string {
  const end = timeBeside(until, dateOf(since));
  const time = end === timeOfDay(since) ? end : `${timeOfDay(since)} → ${end}`;
  const names = [...new Set(touched.map(({ id }) => printable(id)))];
  const rest = names.length - mostNames;
  const on =
    names.length === 0 ? '' : ` on ${names.slice(0, mostNames).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  return `${time}  ${printable(principal)}${human?.certainty === 'guess' ? '?' : ''} (${printable(tool)}): ${plural(writes, 'write')}${on}`;
}

function resultsOf(
  { broke, repaired, tripped, dangers }: ChangeSet,
  byId: ReadonlyMap<string, TimelineEvent>,
): readonly string[] {
  const sentences = (ids: readonly string[]) =>
    ids.slice(0, mostNames).flatMap((id) => {
      const summary = byId.get(id)?.summary;
      return summary === undefined ? [] : [printable(summary)];
    });
  const more = (ids: readonly string[]) => (ids.length > mostNames ? [`and ${ids.length - mostNames} more`] : []);
  return [
    ...(dangers.length > 0 ? [`dangerous: ${dangers.map(printable).join(', ')}`] : []),
    ...[...sentences(broke), ...more(broke)].map((text) => `broke ${text}`),
    ...[...sentences(repaired), ...more(repaired)].map((text) => `put right ${text}`),
    ...[...sentences(tripped), ...more(tripped)].map((text) => `then ${text}`),
  ];
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
