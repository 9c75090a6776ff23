/** A change set in words, for the table and for Markdown. Made from log text. */
import type { TimelineEvent } from '../model/event.ts';
import { numberText, plural } from '../model/number-text.ts';
import type { ChangeSet } from '../model/report.ts';
import { brief } from './brief.ts';
import { printable } from './printable.ts';

const mostNames = 4;
const mostDangers = 10;

/** A single write in its own words; of several, their number and what they touched. Printable. */
export function deedText({ writes, touched, events }: ChangeSet, byId: ReadonlyMap<string, TimelineEvent>): string {
  const only = writes === 1 ? byId.get(events[0] ?? '')?.summary : undefined;
  if (only !== undefined) return printable(only);
  const names = [...new Set(touched.map(({ id }) => printable(id)))];
  const rest = names.length - mostNames;
  const on =
    names.length === 0
      ? ''
      : ` on ${names.slice(0, mostNames).join(', ')}${rest > 0 ? ` and ${numberText(rest)} more` : ''}`;
  return `${plural(writes, 'write')}${on}`;
}

/** What came of a set: its dangers, what it broke and put right, and what followed. Printable. */
export function resultTexts(
  set: ChangeSet,
  byId: ReadonlyMap<string, TimelineEvent>,
  expand: boolean,
): readonly string[] {
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

/** Gravest first, then by time; the others are counted. */
function dangersText(
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
