/** Prints a report whose calls are not kept: its beginning, each row as it comes, and the rest once everything is read. */
import type { RowsOut } from '../investigate/passing/pass-by.ts';
import type { RowFormat } from '../model/passing.ts';
import type { CommandName } from '../model/question.ts';
import type { Report } from '../model/report.ts';
import type { ReportHead } from '../report/build.ts';
import { type CliIo, writeLines, writeWhole } from './io.ts';
import { loadRowText } from './passing.ts';

export interface PrintedRows extends RowsOut {
  /** Writes what follows the rows. */
  end(report: Report): Promise<void>;
  /** Whether the reader of our output went away. */
  hasNoReader(): boolean;
}

/** How a format embeds rows in a document. */
interface Frame {
  head(head: ReportHead): Iterable<string>;
  rows(texts: Iterable<string>): Iterable<string>;
  tail(report: Report): Iterable<string>;
  /** For standard error. */
  warnings?(report: Report): Iterable<string>;
}

/**
 * @param onLeft called when nobody reads any more.
 * @param onWrite called before each part is written: anything else on the line has to make way.
 */
export async function printRows(
  format: RowFormat,
  command: CommandName,
  { stdout, stderr }: Pick<CliIo, 'stdout' | 'stderr'>,
  onLeft: () => void,
  onWrite: () => void = () => {},
): Promise<PrintedRows> {
  const [frame, rowText] = await Promise.all([loadFrame(format), loadRowText(format)]);
  let isLeft = false;
  let begun: readonly string[] = [];
  const print = async (lines: Iterable<string>) => {
    onWrite();
    if (isLeft || (await writeWhole(stdout, lines))) return;
    isLeft = true;
    onLeft();
  };
  const unwritten = () => {
    const lines = begun;
    begun = [];
    return lines;
  };
  return {
    format,
    rowText,
    begin(head) {
      begun = [...frame.head({ ...head, query: { ...head.query, command } })];
    },
    write: (rows) =>
      print(
        (function* () {
          yield* unwritten();
          yield* frame.rows(rows);
        })(),
      ),
    async end(report) {
      await print(
        (function* () {
          yield* unwritten();
          yield* frame.tail(report);
        })(),
      );
      await writeLines(stderr, frame.warnings?.(report) ?? []);
    },
    hasNoReader: () => isLeft,
  };
}

async function loadFrame(format: RowFormat): Promise<Frame> {
  switch (format) {
    case 'ndjson': {
      const { headLine, subjectLines, tailLines } = await import('../render/ndjson.ts');
      return {
        head: (head) => [headLine(head)],
        rows: (texts) => texts,
        tail: (report) => [...subjectLines(report), ...tailLines(report)],
      };
    }
    case 'csv': {
      const { csv, headRow } = await import('../render/csv.ts');
      return {
        head: () => [headRow()],
        rows: (texts) => texts,
        tail: () => [],
        warnings: (report) => csv.warnings?.(report) ?? [],
      };
    }
    case 'json': {
      const [{ JsonRows }, { windowSubject }] = await Promise.all([
        import('../render/json-rows.ts'),
        import('../report/subject.ts'),
      ]);
      const document = new JsonRows('timeline');
      return {
        head: (head) => document.head({ ...head, subject: windowSubject }),
        rows: (texts) => document.rows(texts),
        tail({ chains, verdict, coverage, gate }) {
          return document.tail({ chains, verdict, coverage, gate });
        },
      };
    }
  }
}
