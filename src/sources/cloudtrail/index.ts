/** CloudTrail: who did what, when, from where. */
import type { Source } from '../source.ts';
import { archive } from './backends/archive.ts';
import { lookupEvents } from './backends/lookup-events.ts';
import { normalize } from './normalize.ts';

export const cloudtrail = {
  name: 'cloudtrail',
  backends: [archive, lookupEvents],
  normalize,
} as const satisfies Source;
