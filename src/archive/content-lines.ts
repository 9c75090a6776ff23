/** Splits a text into lines, or into blocks of as many lines as are in memory; likewise for other sequences. */
import type { Content } from './content.ts';

/** A longer line or event is split. No file read by lines has any; an event of CloudWatch Logs is at most 1 MB. */
const longestPiece = 16 * 1024 * 1024;
/** The first lines, which are short, suffice to tell what a text is. */
const longestHead = 1024 * 1024;

const newline = 0x0a;

/** The offset after the byte order mark, if there is one. */
const startOf = ({ bytes: head }: Content) => (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0);

const lineIn = (bytes: Buffer, start: number, end: number) =>
  bytes.toString('utf8', start, end > start && bytes[end - 1] === 0x0d ? end - 1 : end);

/** The first lines of a text: at most `most`, and only within its first megabyte. They stay in the window. */
export function firstLines(content: Content, most: number): string[] {
  const start = startOf(content);
  while (content.end - start < longestHead && content.more());
  const head = content.bytes.subarray(start, longestHead);
  const lines: string[] = [];
  for (let at = 0; at < head.length && lines.length < most; ) {
    const found = head.indexOf(newline, at);
    const end = found < 0 ? head.length : found;
    lines.push(lineIn(head, at, end));
    at = end + 1;
  }
  return lines;
}

/** The lines of a text, without line ends and byte order mark. */
export function* linesOf(content: Content): Generator<string> {
  let start = startOf(content);
  let searched = start;
  for (;;) {
    const { bytes, base } = content;
    const found = bytes.indexOf(newline, searched - base);
    const isLong = found < 0 && content.end - start > longestPiece;
    if (found < 0 && !isLong) {
      searched = content.end;
      content.keep = start;
      if (content.more()) continue;
      if (start < content.end) yield lineIn(content.bytes, start - content.base, content.end - content.base);
      return;
    }
    const end = isLong ? content.end : found + base;
    yield lineIn(bytes, start - base, end - base);
    start = isLong ? end : end + 1;
    searched = start;
  }
}

/**
 * The same lines with their line ends, in blocks of as many as the window holds. Only the file's last line, or part of an
 * overlong one, may lack its line end. Each block must be used before the next is requested.
 */
export const lineBlocks = (content: Content): Generator<Buffer> =>
  blocksOf(content, (bytes, start, searched) => {
    const last = bytes.subarray(searched).lastIndexOf(newline);
    return last < 0 ? start : searched + last + 1;
  });

/**
 * The items of a content, without its byte order mark, in blocks of as many whole items as the window holds. Each block must be
 * used before the next is requested.
 * @param stopIn returns where, in the window, the last whole item ends; `start` or less if there is none. Items begin at
 * `start`; what lies before `searched` was already in the window on the previous call.
 */
export function* blocksOf(
  content: Content,
  stopIn: (bytes: Buffer, start: number, searched: number) => number,
): Generator<Buffer> {
  let start = startOf(content);
  let searched = start;
  for (;;) {
    const { bytes, base, end } = content;
    const found = stopIn(bytes, start - base, searched - base) + base;
    const stop = found > start ? found : end - start > longestPiece ? end : start;
    if (stop > start) yield bytes.subarray(start - base, stop - base);
    start = stop;
    searched = end;
    content.keep = start;
    if (content.more()) continue;
    if (start < content.end) yield content.bytes.subarray(start - content.base);
    return;
  }
}
