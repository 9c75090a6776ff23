/** CloudWatch from files: metric streams as Firehose delivers them, what the CLI prints, and alarms as they were sent out. */
import { lateScanners, type ScannerShape } from '../../../archive/late-scanner.ts';
import type { ArchiveBackend } from '../../source.ts';

const shape: ScannerShape = {
  source: 'cloudwatch',
  listKeys: ['AlarmHistoryItems'],
  openings: ['metric_stream_name', 'AlarmName', 'AlarmArn'],
  // alarms and queries of other files
  remembers: true,
};

export const archive: ArchiveBackend = {
  name: 'archive',
  reach: {
    // metrics arrive within minutes; a stream adds "two to three minutes"
    lagSeconds: 10 * 60,
    lookbackDays: null,
    actions: [],
  },
  // what Firehose, EventBridge and people write has no name of AWS's own
  parseKey: () => undefined,
  createScanners: (request) =>
    request.kind === 'credentials'
      ? []
      : lateScanners([shape], async () => [new (await import('./archive-reader.ts')).CloudWatchReader(request)]),
};
