/** Ends a run that finds more than fits into memory while it can still say so: Node would just crash. */
import type { getHeapStatistics } from 'node:v8';
import type { EvidenceReader } from '../investigate/evidence-reader.ts';
import { Obs3Error } from '../model/error.ts';
import { numberText } from '../model/number-text.ts';

/** As a fraction of Node's memory: what is found still has to be joined and printed. */
const mostHeld = 0.75;
/** Part of the limit, but unavailable for what stays: three semi-spaces, of 16 MB in Node 20 and 22, of 64 MB in 24. */
const youngBytes = 3 * (Number.parseInt(process.versions.node, 10) < 23 ? 2 ** 24 : 2 ** 26);
/** A look costs as much as some hundred pieces of evidence. */
const piecesALook = 5000;

export type Heap = Pick<ReturnType<typeof getHeapStatistics>, 'used_heap_size' | 'heap_size_limit'>;

/** Loaded on first use: few runs find that much. */
const heapNow = (): Heap => process.getBuiltinModule('node:v8').getHeapStatistics();

/** A reader whose evidence is kept. `heap` returns the current usage. */
export function withinMemory(reader: EvidenceReader, heap: () => Heap = heapNow): EvidenceReader {
  let found = 0;
  let looked = 0;
  return {
    ...reader,
    async *read(request, window, scope) {
      for await (const reading of reader.read(request, window, scope)) {
        found += reading.evidence.length;
        if (found - looked >= piecesALook) {
          looked = found;
          const { used_heap_size: used, heap_size_limit: limit } = heap();
          if (used > mostHeld * (limit - youngBytes)) throw tooMuch(found, limit);
        }
        yield reading;
      }
    },
  };
}

/** Twice as much as before, in whole GB. */
const moreMemory = (limit: number): number => 1024 * Math.ceil((2 * limit) / 2 ** 30);

const tooMuch = (found: number, limit: number) =>
  new Obs3Error('TOO_MUCH', `more was found than memory holds (${numberText(found)} events and more)`, {
    hint: [
      'narrow it with --since and --until, or a filter',
      'who prints any number of calls in files (in a bucket with --keep) as -o ndjson, json or csv',
      `or give Node more: NODE_OPTIONS=--max-old-space-size=${moreMemory(limit)}`,
    ].join('; '),
  });
