/** Where evidence comes from, as the runner sees it: an archive or AWS itself, asked in the same way. */
import type { RecordScanner } from '../archive/scanner.ts';
import type { Reading } from '../model/evidence.ts';
import type { Filters, Window } from '../model/question.ts';
import { sourcesInFiles } from '../plan/lanes.ts';
import { type Archive, isArchiveBackend, type Source, type SourceRequest } from '../sources/source.ts';

export interface EvidenceReader {
  /** The name of the way in which a source was read, for its coverage. */
  backendOf(source: string): string;
  /**
   * No record comes from two places, and no two records share an id: later records do not change earlier ones. Absent: copies
   * may be anywhere, as in files.
   */
  readonly givesEachOnce?: true;
  /** Reading again means fetching again: whatever may matter is kept on the first read. */
  readonly fetchesAgain?: boolean;
  /** Everything that answers a request, as it arrives. Rejects with the signal's reason when aborted. */
  read(request: SourceRequest, window: Window, scope: Scope): AsyncIterable<Reading>;
}

export interface Scope extends Pick<Filters, 'regions' | 'accounts'> {
  /** The only sources to ask, if asking costs. Absent: as the question needs. */
  readonly sources?: readonly string[];
  /** For files: only these, in this order. */
  readonly files?: readonly string[];
}

/** Turns a request's scanners into those that condense the evidence of each file, if the request wants that. */
export type ScannersOf = (request: SourceRequest) => readonly RecordScanner[] | Promise<readonly RecordScanner[]>;

/** Every file is opened once for all sources together. */
export function archiveEvidence(
  sources: readonly Source[],
  archive: Archive,
  scannersOf: ScannersOf = (request) => archiveScanners(sources, request),
  fetchesAgain = false,
): EvidenceReader {
  const backends = sources.flatMap((source) => source.backends.filter(isArchiveBackend));
  /** Path -> what its key reveals: needed several times for each file, in each round. */
  const keys = new Map<string, ReturnType<typeof keyOf>>();
  /** Hundreds of thousands of files have few accounts and regions: each string is kept once. */
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
      // calls alone reveal who is behind calls: there is no other scanner then
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
