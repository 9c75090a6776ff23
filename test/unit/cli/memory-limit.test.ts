import { expect, test } from 'vitest';
import { type Heap, withinMemory } from '../../../src/cli/memory-limit.ts';
import type { EvidenceReader } from '../../../src/investigate/evidence-reader.ts';
import type { Evidence, Reading } from '../../../src/model/evidence.ts';

const gigabyte = 2 ** 30;
const heapOf = (used: number): Heap => ({ used_heap_size: used * gigabyte, heap_size_limit: 4 * gigabyte });
const reading = (count: number): Reading => ({
  evidence: Array<Evidence>(count).fill({ type: 'resource' } as Evidence),
  spans: [],
  skipped: [],
  gaps: [],
  bytes: 0,
});
const readerOf = (...counts: readonly number[]): EvidenceReader => ({
  backendOf: () => 'archive',
  givesEachOnce: true,
  async *read() {
    for (const count of counts) yield reading(count);
  },
});
const request = { kind: 'credentials', accessKeyIds: [] } as const;

async function readAll(reader: EvidenceReader): Promise<number> {
  let found = 0;
  for await (const { evidence } of reader.read(request, {}, { regions: [], accounts: [] })) found += evidence.length;
  return found;
}

test('what memory holds comes as it is', async () => {
  const reader = withinMemory(readerOf(6000, 6000, 6000), () => heapOf(2.8));
  expect(await readAll(reader)).toBe(18_000);
  expect(reader.givesEachOnce).toBe(true);
});

test('what it does not is told, with all that was found until then', async () => {
  let used = 1;
  const reader = withinMemory(readerOf(4000, 4000, 4000, 4000), () => heapOf(used++));
  await expect(readAll(reader)).resolves.toBe(16_000);
  used = 3.1;
  await expect(readAll(reader)).rejects.toMatchObject({
    code: 'TOO_MUCH',
    message: 'more was found than memory holds (24,000 events and more)',
    hint: expect.stringContaining('NODE_OPTIONS=--max-old-space-size=8192'),
  });
});

test('where little is found nobody looks', async () => {
  const reader = withinMemory(readerOf(10, 10), () => {
    throw new Error('looked');
  });
  expect(await readAll(reader)).toBe(20);
});
