import { expect, test } from 'vitest';
import type { ArchiveProgress } from '../../../src/archive/reading-progress.ts';
import { createArchiveProgress } from '../../../src/cli/archive-progress.ts';

const told = (more: Partial<ArchiveProgress>): ArchiveProgress => ({
  files: 1468,
  size: 126_000_000,
  filesRead: 1,
  sizeRead: 0,
  bytes: 0,
  found: 0,
  ...more,
});

test('files, bytes, rate, what was found and the time left', () => {
  let now = 0;
  const lineOf = createArchiveProgress(() => now);
  // starting up and listing do not count as reading
  now = 5000;
  expect(lineOf(told({ sizeRead: 3_000_000, bytes: 8_000_000 }))).toBe('reading 1 of 1,468 files, 8 MB, 0 found');
  now = 7000;
  const half = told({ filesRead: 734, sizeRead: 63_000_000, bytes: 1_508_000_000, found: 1234 });
  expect(lineOf(half)).toBe('reading 734 of 1,468 files, 1.5 GB, 750 MB/s, 1,234 found, 2 s left');
  now = 8000;
  expect(lineOf(told({ filesRead: 1468, sizeRead: 126_000_000, bytes: 3.008e9, found: 1300 }))).toBe(
    'reading 1,468 of 1,468 files, 3.0 GB, 1.0 GB/s, 1,300 found',
  );
  // from here on, who is behind them is searched for
  now = 20_000;
  expect(lineOf(told({ filesRead: 1, sizeRead: 1_000_000 }))).toBe('reading 1 of 1,468 files, 0 MB, 0 found');
  now = 22_000;
  expect(lineOf(told({ filesRead: 3, sizeRead: 2_000_000, bytes: 10_000_000 }))).toBe(
    'reading 3 of 1,468 files, 10 MB, 5 MB/s, 0 found, 4 min left',
  );
  now = 20_000 + 3_600_000;
  expect(lineOf(told({ filesRead: 9, sizeRead: 26_000_000, bytes: 250_000_000 }))).toContain(', 4 h left');
});

test('what has no size tells no time: standard input', () => {
  let now = 0;
  const lineOf = createArchiveProgress(() => now);
  now = 5000;
  expect(lineOf(told({ files: 1, size: 0, bytes: 5_000_000 }))).toBe('reading 1 of 1 file, 5 MB, 0 found');
});
