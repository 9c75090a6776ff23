/** One file: by which way it is read, told by its first bytes. What is not in a usual form is read from its beginning again. */
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

/** Reads all records of a file's bytes. Damage costs what it hit and is told in a gap; it never throws for content. */
export async function scanFile(path: string, raw: Buffer, scanners: readonly RecordScanner[]): Promise<FileReading> {
  const reading = await scanSource(path, sourceOf(raw), scanners, {});
  return reading as FileReading;
}

/** All files were read: what waited for one that did not come. */
export function restOf(scanners: readonly RecordScanner[]): FileReading {
  const collector = new FileCollector('');
  for (const scanner of scanners) {
    collector.source = scanner.source;
    scanner.last?.(collector);
  }
  return collector.result(0);
}

export interface ScanOptions {
  /** Inflate by zlib, whatever the machine can. */
  readonly inflate?: 'zlib';
  /** Other files may be read at the same time: one whose records bear on others is not read. */
  readonly alone?: boolean;
}

/** @throws NodeJS.ErrnoException where the source cannot be read. */
export async function scanSource(
  path: string,
  source: ByteSource,
  scanners: readonly RecordScanner[],
  { inflate, alone = false }: ScanOptions,
): Promise<FileReading | typeof inTurn> {
  const wasm = inflate === 'zlib' ? undefined : engine();
  let content: Content;
  // nothing is awaited while the engine is at work
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
      // meanwhile the engine may have been at work on another file
      source.rewind();
      content = openContent(source, wasm);
    }
    // what bears on other files is met by the first record
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
