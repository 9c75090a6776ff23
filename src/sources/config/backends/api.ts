/** AWS Config itself: histories, verdicts of rules and relationships of the targets, region by region. */
import type { LiveBackend } from '../../source.ts';
import { configActions, ec2Actions, ruleActions } from './api/actions.ts';

export const api: LiveBackend = {
  name: 'api',
  reach: {
    // items are captured within minutes of a change, and rules run after that; delivery to files is every six hours
    lagSeconds: 15 * 60,
    // depends on the retention set in each region
    lookbackDays: null,
    actions: [...configActions, ...ruleActions, ...ec2Actions],
  },
  loadPlan: async () => (await import('../call-plan.ts')).plannedCalls,
  async *collect(request, context) {
    const { collect } = await import('./api/collect.ts');
    yield* collect(request, context);
  },
};
