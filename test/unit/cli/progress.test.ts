/** Progress is shown only on a terminal, not too often, and leaves nothing behind. */
import { afterEach, expect, test, vi } from 'vitest';
import type { CliIo } from '../../../src/cli/io.ts';
import { createProgress } from '../../../src/cli/progress.ts';
import { memoryIo } from './memory-io.ts';

function watched(isTTY: boolean, env: CliIo['env'] = {}) {
  const io = memoryIo([], { env });
  const time = { now: 0 };
  const stderr = Object.assign(io.stderr, { isTTY });
  return { written: io.written, time, progress: createProgress({ ...io, stderr, clock: () => time.now }) };
}

test('nothing is written where standard error is no terminal', () => {
  const { written, time, progress } = watched(false);
  time.now = 10_000;
  progress.show('reading 1 of 2 files');
  progress.clear();
  expect(written).toEqual({ stdout: '', stderr: '' });
});

test('nothing is written to a terminal that cannot paint over it', () => {
  const { written, time, progress } = watched(true, { TERM: 'dumb' });
  time.now = 10_000;
  progress.show('reading 1 of 2 files');
  progress.hold('interrupted');
  progress.clear();
  expect(written.stderr).toBe('');
});

test('a terminal that knows ASCII alone is shown nothing else', () => {
  const { written, time, progress } = watched(true, { LC_ALL: 'C' });
  time.now = 1000;
  progress.show(`cloudtrail · config · ${'1 page '.repeat(40)}end`);
  expect(written.stderr.replace('\r\u{1B}[K', '')).toMatch(/^cloudtrail \. config \. [ -~]+~$/);
});

test('what is over at once shows no progress', () => {
  const { written, time, progress } = watched(true);
  time.now = 90;
  progress.show('reading 1 of 2 files');
  progress.clear();
  expect(written.stderr).toBe('');
});

afterEach(() => void vi.useRealTimers());

test('what is told once, at the start of something long, is shown when it takes long', () => {
  vi.useFakeTimers();
  const { written, time, progress } = watched(true);
  time.now = 10;
  progress.show('signing in');
  expect(written.stderr).toBe('');
  vi.advanceTimersByTime(100);
  expect(written.stderr).toBe('\r\u{1B}[Ksigning in');
  progress.show('reading');
  progress.clear();
  vi.advanceTimersByTime(1000);
  expect(written.stderr).toBe('\r\u{1B}[Ksigning in\r\u{1B}[K');
});

test('what is held is painted at once, and stays until all is cleared', () => {
  const { written, time, progress } = watched(true);
  progress.hold('interrupted');
  expect(written.stderr).toBe('\r\u{1B}[Kinterrupted');
  time.now = 1000;
  progress.show('reading 1 of 2 files');
  progress.clear();
  expect(written.stderr).toBe('\r\u{1B}[Kinterrupted\r\u{1B}[K');
});

test('one line, painted over, and cleared at the end', () => {
  const { written, time, progress } = watched(true);
  for (time.now = 0; time.now <= 1000; time.now += 10) progress.show(`at ${time.now}`);
  progress.clear();
  const paints = written.stderr.split('\r\u{1B}[K');
  expect(paints.at(-1)).toBe('');
  expect(paints.length).toBeGreaterThan(3);
  expect(paints.length).toBeLessThanOrEqual(12);
  expect(written.stderr).not.toContain('\n');
  const before = written.stderr;
  progress.clear();
  expect(written.stderr).toBe(before);
});

test('a line never breaks: it could not be painted over', () => {
  const { written, time, progress } = watched(true);
  time.now = 1000;
  progress.show(`cloudtrail us-east-1: ${'1 page '.repeat(40)}end`);
  expect(written.stderr.replace('\r\u{1B}[K', '')).toHaveLength(79);
  expect(written.stderr).toMatch(/^.{4}cloudtrail.*…$/s);
});
