/**
 * Parses objects that fill one line each without walking them first: a metric stream has hundreds of thousands. A line without
 * a bracket holds no list, so nothing in it has to be read separately.
 */
import { isTooDeep, type JsonObject } from '../model/json.ts';
import type { Content } from './content.ts';
import { newline } from './json-bytes.ts';

/** Bytes. A datapoint has some hundreds. */
const longestLine = 4096;

export class ObjectLines {
  private readonly content: Content;
  /** The next line end, or the window's end if the window has none. */
  private lineEnd = 0;
  private isWhole = false;
  /** False after the first line of another kind, since what follows is mostly of that kind too. */
  private areUsual = true;

  constructor(content: Content) {
    this.content = content;
  }

  /** Offset after the object taken last. */
  get behind(): number {
    return this.lineEnd;
  }

  /** The object that opens at `at` and fills its line; undefined if it has to be walked. */
  take(at: number): JsonObject | undefined {
    if (!this.areUsual) return undefined;
    const { bytes, base, end } = this.content;
    if (this.lineEnd <= at) {
      const found = bytes.indexOf(newline, at - base);
      this.isWhole = found >= 0;
      this.lineEnd = this.isWhole ? found + base : end;
    }
    // the rest of the line has not been read yet
    if (!this.isWhole) return undefined;
    const value =
      this.lineEnd - at > longestLine ? undefined : parsed(bytes.toString('utf8', at - base, this.lineEnd - base));
    this.areUsual = value !== undefined;
    return value;
  }
}

function parsed(text: string): JsonObject | undefined {
  if (text.includes('[')) return undefined;
  try {
    const value = JSON.parse(text) as JsonObject;
    return isTooDeep(value) ? undefined : value;
  } catch {
    return undefined;
  }
}
