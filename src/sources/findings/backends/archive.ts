/** Findings from files: EventBridge events, GuardDuty's exports, and what the CLI prints. */
import { lateScanners, type ScannerShape } from '../../../archive/late-scanner.ts';
import type { ArchiveBackend } from '../../source.ts';

const shape: ScannerShape = {
  source: 'findings',
  listKeys: ['Findings'],
  openings: ['schemaVersion', 'SchemaVersion', 'ProductArn'],
};

export const archive: ArchiveBackend = {
  name: 'archive',
  reach: {
    // GuardDuty sends a new finding within five minutes, and by default repeats a recurring one every six hours
    lagSeconds: 6 * 3600,
    lookbackDays: null,
    actions: [],
  },
  // a finding may be written long after what it is about, so its file's date rules nothing out
  parseKey: () => undefined,
  createScanners: (request) =>
    request.kind === 'credentials'
      ? []
      : lateScanners([shape], async () => [(await import('./archive-reader.ts')).createReader(request)]),
};
