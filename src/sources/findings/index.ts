/** Findings: what GuardDuty and Security Hub concluded. */
import type { Source } from '../source.ts';
import { archive } from './backends/archive.ts';

export const findings = {
  name: 'findings',
  backends: [archive],
  loadNormalize: async () => (await import('./normalize.ts')).normalize,
} as const satisfies Source;
