/** Where a question wants the whole story, its events are joined into chains; what stayed alone says why. */
import { type LinkInput, link } from '../analysis/link/link.ts';
import type { TimelineEvent } from '../model/event.ts';
import type { Evidence } from '../model/evidence.ts';
import type { CommandName, Question } from '../model/question.ts';
import type { Chain } from '../model/report.ts';
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
}

/** The others show one lane each: a chain needs several. */
const telling: ReadonlySet<CommandName> = new Set(['investigate', 'gate']);

export function chainEvents(input: ChainInput): Chained {
  if (!telling.has(input.question.command)) return { events: input.events, chains: [] };
  const { chains, events, notes } = link(linkInputOf(input));
  return {
    chains,
    events: events.map((event) => {
      const note = event.kind === 'metric' ? notes.get(event.id) : undefined;
      return note === undefined ? event : { ...event, summary: `${event.summary} (${note})` };
    }),
  };
}

/** Items that still name the calls which made them: old ones do. https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html */
const linkInputOf = ({ events, evidence, asOf }: ChainInput): LinkInput => ({
  events,
  relations: relationsIn(evidence),
  asOf,
});
