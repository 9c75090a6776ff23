/** Findings: what GuardDuty and Security Hub concluded. */
import type { Source } from '../source.ts';
import { archive } from './backends/archive.ts';
import { normalize } from './normalize.ts';

export const findings = { name: 'findings', backends: [archive], normalize } as const satisfies Source;
