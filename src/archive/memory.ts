/** What is known of files that were read, so that what is asked next need not open them all. */
import { type FileReading, hashOf, type NotedKeys } from './file-collector.ts';
import { isUsualKey } from './needles.ts';
import type { RecordScanner } from './scanner.ts';

export class Memory {
  /** Path -> sources that found nothing in it. */
  private readonly foundNothing = new Map<string, Set<string>>();
  /** Path -> access keys that may have been issued in it. */
  private readonly keys = new Map<string, NotedKeys>();
  private readonly asked = new WeakMap<readonly string[], AskedKeys>();

  mayHold(path: string, scanners: readonly RecordScanner[]): boolean {
    const nothing = this.foundNothing.get(path);
    if (!nothing) return true;
    const left = scanners.filter(({ source }) => !nothing.has(source));
    return left.length > 0 && !left.every((scanner) => this.lacksKeys(path, scanner));
  }

  learn(path: string, scanners: readonly RecordScanner[], { recognizedBy, keys }: FileReading): void {
    const nothing = this.foundNothing.get(path) ?? new Set();
    for (const { source } of scanners) if (!recognizedBy.includes(source)) nothing.add(source);
    this.foundNothing.set(path, nothing);
    if (keys && scanners.some(({ delivered }) => delivered?.notesKeys)) this.keys.set(path, keys);
  }

  /** Whether a scanner asks for access keys alone, and the file is known to have issued none of them. */
  private lacksKeys(path: string, { delivered }: RecordScanner): boolean {
    const noted = this.keys.get(path);
    const { accessKeyIds, needles = [] } = delivered ?? {};
    if (!noted || !accessKeyIds || needles.length > 0) return false;
    const { hashes, areUsual } = this.askedOf(accessKeyIds);
    if (noted.usualOnly && !areUsual) return false;
    return !noted.hashes.some((hash) => hashes.has(hash));
  }

  /** The same is asked of file after file. */
  private askedOf(accessKeyIds: readonly string[]): AskedKeys {
    const known = this.asked.get(accessKeyIds);
    if (known) return known;
    const asked = { hashes: new Set(accessKeyIds.map(hashOf)), areUsual: accessKeyIds.every(isUsualKey) };
    this.asked.set(accessKeyIds, asked);
    return asked;
  }
}

interface AskedKeys {
  readonly hashes: ReadonlySet<number>;
  readonly areUsual: boolean;
}
