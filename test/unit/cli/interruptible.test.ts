/** What Ctrl-C does while evidence is read, and that this is said immediately. */
import { expect, test } from 'vitest';
import { interruptible } from '../../../src/cli/interruptible.ts';
import { Obs3Error } from '../../../src/model/error.ts';
import { memoryIo } from './memory-io.ts';

/** A terminal where Ctrl-C can be typed. */
function terminal() {
  const plain = memoryIo([]);
  let callback: (() => void) | undefined;
  const io = {
    ...plain,
    stderr: Object.assign(plain.stderr, { isTTY: true }),
    onInterrupt: (heard: () => void) => {
      callback = heard;
      return () => {
        callback = undefined;
      };
    },
  };
  return { io, written: plain.written, type: () => callback?.(), isHeard: () => callback !== undefined };
}

const word = '\r\u{1B}[Kinterrupted: what was read follows (Ctrl-C again: end now)';

test('Ctrl-C is answered before anything else happens, and no progress takes the place of the answer', async () => {
  const { io, written, type, isHeard } = terminal();
  const result = await interruptible(io, async ({ progress, signal, settle }) => {
    type();
    expect(written.stderr).toBe(word);
    expect(signal.aborted).toBe(true);
    progress.show('reading 2 of 3 files');
    settle();
    expect(isHeard()).toBe(false);
    return 'half';
  });
  expect(result).toBe('half');
  expect(written.stderr).toBe(`${word}\r\u{1B}[K`);
});

test('a run that keeps nothing says its own', async () => {
  const { io, written, type } = terminal();
  const run = interruptible(
    io,
    async () => {
      type();
      throw new Error('aborted');
    },
    () => new Obs3Error('INTERRUPTED', 'interrupted before everything was looked at'),
    'nothing more is asked',
  );
  await expect(run).rejects.toThrow('interrupted before everything was looked at');
  expect(written.stderr).toContain('interrupted: nothing more is asked (Ctrl-C again: end now)');
});
