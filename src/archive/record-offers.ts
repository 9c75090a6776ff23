/** Offers the values found in a file to the sources, unwrapping the many kinds of wrappers that records come in. */
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../model/json.ts';
import type { FileCollector } from './file-collector.ts';
import type { Place, RecordScanner } from './scanner.ts';

/** The most unknown wrappers a record may be nested in. */
const deepestWrapper = 8;

/** Thrown if a file read out of turn has records that affect those of other files. */
export class BearsOnOthers extends Error {}

export class RecordOffers {
  /** How many records came before the next one. */
  position = 0;
  private readonly path: string;
  private readonly collector: FileCollector;
  private readonly scanners: readonly RecordScanner[];
  private readonly alone: boolean;

  /** `alone`: other files may be read at the same time. */
  constructor(path: string, collector: FileCollector, scanners: readonly RecordScanner[], alone: boolean) {
    this.path = path;
    this.collector = collector;
    this.scanners = scanners;
    this.alone = alone;
  }

  /** Counts a record. Returns its place. */
  next(carriers: readonly JsonObject[]): Place {
    this.collector.position = this.position++;
    return this.place(carriers);
  }

  /** Counts and offers a record; if no source knows it, counts its kind. @throws BearsOnOthers */
  record(value: JsonValue, carriers: readonly JsonObject[]): void {
    this.collector.position = this.position++;
    if (!this.offer(value, carriers, 0)) this.unknown(value);
  }

  /** Counts a value that no source knows: an envelope by the name it gives itself, anything else by its form. */
  private unknown(value: JsonValue): void {
    const [type, message] = isJsonObject(value) ? [value['detail-type'], value['messageType']] : [];
    if (typeof type === 'string') this.collector.unknownNamed(type);
    else this.collector.unknown(message === 'CONTROL_MESSAGE' ? 'control message' : 'json');
  }

  private place(carriers: readonly JsonObject[]): Place {
    return { file: this.path, locator: `${this.path}#${this.position}`, carriers };
  }

  /**
   * Offers a value to the sources or, if none knows it, what it contains. Scanners of last resort are asked only if nothing in
   * it was known either.
   */
  private offer(value: JsonValue | undefined, carriers: readonly JsonObject[], depth: number): boolean {
    if (depth > deepestWrapper) return false;
    if (Array.isArray(value)) {
      let known = false;
      for (const element of value) known = this.offer(element, carriers, depth + 1) || known;
      return known;
    }
    if (typeof value === 'string') return looksLikeJson(value) && this.offer(parseJson(value), carriers, depth + 1);
    if (!isJsonObject(value) || isEmpty(value)) return false;
    if (this.isKnown(value, carriers, false)) return true;
    let known = false;
    for (const member of Object.values(value)) {
      if (typeof member === 'object' || typeof member === 'string')
        known = this.offer(member, [...carriers, value], depth + 1) || known;
    }
    return known || this.isKnown(value, carriers, true);
  }

  private isKnown(value: JsonObject, carriers: readonly JsonObject[], lastResort: boolean): boolean {
    const place = this.place(carriers);
    for (const scanner of this.scanners) {
      if ((scanner.lastResort ?? false) !== lastResort) continue;
      if (this.alone && scanner.remembers) throw new BearsOnOthers();
      this.collector.source = scanner.source;
      if (scanner.record(value, place, this.collector)) {
        this.collector.recognizedBy.add(scanner.source);
        return true;
      }
    }
    return false;
  }
}

/** A value without members belongs to no source. */
function isEmpty(value: JsonObject): boolean {
  for (const _ in value) return false;
  return true;
}

const looksLikeJson = (text: string) => /^\s*[{[]/.test(text);
