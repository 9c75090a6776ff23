/**
 * Tells whether bytes are valid JSON without parsing them. When `JSON.parse` throws, it builds an error with a message and a
 * stack, which takes twenty times as long as parsing valid JSON: too slow for a file that is broken throughout.
 */

/** Whether `JSON.parse` of the bytes as UTF-8 would not throw. Values must not nest deeper than the stack allows. RFC 8259. */
export function isValidJson(bytes: Uint8Array, start: number, end: number): boolean {
  const behind = valueEnd(bytes, skipSpace(bytes, start, end), end);
  return behind >= 0 && skipSpace(bytes, behind, end) === end;
}

const [tab, newline, carriageReturn, space] = [0x09, 0x0a, 0x0d, 0x20];
const [quote, plus, comma, minus, dot, zero, nine, colon] = [0x22, 0x2b, 0x2c, 0x2d, 0x2e, 0x30, 0x39, 0x3a];
const [openBracket, backslash, closeBracket, openBrace, closeBrace] = [0x5b, 0x5c, 0x5d, 0x7b, 0x7d];

const words = ['true', 'false', 'null'].map((word) => Buffer.from(word));
/** The characters allowed after a backslash, except `u`. */
const escapes = new Set(Buffer.from('"\\/bfnrt'));

function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  for (; i < end; i++) {
    const byte = bytes[i];
    if (byte !== space && byte !== newline && byte !== carriageReturn && byte !== tab) break;
  }
  return i;
}

/** The offset after the value that begins at `at`; -1 if there is no valid one. */
function valueEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  const first = bytes[at] as number;
  if (first === quote) return stringEnd(bytes, at, end);
  if (first === openBrace) return membersEnd(bytes, at, end, closeBrace);
  if (first === openBracket) return membersEnd(bytes, at, end, closeBracket);
  if (first === minus || isDigit(first)) return numberEnd(bytes, at, end);
  const word = words.find((each) => each[0] === first);
  return word && at + word.length <= end && word.every((byte, i) => bytes[at + i] === byte) ? at + word.length : -1;
}

/** For objects and arrays, told apart by `close`. */
function membersEnd(bytes: Uint8Array, at: number, end: number, close: number): number {
  let i = skipSpace(bytes, at + 1, end);
  if (bytes[i] === close && i < end) return i + 1;
  for (;;) {
    if (close === closeBrace) {
      if (i >= end || bytes[i] !== quote) return -1;
      i = stringEnd(bytes, i, end);
      if (i < 0) return -1;
      i = skipSpace(bytes, i, end);
      if (i >= end || bytes[i] !== colon) return -1;
      i = skipSpace(bytes, i + 1, end);
    }
    i = valueEnd(bytes, i, end);
    if (i < 0) return -1;
    i = skipSpace(bytes, i, end);
    if (i >= end) return -1;
    if (bytes[i] === close) return i + 1;
    if (bytes[i] !== comma) return -1;
    i = skipSpace(bytes, i + 1, end);
  }
}

function stringEnd(bytes: Uint8Array, at: number, end: number): number {
  for (let i = at + 1; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte === quote) return i + 1;
    if (byte < space) return -1;
    if (byte !== backslash) continue;
    const escaped = bytes[++i] as number;
    if (i >= end) return -1;
    if (escapes.has(escaped)) continue;
    if (escaped !== 0x75 || i + 4 >= end) return -1;
    for (const behind = i + 4; i < behind; i++) if (!isHex(bytes[i + 1] as number)) return -1;
  }
  return -1;
}

function numberEnd(bytes: Uint8Array, at: number, end: number): number {
  let i = bytes[at] === minus ? at + 1 : at;
  const integer = digitsEnd(bytes, i, end);
  if (integer === i || (bytes[i] === zero && integer > i + 1)) return -1;
  i = integer;
  if (i < end && bytes[i] === dot) {
    const fraction = digitsEnd(bytes, i + 1, end);
    if (fraction === i + 1) return -1;
    i = fraction;
  }
  if (i < end && ((bytes[i] as number) | 0x20) === 0x65) {
    const sign = i + 1 < end && (bytes[i + 1] === plus || bytes[i + 1] === minus) ? 1 : 0;
    const exponent = digitsEnd(bytes, i + 1 + sign, end);
    if (exponent === i + 1 + sign) return -1;
    i = exponent;
  }
  return i;
}

function digitsEnd(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && isDigit(bytes[i] as number)) i++;
  return i;
}

const isDigit = (byte: number) => byte >= zero && byte <= nine;
const isHex = (byte: number) => isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
