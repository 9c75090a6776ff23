/** Detects a file's kind by its bytes, because names and extensions can be wrong. */

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

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** "json", "log-export", "text", "parquet", or the kind that coverage counts it as. */
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
