/** The registry. To add a source: a folder beside this file, and its line here. */
import { cloudtrail } from './cloudtrail/index.ts';
import { cloudwatch } from './cloudwatch/index.ts';
import { config } from './config/index.ts';
import { findings } from './findings/index.ts';
import { logs } from './logs/index.ts';
import type { Source } from './source.ts';

export const sources = [cloudtrail, config, cloudwatch, findings, logs] as const satisfies readonly Source[];
