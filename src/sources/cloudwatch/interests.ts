/** What of CloudWatch belongs to a question: metrics by the values of their dimensions, alarms by those and by name. */
import type { Match } from '../../model/event.ts';
import { type Interests, matchInterests } from '../../model/interests.ts';
import type { Question } from '../../model/question.ts';

type Dimensions = Readonly<Record<string, string>>;

export interface Matcher {
  /** Nothing was named: all is asked for. */
  readonly isEverything: boolean;
  dimensions(of: readonly Dimensions[]): readonly Match[];
  alarm(name: string, arn: string | null, of: readonly Dimensions[]): readonly Match[];
}

/**
 * The value of a target group's dimension keeps the word that its id lacks: `targetgroup/web/73e2d6bc24d8a067`.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html#load-balancer-metric-dimensions-alb
 */
const targetGroup = 'targetgroup/';
const spellingsOf = (value: string) =>
  value.startsWith(targetGroup) ? [value, value.slice(targetGroup.length)] : [value];

export function createMatcher(interests: Interests): Matcher {
  const match = matchInterests(interests);
  const targets = new Set(interests.targets);
  const dimensions: Matcher['dimensions'] = (of) =>
    match(of.flatMap((each) => Object.values(each).flatMap(spellingsOf)));
  return {
    isEverything: interests.targets.length === 0 && interests.neighbors.length === 0,
    dimensions,
    alarm: (name, arn, of) => (targets.has(name) || (arn !== null && targets.has(arn)) ? ['target'] : dimensions(of)),
  };
}

/** What was found by what was typed: asked again for further spellings, it need not be told twice. */
export const typedInterests = ({ targets }: Question): Interests => ({
  targets: targets.flatMap(({ aliases }) => aliases),
  neighbors: [],
});
