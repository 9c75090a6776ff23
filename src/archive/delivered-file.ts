/** Reads files that begin in the form in which a service delivers them: the fast path for almost all files. */
import type { JsonObject } from '../model/json.ts';
import type { Content } from './content.ts';
import { type Layout, layoutOf, scanDelivered } from './delivered-scan.ts';
import type { Engine } from './engine.ts';
import { FileCollector, type FileReading } from './file-collector.ts';
import type { RecordScanner } from './scanner.ts';

/** Reads a file in delivered form from its opened content; undefined for any other file. Synchronous. */
export function scanDeliveredContent(
  path: string,
  content: Content,
  scanner: RecordScanner,
  wasm: Engine,
): FileReading | undefined {
  const layout = content.base === 0 ? layoutOf(content.bytes, scanner) : undefined;
  return layout && readDelivered(path, content, layout, [scanner], wasm, false);
}

/**
 * Reads the file with the first scanner, in whose form it begins; undefined if the file deviates from that form anywhere, in
 * which case everything collected from it must be discarded. `alone`: other files may be read at the same time.
 */
export function readDelivered(
  path: string,
  content: Content,
  layout: Layout,
  scanners: readonly RecordScanner[],
  wasm: Engine,
  alone: boolean,
): FileReading | undefined {
  const [scanner] = scanners;
  if (!scanner?.delivered) return undefined;
  const { delivered, source } = scanner;
  const collector = new FileCollector(path);
  collector.source = source;
  const carriers: readonly JsonObject[] = layout.carrier ? [layout.carrier] : [];
  const listKeys = [...new Set(scanners.flatMap((each) => each.listKeys))];
  const isWhole = scanDelivered(content, layout, listKeys, wasm, delivered, collector, (hit) => {
    const { value, number, isUsual } = hit;
    collector.position = number - 1;
    collector.isCounted = isUsual;
    const isTaken = scanner.record(value, { file: path, locator: `${path}#${number}`, carriers }, collector);
    collector.isCounted = false;
    return isTaken;
  });
  if (!isWhole) return undefined;
  collector.recognizedBy.add(source);
  endOf(scanners, collector, alone);
  return collector.result(content.end);
}

/** Ends the file for its scanners. `textScanner`: the one that read the file's lines, which never affect other files. */
export function endOf(
  scanners: readonly RecordScanner[],
  collector: FileCollector,
  alone: boolean,
  textScanner?: RecordScanner,
): void {
  for (const scanner of scanners) {
    // it was given no records
    if (!scanner.end || (alone && scanner.remembers && scanner !== textScanner)) continue;
    collector.source = scanner.source;
    scanner.end(collector);
  }
}
