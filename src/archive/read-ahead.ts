/** Fetches files ahead of a reader that reads them one after another. */
import type { ByteSource } from './byte-source.ts';
import type { ArchiveFile } from './local-paths.ts';
import { aheadLimits, type Fetched, mostAhead, type ReadAhead, type RemoteFiles, sourceFrom } from './remote.ts';

export function readAhead(
  files: readonly ArchiveFile[],
  remote: Pick<RemoteFiles, 'fetch' | 'heldBytes' | 'giveBack'>,
): ReadAhead {
  const begun = new Map<string, Promise<Fetched>>();
  let next = 0;
  let held = 0;
  let isEnded = false;
  const begin = (file: ArchiveFile): Promise<Fetched> => {
    const work = remote.fetch(file);
    // errors go to whoever requests the file
    work.catch(() => {});
    begun.set(file.path, work);
    held += remote.heldBytes(file);
    return work;
  };
  const fill = (): void => {
    for (let file = files[next]; file && !isEnded; file = files[next]) {
      const isAllowed = begun.size < aheadLimits.files && held + remote.heldBytes(file) <= mostAhead(1);
      if (begun.size > 0 && !isAllowed) return;
      next++;
      if (!begun.has(file.path)) void begin(file);
    }
  };
  fill();
  return {
    async of(file) {
      const work = begun.get(file.path) ?? begin(file);
      try {
        return givenBack(await work, file, remote);
      } finally {
        begun.delete(file.path);
        held -= remote.heldBytes(file);
        fill();
      }
    },
    end() {
      isEnded = true;
    },
  };
}

/** Gives the bytes back when the source is closed, since they may be needed again. */
function givenBack(fetched: Fetched, file: ArchiveFile, remote: Pick<RemoteFiles, 'giveBack'>): ByteSource {
  const source = sourceFrom(fetched);
  if (!('bytes' in fetched)) return source;
  return {
    ...source,
    close() {
      source.close();
      remote.giveBack(file, fetched.bytes);
    },
  };
}
