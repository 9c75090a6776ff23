/** Finds where to resume reading damaged JSON. */
import { type Content, WholeContent } from './content.ts';
import { atEnd, byteAt, newline, openBrace, type Passed, quote, skipSpace } from './json-bytes.ts';

/** Bytes. The most white space between a record's brace and its first key. */
const longestGap = 4096;

let lastOpenings: readonly string[] = [];
let lastKeys: readonly Buffer[] = [];

/** Cached: for files broken throughout, this is called millions of times with the same openings. */
function quoted(openings: readonly string[]): readonly Buffer[] {
  if (openings !== lastOpenings) [lastOpenings, lastKeys] = [openings, openings.map((key) => Buffer.from(`"${key}"`))];
  return lastKeys;
}

/**
 * The next `{` after damage that opens a record or begins a line; -1 if there is none before `end`.
 * @param passed told what may leave the window when it moves on; the byte before the search position stays.
 */
export function nextOpening(
  content: Content | Buffer,
  from: number,
  end: number,
  openings: readonly string[],
  passed?: Passed,
): number {
  const within = Buffer.isBuffer(content) ? new WholeContent(content) : content;
  const keys = quoted(openings);
  const stands = (key: Buffer, at: number) => {
    if (at + key.length > end) return false;
    byteAt(within, at + key.length - 1);
    const { bytes } = within;
    const start = at - within.base;
    for (let i = 0; i < key.length; i++) if (bytes[start + i] !== key[i]) return false;
    return true;
  };
  let at = from;
  const mayForget = passed && (() => passed(at - 1));
  const opensRecord = () => {
    const first = skipSpace(within, at + 1, mayForget, longestGap);
    // most braces do not open a record
    return byteAt(within, first, mayForget) === quote && keys.some((key) => stands(key, first));
  };
  while (at < end) {
    if (byteAt(within, at, mayForget) === atEnd) return -1;
    const found = within.bytes.indexOf(openBrace, at - within.base);
    if (found < 0) {
      at = within.end;
      continue;
    }
    at = found + within.base;
    if (at >= end) return -1;
    if (at > from && within.bytes[found - 1] === newline) return at;
    if (opensRecord()) return at;
    at++;
  }
  return -1;
}
