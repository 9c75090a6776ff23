/** AWS Config: what a resource looked like, and what rules said about it. */
import type { Source } from '../source.ts';
import { api } from './backends/api.ts';
import { archive } from './backends/archive.ts';

export const config = {
  name: 'config',
  backends: [archive, api],
  loadNormalize: async () => (await import('./normalize.ts')).normalize,
} as const satisfies Source;
