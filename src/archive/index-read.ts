/** Reads a file for the index; used by every thread that takes part in a build. */
import type { ByteSource } from './byte-source.ts';
import { openContent, PlainContent } from './content.ts';
import { scanDeliveredContent } from './delivered-file.ts';
import { layoutOf } from './delivered-scan.ts';
import { engine } from './engine.ts';
import { WatchedContent, type WordCollector } from './index-filter.ts';
import type { FileKnowledge } from './index-segment.ts';
import type { RecordScanner } from './scanner.ts';
import { type SentError, sentError } from './sent-error.ts';

/** A file's words instead of a filter: which words are common is known only once other files have been read. */
export interface FileWords extends Omit<FileKnowledge, 'filter'> {
  /** Distinct 64-bit hashes in no particular order: low and high halves in turn. */
  readonly words: Uint32Array<ArrayBuffer>;
}

/** `words` absent: no filter can be made for the file. `error`: a system error, so the file cannot be read now. */
export type ReadOutcome = { readonly words?: FileWords } | { readonly error: SentError };

/** Never throws: an error without a code is not a system error. */
export function readForIndex(
  path: string,
  size: number,
  open: () => ByteSource,
  scanner: RecordScanner,
  collector: WordCollector | undefined,
): ReadOutcome {
  try {
    const source = open();
    try {
      const words = collector && wordsOf(path, size, source, scanner, collector);
      return words ? { words } : {};
    } finally {
      source.close();
    }
  } catch (error) {
    return { error: sentError(error) };
  }
}

/** undefined if the file deviates from the delivered form, or has words that cannot be known. */
function wordsOf(
  path: string,
  size: number,
  source: ByteSource,
  scanner: RecordScanner,
  collector: WordCollector,
): FileWords | undefined {
  const wasm = engine();
  if (!wasm) return undefined;
  const opened = openContent(source, wasm, (head) => layoutOf(head, scanner) !== undefined);
  if (opened instanceof PlainContent) return undefined;
  collector.begin(size);
  const reading = scanDeliveredContent(path, new WatchedContent(opened, collector), scanner, wasm);
  if (!reading || wasm.hasDoubt.value !== 0) return undefined;
  const isPlain = reading.evidence.length === 0 && reading.skipped.length === 0 && reading.gaps.length === 0;
  const words = isPlain ? collector.finish() : undefined;
  const keys = reading.keys?.usualOnly ? { keys: reading.keys.hashes } : {};
  return words && { bytes: reading.bytes, spans: reading.spans, words, ...keys };
}
