/**
 * Replacements for the signs that obs3 draws with, for terminals whose locale does not support them: each is one column wide,
 * like the original. Letters in names stay as they are.
 */
const signs: Readonly<Record<string, string>> = {
  '…': '~',
  '·': '.',
  '→': '>',
  '↳': '>',
  // must differ in the column of signs, where ! marks a failed call
  '↑': '^',
  '↓': 'v',
  '✓': '+',
  '✗': 'x',
  '×': 'x',
  '−': '-',
  '‼': '#',
  '▲': '*',
  '■': '=',
  '⋮': ':',
  '│': '|',
  '─': '-',
  '├': '+',
  '└': '+',
  '┌': '+',
  '┤': '+',
  '’': "'",
  µ: 'u',
  // written by `printable`
  '\u{FFFD}': '?',
  '\u{25CC}': 'o',
};

const anySign = new RegExp(`[${Object.keys(signs).join('')}]`, 'gu');

/** The same line, equally wide, without signs outside ASCII. */
export const inAscii = (line: string): string => line.replace(anySign, (sign) => signs[sign] ?? sign);
