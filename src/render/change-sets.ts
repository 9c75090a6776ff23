/** What people did in a window without a target, set by set: who, when, and what they touched, broke and set off. */

import type { TimelineEvent } from '../model/event.ts';
import { numberText, plural } from '../model/number-text.ts';
import type { ChangeSet, Report } from '../model/report.ts';
import { brief } from './brief.ts';
import { dateOf, timeBeside, timeOfDay } from './clock.ts';
import type { Palette } from './palette.ts';
import { printable } from './printable.ts';
import { hang } from './width.ts';

/** The others are only counted: nobody reads a thousand of them before the timeline. */
const mostSets = 20;
const mostNames = 4;
const mostDangers = 10;

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
    for (const text of resultsOf(set, byId, expand)) yield* hang('    ', text, width);
  }
  const left = changeSets.length - shown.length;
  if (left > 0) yield palette.quiet(`  and ${plural(left, 'more change set')} not listed; --expand lists all`);
  yield '';
}

/** @param day the day of everything shown, if it is a single one. */
function titleOf(
  { human, since, until, principal, tool, writes, touched, events }: ChangeSet,
  day: string | undefined,
  byId: ReadonlyMap<string, TimelineEvent>,
): string {
  const [start, end] = [timeBeside(since, day), timeBeside(until, dateOf(since))];
  const time = end === timeOfDay(since) ? start : `${start} → ${end}`;
  const names = [...new Set(touched.map(({ id }) => printable(id)))];
  const rest = names.length - mostNames;
  const on =
    names.length === 0
      ? ''
      : ` on ${names.slice(0, mostNames).join(', ')}${rest > 0 ? ` and ${numberText(rest)} more` : ''}`;
  const only = writes === 1 ? byId.get(events[0] ?? '')?.summary : undefined;
  const what = only === undefined ? `${plural(writes, 'write')}${on}` : printable(only);
  // a service is its own tool
  const by = tool === principal ? '' : ` (${printable(tool)})`;
  return `${time}  ${printable(principal)}${human?.certainty === 'guess' ? '?' : ''}${by}: ${what}`;
}

function resultsOf(set: ChangeSet, byId: ReadonlyMap<string, TimelineEvent>, expand: boolean): readonly string[] {
  const { broke, repaired, tripped } = set;
  const sentences = (ids: readonly string[], textOf = ({ summary }: TimelineEvent) => summary) =>
    ids.slice(0, mostNames).flatMap((id) => {
      const event = byId.get(id);
      return event === undefined ? [] : [brief(printable(textOf(event)))];
    });
  const more = (ids: readonly string[]) =>
    ids.length > mostNames ? [`and ${numberText(ids.length - mostNames)} more`] : [];
  return [
    ...(set.dangers.length > 0 ? [`dangerous: ${printable(dangersText(set, byId, expand))}`] : []),
    ...[...sentences(broke), ...more(broke)].map((text) => `broke ${text}`),
    ...[...sentences(repaired, whatWasBroken), ...more(repaired)].map((text) => `put right ${text}`),
    ...[...sentences(tripped), ...more(tripped)].map((text) => `then ${text}`),
  ];
}

/** Gravest first, then by time; the others are counted. Not printable yet. */
export function dangersText(
  { dangers, events }: ChangeSet,
  byId: ReadonlyMap<string, TimelineEvent>,
  expand: boolean,
): string {
  const calls = events.map((id) => byId.get(id)).filter((event) => event?.kind === 'api-call');
  const found = calls.flatMap(({ detail }) => detail.dangers ?? []);
  const grave = new Set(found.flatMap(({ rule, severity }) => (severity === 'high' ? [rule] : [])));
  const order = [...dangers.filter((rule) => grave.has(rule)), ...dangers.filter((rule) => !grave.has(rule))];
  const shown = expand || order.length <= mostDangers + 1 ? order : order.slice(0, mostDangers);
  const left = order.length - shown.length;
  return `${shown.join(', ')}${left > 0 ? ` and ${numberText(left)} more` : ''}`;
}

/** `restricted-ssh`: "put right" before a flip to NON_COMPLIANT would read as the opposite. */
function whatWasBroken(event: TimelineEvent): string {
  if (event.kind !== 'compliance') return event.summary;
  const { rule, resource } = event.detail;
  return event.summary.startsWith(`${resource.id}: `) ? `${resource.id}: ${rule}` : rule;
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
