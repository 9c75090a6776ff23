import { describe, expect, test } from 'vitest';
import { filedBy } from '../../../src/archive/index-files.ts';
import { decodeSegment, encodeSegment } from '../../../src/archive/index-segment.ts';
import type { SegmentView } from '../../../src/archive/index-segment-view.ts';
import type { ArchiveFile } from '../../../src/archive/local-paths.ts';

const key = Buffer.alloc(32, 7);
const fileAt = (below: string, parts: Partial<ArchiveFile> = {}): ArchiveFile => ({
  path: `/logs/${below}`,
  size: 7,
  piped: false,
  stamp: '5',
  ...parts,
});
function segmentOf(paths: readonly string[]): SegmentView {
  const files = paths.map((path) => ({ path, size: 7, stamp: '5' }));
  const segment = { root: '/logs', form: '', builtAt: 0, isFull: true, common: new Uint32Array(), files };
  return decodeSegment(encodeSegment(segment, key), key) as SegmentView;
}
function unchanged(files: readonly ArchiveFile[], paths: readonly string[]) {
  const found: (readonly [number, string])[] = [];
  filedBy('/logs', files, () => 0)
    .get(0)
    ?.unchanged(segmentOf(paths), (n, { path }) => found.push([n, path]));
  return found;
}

describe('files of a segment', () => {
  const paths = ['a', 'x/1', 'x/3', 'x/4', 'y/1'];

  test('are found among others, in whatever order those came', () => {
    const files = ['x/4', 'z/1', 'x/0', 'a', 'x/2', 'x/1', 'x/5', 'y/0', 'y/1', 'x/3', 'b'].map((path) => fileAt(path));
    const all = paths.map((path, n) => [n, `/logs/${path}`]);
    expect(unchanged(files, paths)).toEqual(all);
    expect(unchanged(files.toReversed(), paths)).toEqual(all);
  });

  test('are those of the same size and time, where they lie and not as they are shown', () => {
    const files = [
      fileAt('a', { size: 8 }),
      fileAt('x/1', { stamp: '6' }),
      fileAt('x/3', { path: 'shown', real: '/logs/x/3' }),
      fileAt('x/4', { path: '/logs/x/4', real: '/elsewhere/x/4' }),
    ];
    expect(unchanged(files, paths)).toEqual([[2, 'shown']]);
  });

  test('that tell no time are none', () => {
    const { stamp: _, ...file } = fileAt('a');
    expect(unchanged([file], ['a'])).toEqual([]);
  });

  test('come once each from all of an archive', () => {
    const files = ['x/4', 'a', 'x/1', 'y/1'].map((path) => fileAt(path));
    const filed = filedBy('/logs', files, ({ path }) => path.includes('x'));
    expect([...(filed.get(true)?.all() ?? [])].map(({ path }) => path)).toEqual(['/logs/x/1', '/logs/x/4']);
    expect(filed.get(false)?.size).toBe(2);
    expect(filedBy('/other', files, () => 0).size).toBe(0);
  });
});
