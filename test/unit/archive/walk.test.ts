/** Which files a walk lists, and each of them once. */
import { execFileSync } from 'node:child_process';
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LocalFiles, listArchive, type Pruning } from '../../../src/archive/walk.ts';
import { parseKey } from '../../../src/cli/index-scanner.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const pathsOf = async (...paths: readonly string[]) => {
  const { files, gaps } = await listArchive(paths);
  expect(gaps).toEqual([]);
  return files.map(({ path }) => path);
};

const allLookedInto = { passed: [], left: 0 };

describe('what is listed', () => {
  test('every file of a folder, however deep, in the order of their names', async () => {
    const folder = await temporaryFolder({ 'b.json': '1', 'a/2.json': '22', 'a/1/x': '', c: '333', 'B.json': '' });
    const files = [
      ['B.json', 0],
      ['a/1/x', 0],
      ['a/2.json', 2],
      ['b.json', 1],
      ['c', 3],
    ] as const;
    expect(await listArchive([folder])).toEqual({
      files: files.map(([path, size]) => ({
        path: join(folder, path),
        size,
        piped: false,
        stamp: expect.stringMatching(/^\d+$/),
        real: join(folder, path),
      })),
      gaps: [],
      ...allLookedInto,
    });
  });

  test('what lies under the name of an index is no evidence', async () => {
    const folder = await temporaryFolder({ 'a/b': '', '.obs3-index/a': '', 'a/.obs3-index/a': '' });
    expect(await pathsOf(folder)).toEqual([join(folder, 'a/b')]);
  });

  test('a single file', async () => {
    const folder = await temporaryFolder({ a: '', b: '' });
    expect(await pathsOf(join(folder, 'b'))).toEqual([join(folder, 'b')]);
  });

  test('several paths, in the order they were given', async () => {
    const folder = await temporaryFolder({ 'x/1': '', 'y/1': '', z: '' });
    const [x, y, z] = ['x', 'y', 'z'].map((name) => join(folder, name)) as [string, string, string];
    expect(await pathsOf(z, y, x)).toEqual([z, join(y, '1'), join(x, '1')]);
  });

  test('nothing in an empty folder', async () => {
    expect(await listArchive([await temporaryFolder()])).toEqual({ files: [], gaps: [], ...allLookedInto });
  });

  test('hidden files too: a name says nothing', async () => {
    const folder = await temporaryFolder({ '.hidden/.a': '' });
    expect(await pathsOf(folder)).toEqual([join(folder, '.hidden/.a')]);
  });

  test('standard input, once', async () => {
    expect(await listArchive(['-', '-'])).toMatchObject({ files: [{ path: '-', size: 0, piped: true }], gaps: [] });
  });
});

describe('a file is listed once', () => {
  test('where its folder is given too', async () => {
    const folder = await temporaryFolder({ a: '', b: '' });
    expect(await pathsOf(join(folder, 'b'), folder)).toEqual([join(folder, 'b'), join(folder, 'a')]);
  });

  test('where it is given twice, in two spellings', async () => {
    const folder = await temporaryFolder({ 'x/a': '' });
    expect(await pathsOf(join(folder, 'x'), `${folder}/./x/../x/a`, folder)).toEqual([join(folder, 'x/a')]);
  });

  test('where links lead to it', async () => {
    const folder = await temporaryFolder({ 'x/a': '' });
    await symlink(join(folder, 'x/a'), join(folder, 'y'));
    await symlink(join(folder, 'x'), join(folder, 'z'));
    expect(await pathsOf(folder)).toEqual([join(folder, 'x/a')]);
  });

  test('and found through a link alone', async () => {
    const folder = await temporaryFolder({ 'x/a': '' });
    await symlink(join(folder, 'x'), join(folder, 'z'));
    expect(await pathsOf(join(folder, 'z'))).toEqual([join(folder, 'z/a')]);
  });

  test('where links go in a circle of folders', async () => {
    const folder = await temporaryFolder({ 'x/a': '' });
    await symlink(folder, join(folder, 'x/up'));
    await symlink('.', join(folder, 'x/self'));
    expect(await pathsOf(folder)).toEqual([join(folder, 'x/a')]);
  });
});

describe('folders of days', () => {
  const trail = 'AWSLogs/111122223333/CloudTrail/us-east-1';
  const between = (since: string, until: string, regions: readonly string[] = []): Pruning => ({
    selection: { since: Date.parse(since), until: Date.parse(until), regions, accounts: ['444455556666'] },
    parseKey,
  });
  const listed = async (folder: string, pruning: Pruning) => {
    const { files, passed, left, gaps } = await listArchive([folder], pruning);
    expect(gaps).toEqual([]);
    return {
      files: files.map(({ path }) => path.slice(folder.length + 1)),
      passed: passed.map(({ since }) => new Date(since).toISOString()),
      left,
    };
  };

  test('are looked into where they may hold what is asked for, with an hour before and behind', async () => {
    const days = ['2026/02/27', '2026/02/28', '2026/03/01', '2026/03/02', '2026/03/03', '2026/03/04', '2026/03/05'];
    const filesOf = (...numbers: readonly number[]) => numbers.map((n) => `${trail}/${days[n]}/a.json.gz`);
    const folder = await temporaryFolder(Object.fromEntries(filesOf(...days.keys()).map((path) => [path, ''])));
    expect(await listed(folder, between('2026-03-01T00:30:00Z', '2026-03-01T23:30:00Z'))).toEqual({
      // and at the end the first and the last: they show how far the archive extends
      files: filesOf(1, 2, 3, 0, 6),
      passed: ['2026-03-03T00:00:00.000Z', '2026-03-04T00:00:00.000Z'],
      left: 2,
    });
    expect(await listed(folder, between('2026-03-02T02:00:00Z', '2026-03-02T20:00:00Z'))).toEqual({
      files: filesOf(3, 0, 6),
      passed: [
        '2026-02-28T23:59:59.999Z',
        '2026-03-01T23:59:59.999Z',
        '2026-03-03T00:00:00.000Z',
        '2026-03-04T00:00:00.000Z',
      ],
      left: 4,
    });
  });

  test('of other regions are not looked into, and tell that there is something in that region', async () => {
    const folder = await temporaryFolder({ [`${trail}/2026/03/01/a`]: '', 'other/2026/03/01/b': '' });
    const question = between('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z', ['eu-west-1']);
    const { files, passed, left } = await listArchive([folder], question);
    expect(files.map(({ path }) => path)).toEqual([join(folder, 'other/2026/03/01/b')]);
    expect(passed).toMatchObject([{ account: '111122223333', region: 'us-east-1' }]);
    expect(left).toBe(1);
  });

  test('of other sources are not looked into, and tell nothing of the time that the archive covers', async () => {
    const flows = 'AWSLogs/111122223333/vpcflowlogs/us-east-1';
    const folder = await temporaryFolder({ [`${trail}/2026/03/01/a`]: '', [`${flows}/2020/03/01/b`]: '', c: '' });
    const selection = { since: Date.parse('2026-03-01T00:00:00Z'), regions: [], accounts: [] };
    expect(await listed(folder, { selection: { ...selection, sources: ['cloudtrail'] }, parseKey })).toEqual({
      files: [`${trail}/2026/03/01/a`, 'c'],
      passed: [],
      left: 1,
    });
  });

  test('are believed; what lies beside them is listed all the same', async () => {
    const besides = [`${trail}/a.json`, `${trail}/2020/b.json`, `${trail}/2020/01/c.json`];
    const folder = await temporaryFolder({
      ...Object.fromEntries(besides.map((path) => [path, ''])),
      ...Object.fromEntries(['01', '02', '03'].map((day) => [`${trail}/2020/01/${day}/d.json`, ''])),
    });
    const { files, left } = await listed(folder, between('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'));
    expect(files.sort()).toEqual([...besides, ...['01', '03'].map((day) => `${trail}/2020/01/${day}/d.json`)].sort());
    expect(left).toBe(1);
  });

  test('are looked into when a later question needs them, and files that went meanwhile are those of before', async () => {
    const paths = ['01/a', '02/b', '03/c', '05/d'].map((path) => `${trail}/2026/03/${path}`);
    const folder = await temporaryFolder(Object.fromEntries(paths.map((path) => [path, ''])));
    const files = new LocalFiles([folder]);
    const pathsIn = async (pruning?: Pruning) =>
      (await files.list(pruning)).files.map(({ path }) => path.slice(folder.length + 1));
    const [first, , third, last] = paths;
    expect(await pathsIn(between('2026-03-05T10:00:00Z', '2026-03-05T11:00:00Z'))).toEqual([last, first, third]);
    await rm(join(folder, last as string));
    expect(await pathsIn()).toEqual(paths);
  });
});

describe('a long walk', () => {
  const many = () => temporaryFolder(Object.fromEntries(Array.from({ length: 2500 }, (_, n) => [`${n}`, ''])));

  test('tells how far it is, once', async () => {
    const told: number[] = [];
    const files = new LocalFiles([await many()], { onLooked: (count) => told.push(count) });
    await files.list();
    await files.list();
    expect(told).toEqual([1000, 2000]);
  });

  test('ends where nobody waits for it any more', async () => {
    const abort = new AbortController();
    const files = new LocalFiles([await many()], { signal: abort.signal, onLooked: () => abort.abort('gone') });
    await expect(files.list()).rejects.toBe('gone');
  });
});

describe('whether there are so many bytes', () => {
  test('is told without looking at more than it takes', async () => {
    const folder = await temporaryFolder({ 'a/1': '12345', 'b/1': '12345' });
    const missing = join(folder, 'gone');
    expect(await new LocalFiles([folder]).holds(10)).toBe(true);
    expect(await new LocalFiles([folder]).holds(11)).toBe(false);
    expect(await new LocalFiles([folder, missing]).holds(5)).toBe(true);
    await expect(new LocalFiles([folder, missing]).holds(11)).rejects.toMatchObject({ code: 'ARCHIVE_NOT_FOUND' });
  });
});

describe('a pipe', () => {
  test('is listed where it is named, and told of where it lies in a folder', async () => {
    const folder = await temporaryFolder({ a: '' });
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await listArchive([pipe, pipe])).toMatchObject({ files: [{ path: pipe, size: 0, piped: true }], gaps: [] });
    const { files, gaps } = await listArchive([folder]);
    expect(files.map(({ path }) => path)).toEqual([join(folder, 'a')]);
    expect(gaps).toEqual([
      {
        code: 'UNRECOGNIZED_FILE',
        blocking: false,
        message: `${pipe} is a named pipe, and was not read`,
        locator: pipe,
        hint: 'to read it, name it itself',
      },
    ]);
    expect((await listArchive([pipe, folder])).gaps).toEqual([]);
  });
});
