/**
 * Rows of comma-separated values according to RFC 4180, safe to open in a spreadsheet: log text that could be taken for a
 * formula gets a leading apostrophe. https://owasp.org/www-community/attacks/CSV_Injection
 */
import { printable } from './printable.ts';

/** Also after leading blanks, which some programs drop. East Asian spreadsheets treat the wide forms like the narrow ones. */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r]/;

/** One row, without a line end. null is an empty cell. */
export const csvRow = (cells: readonly (string | number | boolean | null)[]): string => cells.map(csvCell).join(',');

function csvCell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const shown = printable(value);
  // also tested before unprintable characters are replaced: a leading tab can start a formula
  const safe = formula.test(value) || formula.test(shown) ? `'${shown}` : shown;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
