/**
 * Rows of comma-separated values, as RFC 4180 has them, safe to open in a spreadsheet: text from logs that would be taken
 * for a formula gets an apostrophe in front. https://owasp.org/www-community/attacks/CSV_Injection
 */
import { printable } from './printable.ts';

/**
 * Blanks in front, too: some programs drop them. The wide forms are what East Asian spreadsheets take for the narrow ones.
 */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r]/;

/** One row, without a line end. null is an empty cell. */
export const csvRow = (cells: readonly (string | number | boolean | null)[]): string => cells.map(csvCell).join(',');

function csvCell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const shown = printable(value);
  // tested before what cannot be printed is replaced, too: a tab in front is a formula's
  const safe = formula.test(value) || formula.test(shown) ? `'${shown}` : shown;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
