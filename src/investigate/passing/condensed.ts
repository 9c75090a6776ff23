/** A scanner whose evidence is condensed file by file, where it was read: single pieces of evidence go no further. */
import type { Collector, RecordScanner } from '../../archive/scanner.ts';
import type { Evidence } from '../../model/evidence.ts';

/** Takes the evidence of one file. */
export interface Condenser {
  take(item: Evidence): void;
  /** The end of the file. */
  end(): readonly Evidence[];
}

export function condensed(scanner: RecordScanner, createCondenser: () => Condenser): RecordScanner {
  // a file that is read anew is collected anew
  const files = new WeakMap<Collector, { readonly condenser: Condenser; readonly collector: Collector }>();
  const fileOf = (collector: Collector) => {
    const known = files.get(collector);
    if (known) return known;
    const condenser = createCondenser();
    const own: Required<Collector> = {
      evidence: (item) => condenser.take(item),
      seen: (...place) => collector.seen(...place),
      skipped: (...what) => collector.skipped(...what),
      damaged: (reason) => collector.damaged(reason),
      issued: (accessKeyId) => collector.issued?.(accessKeyId),
      noted: (text) => collector.noted?.(text),
    };
    const file = { condenser, collector: own };
    files.set(collector, file);
    return file;
  };
  return {
    ...scanner,
    record: (value, place, collector) => scanner.record(value, place, fileOf(collector).collector),
    end(collector) {
      scanner.end?.(fileOf(collector).collector);
      for (const item of fileOf(collector).condenser.end()) collector.evidence(item);
      files.delete(collector);
    },
  };
}
