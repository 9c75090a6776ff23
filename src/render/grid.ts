/**
 * Columns without borders. cli-table3 draws a row of each shape once, from placeholders as wide as the cells, and the lines are
 * filled into that: its own idea of character widths (and its cost for each cell) never touches log text.
 */
import Table from 'cli-table3';
import { displayWidth } from './width.ts';

export interface GridCell {
  /** Each at most as wide as the cell; may be colored. */
  readonly lines: readonly string[];
  /** The number of columns that the cell spans; 1 if absent. */
  readonly span?: number;
}

/** What precedes each cell of a row, and the width of each. */
interface Shape {
  readonly before: readonly string[];
  readonly widths: readonly number[];
}

const standIn = /x+/g;

const chars = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid'].flatMap((side) =>
    ['', '-mid', '-left', '-right'].map((corner) => [side + corner, '']),
  ),
);

function drawShape(columnWidths: readonly number[], spans: readonly number[]): Shape {
  const table = new Table({
    chars: { ...chars, middle: ' ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colWidths: [...columnWidths],
  });
  let column = 0;
  table.push(
    spans.map((colSpan) => {
      const covered = columnWidths.slice(column, column + colSpan);
      column += colSpan;
      // a cell that spans columns also takes the spaces between them
      return { colSpan, content: 'x'.repeat(covered.reduce((sum, width) => sum + width, covered.length - 1)) };
    }),
  );
  const drawn = table.toString();
  return {
    before: drawn.split(standIn),
    widths: (drawn.match(standIn) ?? []).map((cell) => cell.length),
  };
}

/** Draws rows of cells as lines, with one space between columns. Every row must cover every column. */
export function createGrid(columnWidths: readonly number[]): (row: readonly GridCell[]) => string[] {
  const shapes = new Map<string, Shape>();
  return (row) => {
    const spans = row.map((cell) => cell.span ?? 1);
    const key = spans.join();
    const shape = shapes.get(key) ?? drawShape(columnWidths, spans);
    shapes.set(key, shape);
    const height = Math.max(0, ...row.map((cell) => cell.lines.length));
    return Array.from({ length: height }, (_, index) => {
      let line = '';
      for (const [position, cell] of row.entries()) {
        const text = cell.lines[index] ?? '';
        const filling = ' '.repeat(Math.max(0, (shape.widths[position] ?? 0) - displayWidth(text)));
        line += (shape.before[position] ?? '') + text + filling;
      }
      return line.trimEnd();
    });
  };
}
