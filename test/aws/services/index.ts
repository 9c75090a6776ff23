/** The services by the name under which their requests are signed. A new one is its module and a line here. */
import type { Service } from '../call.ts';
import type { Callers } from '../callers.ts';
import { cloudtrail } from './cloudtrail.ts';
import { cloudwatch } from './cloudwatch.ts';
import { config } from './config.ts';
import { ec2 } from './ec2.ts';
import { createLogs } from './logs.ts';
import { s3 } from './s3.ts';
import { createSts } from './sts.ts';

/** Made for one server: STS and Logs remember what they issued. */
export const createServices = (callers: Callers): Readonly<Record<string, Service>> => ({
  cloudtrail,
  config,
  monitoring: cloudwatch,
  logs: createLogs(),
  sts: createSts(callers),
  ec2,
  s3,
});
