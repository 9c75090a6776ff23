import { gzipSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import type { FileReading } from '../../../src/archive/file-collector.ts';
import type { RecordScanner } from '../../../src/archive/scanner.ts';

const scannerFor = (found: string[]): RecordScanner => ({
  source: 'test',
  listKeys: ['Records'],
  openings: ['eventVersion'],
  record(value, { locator }) {
    found.push(`${locator} ${String(value['id'])}`);
    return true;
  },
});

async function read(content: Buffer): Promise<{ found: string[]; reading: FileReading; hasEngine: boolean }> {
  // it is loaded once per process, and stays loaded
  vi.resetModules();
  const [{ engine }, { scanFile }] = await Promise.all([
    import('../../../src/archive/engine.ts'),
    import('../../../src/archive/scan-file.ts'),
  ]);
  const found: string[] = [];
  const reading = await scanFile('a', content, [scannerFor(found)]);
  return { found, reading, hasEngine: engine() !== undefined };
}

const files = {
  sound: gzipSync(
    JSON.stringify({
      Records: [
        { eventVersion: '1', id: 'one' },
        { eventVersion: '1', id: 'two' },
      ],
    }),
  ),
  several: Buffer.concat([gzipSync('{"eventVersion":"1","id":"one"}\n'), gzipSync('{"eventVersion":"1","id":"two"}')]),
  cut: gzipSync('{"eventVersion":"1","id":"one"}\n'.repeat(40)).subarray(0, 30),
};

afterEach(() => vi.unstubAllGlobals());

test.each(Object.entries(files))('where the machine has no SIMD zlib inflates: %s', async (_, content) => {
  const usual = await read(content);
  expect(usual.hasEngine).toBe(true);
  const refuse = class {
    constructor() {
      throw new Error('WebAssembly.Module(): Compiling function failed: Wasm SIMD unsupported');
    }
  };
  vi.stubGlobal('WebAssembly', { ...WebAssemblyGlobal, Module: refuse });
  const without = await read(content);
  expect(without.hasEngine).toBe(false);
  expect(without.found).toEqual(usual.found);
  expect(without.reading.bytes).toBe(usual.reading.bytes);
  expect(without.reading.gaps).toEqual(usual.reading.gaps);
});

test('where there is no WebAssembly at all, too', async () => {
  vi.stubGlobal('WebAssembly', undefined);
  const { found, hasEngine } = await read(files.sound);
  expect(hasEngine).toBe(false);
  expect(found).toEqual(['a#1 one', 'a#2 two']);
});

const WebAssemblyGlobal = (globalThis as unknown as { WebAssembly: Record<string, unknown> }).WebAssembly;
