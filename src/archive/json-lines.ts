/**
 * Objects that fill a line each, parsed without being walked before: a metric stream has hundreds of thousands of them. A line
 * without a bracket holds no list, so that nothing in it is to be read by itself.
 */
import { isTooDeep, type JsonObject } from '../model/json.ts';
import type { Content } from './content.ts';
import { newline } from './json-bytes.ts';

/** Bytes. A datapoint has some hundreds. */
const longestLine = 4096;

export class ObjectLines {
  private readonly content: Content;
  /** The line end that follows; where there is none in the window, its end. */
  private lineEnd = 0;
  private isWhole = false;
  /** The first line of another kind ends it: what follows is mostly of that kind too. */
  private areUsual = true;

  constructor(content: Content) {
    this.content = content;
  }

  /** Behind the object that was taken last. */
  get behind(): number {
    return this.lineEnd;
  }

  /** The object that opens at `at` and fills its line; undefined where it is to be walked. */
  take(at: number): JsonObject | undefined {
    if (!this.areUsual) return undefined;
    const { bytes, base, end } = this.content;
    if (this.lineEnd <= at) {
      const found = bytes.indexOf(newline, at - base);
      this.isWhole = found >= 0;
      this.lineEnd = this.isWhole ? found + base : end;
    }
    // the rest of a line is not there yet
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
