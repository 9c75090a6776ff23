/** `whois` and `--by-principal` on the bundled example, compared word for word. */
import { expect, test } from 'vitest';
import type { WhoisReport } from '../../src/model/whois.ts';
import { whoisV1 } from '../../src/report/schema-whois-v1.ts';
import { json, obs3Here, obs3HereOnce } from './obs3.ts';

const given = ['--from', 'examples/open-ssh', '--now', '2026-03-04T00:00:00Z'];
const whois = (...args: string[]) => obs3Here(['whois', ...args, ...given]);

test.each([
  ['event', '80', ['654bfee1-8e62-4fa5-8e8e-02811e5ea422']],
  ['event', '120', ['654bfee1-8e62-4fa5-8e8e-02811e5ea422']],
  ['person', '120', ['carol@example.com']],
  ['instance', '120', ['i-0f1e2d3c4b5a69788', '--since', '2026-03-03T14:00Z', '--until', '2026-03-03T15:50Z']],
  ['automation', '120', ['1b70dbd4-e663-4050-bf8a-ca57036a7e11']],
  ['unknown', '80', ['AROAUNKNOWNROLE00000:nobody']],
])('whois of %s at %s columns', async (name, columns, args) => {
  const run = await obs3Here(['whois', ...args, ...given], { env: { COLUMNS: columns } });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  for (const line of run.stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(Number(columns));
  await expect(run.stdout).toMatchFileSnapshot(`golden/whois-${name}-${columns}.txt`);
});

test('its JSON is the published document, and one person by any of their names', async () => {
  const texts = ['654bfee1-8e62-4fa5-8e8e-02811e5ea422', 'ASIA2RJLNQSTPEXAMPLE', 'alice@example.com'];
  for (const text of texts) {
    const { code, stdout } = await whois(text, '-o', 'json');
    expect(code).toBe(0);
    const report: WhoisReport = whoisV1.parse(JSON.parse(stdout)) as WhoisReport;
    expect(report.people.map(({ human }) => human)).toEqual([
      { name: 'alice@example.com', via: 'identity-center', certainty: 'proven' },
    ]);
  }
});

test.each([
  [['whois', ...given], "missing required argument 'principal'"],
  [['whois', 'alice', '--since', 'never', ...given], "--since does not take 'never'"],
  [['whois', '', ...given], 'the target is empty'],
  [['whois', 'alice', '--profile', 'x', ...given], '--profile asks AWS, --from reads files'],
  [['whois', 'alice', '--from', 'no-such-folder'], 'no-such-folder'],
])('%j is wrong usage', async (args, message) => {
  const { code, stderr } = await obs3Here(args);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test('--by-principal groups the table, and leaves JSON as it is', async () => {
  const args = ['investigate', 'sg-0a1b2c3d4e5f60718', ...given];
  const grouped = await obs3Here([...args, '--by-principal'], { env: { COLUMNS: '120' } });
  expect(grouped).toMatchObject({ code: 0, stderr: '' });
  const titles = grouped.stdout.split('\n').filter((line) => line.startsWith('■ '));
  expect(titles[0]).toContain('carol@example.com (IAM Identity Center, proven) · 4 calls, 3 writes');
  expect(titles.at(-1)).toMatch(/^■ by no call · \d+ events$/);
  // everything below a title belongs to that person
  const [, alices = ''] = grouped.stdout.split(/^■ (?=alice)/m);
  expect(alices.split('■')[0]).not.toContain('carol');
  const [plain, same] = await Promise.all([
    obs3HereOnce([...args, '-o', 'json']),
    obs3Here([...args, '--by-principal', '-o', 'json']),
  ]);
  expect(json(same).timeline).toEqual(json(plain).timeline);
});

test('routine calls of services are one row, and all there in JSON', async () => {
  const args = ['who', '--reads', ...given];
  const { stdout } = await obs3Here(args, { env: { COLUMNS: '120' } });
  expect(stdout.match(/\d+ routine calls by /g)).toHaveLength(1);
  expect(stdout).toContain('routine calls by AWS Config,');
  expect((await obs3Here([...args, '--expand'])).stdout).not.toContain('routine calls by');
});
