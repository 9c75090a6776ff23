/** The text of a row, column by column, made safe for a terminal; not yet wrapped, colored or placed. */
import type { MetricEvent, TimelineEvent } from '../model/event.ts';
import { numberText, plural } from '../model/number-text.ts';
import { brief } from './brief.ts';
import { dateOf, timeBeside, timeOfDay } from './clock.ts';
import type { Row } from './collapse.ts';
import type { Lane, Sign } from './lanes.ts';
import { laneOf, signOf } from './lanes.ts';
import type { PrincipalText } from './principal-text.ts';
import { principalText } from './principal-text.ts';
import { printable } from './printable.ts';

export interface RowText {
  readonly time: string;
  readonly lane: Lane;
  readonly sign: Sign;
  readonly sentence: string;
  /** Why a call is dangerous, each on a line of its own. */
  readonly notes: readonly string[];
  /** Drawn below the sentence. */
  readonly shift?: MetricEvent;
  readonly principal: PrincipalText | undefined;
  readonly account: string;
  readonly region: string;
}

const mostNames = 3;

/** "on a, b, c and 4 more" */
function alsoText(names: ReadonlySet<string>): string {
  const shown = [...names].slice(0, mostNames).map((name) => brief(printable(name)));
  const rest = names.size - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${numberText(rest)} more` : shown.join(', ');
}

/** What a count adds to the first event's sentence: " ×12, also on b until 14:47:02". */
function runText({ event, count, endTime, alsoOn, alike, flapping, chatter }: Row): string {
  if (chatter) return ` until ${timeBeside(endTime, dateOf(event.time))}`;
  if (flapping) {
    const until = timeBeside(flapping.lastTime, dateOf(event.time));
    return `, flapped: ${numberText(flapping.count)} changes until ${until}, then ${printable(flapping.state)}`;
  }
  let text = '';
  if (count > 1) text = alike ? ` and ${numberText(count - 1)} more like it` : ` ×${numberText(count)}`;
  if (alsoOn.size > 0 && !alike) text += `, also ${alsoText(alsoOn)}`;
  const end = timeBeside(endTime, dateOf(event.time));
  if (end === timeOfDay(event.time)) return text;
  return `${text}${count > 1 ? '' : ','} until ${end}`;
}

/** "37 routine calls by AWS Config, Security Hub" */
const chatterText = ({ count, chatter = [] }: Row): string =>
  `${plural(count, 'routine call')} by ${chatter.join(', ')}`;

/** The error code of a refused call, unless it is part of the sentence. */
function errorText(event: TimelineEvent): string {
  if (event.kind !== 'api-call' || event.detail.outcome === 'success') return '';
  const { errorCode } = event.detail;
  return errorCode === undefined || event.summary.includes(errorCode) ? '' : `: ${errorCode}`;
}

/** A state's sentence does not name its resource: without a target, that is appended. */
function resourceText({ kind, match, resources: [resource] }: TimelineEvent): string {
  if (kind !== 'config-change' || match.includes('target') || resource === undefined) return '';
  return ` · ${resource.type?.split('::').at(-1) ?? 'resource'} ${resource.name ?? resource.id}`;
}

/** A tool is inferred from several signals: if they contradict each other, the reader is told. */
function disagreementOf(event: TimelineEvent): readonly string[] {
  if (event.kind !== 'api-call') return [];
  const { name, disagrees } = event.detail.principal.tool;
  return disagrees.length === 0 ? [] : [`signals disagree on the tool: ${name}, but ${disagrees.join(', ')}`];
}

export function rowText(row: Row): RowText {
  const { event } = row;
  const dangers = event.kind === 'api-call' ? (event.detail.dangers ?? []) : [];
  return {
    time: timeOfDay(event.time),
    lane: laneOf(event.kind),
    sign: row.chatter ? { text: '·', tone: 'quiet' } : signOf(event),
    sentence:
      brief(printable(row.chatter ? chatterText(row) : event.summary + errorText(event) + resourceText(event))) +
      runText(row),
    notes: [...dangers.map((danger) => danger.reason), ...disagreementOf(event)].map((note) => brief(printable(note))),
    ...(event.kind === 'metric' && { shift: event }),
    principal: row.chatter ? undefined : principalText(event),
    // services look at all accounts and regions
    account: row.chatter ? '' : printable(event.origin.account ?? ''),
    region: row.chatter ? '' : printable(event.origin.region ?? ''),
  };
}
