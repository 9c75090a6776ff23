/** When a long answer goes through a pager, what the pager gets, and what happens if it ends early or never runs. */
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { CliIo } from '../../../src/cli/io.ts';
import { printText } from '../../../src/cli/options/output.ts';
import { spawnPager } from '../../../src/cli/pager.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { memoryIo } from './memory-io.ts';

/** A folder that contains a program of this name. */
async function programs(...names: readonly string[]): Promise<string> {
  const folder = await temporaryFolder(Object.fromEntries(names.map((name) => [name, ''])));
  const { chmod } = await import('node:fs/promises');
  for (const name of names) await chmod(join(folder, name), 0o755);
  return folder;
}

interface Told {
  readonly env?: CliIo['env'];
  readonly argv?: readonly string[];
  readonly isTerminal?: readonly ['stdin' | 'stdout', 'stdin' | 'stdout'] | readonly ['stdin' | 'stdout'] | readonly [];
  readonly code?: number;
  /** Ends after it received input this many times. */
  readonly leavesAfter?: number;
  readonly failure?: Error;
}

/** A terminal with a pager in memory. */
function terminal({
  env = {},
  argv = [],
  isTerminal = ['stdin', 'stdout'],
  code = 0,
  leavesAfter,
  failure,
}: Told = {}) {
  const started: { command: string; env: CliIo['env']; shown: string; writes: number; isEnded: boolean }[] = [];
  const plain = memoryIo(argv, {
    env: { TERM: 'xterm', ...env },
    ...(isTerminal.includes('stdout' as never) && { isTTY: true }),
  });
  const io: CliIo = {
    ...plain,
    stdin: Object.assign(Readable.from([]), isTerminal.includes('stdin' as never) && { isTTY: true }),
    async startPager(command, given) {
      if (failure) throw failure;
      const pager = { command, env: given, shown: '', writes: 0, isEnded: false };
      started.push(pager);
      let end = (_: number) => {};
      const ended = new Promise<number>((resolve) => {
        end = resolve;
      });
      const input = new Writable({
        write(chunk, _encoding, done) {
          pager.shown += String(chunk);
          pager.writes++;
          const isLeft = leavesAfter !== undefined && pager.writes >= leavesAfter;
          done(isLeft ? Object.assign(new Error('reset'), { code: 'ECONNRESET' }) : null);
          if (isLeft) end(code);
        },
        final(done) {
          pager.isEnded = true;
          done();
          end(code);
        },
      }).on('error', () => {});
      return { input, ended };
    },
  };
  return { io, started, written: plain.written };
}

const lines = () => ['one', 'two'];

describe('which pager', () => {
  test.each<[string, CliIo['env'], string | undefined]>([
    ['OBS3_PAGER', { OBS3_PAGER: 'most', PAGER: 'less' }, 'most'],
    ['PAGER', { PAGER: 'less' }, 'less'],
    ['with options', { PAGER: ' less -S ' }, 'less -S'],
    ['a line that only a shell can tell', { PAGER: 'LESS=S nowhere' }, 'LESS=S nowhere'],
    ['a word of the shell', { PAGER: 'exec less' }, 'exec less'],
    ['what a shell decides', { PAGER: 'if true; then less; fi' }, 'if true; then less; fi'],
    ['less where nothing is said', {}, 'less'],
    ['an empty OBS3_PAGER', { OBS3_PAGER: '', PAGER: 'less' }, undefined],
    ['an empty PAGER', { PAGER: ' ' }, undefined],
    ['cat', { PAGER: 'cat' }, undefined],
    ['in CI', { CI: 'true' }, undefined],
    ['a dumb terminal', { TERM: 'dumb' }, undefined],
    ['a terminal of which nothing is said', { TERM: undefined }, undefined],
    ['a program that is nowhere', { PAGER: 'nowhere -S' }, undefined],
    ['a path to nothing', { PAGER: '/nowhere/less' }, undefined],
  ])('%s', async (_, env, expected) => {
    const { io, started, written } = terminal({ env: { PATH: await programs('less', 'most'), ...env } });
    await printText(lines, {}, io);
    expect(started.map(({ command }) => command)).toEqual(expected === undefined ? [] : [expected]);
    expect(started[0]?.shown ?? written.stdout).toBe('one\ntwo\n');
    expect(written.stderr).toBe('');
  });

  test('none with --no-pager, and none where not both ends are a terminal', async () => {
    const env = { PATH: await programs('less') };
    for (const [flags, isTerminal] of [
      [{ pager: false }, ['stdin', 'stdout']],
      [{}, ['stdin']],
      [{}, ['stdout']],
      [{}, []],
    ] as const) {
      const { io, started, written } = terminal({ env, isTerminal });
      await printText(lines, flags, io);
      expect(started).toEqual([]);
      expect(written.stdout).toBe('one\ntwo\n');
    }
  });

  test('none for less that is nowhere, nor for a folder of that name', async () => {
    const folder = await temporaryFolder({ 'less/file': '' });
    for (const PATH of [undefined, '', '/nowhere', folder]) {
      const { io, started, written } = terminal({ env: { PATH }, argv: ['--debug'] });
      await printText(lines, {}, io);
      expect(started).toEqual([]);
      expect(written).toEqual({ stdout: 'one\ntwo\n', stderr: "obs3: no pager: 'less' is not found on PATH\n" });
    }
  });
});

describe('the pager', () => {
  test('is told as gh tells it, and what is set goes before', async () => {
    const PATH = await programs('less');
    const told = async (env: CliIo['env']) => {
      const { io, started } = terminal({ env: { PATH, ...env } });
      await printText(lines, {}, io);
      return started[0]?.env;
    };
    expect(await told({ PAGER: 'less' })).toEqual({ PATH, TERM: 'xterm', LESS: 'FRX', LV: '-c', LESSCHARSET: 'utf-8' });
    expect(await told({ LESS: '', LV: '-a', LESSCHARSET: 'latin1' })).toMatchObject({
      LESS: '',
      LV: '-a',
      LESSCHARSET: 'latin1',
    });
  });

  test('is not started for nothing, nor where the first line cannot be made', async () => {
    const { io, started } = terminal({ env: { PATH: await programs('less') } });
    await printText(() => [], {}, io);
    const failing = () => {
      throw new Error('no line');
    };
    await expect(printText(failing, {}, io)).rejects.toThrow('no line');
    expect(started).toEqual([]);
  });

  test('is waited for where a later line cannot be made', async () => {
    const { io, started } = terminal({ env: { PATH: await programs('less') } });
    function* broken() {
      yield 'one';
      throw new Error('no line');
    }
    await expect(printText(broken, {}, io)).rejects.toThrow('no line');
    expect(started[0]?.isEnded).toBe(true);
  });

  test('that ends early ends the printing: no further line is made', async () => {
    const { io, written } = terminal({ env: { PATH: await programs('less') }, leavesAfter: 2 });
    let made = 0;
    function* endless() {
      for (;;) {
        made++;
        yield 'x'.repeat(1023);
      }
    }
    await printText(endless, {}, io);
    expect(made).toBeLessThan(4 * 64);
    expect(written).toEqual({ stdout: '', stderr: '' });
  });

  test('that the shell could not run leaves the text to the terminal', async () => {
    const env = { OBS3_PAGER: 'LESS=S nowhere' };
    const missing = terminal({ env, code: 127, argv: ['--debug'] });
    await printText(lines, {}, missing.io);
    expect(missing.written).toEqual({
      stdout: 'one\ntwo\n',
      stderr: "obs3: no pager: 'LESS=S nowhere' ended with 127\n",
    });
  });

  test.each([
    ['an error, once it was given all', { code: 1 }],
    ['an error, before it was given all', { code: 2, leavesAfter: 1 }],
    ['a crash', { code: 128 + 11 }],
  ])('that ends with %s leaves the whole text to the terminal, and is told of', async (_, ending) => {
    const { io, written } = terminal({ env: { PATH: await programs('less') }, ...ending });
    await printText(lines, {}, io);
    expect(written).toEqual({
      stdout: 'one\ntwo\n',
      stderr: `obs3: the pager 'less' ended with ${ending.code}: all of it without a pager, as with --no-pager\n`,
    });
  });

  test.each(['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGPIPE', 'SIGTERM'] as const)(
    'that %s ended was sent away: nothing is shown again',
    async (signal) => {
      const code = 128 + constants.signals[signal];
      const { io, written } = terminal({ env: { PATH: await programs('less') }, code });
      await printText(lines, {}, io);
      expect(written).toEqual({ stdout: '', stderr: '' });
    },
  );

  test('that cannot be started leaves the text to the terminal, and is told of where that is asked for', async () => {
    const env = { PATH: await programs('less') };
    for (const [argv, stderr] of [
      [[], ''],
      [['--debug'], "obs3: no pager: 'less' cannot be started: no shell\n"],
    ] as const) {
      const { io, written } = terminal({ env, argv, failure: new Error('no shell') });
      await printText(lines, {}, io);
      expect(written).toEqual({ stdout: 'one\ntwo\n', stderr });
    }
  });
});

describe('spawnPager', () => {
  const child = () => Object.assign(new EventEmitter(), { stdin: new PassThrough() });
  const listeners = () => process.listenerCount('SIGINT');

  test('hands the command to a shell, and leaves Ctrl-C to it until it ends', async () => {
    const before = listeners();
    const made = child();
    const calls: [string, SpawnOptions][] = [];
    const starting = spawnPager('less -S', { PATH: '/bin' }, (...call) => {
      calls.push(call);
      queueMicrotask(() => made.emit('spawn'));
      return made as unknown as ChildProcess;
    });
    const { input, ended } = await starting;
    expect(calls).toEqual([['less -S', { shell: true, env: { PATH: '/bin' }, stdio: ['pipe', 'inherit', 'inherit'] }]]);
    expect(input).toBe(made.stdin);
    expect(listeners()).toBe(before + 1);
    made.emit('exit', 3);
    expect(await ended).toBe(3);
    expect(listeners()).toBe(before);
  });

  test.each<[string, number | null, NodeJS.Signals | null, boolean, number]>([
    ['an exit code', 1, null, false, 1],
    ['a signal', null, 'SIGSEGV', false, 139],
    ['0 after Ctrl-C', 0, null, true, 0],
    ['an error after Ctrl-C, as less -K', 2, null, true, 130],
  ])('tells of %s as a shell does', async (_, code, signal, isInterrupted, expected) => {
    const made = child();
    const { ended } = await spawnPager('less', {}, () => {
      queueMicrotask(() => made.emit('spawn'));
      return made as unknown as ChildProcess;
    });
    // its listener is the last: the others are not ours to call
    if (isInterrupted) process.listeners('SIGINT').at(-1)?.('SIGINT');
    made.emit('exit', code, signal);
    expect(await ended).toBe(expected);
  });

  test('rejects where nothing could be started', async () => {
    const before = listeners();
    const made = child();
    const starting = spawnPager('less', {}, () => {
      queueMicrotask(() => made.emit('error', new Error('spawn ENOENT')));
      return made as unknown as ChildProcess;
    });
    await expect(starting).rejects.toThrow('spawn ENOENT');
    expect(listeners()).toBe(before);
  });
});
