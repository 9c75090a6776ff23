/**
 * The signs that obs3 draws with, for a terminal whose locale does not know them: each is one column wide, and so is what
 * stands for it. Letters of names are left as they are: what a terminal makes of them is between it and them.
 */
const signs: Readonly<Record<string, string>> = {
  '…': '~',
  '·': '.',
  '→': '>',
  '↳': '>',
  // told apart in the column of signs, where ! is a call that failed
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
  // what printable writes
  '\u{FFFD}': '?',
  '\u{25CC}': 'o',
};

const anySign = new RegExp(`[${Object.keys(signs).join('')}]`, 'gu');

/** The same line, as wide, without the signs that ASCII does not have. */
export const inAscii = (line: string): string => line.replace(anySign, (sign) => signs[sign] ?? sign);
