/** Amounts in words: "412 MB", "1,204 sources". */
import { numberText } from '../../model/number-text.ts';

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Decimal units, as AWS bills traffic; two digits at least. */
export function bytesInWords(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const value = bytes / 1000 ** power;
  return `${numberText(power > 0 && value < 10 ? Math.round(value * 10) / 10 : Math.round(value))} ${units[power]}`;
}

/** "1 source", "1,204 sources", "1,204+ sources" */
export const countInWords = (count: number, noun: string, isAtLeast = false): string =>
  `${numberText(count)}${isAtLeast ? '+' : ''} ${noun}${count === 1 && !isAtLeast ? '' : 's'}`;
