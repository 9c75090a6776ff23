/** Flow logs and log lines from files: as delivered to S3, through subscriptions and exports, as the CLI prints them. */
import { lateScanners, type ScannerShape } from '../../../archive/late-scanner.ts';
import type { ArchiveBackend } from '../../source.ts';
import { parseKey } from '../delivered-key.ts';

const carriers = { source: 'logs', listKeys: ['logEvents', 'events'], openings: ['messageType'] };
/** The formats given by definitions of flow logs are remembered. */
const flows: ScannerShape = { ...carriers, remembers: true };
const lines: ScannerShape = { ...carriers, lastResort: true };

export const archive: ArchiveBackend = {
  name: 'archive',
  reach: {
    // an aggregation interval of up to 10 minutes, then typically 5 to CloudWatch Logs and 10 to S3:
    // https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
    lagSeconds: 20 * 60,
    lookbackDays: null,
    actions: [],
  },
  parseKey,
  createScanners: (request) =>
    request.kind === 'credentials'
      ? []
      : lateScanners([flows, lines], async () => (await import('./archive-reader.ts')).createReaders(request)),
};
