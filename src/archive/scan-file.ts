/** Reads one file, choosing the way by its first bytes. A file that turns out not to have the expected form is read again. */
import { type ByteSource, sourceOf } from './byte-source.ts';
import { type Content, inflateContent, openContent, PlainContent } from './content.ts';
import { readDelivered } from './delivered-file.ts';
import { layoutOf } from './delivered-scan.ts';
import { scanElementFile } from './element-scan.ts';
import { engine } from './engine.ts';
import { FileCollector, type FileReading } from './file-collector.ts';
import { FileScan, type inTurn } from './file-scan.ts';
import { readied } from './late-scanner.ts';
import type { RecordScanner } from './scanner.ts';

/** Reads all records of a file's bytes. Damage costs only what it hit and is reported as a gap; bad content never throws. */
export async function scanFile(path: string, raw: Buffer, scanners: readonly RecordScanner[]): Promise<FileReading> {
  const reading = await scanSource(path, sourceOf(raw), scanners, {});
  return reading as FileReading;
}

/** All files have been read: what was still waiting for another file. */
export function restOf(scanners: readonly RecordScanner[]): FileReading {
  const collector = new FileCollector('');
  for (const scanner of scanners) {
    collector.source = scanner.source;
    scanner.last?.(collector);
  }
  return collector.result(0);
}

export interface ScanOptions {
  /** Inflate with zlib even if the engine is available. */
  readonly inflate?: 'zlib';
  /** Whether other files may be read at the same time: then a file whose records affect other files is not read. */
  readonly alone?: boolean;
}

/** @throws NodeJS.ErrnoException if the source cannot be read. */
export async function scanSource(
  path: string,
  source: ByteSource,
  scanners: readonly RecordScanner[],
  { inflate, alone = false }: ScanOptions,
): Promise<FileReading | typeof inTurn> {
  const wasm = inflate === 'zlib' ? undefined : engine();
  let content: Content;
  // no awaiting while the engine is working
  if (wasm) {
    const [first] = scanners;
    const layoutIn = (head: Buffer) => first && layoutOf(head, first);
    content = openContent(source, wasm, (head) => layoutIn(head) !== undefined);
    const layout = content instanceof PlainContent ? undefined : layoutIn(content.bytes);
    if (layout) {
      const reading = readDelivered(path, content, layout, scanners, wasm, alone);
      if (reading) return reading;
      source.rewind();
      content = openContent(source, wasm);
    }
    const loading = readied(scanners);
    if (loading) {
      await loading;
      // meanwhile the engine may have worked on another file
      source.rewind();
      content = openContent(source, wasm);
    }
    // when read alone, the first record shows whether the file affects others
    const elements = alone ? undefined : scanElementFile(path, content, source, wasm, scanners);
    if (elements) return new FileScan(path, elements.content, scanners, alone, source, elements).run();
    if (content.base > 0 || content.keep > 0) {
      source.rewind();
      content = openContent(source, wasm);
    }
  } else {
    await readied(scanners);
    content = await inflateContent(source);
  }
  return new FileScan(path, content, scanners, alone, source).run();
}
