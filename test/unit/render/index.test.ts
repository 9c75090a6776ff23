import { afterEach, expect, test, vi } from 'vitest';
import { loadRenderer, rendererNames } from '../../../src/render/index.ts';

afterEach(() => {
  vi.doUnmock('cli-table3');
  vi.resetModules();
});

test.each(rendererNames)('%s goes by the name it is registered under', async (name) => {
  expect((await loadRenderer(name)).name).toBe(name);
});

test("only the table loads the table's packages", async () => {
  vi.resetModules();
  vi.doMock('cli-table3', () => {
    throw new Error('loaded');
  });
  const fresh = await import('../../../src/render/index.ts');
  await expect(fresh.loadRenderer('json')).resolves.toBeDefined();
  await expect(fresh.loadRenderer('ndjson')).resolves.toBeDefined();
  await expect(fresh.loadRenderer('table')).rejects.toThrow();
});
