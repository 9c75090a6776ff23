/** Text files of flow logs: recognized by a header, or by lines that can only be flow records. */
import { lineEngine } from '../../archive/line-engine.ts';
import type { BlockReader, Collector, Place, TextReader } from '../../archive/scanner.ts';
import { FlowEngine, mostAsked } from './flow-engine.ts';
import type { Asking } from './flow-engine-sums.ts';
import { columnsOf, type FieldReader, type FlowFormat, formatOfRow, headerFormat, readColumns } from './flow-fields.ts';
import { flowRecord } from './flow-record.ts';
import type { FlowTally } from './flow-tally.ts';

export interface FlowText {
  readonly asking: Asking;
  readonly tally: FlowTally;
  /** Takes a record that was read by itself. */
  take(read: FieldReader, place: Place, collector: Collector): void;
}

/** What to do with a line that is neither a header nor blank. */
interface Line {
  record(read: FieldReader): void;
  damaged(reason: string): void;
  skipped(kind: string): void;
}

export const noRecord = 'no flow-log record';

/** undefined for any other text. */
export function flowText(head: readonly string[], file: string, flows: FlowText): TextReader | undefined {
  const lines = linesOf(head);
  if (!lines) return undefined;
  const blocks = blocksOf(lines, file, flows);
  return {
    line(line, place, collector) {
      lines.read(line, {
        record: (read) => flows.take(read, place, collector),
        damaged: (reason) => collector.damaged(reason),
        skipped: (kind) => collector.skipped(kind),
      });
    },
    ...(blocks && { blocks }),
  };
}

interface Lines {
  /** For the lines that follow, as far as it is known. */
  readonly format: FlowFormat;
  readonly hasHeader: boolean;
  read(text: string, line: Line): void;
}

function linesOf(head: readonly string[]): Lines | undefined {
  const header = head.map(headerFormat).find((found) => found !== undefined);
  const first = header ?? head.map((line) => formatOfRow(columnsOf(line))).find((found) => found !== undefined);
  if (!first) return undefined;
  let format = first;
  let hasHeader = header !== undefined;
  return {
    get format() {
      return format;
    },
    get hasHeader() {
      return hasHeader;
    },
    read(text, line) {
      const header = headerFormat(text);
      if (header) {
        // headers occur in the middle, too: files get concatenated
        format = header;
        hasHeader = true;
        return;
      }
      const columns = columnsOf(text);
      const of = hasHeader ? format : formatOfRow(columns);
      if (of?.has('tgw-id')) line.skipped('transit gateway flow record');
      else if (of?.size !== columns.length) line.damaged(noRecord);
      else if (!of.has('start') && !of.has('end')) line.skipped('flow record without a time');
      else {
        format = of;
        line.record(readColumns(of, columns));
      }
    },
  };
}

function blocksOf(lines: Lines, file: string, { asking, tally }: FlowText): BlockReader | undefined {
  const loaded = asking.addresses.length <= mostAsked ? lineEngine() : undefined;
  if (!loaded) return undefined;
  const engine = new FlowEngine(loaded, tally, asking, file);
  let told: Pick<Lines, 'format' | 'hasHeader'> | undefined;
  const setFormat = () => {
    const { format, hasHeader } = lines;
    if (told?.format === format && told.hasHeader === hasHeader) return;
    told = { format, hasHeader };
    engine.setFormat(format, !hasHeader);
  };
  const take = takerOf(engine, asking);
  return {
    read(bytes, collector) {
      setFormat();
      engine.lines(bytes, (text) => {
        lines.read(text, {
          record(read) {
            if (!take(read)) collector.damaged(noRecord);
          },
          damaged: (reason) => collector.damaged(reason),
          skipped: (kind) => engine.count({ account: null, region: null }, kind),
        });
        setFormat();
      });
    },
    end: (collector) => engine.end(collector),
  };
}

/**
 * Handles a record that the engine did not read; returns false if the line is not one. It is counted by the collector, or with
 * the others.
 */
export const takerOf =
  (engine: FlowEngine, asking: Asking) =>
  (read: FieldReader, collector?: Collector): boolean => {
    const found = flowRecord(read);
    if (!found) return false;
    const record = asking.placed(found);
    const { account, region, start, status } = record;
    if (collector) {
      collector.seen(account, region, start);
      if (status !== 'OK') collector.skipped(status, account, region);
    } else {
      engine.count(record, undefined, start);
      if (status !== 'OK') engine.count(record, status);
    }
    if (!asking.isIn(record)) return true;
    const spellings = asking.wanted(record);
    if (spellings) engine.add(record, spellings);
    else if (asking.addresses.length > 0) engine.observe(record);
    return true;
  };
