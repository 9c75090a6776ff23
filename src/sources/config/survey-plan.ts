/** What a question about an account as a whole asks of AWS Config, as far as that is known before any answer. Pure. */
import type { Survey } from '../../model/question.ts';
import type { PlannedCall } from '../source.ts';

type Asked = Pick<PlannedCall, 'action' | 'of' | 'why'>;

/** What each region is asked once it is known how Config is set up there, whatever the setup. */
export const plannedSurvey = (survey: Survey): readonly Asked[] =>
  survey.aggregator === undefined ? ofRegion(survey) : [ofAggregator(survey, survey.aggregator)];

const ofAggregator = ({ of }: Survey, aggregator: string): Asked =>
  of === 'inventory'
    ? { action: 'config:SelectAggregateResourceConfig', of: aggregator, why: 'the resources of all its accounts' }
    : {
        action: 'config:DescribeAggregateComplianceByConfigRules',
        of: aggregator,
        why: 'how the rules stand in each of its accounts',
      };

function ofRegion({ of, types, derivable }: Survey): readonly Asked[] {
  const select = 'config:SelectResourceConfig';
  const kinds = types.length === 0 ? null : types.join(' ');
  if (of === 'inventory')
    return [
      { action: select, of: kinds, why: 'what there is' },
      { action: 'config:GetDiscoveredResourceCounts', of: kinds, why: 'what queries do not know' },
    ];
  // if no verdicts are recorded, the rules are asked instead: which of the two applies is known from the settings
  const isJudged = derivable.some((type) => types.length === 0 || types.includes(type));
  return isJudged ? [{ action: select, of: kinds, why: 'present verdicts, and states that can be judged' }] : [];
}
