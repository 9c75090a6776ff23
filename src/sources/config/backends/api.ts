/** AWS Config itself: histories, verdicts of rules and relationships of what is asked about, region by region. */
import type { LiveBackend } from '../../source.ts';
import { configActions, ec2Actions, ruleActions } from './api/actions.ts';

export const api: LiveBackend = {
  name: 'api',
  reach: {
    // items are captured within minutes of a change, and rules run after them; files of them are delivered every six hours
    lagSeconds: 15 * 60,
    // as long as the retention of each region says
    lookbackDays: null,
    actions: [...configActions, ...ruleActions, ...ec2Actions],
  },
  loadPlan: async () => (await import('../call-plan.ts')).plannedCalls,
  async *collect(request, context) {
    const { collect } = await import('./api/collect.ts');
    yield* collect(request, context);
  },
};
