/** CloudWatch: what it did, in metrics and alarms. */
import type { Source } from '../source.ts';
import { api } from './backends/api.ts';
import { archive } from './backends/archive.ts';
import { normalize } from './normalize.ts';

export const cloudwatch = { name: 'cloudwatch', backends: [archive, api], normalize } as const satisfies Source;
