/** Text measured as a terminal shows it: in columns, including wide characters and emoji. */
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

let segmenter: Intl.Segmenter | undefined;
/** Created for the first text that needs it: most do not, and it takes as long as a whole table. */
function graphemes(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/**
 * Characters that never join another, so that text made of them is measured by counting. One column: Latin, Greek, Cyrillic,
 * Hebrew and Arabic letters, punctuation, lines and blocks of charts, the signs of this table. Two columns: kana, Han, Hangul
 * syllables, fullwidth forms. What a report itself writes consists of these: the first other character takes tens of
 * milliseconds.
 */
const oneColumn =
  ' -~\\u{A1}-\\u{AC}\\u{AE}-\\u{2FF}\\u{370}-\\u{482}\\u{48A}-\\u{52F}\\u{5D0}-\\u{5EA}\\u{620}-\\u{64A}\\u{2010}-\\u{2027}\\u{2500}-\\u{259F}↑-↓→↳−⋮■▲✓✗‼';
const twoColumns =
  '\\u{3001}-\\u{3029}\\u{3041}-\\u{3096}\\u{30A1}-\\u{30FA}\\u{30FC}\\u{4E00}-\\u{9FFF}\\u{AC00}-\\u{D7A3}\\u{FF01}-\\u{FF60}';

const narrow = new RegExp(`^[${oneColumn}]*$`, 'u');
const simple = new RegExp(`^[${oneColumn}${twoColumns}]*$`, 'u');
const wide = new RegExp(`[${twoColumns}]`, 'gu');

/** string-width's results: a report repeats a few graphemes, and each costs as much as a line of ASCII. */
const known = new Map<string, number>();
const mostKnown = 4096;
const longestKnown = 16;

function graphemeWidth(grapheme: string): number {
  const width = known.get(grapheme) ?? stringWidth(grapheme);
  if (known.size < mostKnown && grapheme.length <= longestKnown) known.set(grapheme, width);
  return width;
}

/** Columns. Color codes count for nothing. */
export function displayWidth(text: string): number {
  if (narrow.test(text)) return text.length;
  if (simple.test(text)) return text.length + (text.match(wide)?.length ?? 0);
  let width = 0;
  for (const { segment } of graphemes(stripVTControlCharacters(text))) width += graphemeWidth(segment);
  return width;
}

/** Padded with spaces to this many columns. */
export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - displayWidth(text)));

interface Piece {
  readonly text: string;
  readonly width: number;
}

/** What may stand on a line by itself: graphemes, or code points if a grapheme would fill columns without end. */
function* pieces(text: string): Generator<Piece> {
  if (simple.test(text)) {
    for (const character of text) yield { text: character, width: displayWidth(character) };
    return;
  }
  for (const { segment } of graphemes(text)) {
    const width = graphemeWidth(segment);
    if (width <= 2) yield { text: segment, width };
    else for (const character of segment) yield { text: character, width: graphemeWidth(character) };
  }
}

/**
 * What ends a part of a path, an ARN, an address or a generated name, so that the next part may begin a line. The first group
 * are larger joints: a file name or an address is not split if it fits as a whole.
 */
const joints = ['/\\:,;&?|', '_-.=@+'];

/** Up to the end of the last part; all of it if the line would be less than half full. */
function wholeParts(line: string, width: number): string {
  for (const joint of joints) {
    let end = line.length;
    while (end > 0 && !joint.includes(line.charAt(end - 1))) end--;
    const parts = line.slice(0, end);
    if (displayWidth(parts) * 2 >= width) return parts;
  }
  return line;
}

/** Splits a word between its parts if it has any, otherwise where a line ends. */
function breakWord(word: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const piece of pieces(word)) {
    if (used + piece.width > width && line !== '') {
      const whole = wholeParts(line, width);
      lines.push(whole);
      line = line.slice(whole.length);
      used = displayWidth(line);
    }
    line += piece.text;
    used += piece.width;
  }
  lines.push(line);
  return lines;
}

/**
 * Lines of at most this many columns, broken at spaces; a longer word is split, between its parts if possible, and nothing is
 * lost. At least one line.
 */
export function wrap(text: string, width: number): string[] {
  const columns = Math.max(2, Math.floor(width));
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(' ')) {
    if (word === '') continue;
    const wordWidth = displayWidth(word);
    if (line !== '' && used + 1 + wordWidth <= columns) {
      line += ` ${word}`;
      used += 1 + wordWidth;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    used = wordWidth;
    if (wordWidth > columns) {
      const cut = breakWord(word, columns);
      line = cut.pop() ?? '';
      used = displayWidth(line);
      lines.push(...cut);
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

/** Wrapped behind the prefix, which is only on the first line; the others begin in the same column. */
export function hang(prefix: string, text: string, width: number): string[] {
  const indent = ' '.repeat(displayWidth(prefix));
  return wrap(text, width - indent.length).map((line, index) => (index === 0 ? prefix : indent) + line);
}

/** As much of the beginning of a text as fits. */
function fitting(source: Iterable<Piece>, width: number): Piece[] {
  const taken: Piece[] = [];
  let used = 0;
  for (const piece of source) {
    if (used + piece.width > width) break;
    taken.push(piece);
    used += piece.width;
  }
  return taken;
}

const joined = (taken: readonly Piece[]): string => taken.map((piece) => piece.text).join('');

/** Shortened in the middle with `…`, for names whose beginning and end both matter. */
export function truncateMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const kept = Math.max(0, width - 1);
  if (narrow.test(text))
    return `${text.slice(0, Math.ceil(kept / 2))}…${text.slice(text.length - Math.floor(kept / 2))}`;
  const head = joined(fitting(pieces(text), Math.ceil(kept / 2)));
  const tail = joined(fitting([...pieces(text)].reverse(), Math.floor(kept / 2)).reverse());
  return `${head}…${tail}`;
}
