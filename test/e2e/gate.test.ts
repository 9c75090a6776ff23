/** Exit codes for scripts and CI jobs: the report is printed all the same. */
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { delivered, record } from '../fixtures/trail.ts';
import { json, obs3 } from './obs3.ts';

const denied = record({
  errorCode: 'Client.UnauthorizedOperation',
  errorMessage: 'You are not authorized to perform this operation.',
});
const whole = { 'a.json.gz': delivered(record(), denied) };
const cut = { ...whole, 'b.json.gz': delivered(record()).subarray(0, 90) };

test.each<[string, Record<string, Buffer | string>, string[], number]>([
  ['no condition', cut, [], 0],
  ['a condition that nothing meets', whole, ['--fail-on', 'alarm'], 0],
  ['a condition that a call meets', whole, ['--fail-on', 'denied'], 1],
  ['strict, everything read', whole, ['--strict'], 0],
  ['strict, a damaged file', cut, ['--strict'], 3],
  ['a gap', cut, ['--fail-on', 'gap'], 3],
  ['a gap, and a condition that a call meets', cut, ['--fail-on', 'gap,change'], 1],
  ['strict, nothing that could tell', { 'notes.txt': 'meet at noon\n' }, ['--strict'], 3],
])('%s', async (_, files, flags, code) => {
  const folder = await temporaryFolder(files);
  const run = await obs3(['who', '--from', folder, '-o', 'json', ...flags]);
  expect(run).toMatchObject({ code, stderr: '' });
  const { gate } = json(run);
  if (flags.length === 0) expect(gate).toBeNull();
  else expect(gate).toMatchObject({ passed: code === 0, exitCode: code });
  const table = await obs3(['who', '--from', folder, ...flags]);
  expect(table.code).toBe(code);
  expect(table.stdout.includes('gate failed')).toBe(code !== 0);
});
