/** What whois prints for any document: safe for a terminal, within its width, and of limited length. */
import { describe, expect, test } from 'vitest';
import type { WhoisReport } from '../../../src/model/whois.ts';
import { whoisLines } from '../../../src/render/whois.ts';
import { displayWidth } from '../../../src/render/width.ts';
import { assume, record, roleIdentity, userIdentity } from '../../fixtures/sessions.ts';
import { whoisOf } from '../../fixtures/whois.ts';

const linesOf = (report: WhoisReport, width = 100, expand = false) => [
  ...whoisLines(report, { width, color: false, expand }),
];

const runs = Array.from({ length: 30 }, (_, n) =>
  record(n + 1, n, {
    userIdentity: roleIdentity('nightly', `run-${n}`, `ASIANIGHTLY0000000${String(n).padStart(3, '0')}`),
  }),
);

describe('the tree', () => {
  test('begins at the human, and hangs each session on the call that began it', async () => {
    const key = 'ASIAADMIN00000000001';
    const report = await whoisOf(
      [
        assume(1, 0, userIdentity('alice'), 'Admin', 'a', key),
        record(2, 1, { userIdentity: roleIdentity('Admin', 'a', key) }),
      ],
      key,
    );
    const lines = linesOf(report);
    const at = lines.indexOf('alice (through the roles taken on, proven)');
    expect(lines.slice(at + 1, at + 5)).toEqual([
      '└─ 2026-03-03 14:00:00 AssumeRole → Admin/a',
      '   │  aws-cli · 203.0.113.7 · cloudtrail:00000000-0000-4000-8000-000000000001',
      `   └─ session Admin/a · ${key} · 1 call, 1 write`,
      '         2026-03-03 14:01:00 · aws-cli · 203.0.113.7',
    ]);
  });

  test('says where its beginning was not found', async () => {
    expect(linesOf(await whoisOf(runs.slice(0, 1), 'nightly')).join('\n')).toContain(
      '? the call that issued these credentials was not found',
    );
  });

  test('of a very long way stays within the screen, with every call of it', async () => {
    const key = (n: number) => `ASIADEEP00000000${String(n).padStart(4, '0')}`;
    const hops = Array.from({ length: 60 }, (_, n) =>
      assume(
        n + 1,
        n,
        n === 0 ? userIdentity('alice') : roleIdentity(`R${n - 1}`, 's', key(n - 1)),
        `R${n}`,
        's',
        key(n),
      ),
    );
    const last = record(99, 70, { userIdentity: roleIdentity('R59', 's', key(59)) });
    const lines = linesOf(await whoisOf([...hops, last], key(59)), 80);
    expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([]);
    for (let n = 0; n < 60; n++)
      expect(
        lines.some((line) => line.endsWith(`AssumeRole → R${n}/s`)),
        `R${n}`,
      ).toBe(true);
  });

  test('is cut where it is long, and says so; not where all is wanted', async () => {
    const report = await whoisOf(runs, 'nightly');
    expect(linesOf(report).join('\n')).toContain('and 18 more sessions; --expand lists all');
    expect(linesOf(report, 100, true).filter((line) => line.includes('session nightly/'))).toHaveLength(30);
  });

  test('has one line for what each service did on behalf, and a line for each session of the person', async () => {
    const alice = (accessKeyId: string) => ({ ...userIdentity('alice'), accessKeyId });
    const forwarded = (id: number, service: string) =>
      record(id, id, {
        userIdentity: { ...alice(`ASIAFORWARDED${String(id).padStart(7, '0')}`), invokedBy: service },
        sourceIPAddress: service,
        userAgent: service,
      });
    const own = [31, 32].map((id) => record(id, id, { userIdentity: alice(`ASIAALICE000000000${id}`) }));
    const report = await whoisOf(
      [
        ...Array.from({ length: 10 }, (_, n) => forwarded(n + 1, 'secretsmanager.amazonaws.com')),
        ...Array.from({ length: 10 }, (_, n) => forwarded(n + 11, 'health.amazonaws.com')),
        ...own,
      ],
      'alice',
    );
    const branches = (expand = false) =>
      linesOf(report, 100, expand).filter((line) => /^[├└]─ /.test(line) && !line.includes('--expand'));
    expect(branches().map((line) => line.slice(3))).toEqual([
      'user alice · 10 forwarded sessions · 10 calls, 10 writes',
      'user alice · 10 forwarded sessions · 10 calls, 10 writes',
      'user alice · ASIAALICE00000000031 · 1 call, 1 write',
      'user alice · ASIAALICE00000000032 · 1 call, 1 write',
    ]);
    expect(linesOf(report).join('\n')).toContain('2026-03-03 14:01:00 → 14:10:00 · secretsmanager.amazonaws.com');
    expect(linesOf(report).join('\n')).toContain('--expand lists each session by itself');
    expect(branches(true)).toHaveLength(22);
  });
});

test('nobody is a sentence, and what was read', async () => {
  const lines = linesOf(await whoisOf(runs, 'mallory'));
  expect(lines[0]).toMatch(/^mallory made no call in this window, in the files given/);
  expect(lines.some((line) => line.startsWith('Coverage: complete'))).toBe(true);
});

test('hostile text is shown, and not obeyed', async () => {
  const identity = roleIdentity('r', 's', 'ASIAHOSTILE000000001');
  const name = 'x\u001b[2J\u202ey';
  const hostile = record(1, 0, {
    userIdentity: { ...identity, sessionContext: { sourceIdentity: name } },
    userAgent: `\u001b]0;title\u0007${'z'.repeat(500)}`,
    sourceIPAddress: '\u001b[31m',
  });
  for (const line of linesOf(await whoisOf([hostile], 'ASIAHOSTILE000000001'), 60)) {
    expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(line.length).toBeLessThanOrEqual(60);
  }
});
