/** The scanners of a request, in any thread: if calls are not to be kept, scanners that turn them into rows. */
import type { RecordScanner } from '../archive/scanner.ts';
import { archiveScanners } from '../investigate/evidence-reader.ts';
import type { TimelineEvent } from '../model/event.ts';
import type { RowFormat } from '../model/passing.ts';
import { sources } from '../sources/index.ts';
import type { Source, SourceRequest } from '../sources/source.ts';

/** The events of a format as it prints them, one by one. */
export async function loadRowText(format: RowFormat): Promise<(event: TimelineEvent) => string> {
  switch (format) {
    case 'ndjson':
      return (await import('../render/ndjson.ts')).eventLine;
    case 'csv':
      return (await import('../render/csv.ts')).eventRow;
    case 'json':
      return (await import('../render/json-document.ts')).elementText;
  }
}

export async function scannersOf(request: SourceRequest): Promise<readonly RecordScanner[]> {
  const { passing } = request.kind === 'evidence' ? request : {};
  const scanners = await narrowed(archiveScanners(sources as readonly Source[], request), request);
  if (!passing || request.kind !== 'evidence') return scanners;
  const [{ partScanner }, rowText] = await Promise.all([
    import('../investigate/passing/parts.ts'),
    loadRowText(passing.part === 'rows' ? passing.format : 'ndjson'),
  ]);
  const ofCalls = (scanner: RecordScanner) => scanner.source === 'cloudtrail';
  // the coverage of the others was reported when the calls were first read
  const needed = passing.part === 'survey' ? scanners : scanners.filter(ofCalls);
  return needed.map((scanner) =>
    ofCalls(scanner) ? partScanner(scanner, passing, request.question, rowText) : scanner,
  );
}

/** Of items that are held back, only those that matter by themselves leave the thread. */
async function narrowed(scanners: readonly RecordScanner[], request: SourceRequest): Promise<readonly RecordScanner[]> {
  const until = request.kind === 'evidence' ? request.held?.until : undefined;
  if (until === undefined) return scanners;
  const { brokenItems } = await import('../investigate/passing/broken-items.ts');
  return scanners.map((scanner) => (scanner.source === 'config' ? brokenItems(scanner, until) : scanner));
}
