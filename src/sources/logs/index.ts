/** Traffic and log lines: VPC flow logs and CloudWatch Logs. */
import type { Source } from '../source.ts';
import { archive } from './backends/archive.ts';
import { insights } from './backends/insights.ts';

export const logs = {
  name: 'logs',
  backends: [archive, insights],
  loadNormalize: async () => (await import('./normalize.ts')).normalize,
} as const satisfies Source;
