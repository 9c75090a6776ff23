/** The bundled example in every format that other programs read, compared word for word; and where each of them is written. */
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { delivered, record } from '../fixtures/trail.ts';
import { obs3, obs3Here, obs3HereOnce } from './obs3.ts';

const question = [
  'investigate',
  'sg-0a1b2c3d4e5f60718',
  '--from',
  'examples/open-ssh',
  '--now',
  '2026-03-04T00:00:00Z',
];
const formats = { csv: 'csv', markdown: 'md', junit: 'xml', sarif: 'sarif', github: 'github.txt' } as const;
/** A release changes the version. */
const unversioned = (text: string) => text.replace(/("version": "|obs3 )\d+\.\d+\.\d+(?=["<])/g, '$1VERSION');

test.each(Object.entries(formats))('open-ssh as %s', async (format, ending) => {
  const run = await obs3HereOnce([...question, '-o', format]);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  await expect(unversioned(run.stdout)).toMatchFileSnapshot(`golden/open-ssh.${ending}`);
  vi.stubEnv('TZ', 'Asia/Kolkata');
  expect(new Date(0).getHours()).toBe(5);
  const elsewhere = await obs3Here([...question, '-o', format]);
  expect(elsewhere.stdout).toBe(run.stdout);
});

describe("the job's summary", () => {
  test('is added to what other steps wrote', async () => {
    const folder = await temporaryFolder({ 'summary.md': 'before\n' });
    const file = join(folder, 'summary.md');
    const env = { GITHUB_STEP_SUMMARY: file };
    const run = await obs3Here([...question, '-o', 'github'], { env });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toBe((await obs3HereOnce([...question, '-o', 'github'])).stdout);
    const markdown = (await obs3HereOnce([...question, '-o', 'markdown'])).stdout;
    expect(await readFile(file, 'utf8')).toBe(`before\n\n${markdown}`);
  });

  test('is written for no other format', async () => {
    const folder = await temporaryFolder({ 'summary.md': '' });
    const env = { GITHUB_STEP_SUMMARY: join(folder, 'summary.md') };
    await obs3Here([...question, '-o', 'markdown'], { env });
    expect(await readFile(join(folder, 'summary.md'), 'utf8')).toBe('');
  });

  test('that cannot be written is told, and changes neither the answer nor the exit code', async () => {
    const folder = await temporaryFolder();
    const env = { GITHUB_STEP_SUMMARY: join(folder, 'no', 'summary.md') };
    const run = await obs3Here([...question, '-o', 'github', '--fail-on', 'denied'], { env });
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('::error title=obs3 gate%3A denied::');
    expect(run.stderr).toMatch(/^obs3: the summary cannot be written to GITHUB_STEP_SUMMARY: ENOENT[^\n]*\n$/);
  });
});

// one that is printed while evidence is read, and one that is printed at the end
test.each(['csv', 'markdown'])(
  '%s whose reader leaves after the first lines ends in silence, exit code 0',
  async (format) => {
    const many = Array.from({ length: 3000 }, (_, at) =>
      record({ eventTime: new Date(Date.parse('2026-03-03T00:00:00Z') + at * 1000).toISOString() }),
    );
    const folder = await temporaryFolder({ 'a.json.gz': delivered(...many) });
    const run = await obs3(['who', '--from', folder, '-o', format], { readerLeavesAfter: 1 });
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
  },
);

test('what obs3 completion bash prints completes in a bash', async () => {
  const { code, stdout } = await obs3Here(['completion', 'bash']);
  expect(code).toBe(0);
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'obs3'), stdout);
  const script = `source ./obs3; COMP_WORDS=(obs3 who -o j); COMP_CWORD=3; COMP_LINE='obs3 who -o j'; _obs3; echo "\${COMPREPLY[@]}"`;
  const offered = await new Promise<string>((resolve, reject) => {
    const bash = spawn('bash', ['--norc', '-c', script], { cwd: folder });
    let text = '';
    bash.stdout.on('data', (chunk) => {
      text += String(chunk);
    });
    bash.on('error', reject);
    bash.on('close', () => resolve(text));
  });
  expect(offered).toBe('json junit\n');
});
