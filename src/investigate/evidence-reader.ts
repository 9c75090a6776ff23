/** Where evidence comes from, for the runner: an archive or AWS itself, asked in the same way. */
import type { Reading } from '../model/evidence.ts';
import type { Filters, Window } from '../model/question.ts';
import { type Archive, isArchiveBackend, type Source, type SourceRequest } from '../sources/source.ts';

export interface EvidenceReader {
  /** What a source's coverage calls the way it was read. */
  backendOf(source: string): string;
  /**
   * No record comes from two places, and no two records have one id: what is read later changes nothing of what a record
   * is. Absent: copies may lie anywhere, as in files.
   */
  readonly givesEachOnce?: true;
  /** Everything that answers a request, as it comes. Rejects with the signal's reason when aborted. */
  read(request: SourceRequest, window: Window, scope: Scope): AsyncIterable<Reading>;
}

export interface Scope extends Pick<Filters, 'regions' | 'accounts'> {
  /** The only sources to ask, where asking costs. Absent: as the question needs. */
  readonly sources?: readonly string[];
}

/** Every file is opened once for all sources together. */
export function archiveEvidence(sources: readonly Source[], archive: Archive): EvidenceReader {
  const backends = sources.flatMap((source) => source.backends.filter(isArchiveBackend));
  /** Path -> what it tells: asked several times for each file, in each round. */
  const keys = new Map<string, ReturnType<typeof keyOf>>();
  const keyOf = (path: string) => {
    for (const backend of backends) {
      const key = backend.parseKey(path);
      if (key !== undefined) return key;
    }
    return undefined;
  };
  const parseKey = (path: string) => {
    const known = keys.get(path);
    if (known !== undefined || keys.has(path)) return known;
    const key = keyOf(path);
    keys.set(path, key);
    return key;
  };
  return {
    backendOf: () => 'archive',
    async *read(request, window, { regions, accounts }) {
      const scanners = backends.flatMap((backend) => backend.createScanners(request));
      if (scanners.length > 0) yield* archive.scan(scanners, { ...window, regions, accounts }, parseKey, request);
    },
  };
}
