/** Where a question wants the whole story, its events are joined into chains; what stayed alone says why. */

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

/** The others show one lane each: a chain needs several. */
const telling: ReadonlySet<CommandName> = new Set(['investigate', 'gate']);

export async function chainEvents(input: ChainInput): Promise<Chained> {
  if (!telling.has(input.question.command)) return { events: input.events, chains: [] };
  // what joins is the largest part of the analysis: most questions are told without it
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

/** A shift that nothing explains says so; an alarm that follows a change is what one is woken for. */
function told(event: TimelineEvent, note: string | undefined): TimelineEvent {
  if (event.kind === 'metric' && note !== undefined) return { ...event, summary: `${event.summary} (${note})` };
  const isFollowing = event.kind === 'alarm' && event.detail.to === 'ALARM' && event.chain !== null;
  return isFollowing ? { ...event, severity: 'critical' } : event;
}

/** An id of a few letters would name half the timeline. */
const shortestPrefix = 6;

/** By its id, with or without what is before the colon, by the beginning of it, or by its time as the table shows it. */
function namedBy(text: string, events: readonly TimelineEvent[]): readonly TimelineEvent[] {
  const byId = events.filter(({ id }) => id === text || id.slice(id.indexOf(':') + 1) === text);
  if (byId.length > 0) return byId;
  const byTime = events.filter(({ time }) => time === text || time.slice(11, 19) === text || time.startsWith(text));
  if (/^\d\d:\d\d:\d\d$|^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text)) return byTime;
  return text.length < shortestPrefix
    ? []
    : events.filter(({ id }) => id.startsWith(text) || id.slice(id.indexOf(':') + 1).startsWith(text));
}

/** Items that still name the calls which made them: old ones do. https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html */
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
