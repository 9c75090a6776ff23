/** Remembers what is known of files already read, so that later questions need not open them all. */
import { type FileReading, hashOf, type NotedKeys } from './file-collector.ts';
import { isUsualKey } from './needles.ts';
import type { DeliveredRecords, RecordScanner } from './scanner.ts';

interface Known {
  /** Sources that found nothing in the file. */
  readonly nothing: ReadonlySet<string>;
  /** Access keys that may have been issued in it. */
  readonly keys: NotedKeys | undefined;
  /** Hashes of the calls noted in the file, and of the values. */
  readonly calls: Uint32Array | undefined;
  readonly values: Uint32Array | undefined;
}

export class Memory {
  /** By path. There are hundreds of thousands of files, most with the same knowledge: that there is nothing in them. */
  private readonly known = new Map<string, Known>();
  private readonly alike = new Map<string, Known>();
  private readonly asked = new WeakMap<readonly string[], AskedTexts>();
  /** Shared sets, since most files lack records of the same sources. */
  private readonly sets = new Map<string, ReadonlySet<string>>();

  mayHold(path: string, scanners: readonly RecordScanner[]): boolean {
    const known = this.known.get(path);
    if (!known) return true;
    const left = scanners.filter(({ source }) => !known.nothing.has(source));
    return left.length > 0 && !left.every(({ delivered }) => delivered && this.lacks(known, delivered));
  }

  learn(path: string, scanners: readonly RecordScanner[], { recognizedBy, keys, notes }: FileReading): void {
    const before = this.known.get(path) ?? nothingKnown;
    const has = (test: (delivered: DeliveredRecords) => unknown) =>
      scanners.some(({ delivered }) => delivered && test(delivered));
    const nothing = scanners.flatMap(({ source }) => (recognizedBy.includes(source) ? [] : source));
    this.known.set(
      path,
      this.once({
        nothing: nothing.length === 0 ? before.nothing : this.setOf([...before.nothing, ...nothing]),
        keys: keys && has(({ notesKeys }) => notesKeys) ? keys : before.keys,
        calls: notes && has((delivered) => delivered.notes) ? notes : before.calls,
        values: notes && has((delivered) => delivered.notes?.keys) ? notes : before.values,
      }),
    );
  }

  /** Files in which nothing was noted share one entry. */
  private once(known: Known): Known {
    const { nothing, keys, calls, values } = known;
    if ((keys?.hashes.length ?? 0) + (calls?.length ?? 0) + (values?.length ?? 0) > 0) return known;
    const key = `${[...nothing].join(' ')},${keys?.usualOnly},${calls?.length},${values?.length}`;
    const alike = this.alike.get(key) ?? known;
    this.alike.set(key, alike);
    return alike;
  }

  private setOf(sources: readonly string[]): ReadonlySet<string> {
    const key = sources.join(' ');
    const known = this.sets.get(key) ?? new Set(sources);
    this.sets.set(key, known);
    return known;
  }

  /** Whether the file is known to hold nothing that a scanner asks for. */
  private lacks(known: Known, { accessKeyIds, needles = [], notedTexts }: DeliveredRecords): boolean {
    // it asks for something that these notes do not cover
    if (!notedTexts && (!accessKeyIds || needles.length > 0)) return false;
    const { calls = [], values = [] } = notedTexts ?? {};
    return (
      this.lacksKeys(known.keys, accessKeyIds ?? []) &&
      this.lacksTexts(known.calls, calls) &&
      this.lacksTexts(known.values, values)
    );
  }

  private lacksKeys(noted: NotedKeys | undefined, accessKeyIds: readonly string[]): boolean {
    if (accessKeyIds.length === 0) return true;
    if (!noted) return false;
    const { hashes, areUsualKeys } = this.askedOf(accessKeyIds);
    return (!noted.usualOnly || areUsualKeys) && !noted.hashes.some((hash) => hashes.has(hash));
  }

  private lacksTexts(noted: Uint32Array | undefined, texts: readonly string[]): boolean {
    if (texts.length === 0) return true;
    const { hashes, arePlain } = this.askedOf(texts);
    return arePlain && noted?.some((hash) => hashes.has(hash)) === false;
  }

  /** Cached, since the same is asked of file after file. */
  private askedOf(texts: readonly string[]): AskedTexts {
    const known = this.asked.get(texts);
    if (known) return known;
    const asked = {
      hashes: new Set(texts.map(hashOf)),
      areUsualKeys: texts.every(isUsualKey),
      arePlain: texts.every(isPlain),
    };
    this.asked.set(texts, asked);
    return asked;
  }
}

const nothingKnown: Known = { nothing: new Set(), keys: undefined, calls: undefined, values: undefined };

interface AskedTexts {
  readonly hashes: ReadonlySet<number>;
  readonly areUsualKeys: boolean;
  readonly arePlain: boolean;
}

/** Whether the text has the same hash as text and as bytes. */
const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
