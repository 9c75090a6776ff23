/** What is set aside is counted completely, but broken down within bounds: a file may hold any number of kinds. */
import { describe, expect, test } from 'vitest';
import { SkippedCounts } from '../../../src/archive/skipped-counts.ts';
import { scan, text } from './scan-file-case.ts';

const total = (items: readonly { readonly count: number }[]) => items.reduce((sum, { count }) => sum + count, 0);

describe('what is set aside', () => {
  test('is counted by source, account, region and kind', () => {
    const counts = new SkippedCounts();
    const at = (region: string, kind = 'digest') => ({ source: 'a', account: '1', region, kind, count: 2 });
    for (let round = 0; round < 2; round++) for (let n = 0; n < 20; n++) counts.add(at(`region-${n}`));
    counts.add(at('region-0', 'other'));
    expect(counts.all()).toEqual([
      ...Array.from({ length: 20 }, (_, n) => ({ ...at(`region-${n}`), count: 4 })),
      at('region-0', 'other'),
    ]);
  });

  test('of more places than any file has is told without its place, and nothing is lost', () => {
    const counts = new SkippedCounts();
    const add = (n: number, kind: string) =>
      counts.add({ source: 'a', account: String(n), region: null, kind, count: 1 });
    for (let n = 0; n < 5000; n++) add(n, 'digest');
    for (let n = 0; n < 5000; n++) add(n, 'late');
    const found = counts.all();
    expect(found).toHaveLength(1002);
    expect(total(found)).toBe(10_000);
    expect(found.slice(-2)).toEqual([
      { source: 'a', account: null, region: null, kind: 'digest', count: 4000 },
      { source: 'a', account: null, region: null, kind: 'late', count: 5000 },
    ]);
  });
});

describe('envelopes that nobody knows', () => {
  test('are told by name, so many and no longer than names are; the others are counted together', async () => {
    const envelopes = Array.from({ length: 300 }, (_, n) => ({ 'detail-type': `type ${n} ${'x'.repeat(1000)}` }));
    const { skipped } = await scan(text([...envelopes, ...envelopes, { a: 1 }]));
    expect(skipped).toHaveLength(102);
    expect(total(skipped)).toBe(601);
    expect(skipped[0]).toMatchObject({ kind: `type 0 ${'x'.repeat(120)}…`, count: 2 });
    expect(skipped.slice(100)).toMatchObject([
      { kind: 'event of another kind', count: 400 },
      { kind: 'json', count: 1 },
    ]);
  });
});

describe('records that cannot be used', () => {
  test('are told with ten reasons, and how many others there are', async () => {
    const records = Array.from({ length: 30 }, (_, n) => ({ eventVersion: String(n) }));
    const { gaps } = await scan(text({ Records: [...records, ...records] }), {
      record(value, _place, collector) {
        collector.damaged(`a bad ${String(value['eventVersion'])}`);
        return true;
      },
    });
    expect(gaps[0]?.gap.message).toMatch(
      /^logs\/a: 2 records: a bad 0; .*; 2 records: a bad 9; and 40 records for other reasons$/,
    );
  });
});
