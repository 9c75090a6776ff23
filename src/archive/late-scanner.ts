/** Scanners whose code is loaded with the first file that may hold their records: most archives hold one source. */
import type { RecordScanner } from './scanner.ts';

/** What is known about a scanner before anything is read. */
export type ScannerShape = Pick<RecordScanner, 'source' | 'listKeys' | 'openings' | 'lastResort' | 'remembers'>;

/** The part of a scanner that is loaded late. */
export type RecordReader = Pick<
  RecordScanner,
  'record' | 'heads' | 'text' | 'table' | 'events' | 'lists' | 'end' | 'last'
>;

/** Scanners of these shapes, in this order. `load` is called at most once, and gives a reader for each shape. */
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

/** Resolves once all scanners can be given records; undefined if they already can. */
export function readied(scanners: readonly RecordScanner[]): Promise<unknown> | undefined {
  const awaited = scanners.flatMap((scanner) => scanner.ready?.() ?? []);
  return awaited.length > 0 ? Promise.all(awaited) : undefined;
}
