/** What reading a file for the index comes to: in every thread that takes part in a build. */
import type { ByteSource } from './byte-source.ts';
import { openContent, PlainContent } from './content.ts';
import { scanDeliveredContent } from './delivered-file.ts';
import { layoutOf } from './delivered-scan.ts';
import { engine } from './engine.ts';
import { WatchedContent, type WordCollector } from './index-filter.ts';
import type { FileKnowledge } from './index-segment.ts';
import type { RecordScanner } from './scanner.ts';
import { type SentError, sentError } from './sent-error.ts';

/** Of a file, its words in place of a filter: which of them are common is told when others were read too. */
export interface FileWords extends Omit<FileKnowledge, 'filter'> {
  /** Hashes of 64 bits, each once, in no order: low and high halves in turn. */
  readonly words: Uint32Array<ArrayBuffer>;
}

/** `words` absent: no filter can be made of the file. An error is one of the system: the file cannot be had now. */
export type ReadOutcome = { readonly words?: FileWords } | { readonly error: SentError };

/** Never rejects, nor throws: what is no error of the system has no code. */
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

/** undefined where it is not in every respect as it is delivered, or hides what its words are. */
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
