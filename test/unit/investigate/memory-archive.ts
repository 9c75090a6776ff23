/** An archive of files in memory, which remembers what it was asked for. */
import { restOf, scanFile } from '../../../src/archive/scan-file.ts';
import type { Selection } from '../../../src/archive/scanner.ts';
import type { JsonValue } from '../../../src/model/json.ts';
import type { Archive } from '../../../src/sources/source.ts';

export interface MemoryArchive extends Archive {
  /** One for each time that the files were read. */
  readonly selections: readonly Selection[];
}

export function memoryArchive(files: Readonly<Record<string, JsonValue>>): MemoryArchive {
  const selections: Selection[] = [];
  return {
    selections,
    async *scan(scanners, selection) {
      selections.push(selection);
      for (const [path, content] of Object.entries(files)) {
        yield await scanFile(path, Buffer.from(JSON.stringify(content)), scanners);
      }
      yield restOf(scanners);
    },
  };
}
