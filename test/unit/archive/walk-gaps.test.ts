/** What a walk cannot list: no files, folders that may not be read, and wrong names. */
import { once } from 'node:events';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { getuid } from 'node:process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { unreadable } from '../../../src/archive/local-paths.ts';
import { listArchive } from '../../../src/archive/walk.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

describe('what is no file', () => {
  test('is told of: a socket in a folder, a device that was named', async () => {
    const folder = await temporaryFolder({ a: '' });
    const socket = join(folder, 'socket');
    const server = createServer().listen(socket);
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { files, gaps } = await listArchive([folder, '/dev/null']);
    expect(files.map(({ path }) => path)).toEqual([join(folder, 'a')]);
    expect(gaps.map(({ code, message }) => [code, message])).toEqual([
      ['UNRECOGNIZED_FILE', `${socket} is a socket, and was not read`],
      ['UNRECOGNIZED_FILE', '/dev/null is a device, and was not read'],
    ]);
  });
});

describe('a gap', () => {
  test('for a link that points nowhere; the rest is listed', async () => {
    const folder = await temporaryFolder({ a: '', c: '' });
    await symlink(join(folder, 'gone'), join(folder, 'b'));
    const { files, gaps } = await listArchive([folder]);
    expect(files.map(({ path }) => path)).toEqual([join(folder, 'a'), join(folder, 'c')]);
    expect(gaps).toEqual([
      {
        code: 'UNREACHABLE',
        blocking: true,
        message: `cannot read ${join(folder, 'b')}: it is gone, or a link that points nowhere`,
        hint: 'check that it exists and is a regular file',
        locator: join(folder, 'b'),
      },
    ]);
  });

  test('for links that go in a circle, also where one is named', async () => {
    const folder = await temporaryFolder();
    await symlink(join(folder, 'b'), join(folder, 'a'));
    await symlink(join(folder, 'a'), join(folder, 'b'));
    const messages = async (path: string) => (await listArchive([path])).gaps.map(({ message }) => message);
    expect(await messages(folder)).toEqual([
      `cannot read ${join(folder, 'a')}: its links go in a circle`,
      `cannot read ${join(folder, 'b')}: its links go in a circle`,
    ]);
    expect(await messages(join(folder, 'a'))).toEqual([`cannot read ${join(folder, 'a')}: its links go in a circle`]);
  });

  test('for what the system does not let us read', async () => {
    const error = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    expect(unreadable('logs', error)).toEqual({
      code: 'ACCESS_DENIED',
      blocking: true,
      message: 'cannot read logs: permission denied',
      hint: 'give yourself read access to it, or run as a user who has it',
      locator: 'logs',
    });
    expect(unreadable('logs', new Error('broken disk')).message).toBe('cannot read logs: broken disk');
  });

  // root may read everything
  test.runIf(getuid?.() !== 0)('for a folder closed to us', async () => {
    const folder = await temporaryFolder({ a: '' });
    await mkdir(join(folder, 'closed'));
    await chmod(join(folder, 'closed'), 0);
    const { files, gaps } = await listArchive([folder]);
    expect(files).toHaveLength(1);
    expect(gaps.map(({ code }) => code)).toEqual(['ACCESS_DENIED']);
  });
});

describe('an error', () => {
  test('for a path that does not exist, with the path', async () => {
    const folder = await temporaryFolder();
    const missing = join(folder, 'missing');
    await expect(listArchive([folder, missing])).rejects.toMatchObject({
      code: 'ARCHIVE_NOT_FOUND',
      message: `no such file or folder: ${missing}`,
      hint: 'check the path',
    });
  });
});
