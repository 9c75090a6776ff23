/** Finds the records in a content of any form, and gives each to the sources. */
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { type ByteParts, type ByteSource, partsOf } from './byte-source.ts';
import { type Content, PlainContent } from './content.ts';
import { contentKind } from './content-kind.ts';
import { firstLines, lineBlocks, linesOf } from './content-lines.ts';
import { endOf } from './delivered-file.ts';
import type { ElementFile } from './element-scan.ts';
import { eventLists } from './event-lists.ts';
import { FileCollector, type FileReading } from './file-collector.ts';
import { type LayoutOptions, type Slice, walkLayout } from './json-layout.ts';
import { nextOpening } from './json-opening.ts';
import { parseSlices } from './json-slices.ts';
import { isValidJson } from './json-validity.ts';
import { eventBlocks, eventsOf, exportedEvent } from './log-export.ts';
import { openParquet, type ParquetFile } from './parquet.ts';
import { DamagedPage } from './parquet-column.ts';
import { BearsOnOthers, RecordOffers } from './record-offers.ts';
import type { RecordScanner, TableReader } from './scanner.ts';

/** How often reading resumes inside what looked like one record. */
const mostRestarts = 100;
/** More broken records than this suggest a file broken throughout: see `isValidJson`. */
const fewBroken = 100;
/** Bytes. Parquet is read from its end; AWS compresses the columns of Parquet files, never the files themselves. */
const longestInMemory = 64 * 1024 * 1024;
const tooLongInMemory = 'it is over 64 MB inside gzip, or comes as a stream: unpack it into a file';
/** Lines of a text file by which sources recognize it. */
const headLines = 5;

/** The file's records affect those of other files, so it must be read in its turn. */
export const inTurn = 'in turn';

export class FileScan {
  private readonly collector: FileCollector;
  private readonly layout: LayoutOptions;
  private readonly offers: RecordOffers;
  private readonly path: string;
  private readonly content: Content;
  private readonly scanners: readonly RecordScanner[];
  private readonly alone: boolean;
  private readonly source: ByteSource | undefined;
  /** Set if its elements were found, and most of them counted. */
  private readonly elements: ElementFile | undefined;
  /** The scanner that recognized the text or table. */
  private textScanner: RecordScanner | undefined;
  /** Number of records that did not parse. */
  private broken = 0;
  /** Bytes read so far, for a file of which only parts are read. */
  private partsRead: number | undefined;

  constructor(
    path: string,
    content: Content,
    scanners: readonly RecordScanner[],
    alone: boolean,
    source?: ByteSource,
    elements?: ElementFile,
  ) {
    this.path = path;
    this.content = content;
    this.scanners = scanners;
    this.alone = alone;
    this.source = source;
    this.elements = elements;
    this.collector = elements?.collector ?? new FileCollector(path);
    this.offers = new RecordOffers(path, this.collector, scanners, alone);
    this.layout = {
      listKeys: [...new Set(scanners.flatMap((scanner) => scanner.listKeys))],
      openings: [...new Set(scanners.flatMap((scanner) => scanner.openings))],
    };
  }

  async run(): Promise<FileReading | typeof inTurn> {
    const { content, collector } = this;
    try {
      const kind = this.elements ? 'elements' : contentKind(content.bytes);
      if (kind === 'elements') this.elementFile();
      else if (kind === 'json') this.json();
      else if (kind === 'log-export') this.logExport();
      else if (kind === 'parquet') await this.parquet();
      else if (kind !== 'text' || !this.text()) collector.unknown(kind);
    } catch (error) {
      if (error instanceof BearsOnOthers) return inTurn;
      throw error;
    }
    endOf(this.scanners, collector, this.alone, this.textScanner);
    if (this.partsRead !== undefined) return collector.result(Math.min(this.partsRead, this.parts().byteLength));
    // damage is reported wherever it is, even after what was read
    content.keep = content.end;
    while (content.more()) content.keep = content.end;
    if (content.damage) collector.damagedAt({ offset: content.end, message: content.damage });
    return collector.result(content.end);
  }

  private json(): void {
    let carrier: JsonValue | undefined;
    const lists = this.alone ? undefined : eventLists(this.scanners, this.path);
    walkLayout(this.content, lists ? { ...this.layout, eventsEnd: lists.end } : this.layout, {
      value: (slice, parsed) => (parsed ? this.offers.record(parsed, []) : this.slice(slice, [])),
      list: (elements, shell, close) => {
        if (shell) carrier = parseSlices(this.content, shell, close);
        if (shell && elements.length === 0 && close !== ']}') this.emptyList(carrier);
        const carriers = isJsonObject(carrier) ? [carrier] : [];
        const offer = (slice: Slice) => this.slice(slice, carriers);
        for (const element of elements) {
          if (element.areEvents) lists?.read(element, this.content, carriers, this.offers, offer);
          else offer(element);
        }
      },
      damage: (damage) => this.collector.damagedAt(damage),
    });
    lists?.finish(this.collector);
  }

  private elementFile(): void {
    this.elements?.visit({
      value: (value, position, carriers) => {
        this.offers.position = position;
        this.offers.record(value, carriers);
      },
      odd: (start, end, position, carriers) => {
        this.offers.position = position;
        this.slice({ start, end }, carriers);
      },
    });
  }

  /** `{"Records": []}` is what a quiet region delivers: recognized, but empty. */
  private emptyList(carrier: JsonValue | undefined): void {
    if (isJsonObject(carrier) && this.layout.listKeys.some((key) => Array.isArray(carrier[key]))) {
      this.collector.emptyDelivery = true;
      this.collector.unknown('empty list');
    }
  }

  /** Reads a record's bytes. If they do not parse, reading resumes at the next record that begins inside them. */
  private slice(slice: Slice, carriers: readonly JsonObject[], restarts = 0): void {
    const value = this.parse(slice);
    if (value !== undefined) {
      this.offers.record(value, carriers);
      return;
    }
    this.broken++;
    this.collector.damagedAt({ offset: slice.start, message: 'the record is no valid JSON' });
    const { content } = this;
    const next = nextOpening(content, slice.start + 1, slice.end, this.layout.openings);
    if (next < 0 || restarts >= mostRestarts) return;
    const inside = (found: Slice) =>
      this.slice({ start: next + found.start, end: next + found.end }, carriers, restarts + 1);
    walkLayout(content.bytes.subarray(next - content.base, slice.end - content.base), this.layout, {
      value: inside,
      list: (elements) => elements.slice().forEach(inside),
      damage: ({ offset, message }) => this.collector.damagedAt({ offset: next + offset, message }),
    });
  }

  /** Once many records of a file did not parse, each is validated first. */
  private parse(slice: Slice): JsonValue | undefined {
    const { bytes, base } = this.content;
    const isSuspect = this.broken > fewBroken;
    if (isSuspect && !isValidJson(bytes, slice.start - base, slice.end - base)) return undefined;
    return parseSlices(this.content, [slice]);
  }

  /** Events that no event reader reads are offered one by one. At most one reader is used, since there is one engine. */
  private logExport(): void {
    const other = (event: Buffer) => {
      const value = exportedEvent(event);
      if (value) this.offers.record({ ...value }, []);
    };
    for (const scanner of this.alone ? [] : this.scanners) {
      const reader = scanner.events?.(this.path);
      if (!reader) continue;
      for (const events of eventBlocks(this.content)) {
        reader.read(events, (event, position) => {
          this.offers.position = position;
          other(event);
        });
      }
      this.collector.source = scanner.source;
      if (reader.end(this.collector)) this.collector.recognizedBy.add(scanner.source);
      return;
    }
    for (const events of eventBlocks(this.content)) for (const event of eventsOf(events)) other(event);
  }

  private async parquet(): Promise<void> {
    try {
      const whole = this.parts();
      const isPart = this.content instanceof PlainContent;
      const file: ByteParts = {
        byteLength: whole.byteLength,
        slice: (start, end = whole.byteLength) => {
          if (isPart) this.partsRead = (this.partsRead ?? 0) + end - start;
          return whole.slice(start, end);
        },
      };
      const parquet = await openParquet(file);
      for (const scanner of this.scanners) {
        const table = scanner.table?.(parquet.columns, this.path);
        if (!table) continue;
        this.textScanner = scanner;
        this.collector.source = scanner.source;
        this.collector.recognizedBy.add(scanner.source);
        this.table(parquet, table);
        return;
      }
      for await (const row of parquet.rows()) this.offers.record(row, []);
    } catch (error) {
      if (error instanceof BearsOnOthers) throw error;
      this.parquetDamage(error as Error);
    }
  }

  /** Synchronous, since the reader must not be interrupted. Damage costs only the rows of its part that were not read yet. */
  private table(file: ParquetFile, table: TableReader): void {
    const { collector, path } = this;
    for (const part of file.parts) {
      const place = (row: number) => {
        collector.position = part.before + row;
        return { file: path, locator: `${path}#${part.before + row + 1}`, carriers: [] };
      };
      try {
        table.read({ ...part, column: (name) => file.column(part, name), place }, collector);
      } catch (error) {
        this.parquetDamage(error as Error);
      }
    }
    table.end(collector);
  }

  private parquetDamage(error: Error): void {
    const offset = error instanceof DamagedPage ? error.offset : 0;
    this.collector.damagedAt({ offset, message: `the Parquet file cannot be read (${error.message})` });
  }

  /**
   * Rows are found from the file's end, so compressed files have to be in memory completely.
   * @throws Error if that is too much.
   */
  private parts(): ByteParts {
    const parts = this.content instanceof PlainContent ? this.source?.parts : undefined;
    if (parts) return parts;
    while (this.content.more()) if (this.content.end > longestInMemory) throw new Error(tooLongInMemory);
    // copied, because another file takes over the window before the last row is read
    return partsOf(Buffer.from(this.content.bytes));
  }

  /** Reads a text file that a source recognizes by its first lines; false if none does. */
  private text(): boolean {
    const head = firstLines(this.content, headLines);
    for (const scanner of this.scanners) {
      const read = scanner.text?.(head, this.path);
      if (!read) continue;
      this.textScanner = scanner;
      this.collector.source = scanner.source;
      this.collector.recognizedBy.add(scanner.source);
      if (read.blocks) {
        for (const lines of lineBlocks(this.content)) read.blocks.read(lines, this.collector);
        read.blocks.end(this.collector);
        return true;
      }
      for (const line of linesOf(this.content)) {
        if (line.trim() === '') continue;
        read.line(line, this.offers.next([]), this.collector);
      }
      return true;
    }
    return false;
  }
}
