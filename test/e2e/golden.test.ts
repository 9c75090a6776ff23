/** The bundled example as a person sees it, compared word for word: any change in its look must be looked at. */
import { expect, test } from 'vitest';
import { obs3 } from './obs3.ts';

const question = ['--from', 'examples/open-ssh', '--now', '2026-03-04T00:00:00Z'];

test.each([
  ['investigate', '80', ['sg-0a1b2c3d4e5f60718']],
  ['investigate', '120', ['sg-0a1b2c3d4e5f60718']],
  ['not-seen', '80', ['sg-0fffffffffffffff0']],
])('%s at %s columns', async (name, columns, targets) => {
  const command = name === 'investigate' ? 'investigate' : 'who';
  const run = await obs3([command, ...targets, ...question], { env: { COLUMNS: columns } });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  for (const line of run.stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(Number(columns));
  await expect(run.stdout).toMatchFileSnapshot(`golden/${name}-${columns}.txt`);
});
