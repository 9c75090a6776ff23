/** `--why` for something that is not there: reported immediately as wrong usage, not in the middle of a long answer. */
import { describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { openSsh } from '../examples/cases.ts';
import { memoryIo } from './memory-io.ts';

async function why(text: string, ...more: readonly string[]) {
  const io = memoryIo(['investigate', openSsh.truth.target, '--why', text, '--from', openSsh.folder, ...more]);
  return { code: await main(io), ...io.written };
}

// each run reads the case as a person's does
describe('an event that is not on the timeline', { timeout: 60_000 }, () => {
  test('is refused, with one that can be asked for', async () => {
    const { code, stdout, stderr } = await why('14:99:01');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain("--why: no event on this timeline has the id or the time '14:99:01'");
    const [, time = ''] = /as (\d{2}:\d{2}:\d{2}),/.exec(stderr) ?? [];
    expect((await why(time)).code).toBe(0);
  });

  test('where nothing was found, there is nothing to take one from', async () => {
    const { code, stderr } = await why(
      '14:03:27',
      '--since',
      '2026-03-03T13:30:00Z',
      '--until',
      '2026-03-03T13:30:01Z',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('nothing was found: ask without --why');
  });
});
