/** What a change did, on the terminal: sparklines, charts, quiet metrics, and a dashboard to upload. */
import { expect, test } from 'vitest';
import { obs3, obs3Once } from './obs3.ts';

const group = 'sg-0a1b2c3d4e5f60718';
const from = ['--from', 'examples/open-ssh'];

test('a shift is drawn below its sentence, with the change marked', async () => {
  const { stdout } = await obs3Once(['investigate', group, ...from]);
  expect(stdout).toMatch(/NetworkIn of [^\n]* rose.*\n(?:[^▁\n]*\n)?[^\n]*▁+│▁+█+/);
});

test('--charts draws it large, piped with the same bytes in every locale', async () => {
  const charts = await obs3(['impact', group, ...from, '--charts'], { env: { LANG: 'en_US.UTF-8' } });
  expect(charts.stdout).toContain('░ usual:');
  const plain = await obs3(['impact', group, ...from, '--charts'], { env: { LC_ALL: 'C' } });
  expect(plain.stdout).toBe(charts.stdout);
});

test('quiet metrics are counted, and named with --all', async () => {
  const some = await obs3(['impact', group, ...from]);
  expect(some.stdout).toContain('2 shifted, 2 quiet; --all lists them');
  expect(some.stdout).not.toContain('StatusCheckFailed (InstanceId');
  const all = await obs3(['impact', group, ...from, '--all']);
  expect(all.stdout).toContain('StatusCheckFailed (InstanceId');
});

test('a dashboard is one JSON document, and nothing else', async () => {
  const { code, stdout, stderr } = await obs3(['dashboard', group, ...from]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const body = JSON.parse(stdout) as { widgets: { type: string }[] };
  expect(body.widgets.map(({ type }) => type)).toEqual(expect.arrayContaining(['text', 'alarm', 'metric']));
  const without = await obs3(['dashboard', ...from]);
  expect(without.code).toBe(2);
});
