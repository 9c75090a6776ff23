/** What passed and what was written: VPC flow logs and CloudWatch Logs. */
import type { Source } from '../source.ts';
import { archive } from './backends/archive.ts';
import { insights } from './backends/insights.ts';
import { normalize } from './normalize.ts';

export const logs = { name: 'logs', backends: [archive, insights], normalize } as const satisfies Source;
