/** What in CloudWatch belongs to a question: metrics by the values of their dimensions, alarms by those and by name. */
import type { Match } from '../../model/event.ts';
import { areEverything, type Interests, matchInterests } from '../../model/interests.ts';
import type { Question } from '../../model/question.ts';
import { metricIdentity, type Series } from '../../model/series.ts';
import { spellingsOfValue } from '../../resources/dimensions.ts';

type Dimensions = Readonly<Record<string, string>>;

export interface Matcher {
  /** Nothing was named: everything is asked for. */
  readonly isEverything: boolean;
  dimensions(of: readonly Dimensions[]): readonly Match[];
  /** Matches by its dimensions, or because the metric itself is asked for. */
  metric(of: Pick<Series, 'namespace' | 'metricName' | 'dimensions'>): readonly Match[];
  alarm(name: string, arn: string | null, of: readonly Dimensions[]): readonly Match[];
}

/** The values of dimensions, in each of their spellings. */
function spellingsOf(dimensions: readonly Dimensions[]): readonly string[] {
  const spellings: string[] = [];
  for (const each of dimensions) for (const value of Object.values(each)) spellings.push(...spellingsOfValue(value));
  return spellings;
}

export function createMatcher(interests: Interests): Matcher {
  const match = matchInterests(interests);
  const targets = new Set(interests.targets);
  const neighbors = new Set(interests.neighbors);
  const metrics = new Set(interests.metrics);
  const dimensions: Matcher['dimensions'] = (of) => match(spellingsOf(of));
  return {
    isEverything: areEverything(interests),
    dimensions,
    metric: (of) => (metrics.size > 0 && metrics.has(metricIdentity(of)) ? ['target'] : dimensions([of.dimensions])),
    alarm: (name, arn, of) => {
      if (targets.has(name) || (arn !== null && targets.has(arn))) return ['target'];
      const own = dimensions(of);
      // an alarm that a composite alarm refers to
      return own.length === 0 && neighbors.has(`alarm:${name}`) ? ['neighbor'] : own;
    },
  };
}

/** What the typed names already found: follow-up questions with more spellings need not return it again. */
export const typedInterests = ({ targets }: Question): Interests | undefined =>
  targets.length === 0 ? undefined : { targets: targets.flatMap(({ aliases }) => aliases), neighbors: [] };
