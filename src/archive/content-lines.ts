/** The lines of a text, one by one, or as many at once as lie in memory; and so with whatever else follows each other in it. */
import type { Content } from './content.ts';

/** A longer line or event is taken in parts. No file read by lines has any such; an event of CloudWatch Logs is 1 MB at most. */
const longestPiece = 16 * 1024 * 1024;
/** What a text is, its first lines tell, which are short. */
const longestHead = 1024 * 1024;

const newline = 0x0a;

/** Behind the byte order mark, where there is one. */
const startOf = ({ bytes: head }: Content) => (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0);

const lineIn = (bytes: Buffer, start: number, end: number) =>
  bytes.toString('utf8', start, end > start && bytes[end - 1] === 0x0d ? end - 1 : end);

/** The first lines of a text, so many at most, and no more of them than its first megabyte: they stay in the window. */
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

/** The lines of a text, without their ends and without a byte order mark. */
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
 * The same lines, as many at once as the window holds, with their ends: only the last of the file, or a part of one that is
 * too long, may lack its own. They must be used before the next are asked for.
 */
export const lineBlocks = (content: Content): Generator<Buffer> =>
  blocksOf(content, (bytes, start, searched) => {
    const last = bytes.subarray(searched).lastIndexOf(newline);
    return last < 0 ? start : searched + last + 1;
  });

/**
 * What follows each other in a content, without its byte order mark, as much at once as the window holds whole. Each block
 * must be used before the next is asked for.
 * @param stopIn where, in the window, the last one ends that is whole; `start` or less where none is. They begin at `start`,
 * and what lies before `searched` was in the window when it was last called.
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
