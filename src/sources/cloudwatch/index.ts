/** CloudWatch: what it did, in metrics and alarms. */
import type { Source } from '../source.ts';
import { archive } from './backends/archive.ts';
import { normalize } from './normalize.ts';

export const cloudwatch = { name: 'cloudwatch', backends: [archive], normalize } as const satisfies Source;
