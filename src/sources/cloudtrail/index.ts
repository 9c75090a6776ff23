/** CloudTrail: who did what, when, from where. */
import type { Source } from '../source.ts';
import { archive } from './backends/archive.ts';
import { lookupEvents } from './backends/lookup-events.ts';

export const cloudtrail = {
  name: 'cloudtrail',
  backends: [archive, lookupEvents],
  loadNormalize: async () => (await import('./normalize.ts')).normalize,
} as const satisfies Source;
