/** Scanners whose code is loaded with the first file that may hold their records: most archives hold those of one source. */
import type { RecordScanner } from './scanner.ts';

/** What is known of a scanner before anything is read. */
export type ScannerShape = Pick<RecordScanner, 'source' | 'listKeys' | 'openings' | 'lastResort' | 'remembers'>;

/** What it does with what is read. */
export type RecordReader = Pick<
  RecordScanner,
  'record' | 'heads' | 'text' | 'table' | 'events' | 'lists' | 'end' | 'last'
>;

/** Scanners of these shapes, in this order. `load` is called once, if at all, and gives a reader for each shape. */
export function lateScanners(
  shapes: readonly ScannerShape[],
  load: () => Promise<readonly RecordReader[]>,
): readonly RecordScanner[] {
  let readers: readonly RecordReader[] | undefined;
  let loading: Promise<void> | undefined;
  const ready = () => {
    if (readers) return undefined;
    loading ??= load().then((loaded) => {
      readers = loaded;
    });
    return loading;
  };
  return shapes.map((shape, index) => ({
    ...shape,
    ready,
    record(value, place, collector) {
      const reader = readers?.[index];
      if (!reader) throw new Error(`the scanner of ${shape.source} was given a record before it was ready`);
      return reader.record(value, place, collector);
    },
    heads: () => readers?.[index]?.heads?.(),
    text: (head, file) => readers?.[index]?.text?.(head, file),
    table: (columns, file) => readers?.[index]?.table?.(columns, file),
    events: (file) => readers?.[index]?.events?.(file),
    lists: (file) => readers?.[index]?.lists?.(file),
    end: (collector) => readers?.[index]?.end?.(collector),
    last: (collector) => readers?.[index]?.last?.(collector),
  }));
}

/** Until all of them can be given records; undefined where they can at once. */
export function readied(scanners: readonly RecordScanner[]): Promise<unknown> | undefined {
  const awaited = scanners.flatMap((scanner) => scanner.ready?.() ?? []);
  return awaited.length > 0 ? Promise.all(awaited) : undefined;
}
