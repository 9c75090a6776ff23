/** The paths of files in shared memory: there are hundreds of thousands, and each thread would have its own copy. */

/** Plain data. */
export interface SharedPaths {
  readonly text: SharedArrayBuffer;
  readonly encoding: 'latin1' | 'utf16le';
  /** Where each path ends in the text, in bytes: Float64. */
  readonly ends: SharedArrayBuffer;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: of all characters those of one byte
const oneByte = /^[\u0000-\u00ff]*$/;

export function sharePaths(paths: readonly string[]): SharedPaths {
  // a file system path may not be valid Unicode, so every code unit is kept
  const encoding = paths.every((path) => oneByte.test(path)) ? 'latin1' : 'utf16le';
  const width = encoding === 'latin1' ? 1 : 2;
  const ends = new Float64Array(new SharedArrayBuffer(8 * paths.length));
  let length = 0;
  for (let n = 0; n < paths.length; n++) {
    length += width * (paths[n] as string).length;
    ends[n] = length;
  }
  const text = new SharedArrayBuffer(length);
  const bytes = Buffer.from(text);
  let at = 0;
  for (const path of paths) at += bytes.write(path, at, encoding);
  return { text, encoding, ends: ends.buffer as SharedArrayBuffer };
}

export class PathList {
  private readonly bytes: Buffer;
  private readonly encoding: SharedPaths['encoding'];
  private readonly ends: Float64Array;

  constructor({ text, encoding, ends }: SharedPaths) {
    this.bytes = Buffer.from(text);
    this.encoding = encoding;
    this.ends = new Float64Array(ends);
  }

  get length(): number {
    return this.ends.length;
  }

  /** undefined if there are fewer paths. */
  at(n: number): string | undefined {
    const end = this.ends[n];
    return end === undefined ? undefined : this.bytes.toString(this.encoding, n === 0 ? 0 : this.ends[n - 1], end);
  }
}
