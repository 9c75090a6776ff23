/** Where evidence comes from, for the runner: an archive or AWS itself, asked in the same way. */
import type { RecordScanner } from '../archive/scanner.ts';
import type { Reading } from '../model/evidence.ts';
import type { Filters, Window } from '../model/question.ts';
import { sourcesInFiles } from '../plan/lanes.ts';
import { type Archive, isArchiveBackend, type Source, type SourceRequest } from '../sources/source.ts';

export interface EvidenceReader {
  /** What a source's coverage calls the way it was read. */
  backendOf(source: string): string;
  /**
   * No record comes from two places, and no two records have one id: what is read later changes nothing of what a record
   * is. Absent: copies may lie anywhere, as in files.
   */
  readonly givesEachOnce?: true;
  /** What is read again has to be fetched again: whatever may matter is kept when it is read first. */
  readonly fetchesAgain?: boolean;
  /** Everything that answers a request, as it comes. Rejects with the signal's reason when aborted. */
  read(request: SourceRequest, window: Window, scope: Scope): AsyncIterable<Reading>;
}

export interface Scope extends Pick<Filters, 'regions' | 'accounts'> {
  /** The only sources to ask, where asking costs. Absent: as the question needs. */
  readonly sources?: readonly string[];
  /** Of files: these alone, in this order. */
  readonly files?: readonly string[];
}

/** Makes of the scanners of a request what condenses the evidence of each file, where it asks for that. */
export type ScannersOf = (request: SourceRequest) => readonly RecordScanner[] | Promise<readonly RecordScanner[]>;

/** Every file is opened once for all sources together. */
export function archiveEvidence(
  sources: readonly Source[],
  archive: Archive,
  scannersOf: ScannersOf = (request) => archiveScanners(sources, request),
  fetchesAgain = false,
): EvidenceReader {
  const backends = sources.flatMap((source) => source.backends.filter(isArchiveBackend));
  /** Path -> what it tells: asked several times for each file, in each round. */
  const keys = new Map<string, ReturnType<typeof keyOf>>();
  /** Of hundreds of thousands of files there are few accounts and regions: each is there once. */
  const names = new Map<string, string>();
  const nameOf = (name: string) => {
    const known = names.get(name) ?? name;
    names.set(known, known);
    return known;
  };
  const keyOf = (path: string) => {
    for (const backend of backends) {
      const key = backend.parseKey(path);
      if (key !== undefined) return { ...key, account: nameOf(key.account), region: nameOf(key.region) };
    }
    return undefined;
  };
  let last: string | undefined;
  let lastKey: ReturnType<typeof keyOf>;
  const parseKey = (path: string) => {
    if (path === last) return lastKey;
    const known = keys.get(path);
    const isKnown = known !== undefined || keys.has(path);
    last = path;
    lastKey = isKnown ? known : keyOf(path);
    if (!isKnown) keys.set(path, lastKey);
    return lastKey;
  };
  return {
    backendOf: () => 'archive',
    fetchesAgain,
    async *read(request, window, { regions, accounts, files, sources: named }) {
      const scanners = await scannersOf(request);
      // who is behind calls is told by calls: no other scanner is there
      const delivered = named ?? ('question' in request ? sourcesInFiles(request.question) : undefined);
      const selection = { ...window, regions, accounts, sources: delivered, ...(files && { files }) };
      if (scanners.length > 0) yield* archive.scan(scanners, selection, parseKey, request);
    },
  };
}

export const archiveScanners = (sources: readonly Source[], request: SourceRequest): readonly RecordScanner[] =>
  sources
    .filter(({ name }) => request.sources?.includes(name) ?? true)
    .flatMap(({ backends }) => backends.filter(isArchiveBackend))
    .flatMap((backend) => backend.createScanners(request));
