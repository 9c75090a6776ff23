/** AWS Config from files: delivered history and snapshots, the CLI's output, and what rules and topics receive. */
import { lateScanners, type ScannerShape } from '../../../archive/late-scanner.ts';
import type { ArchiveBackend } from '../../source.ts';
import { parseKey } from '../delivered-key.ts';

const shape: ScannerShape = {
  source: 'config',
  // what another file said already is not repeated
  remembers: true,
  listKeys: ['configurationItems', 'EvaluationResults', 'ConfigRules'],
  openings: ['relatedEvents', 'configurationItemVersion', 'configurationItemCaptureTime', 'EvaluationResultIdentifier'],
};

export const archive: ArchiveBackend = {
  name: 'archive',
  reach: {
    // "Configuration history files are typically delivered every 6 hours":
    // https://docs.aws.amazon.com/config/latest/developerguide/view-manage-resource-console.html
    lagSeconds: 6 * 3600,
    lookbackDays: null,
    actions: [],
  },
  parseKey,
  createScanners: (request) =>
    request.kind === 'credentials'
      ? []
      : lateScanners([shape], async () => [(await import('./archive-reader.ts')).createReader(request)]),
};
