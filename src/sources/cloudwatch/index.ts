/** CloudWatch: what it did, in metrics and alarms. */
import type { Source } from '../source.ts';
import { api } from './backends/api.ts';
import { archive } from './backends/archive.ts';

export const cloudwatch = {
  name: 'cloudwatch',
  backends: [archive, api],
  loadNormalize: async () => (await import('./normalize.ts')).normalize,
} as const satisfies Source;
