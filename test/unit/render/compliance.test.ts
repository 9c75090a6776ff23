/** Compliance in the table: which rules are broken, since when, and by whose call. */
import { describe, expect, test } from 'vitest';
import type { Exposure } from '../../../src/model/event.ts';
import type { Report } from '../../../src/model/report.ts';
import type { RuleStanding } from '../../../src/model/standing.ts';
import { table } from '../../../src/render/table.ts';
import { displayWidth } from '../../../src/render/width.ts';
import { emptyReport } from '../../fixtures/report.ts';
import { alice, at, group } from '../../fixtures/report-cast.ts';
import { apiCall, compliance } from '../../fixtures/report-events.ts';
import { brokenRule, exposureBy, keptRule } from '../../fixtures/standing.ts';

const opened = apiCall(at('14:03:27'), 'AuthorizeSecurityGroupIngress', 'opened tcp/22 to 0.0.0.0/0', {
  detail: { principal: alice },
});
const exposure = exposureBy(opened.id, 2700, 3600);
const broken: RuleStanding = { ...brokenRule(exposure), basis: 'history' };
const kept = keptRule;

const reportOf = (rules: readonly RuleStanding[], more: Partial<Report> = {}): Report => {
  const report = emptyReport(more);
  const targets = more.query?.targets ?? report.query.targets;
  return {
    ...report,
    query: { ...report.query, command: 'compliance', targets, target: targets[0] ?? null },
    verdict: { ...report.verdict, compliance: { status: 'NON_COMPLIANT', rules } },
  };
};
const ofAccount = (rules: readonly RuleStanding[], more: Partial<Report> = {}) =>
  reportOf(rules, { ...more, query: { ...emptyReport().query, targets: [], target: null } });
const linesOf = (report: Report, width = 100, expand = false) => [
  ...table.render(report, { width, color: false, expand }),
];
/** From a title to the next empty line. */
const below = (title: string, lines: readonly string[]) => {
  const start = lines.indexOf(title);
  return start < 0 ? [] : lines.slice(start + 1, lines.indexOf('', start));
};

describe('how a resource stands', () => {
  test('is told rule by rule, what is broken first, with whose change it was', () => {
    const lines = linesOf(reportOf([kept, broken], { timeline: [opened] }));
    expect(below('Rules', lines)).toEqual([
      '✗ restricted-ssh  not compliant, since 2026-03-03 14:06:12 · open for 45 min by the rule, 1 h by the',
      '                  change',
      '    begun 2026-03-03 14:03:27 by alice@example.com: opened tcp/22 to 0.0.0.0/0',
      '✓ required-tags   compliant, since 2026-03-03 09:00:00',
    ]);
  });

  test('that was changed before the window tells how it is told by whom', () => {
    const { query } = emptyReport();
    const since = (time: string) => ({ query: { ...query, window: { ...query.window, since: at(time) } } });
    const begun = (more: Partial<Report>) =>
      below('Rules', linesOf(reportOf([broken], more))).filter((line) => line.includes('begun'));
    expect(begun(since('14:10:00'))).toEqual([
      '    begun 2026-03-03 14:03:27: by whom is told with --since 2026-03-03T13:03Z',
    ]);
    expect(begun(since('14:00:00'))).toEqual(['    begun 2026-03-03 14:03:27']);
  });

  test('tells what was broken and is mended', () => {
    const flip = compliance(at('14:06:12'), 'COMPLIANT', 'NON_COMPLIANT', 'restricted-ssh: COMPLIANT → NON_COMPLIANT');
    const past: Exposure = {
      ...exposure,
      fixedTime: at('14:48:50'),
      clearedTime: at('14:51:29'),
      open: false,
      seconds: 2717,
      secondsByChange: 2723,
    };
    const event = { ...flip, detail: { ...flip.detail, resource: group, exposure: past } };
    const now: RuleStanding = { name: 'restricted-ssh', status: 'COMPLIANT', since: at('14:51:29'), resource: group };
    const text = below('Rules', linesOf(reportOf([now], { timeline: [opened, event] }))).join('\n');
    expect(text).toContain(
      'was not compliant 2026-03-03 14:06:12 → 14:51:29: 45 min by the rule, 45 min by the change',
    );
    expect(text).toContain('put right 2026-03-03 14:48:50');
  });

  test('tells how it is known, why, and what is done about it', () => {
    const { exposure: _, ...open } = broken;
    const rules: readonly RuleStanding[] = [
      {
        ...open,
        basis: 'evaluation',
        annotation: 'port 22 is open',
        conformancePack: 'operations',
        remediation: {
          document: 'AWS-DisablePublicAccessForSecurityGroup',
          automatic: true,
          execution: { state: 'FAILED', invokedTime: at('14:07:02'), updatedTime: null, error: 'not authorized' },
        },
      },
      { ...kept, basis: 'derived' },
    ];
    const text = below('Rules', linesOf(reportOf(rules), 120)).join('\n');
    expect(text).toContain('not compliant, known since 2026-03-03 14:06:12');
    expect(text).toContain('why: port 22 is open');
    expect(text).toContain('conformance pack operations');
    expect(text).toContain(
      'remediation AWS-DisablePublicAccessForSecurityGroup (automatic): failed at 2026-03-03 14:07:02: not authorized',
    );
    expect(text).toContain('compliant, since 2026-03-03 09:00:00 · derived');
    expect(text).toContain('derived: no rule was asked');
  });

  test('is left out where no rule is known, and with other commands', () => {
    expect(linesOf(reportOf([]))).not.toContain('Rules');
    const report = reportOf([broken]);
    expect(linesOf({ ...report, query: { ...report.query, command: 'investigate' } })).not.toContain('Rules');
  });
});

describe('how an account stands', () => {
  const other = (id: string): RuleStanding => ({ ...broken, resource: { ...group, id, name: 'db' } });

  test('is told by rule and by resource, worst first', () => {
    const lines = linesOf(ofAccount([kept, broken, other('sg-2'), { ...broken, name: 'a-rule' }]));
    expect(below('By rule', lines)).toEqual([
      '✗ restricted-ssh  2 of 2 not compliant',
      '✗ a-rule          1 of 1 not compliant',
      '✓ required-tags   1 compliant',
    ]);
    expect(below('By resource', lines).filter((line) => line.startsWith('✗'))).toEqual([
      `✗ AWS::EC2::SecurityGroup ${group.id} (web) · 111122223333 us-east-1`,
      '✗ AWS::EC2::SecurityGroup sg-2 (db) · 111122223333 us-east-1',
    ]);
  });

  test('counts how often a rule flipped: its first verdict is none', () => {
    const first = compliance(at('09:00:00'), 'COMPLIANT', 'COMPLIANT', 'restricted-ssh: COMPLIANT');
    const flip = compliance(at('14:06:12'), 'COMPLIANT', 'NON_COMPLIANT', 'restricted-ssh: COMPLIANT → NON_COMPLIANT');
    const timeline = [{ ...first, detail: { ...first.detail, from: null } }, flip];
    expect(below('By rule', linesOf(ofAccount([broken], { timeline })))).toEqual([
      '✗ restricted-ssh  1 of 1 not compliant · 1 flip in the window',
    ]);
  });

  test('shows the worst of many, and all where that is asked for', () => {
    const many = ofAccount(Array.from({ length: 30 }, (_, index) => other(`sg-${index}`)));
    expect(linesOf(many).join('\n')).toContain('and 10 more resources; --expand lists all');
    expect(linesOf(many, 100, true).filter((line) => line.startsWith('✗ AWS::'))).toHaveLength(30);
  });
});

test('text that somebody else chose moves nothing, and fits', () => {
  const hostile = 'evil\u001b[2J\u202e\nrule';
  const standing: RuleStanding = {
    ...broken,
    name: hostile,
    annotation: hostile,
    conformancePack: hostile,
    resource: { ...group, id: hostile, name: hostile },
  };
  for (const report of [reportOf([standing, kept]), ofAccount([standing])]) {
    for (const line of linesOf(report, 80)) {
      for (const control of ['\u001b', '\u202e', '\n']) expect(line).not.toContain(control);
      expect(displayWidth(line)).toBeLessThanOrEqual(80);
    }
  }
});
