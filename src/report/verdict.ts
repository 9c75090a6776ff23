/** The answer: whether anything was seen, who did it, what changed, whether it is compliant, and its impact. */
import { CallTally } from '../model/call-tally.ts';
import type { TimelineEvent } from '../model/event.ts';
import { callsIn } from '../model/person.ts';
import type { Coverage, Verdict } from '../model/report.ts';
import { complianceHeadline, stillBroken } from './compliance-headline.ts';
import { type HeadlineInput, headlineOf } from './headline.ts';
import { countedOf, type PassedCalls } from './passed-calls.ts';

export interface VerdictInput extends Omit<HeadlineInput, 'answer' | 'who' | 'calls' | 'tally'> {
  /** Calls that are not among the events. */
  readonly passed?: PassedCalls;
  /** Absent: not looked for. */
  readonly compliance?: Verdict['compliance'];
}

/** Events that show what a change did to the system. */
const impactKinds: ReadonlySet<TimelineEvent['kind']> = new Set([
  'metric',
  'alarm',
  'log',
  'flow',
  'insight',
  'finding',
]);

export function verdictOf(input: VerdictInput): Verdict {
  const { events, passed, coverage, question, compliance } = input;
  const calls = passed && countedOf(passed);
  const answer = answerOf(calls?.ends.length ? calls.ends : events, coverage);
  // what merely led to it is on the timeline, but is no call on the target
  const own = events.filter(({ match }) => match.some((why) => why !== 'chain' && why !== 'neighbor'));
  const tally = passed?.tally ?? CallTally.of(callsIn(own));
  const { who } = tally;
  const hasImpact = ['investigate', 'impact', 'gate'].includes(question.command);
  return {
    headline:
      complianceHeadline(input) ??
      `${headlineOf({ ...input, answer, who, ...(calls && { calls }), ...(own.length === events.length && { tally }) })}${stillBroken(input)}`,
    answer,
    who,
    what: events.filter(isOwnItem).map(({ id, summary }) => ({ event: id, summary })),
    ...(compliance && { compliance }),
    ...(hasImpact && {
      impact: events
        .filter(({ kind, severity }) => impactKinds.has(kind) && severity !== 'info')
        .map(({ id, summary }) => ({ event: id, summary })),
    }),
  };
}

/** The subject's own items that changed: not a neighbor's, and not those that only differ in relationships or not at all. */
const isOwnItem = ({ kind, match, detail }: TimelineEvent): boolean =>
  kind === 'config-change' && !match.includes('neighbor') && detail.changes.length > 0 && !detail.relationshipOnly;

/** "Not seen" is claimed only if nothing could have been missed. */
export function answerOf(events: readonly unknown[], coverage: readonly Coverage[]): Verdict['answer'] {
  if (events.length > 0) return 'seen';
  const asked = coverage.filter(({ source }) => source !== 'archive');
  const isSure = ({ complete, gaps }: Coverage) => complete && !gaps.some(({ code }) => code === 'DELIVERY_LAG');
  return asked.length > 0 && coverage.every(isSure) ? 'not-seen' : 'unknown';
}
