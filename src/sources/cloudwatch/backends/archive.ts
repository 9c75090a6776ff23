/** CloudWatch from files: metric streams as Firehose delivers them, the CLI's output, and alarm notifications. */
import { lateScanners, type ScannerShape } from '../../../archive/late-scanner.ts';
import type { ArchiveBackend } from '../../source.ts';

const shape: ScannerShape = {
  source: 'cloudwatch',
  listKeys: ['AlarmHistoryItems'],
  openings: ['metric_stream_name', 'AlarmName', 'AlarmArn'],
  // alarms and queries in other files
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
  // files written by Firehose, EventBridge and people have no name of AWS's own
  parseKey: () => undefined,
  createScanners: (request) =>
    request.kind === 'credentials'
      ? []
      : lateScanners([shape], async () => [new (await import('./archive-reader.ts')).CloudWatchReader(request)]),
};
