/** One file: the records in it, whatever wraps them, and what the sources make of each. */
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../model/json.ts';
import { contentKind, exportLine, linesOf } from './content-kind.ts';
import { FileCollector, type FileReading } from './file-collector.ts';
import { inflate } from './inflate.ts';
import { type LayoutOptions, nextOpening, type Slice, walkLayout } from './json-layout.ts';
import { rowsOf } from './parquet.ts';
import type { Place, RecordScanner } from './scanner.ts';

/** How deep a record may lie inside wrappers that no source knows. */
const deepestWrapper = 8;
/** How often reading is taken up again inside what looked like one record. */
const mostRestarts = 100;
/** Lines of a text file by which sources tell whether it is theirs. */
const headLines = 5;

/** Reads all records of a file's bytes. Damage costs what it hit and is told in a gap; it never throws for content. */
export async function scanFile(path: string, raw: Buffer, scanners: readonly RecordScanner[]): Promise<FileReading> {
  const { bytes, damage } = await inflate(raw);
  const scan = new FileScan(path, bytes, scanners);
  await scan.run();
  if (damage) scan.collector.damages.push({ offset: bytes.length, message: damage });
  return scan.collector.result(bytes.length);
}

class FileScan {
  readonly collector: FileCollector;
  private readonly layout: LayoutOptions;
  private records = 0;
  private readonly path: string;
  private readonly bytes: Buffer;
  private readonly scanners: readonly RecordScanner[];

  constructor(path: string, bytes: Buffer, scanners: readonly RecordScanner[]) {
    this.path = path;
    this.bytes = bytes;
    this.scanners = scanners;
    this.collector = new FileCollector(path);
    this.layout = {
      listKeys: [...new Set(scanners.flatMap((scanner) => scanner.listKeys))],
      openings: [...new Set(scanners.flatMap((scanner) => scanner.openings))],
    };
  }

  async run(): Promise<void> {
    const kind = contentKind(this.bytes);
    if (kind === 'json') this.json();
    else if (kind === 'log-export') this.logExport();
    else if (kind === 'parquet') await this.parquet();
    else if (kind !== 'text' || !this.text()) this.collector.unknown(kind);
    for (const scanner of this.scanners) {
      this.collector.source = scanner.source;
      scanner.end?.(this.collector);
    }
  }

  private json(): void {
    walkLayout(this.bytes, this.layout, {
      value: (slice) => this.slice(slice, []),
      list: (elements, shell) => {
        const carrier = this.parse(shell);
        if (elements.length === 0) this.emptyList(carrier);
        for (const element of elements) this.slice(element, isJsonObject(carrier) ? [carrier] : []);
      },
      damage: (damage) => this.collector.damages.push(damage),
    });
  }

  /** `{"Records": []}` is what a quiet region delivers: recognized, and nothing in it. */
  private emptyList(carrier: JsonValue | undefined): void {
    if (isJsonObject(carrier) && this.layout.listKeys.some((key) => Array.isArray(carrier[key]))) {
      this.collector.emptyDelivery = true;
      this.collector.unknown('empty list');
    }
  }

  /** A record's bytes. Where they do not parse, reading goes on at the next record that begins inside them. */
  private slice(slice: Slice, carriers: readonly JsonObject[], restarts = 0): void {
    const value = this.parse([slice]);
    if (value !== undefined) {
      this.record(value, carriers);
      return;
    }
    this.collector.damages.push({ offset: slice.start, message: 'the record is no valid JSON' });
    const next = nextOpening(this.bytes, slice.start + 1, slice.end, this.layout.openings);
    if (next < 0 || restarts >= mostRestarts) return;
    const inside = (found: Slice) =>
      this.slice({ start: next + found.start, end: next + found.end }, carriers, restarts + 1);
    walkLayout(this.bytes.subarray(next, slice.end), this.layout, {
      value: inside,
      list: (elements) => elements.forEach(inside),
      damage: ({ offset, message }) => this.collector.damages.push({ offset: next + offset, message }),
    });
  }

  /** undefined for what is no JSON, and for what is longer than any string can be. The layout bounds how deep it nests. */
  private parse(slices: readonly Slice[]): JsonValue | undefined {
    try {
      return JSON.parse(slices.map(({ start, end }) => this.bytes.toString('utf8', start, end)).join('')) as JsonValue;
    } catch {
      return undefined;
    }
  }

  /** CloudWatch Logs exports: a message's further lines come without a time. */
  private logExport(): void {
    let message = '';
    let timestamp = '';
    const flush = () => {
      if (timestamp !== '') this.record({ timestamp, message }, []);
    };
    for (const line of linesOf(this.bytes)) {
      const start = exportLine.exec(line);
      if (start) {
        flush();
        timestamp = start[1] as string;
        message = line.slice(start[0].length);
      } else message += `\n${line}`;
    }
    flush();
  }

  private async parquet(): Promise<void> {
    try {
      for await (const row of rowsOf(this.bytes)) this.record(row, []);
    } catch (error) {
      this.collector.damages.push({
        offset: 0,
        message: `the Parquet file cannot be read (${(error as Error).message})`,
      });
    }
  }

  /** A text file that a source knows by its first lines; false where none does. */
  private text(): boolean {
    const head: string[] = [];
    for (const line of linesOf(this.bytes)) {
      if (head.push(line) >= headLines) break;
    }
    for (const scanner of this.scanners) {
      const read = scanner.text?.(head, this.path);
      if (!read) continue;
      this.collector.source = scanner.source;
      this.collector.recognizedBy.add(scanner.source);
      for (const line of linesOf(this.bytes)) {
        if (line.trim() === '') continue;
        this.records++;
        read(line, this.place([]), this.collector);
      }
      return true;
    }
    return false;
  }

  private record(value: JsonValue, carriers: readonly JsonObject[]): void {
    this.records++;
    if (!this.offer(value, carriers, 0)) this.collector.unknown(kindOf(value));
  }

  private place(carriers: readonly JsonObject[]): Place {
    return { file: this.path, locator: `${this.path}#${this.records}`, carriers };
  }

  /**
   * Offers a value to the sources, and where none knows it, what it holds: records come in wrappers of many makers.
   * Scanners of last resort are asked when nothing inside was known either.
   */
  private offer(value: JsonValue | undefined, carriers: readonly JsonObject[], depth: number): boolean {
    if (depth > deepestWrapper) return false;
    if (Array.isArray(value)) {
      let known = false;
      for (const element of value) known = this.offer(element, carriers, depth + 1) || known;
      return known;
    }
    if (typeof value === 'string') return looksLikeJson(value) && this.offer(parseJson(value), carriers, depth + 1);
    if (!isJsonObject(value)) return false;
    if (this.isKnown(value, carriers, false)) return true;
    let known = false;
    for (const member of Object.values(value)) {
      if (typeof member === 'object' || typeof member === 'string')
        known = this.offer(member, [...carriers, value], depth + 1) || known;
    }
    return known || this.isKnown(value, carriers, true);
  }

  private isKnown(value: JsonObject, carriers: readonly JsonObject[], lastResort: boolean): boolean {
    const place = this.place(carriers);
    for (const scanner of this.scanners) {
      if ((scanner.lastResort ?? false) !== lastResort) continue;
      this.collector.source = scanner.source;
      if (scanner.record(value, place, this.collector)) {
        this.collector.recognizedBy.add(scanner.source);
        return true;
      }
    }
    return false;
  }
}

const looksLikeJson = (text: string) => /^\s*[{[]/.test(text);

/** What to call a value that no source knows: an envelope by what it says of itself, else by its form. */
function kindOf(value: JsonValue): string {
  if (!isJsonObject(value)) return 'json';
  if (typeof value['detail-type'] === 'string') return value['detail-type'];
  if (value['messageType'] === 'CONTROL_MESSAGE') return 'control message';
  return 'json';
}
