import { describe, expect, test } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import { markdown } from '../../../src/render/markdown.ts';
import { emptyReport, openSshReport } from '../../fixtures/report.ts';
import { at } from '../../fixtures/report-cast.ts';
import { apiCall, configChange } from '../../fixtures/report-events.ts';

const textOf = (report: Report, expand = false) =>
  [...markdown.render(report, { width: 80, color: true, expand })].join('\n');

const failed: Report['gate'] = {
  passed: false,
  exitCode: 1,
  conditions: ['dangerous', 'gap'],
  failures: [{ condition: 'dangerous', event: null, message: 'tcp/22 | opened by @alice' }],
  excused: [{ condition: 'dangerous', event: null, message: 'known', reason: 'the bastion', until: '2026-12-31' }],
};

test('begins with the answer, and the marker by which a comment is found again', () => {
  const [first, title, , headline] = textOf(openSshReport()).split('\n');
  expect([first, title]).toEqual(['<!-- obs3.report/v1 -->', '### obs3']);
  expect(headline).toMatch(/^\*\*alice@&#8203;example\.com opened tcp\/22 to the world .*\*\*$/);
});

describe('the gate', () => {
  test('that failed says by what, and what was excused', () => {
    const text = textOf(openSshReport({ gate: failed }));
    expect(text).toContain('### ❌ obs3: gate failed');
    expect(text).toContain('| dangerous | tcp/22 &#124; opened by @&#8203;alice |');
    expect(text).toContain('| dangerous | known | the bastion | 2026-12-31 |');
  });

  test('that passed says so', () => {
    const text = textOf(openSshReport({ gate: { passed: true, exitCode: 0, failures: [] } }));
    expect(text).toContain('### ✅ obs3: gate passed');
    expect(text).not.toContain('Failed condition');
  });
});

test('an incident is a row with its exposure, and its reasons are told', () => {
  const report = openSshReport();
  const chains = report.chains.map((chain) => ({
    ...chain,
    exposure: {
      startedTime: at('14:03:27'),
      detectedTime: at('14:06:12'),
      fixedTime: null,
      clearedTime: null,
      startedBy: null,
      fixedBy: null,
      open: true,
      seconds: 2694,
      secondsByChange: null,
      rules: ['restricted-ssh'],
    },
  }));
  const text = textOf({ ...report, chains });
  expect(text).toContain(
    '| c1 | alice@&#8203;example.com opened tcp/22; a remediation closed it 45 min later | **open** for 45 min | 2 |',
  );
  expect(text).toContain('**changed** ingress gained tcp/22 from 0.0.0.0/0 (0.98): ipPermissions gained tcp/22');
});

test('a diff is folded away, and nothing in it ends its block', () => {
  const change = configChange(at('14:05:01'), 'the script changed', [
    { path: '/configuration/script', op: 'replace', before: '```\n# out\n```', after: '````' },
  ]);
  const text = textOf(emptyReport({ timeline: [change] }));
  expect(text).toContain(
    '<details><summary>14:05:01 sg-0a1b2c3d4e5f60718: the script changed</summary>\n\n`````diff\n@@ /configuration/script @@\n- ',
  );
  expect(text.match(/^`````/gm)).toHaveLength(2);
});

test('what could not be seen stands open, what to do behind it', () => {
  const text = textOf(openSshReport());
  expect(text).toContain('**What could not be seen**');
  expect(text).toMatch(/^- ⚠️ \*\*DAMAGED_FILE\*\* \(logs\): flow-logs.* → copy the file again/m);
});

describe('more than a comment holds', () => {
  const timeline = Array.from({ length: 3000 }, (_, index) => [
    apiCall(at(`14:${String(index % 60).padStart(2, '0')}:00`), 'PutThing', `put thing ${index} `.repeat(12), {
      severity: 'warning',
    }),
    configChange(at('14:59:00'), `thing ${index}`, [
      { path: '/a', op: 'replace', before: 'x'.repeat(900), after: index },
    ]),
  ]).flat();
  const failures = Array.from({ length: 2000 }, (_, index) => ({
    condition: 'change',
    event: null,
    message: `write ${index}: ${'*'.repeat(200)}`,
  }));
  const report = openSshReport({ timeline, gate: { passed: false, exitCode: 1, failures } });

  test.each([false, true])('is cut to size, and says what was left out; expanded: %s', (expand) => {
    const text = textOf(report, expand);
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/^\| … \| \d{1,3}(,\d{3})* more in `--output json` \|$/m);
    expect(text).toMatch(/more rows in `--output json`/);
    expect(text).toMatch(/[\d,]+ more changes in `--output json`/);
    // what matters most is there all the same
    expect(text).toContain('write 0:');
    expect(text).toContain('**DAMAGED_FILE**');
    expect(text).toContain('| c1 |');
    expect(text).toMatch(/<sub>Coverage: incomplete .*<\/sub>$/);
  });
});

const changeSet = {
  id: 's1',
  human: null,
  principal: 'events.amazonaws.com',
  tool: 'events.amazonaws.com',
  since: at('14:00:00'),
  until: at('14:00:00'),
  writes: 1200,
  chains: [],
  events: [],
  touched: [],
  broke: [],
  repaired: [],
  tripped: [],
  dangers: [],
} as const;

test('a change set of one moment has one time, and a service that is its own tool one name', () => {
  const later = { ...changeSet, until: at('14:05:00'), tool: 'boto3' };
  const text = textOf(emptyReport({ changeSets: [changeSet, later] }));
  expect(text).toContain('| 2026-03-03 14:00:00 | `events.amazonaws.com` | 1,200 writes |');
  expect(text).toContain('| 2026-03-03 14:00:00 → 14:05:00 | `events.amazonaws.com` boto3 | 1,200 writes |');
});

test('a change set says what was done, and what came of it', () => {
  const call = apiCall(at('14:00:00'), 'DeleteTrail', 'deleted trail *main*', { id: 'call' });
  const set = { ...changeSet, writes: 1, events: ['call'], dangers: ['trail-stopped'] };
  const text = textOf(emptyReport({ changeSets: [set], timeline: [call] }));
  expect(text).toContain('| deleted trail &#42;main&#42;<br>↳ dangerous: trail-stopped |');
});

test('the dangers of a change set: the gravest first, whole names, the rest as a number', () => {
  const rules = Array.from({ length: 14 }, (_, index) => `a-danger-with-a-long-name-${index}`);
  const call = {
    ...apiCall(at('14:00:00'), 'DeleteTrail', 'deleted trail main', { id: 'call' }),
  };
  const dangers = rules.map((rule, index) => ({
    rule,
    severity: index === 13 ? ('high' as const) : ('medium' as const),
    reason: '',
    source: '',
  }));
  const timeline = [{ ...call, detail: { ...call.detail, dangers } }];
  const text = textOf(emptyReport({ changeSets: [{ ...changeSet, events: ['call'], dangers: rules }], timeline }));
  expect(text).toContain(`| 1,200 writes<br>↳ dangerous: ${[rules[13], ...rules.slice(0, 9)].join(', ')} and 4 more |`);
});

test('who is a guess is told as one', () => {
  const human = { name: 'carol', via: 'session-name', certainty: 'guess' } as const;
  const text = textOf(emptyReport({ changeSets: [{ ...changeSet, human, principal: 'carol', tool: 'boto3' }] }));
  expect(text).toContain('| `carol?` boto3 |');
});
