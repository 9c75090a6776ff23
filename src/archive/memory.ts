/** What is known of files that were read, so that what is asked next need not open them all. */
import { type FileReading, hashOf, type NotedKeys } from './file-collector.ts';
import { isUsualKey } from './needles.ts';
import type { DeliveredRecords, RecordScanner } from './scanner.ts';

export class Memory {
  /** Path -> sources that found nothing in it. */
  private readonly foundNothing = new Map<string, Set<string>>();
  /** Path -> access keys that may have been issued in it. */
  private readonly keys = new Map<string, NotedKeys>();
  /** Path -> hashes of what was noted in it: calls, and values. */
  private readonly calls = new Map<string, Uint32Array>();
  private readonly values = new Map<string, Uint32Array>();
  private readonly asked = new WeakMap<readonly string[], AskedTexts>();

  mayHold(path: string, scanners: readonly RecordScanner[]): boolean {
    const nothing = this.foundNothing.get(path);
    if (!nothing) return true;
    const left = scanners.filter(({ source }) => !nothing.has(source));
    return left.length > 0 && !left.every(({ delivered }) => delivered && this.lacks(path, delivered));
  }

  learn(path: string, scanners: readonly RecordScanner[], { recognizedBy, keys, notes }: FileReading): void {
    const nothing = this.foundNothing.get(path) ?? new Set();
    for (const { source } of scanners) if (!recognizedBy.includes(source)) nothing.add(source);
    this.foundNothing.set(path, nothing);
    if (keys && scanners.some(({ delivered }) => delivered?.notesKeys)) this.keys.set(path, keys);
    if (!notes) return;
    if (scanners.some(({ delivered }) => delivered?.notes)) this.calls.set(path, notes);
    if (scanners.some(({ delivered }) => delivered?.notes?.keys)) this.values.set(path, notes);
  }

  /** Whether all that a scanner asks for is known not to be in the file. */
  private lacks(path: string, { accessKeyIds, needles = [], notedTexts }: DeliveredRecords): boolean {
    // what it asks for is told by none of these
    if (!notedTexts && (!accessKeyIds || needles.length > 0)) return false;
    const { calls = [], values = [] } = notedTexts ?? {};
    return (
      this.lacksKeys(path, accessKeyIds ?? []) &&
      this.lacksTexts(this.calls.get(path), calls) &&
      this.lacksTexts(this.values.get(path), values)
    );
  }

  private lacksKeys(path: string, accessKeyIds: readonly string[]): boolean {
    if (accessKeyIds.length === 0) return true;
    const noted = this.keys.get(path);
    if (!noted) return false;
    const { hashes, areUsualKeys } = this.askedOf(accessKeyIds);
    return (!noted.usualOnly || areUsualKeys) && !noted.hashes.some((hash) => hashes.has(hash));
  }

  private lacksTexts(noted: Uint32Array | undefined, texts: readonly string[]): boolean {
    if (texts.length === 0) return true;
    const { hashes, arePlain } = this.askedOf(texts);
    return arePlain && noted?.some((hash) => hashes.has(hash)) === false;
  }

  /** The same is asked of file after file. */
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

interface AskedTexts {
  readonly hashes: ReadonlySet<number>;
  readonly areUsualKeys: boolean;
  readonly arePlain: boolean;
}

/** Hashed as text and as bytes it comes to the same. */
const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
