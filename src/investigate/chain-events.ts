/** If a question wants the whole story, its events are joined into chains; events that stayed alone say why. */

import type { LinkInput } from '../analysis/link/link.ts';
import type { ConfigurationItem } from '../model/configuration-item.ts';
import type { TimelineEvent } from '../model/event.ts';
import type { Evidence } from '../model/evidence.ts';
import type { CommandName, Question } from '../model/question.ts';
import type { Chain, Explained } from '../model/report.ts';
import { relationsIn } from './neighbors.ts';

export interface ChainInput {
  readonly question: Question;
  readonly events: readonly TimelineEvent[];
  readonly evidence: readonly Evidence[];
  /** Epoch milliseconds. */
  readonly asOf: number;
}

export interface Chained {
  readonly events: readonly TimelineEvent[];
  /** Worst first. */
  readonly chains: readonly Chain[];
  readonly explained?: readonly Explained[];
}

/** The other commands show one lane each: a chain needs several. */
const telling: ReadonlySet<CommandName> = new Set(['investigate', 'gate']);

export async function chainEvents(input: ChainInput): Promise<Chained> {
  if (!telling.has(input.question.command)) return { events: input.events, chains: [] };
  // linking is the largest part of the analysis, and most questions do not need it
  const [{ explain, link }, { itemEventId }] = await Promise.all([
    import('../analysis/link/link.ts'),
    import('../analysis/what/config-changes.ts'),
  ]);
  const linkInput = linkInputOf(input, itemEventId);
  const { chains, events, notes } = link(linkInput);
  const { why } = input.question;
  return {
    chains,
    events: events.map((event) => told(event, notes.get(event.id))),
    ...(why !== undefined && {
      explained: namedBy(why, events).map(({ id }) => {
        const note = notes.get(id);
        return { event: id, explanations: explain(linkInput, id), ...(note !== undefined && { note }) };
      }),
    }),
  };
}

/** A shift without a cause says so; an alarm that follows a change is what wakes people up. */
function told(event: TimelineEvent, note: string | undefined): TimelineEvent {
  if (event.kind === 'metric' && note !== undefined) return { ...event, summary: `${event.summary} (${note})` };
  const isFollowing = event.kind === 'alarm' && event.detail.to === 'ALARM' && event.chain !== null;
  return isFollowing ? { ...event, severity: 'critical' } : event;
}

/** A shorter prefix would match half the timeline. */
const shortestPrefix = 6;

/** By its id, with or without the part before the colon, by a prefix of it, or by its time as the table shows it. */
function namedBy(text: string, events: readonly TimelineEvent[]): readonly TimelineEvent[] {
  const byId = events.filter(({ id }) => id === text || id.slice(id.indexOf(':') + 1) === text);
  if (byId.length > 0) return byId;
  const byTime = events.filter(({ time }) => time === text || time.slice(11, 19) === text || time.startsWith(text));
  if (/^\d\d:\d\d:\d\d$|^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text)) return byTime;
  return text.length < shortestPrefix
    ? []
    : events.filter(({ id }) => id.startsWith(text) || id.slice(id.indexOf(':') + 1).startsWith(text));
}

/**
 * Items that still name the calls behind them: old ones do.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html
 */
const linkInputOf = ({ events, evidence, asOf }: ChainInput, idOf: (item: ConfigurationItem) => string): LinkInput => ({
  events,
  relations: relationsIn(evidence),
  asOf,
  relatedEvents: new Map(
    evidence.flatMap((each) =>
      each.type === 'configuration-item' && each.item.relatedEvents.length > 0
        ? [[idOf(each.item), each.item.relatedEvents] as const]
        : [],
    ),
  ),
});
