/** Compares what the archive's engine reads from a file with a reader that takes no shortcut; and the questions to both. */
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { type ByteSource, sourceOf } from '../../src/archive/byte-source.ts';
import type { FileReading } from '../../src/archive/file-collector.ts';
import { type ScanOptions, scanSource } from '../../src/archive/scan-file.ts';
import type { RecordScanner } from '../../src/archive/scanner.ts';
import type { Filters } from '../../src/model/question.ts';
import { firstInterests } from '../../src/plan/interests.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { isArchiveBackend, type Source, type SourceRequest } from '../../src/sources/source.ts';
import { questionOf } from '../fixtures/question.ts';

const scannersFor = (request: SourceRequest): readonly RecordScanner[] =>
  (sources as readonly Source[])
    .filter(({ name }) => request.sources?.includes(name) ?? true)
    .flatMap(({ backends }) => backends.filter(isArchiveBackend))
    .flatMap((backend) => backend.createScanners(request));

/** A scanner that does not say what it would skip. */
function withoutShortcut(scanner: RecordScanner): RecordScanner {
  const { source, listKeys, openings, lastResort, ready, text, end } = scanner;
  return {
    source,
    listKeys,
    openings,
    ...(lastResort !== undefined && { lastResort }),
    ...(ready && { ready }),
    record: (...all) => scanner.record(...all),
    ...(text && { text: (...all) => scanner.text?.(...all) }),
    ...(end && { end: (collector) => scanner.end?.(collector) }),
  };
}

async function readingOf(source: ByteSource, scanners: readonly RecordScanner[], options: ScanOptions) {
  const reading = (await scanSource('a', source, scanners, options)) as FileReading;
  const { keys: _, notes: __, ...rest } = reading;
  return rest;
}

/** `most`: the number of bytes that come at a time. */
export async function expectSame(
  content: Buffer,
  request: SourceRequest,
  what: string,
  most = Infinity,
): Promise<void> {
  const naive = await readingOf(sourceOf(content), scannersFor(request).map(withoutShortcut), { inflate: 'zlib' });
  const whole = sourceOf(content);
  const source =
    most < content.length ? { ...whole, read: (into: Uint8Array) => whole.read(into.subarray(0, most)) } : whole;
  const found = await readingOf(source, scannersFor(request), {});
  // much faster if they are the same
  if (!isDeepStrictEqual(found, naive)) expect(found, what).toEqual(naive);
}

export const evidenceOf = (target: string, window: { since?: string; until?: string } = {}): SourceRequest => {
  const question = questionOf({ targets: target === '' ? [] : [planTarget(target)], ...window });
  return { kind: 'evidence', question, interests: firstInterests(question) };
};

export function filtered(filters: Partial<Filters>, target = ''): SourceRequest {
  const question = questionOf({ targets: target === '' ? [] : [planTarget(target)], filters });
  return { kind: 'evidence', question, interests: firstInterests(question) };
}

/** What was done to these, in addition to what was done to a target that nothing names. */
export function followOf(neighbors: readonly string[]): SourceRequest {
  const question = questionOf({ targets: [planTarget('nobody-names-this')] });
  return { kind: 'follow', question, interests: { ...firstInterests(question), neighbors } };
}
