/** What kind of content a file has, told by its bytes: names and endings lie. */
import type { Content } from './content.ts';

/** CloudWatch Logs exports begin each event with its time: `2026-03-01T12:00:00.000Z message`. */
const exportLine = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) /;

const signatures: readonly (readonly [string, string])[] = [
  ['PAR1', 'parquet'],
  ['PK\x03\x04', 'zip'],
  ['BZh', 'bzip2'],
  ['\x28\xb5\x2f\xfd', 'zstd'],
  ['\xfd7zXZ', 'xz'],
  ['Obj\x01', 'avro'],
  ['ORC', 'orc'],
  ['%PDF', 'pdf'],
  ['\x89PNG', 'image'],
];

/** "json", "log-export", "text", "parquet", or what coverage counts it as. */
export function contentKind(bytes: Buffer): string {
  if (bytes.length === 0) return 'empty file';
  const head = bytes.toString('latin1', 0, 512);
  const signature = signatures.find(([magic]) => head.startsWith(magic));
  if (signature) return signature[1];
  if (head.includes('\0')) return 'binary';
  const text = head.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (text.startsWith('{') || text.startsWith('[')) return 'json';
  return exportLine.test(text) ? 'log-export' : 'text';
}

/** A longer line is taken in parts: nothing that is read by lines has any such. */
const longestLine = 64 * 1024 * 1024;

/** The lines of a text, without their ends and without a byte order mark. `forgets`: the window moves on with them. */
export function* linesOf(content: Content, forgets = true): Generator<string> {
  const { bytes: head } = content;
  let start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  let searched = start;
  for (;;) {
    const { bytes, base } = content;
    const found = bytes.indexOf(0x0a, searched - base);
    const isLong = found < 0 && content.end - start > longestLine;
    if (found < 0 && !isLong) {
      searched = content.end;
      if (forgets) content.keep = start;
      if (content.more()) continue;
      if (start < content.end) yield lineIn(content.bytes, start - content.base, content.end - content.base);
      return;
    }
    const end = isLong ? content.end : found + base;
    yield lineIn(bytes, start - base, end - base);
    start = isLong ? end : end + 1;
    searched = start;
  }
}

/**
 * The same lines, as many at once as the window holds, with their ends: only the last of the file, or a part of one that is
 * too long, may lack its own. They must be used before the next are asked for.
 */
export function* blocksOf(content: Content): Generator<Uint8Array> {
  const { bytes: head } = content;
  let start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  let searched = start;
  for (;;) {
    const { bytes, base, end } = content;
    const last = bytes.subarray(searched - base).lastIndexOf(0x0a);
    const stop = last >= 0 ? searched + last + 1 : end - start > longestLine ? end : start;
    if (stop > start) yield bytes.subarray(start - base, stop - base);
    start = stop;
    searched = end;
    content.keep = start;
    if (content.more()) continue;
    if (start < content.end) yield content.bytes.subarray(start - content.base);
    return;
  }
}

const lineIn = (bytes: Buffer, start: number, end: number) =>
  bytes.toString('utf8', start, end > start && bytes[end - 1] === 0x0d ? end - 1 : end);
