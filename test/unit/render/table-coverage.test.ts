/** What the table says around the events: what was asked, what was read, what a gate found. */
import { describe, expect, test } from 'vitest';
import { gap } from '../../../src/model/gap.ts';
import type { Report } from '../../../src/model/report.ts';
import { covered, emptyReport, openSshReport } from '../../fixtures/report.ts';
import { at } from '../../fixtures/report-cast.ts';
import { linesOf, textOf } from './table-text.ts';

describe('nothing to show', () => {
  const verdict = (answer: Report['verdict']['answer']) => ({ headline: 'Nobody.', answer, who: [], what: [] });

  test('not seen', () => {
    expect(linesOf(emptyReport())).toContain('Nothing about sg-0a1b2c3d4e5f60718 in this window, in the files given.');
  });

  test('not seen is not said twice', () => {
    const headline = 'Nothing about sg-0a1b2c3d4e5f60718 was found in the files given.';
    const lines = linesOf(emptyReport({ verdict: { ...verdict('not-seen'), headline } }));
    expect(lines.filter((line) => line.startsWith('Nothing'))).toEqual([headline]);
    expect(lines.join('\n')).not.toContain('\n\n\n');
  });

  test('unknown: says what could not be seen, what blocks before what does not', () => {
    const gaps = [
      gap('DELIVERY_LAG', 'the last 20 minutes may be missing'),
      gap('UNREACHABLE', 'eu-west-1 did not answer'),
    ];
    const coverage = [covered('cloudtrail', 'archive', { complete: false, gaps })];
    expect(textOf(emptyReport({ verdict: verdict('unknown'), coverage }), 200)).toContain(
      'but not everything could be seen: eu-west-1 did not answer.',
    );
  });

  test('unknown without a gap', () => {
    expect(textOf(emptyReport({ verdict: verdict('unknown') }), 200)).toContain('but not everything could be seen.');
  });

  test('seen, but not listed', () => {
    expect(textOf(emptyReport({ verdict: verdict('seen') }), 200)).toContain(
      'Nothing to list about sg-0a1b2c3d4e5f60718',
    );
  });
});

describe('what was asked', () => {
  const { query, subject } = emptyReport();

  test('another reading than what was typed is told', () => {
    expect(textOf(emptyReport({ query: { ...query, target: 'i-0abc' } }))).toContain(
      'i-0abc → AWS::EC2::SecurityGroup sg-',
    );
  });

  test('every one of several', () => {
    const subjects = [subject, { ...subject, id: 'sg-0123456789abcdef0', name: null, deleted: true }];
    const text = textOf(emptyReport({ subjects, query: { ...query, targets: ['sg-0a1b2c3d4e5f60718', 'old'] } }));
    expect(text).toContain('AWS::EC2::SecurityGroup sg-0a1b2c3d4e5f60718 (web)');
    expect(text).toContain('old → AWS::EC2::SecurityGroup sg-0123456789abcdef0, deleted');
  });

  test('a window alone, a direction, filters, a window that was given', () => {
    const window = { ...subject, kind: 'window' as const };
    expect(textOf(emptyReport({ subject: window, query: { ...query, target: null } }))).toContain(
      'everything in the window',
    );
    const asked = {
      ...query,
      as: 'principal' as const,
      from: [],
      window: { ...query.window, given: true },
      filters: { outcome: ['denied', 'failed'] },
      accounts: ['444455556666'],
      regions: ['eu-west-1', subject.region ?? ''],
    };
    const text = textOf(emptyReport({ query: asked }));
    expect(text).toContain('what was done by AWS::EC2::SecurityGroup');
    expect(text).toContain('only outcome denied or failed');
    expect(text).toMatch(/^only in account 444455556666, eu-west-1$/m);
    expect(text).toMatch(/\(3 h 30 min\)$/m);
  });
});

describe('coverage', () => {
  const regions = Array.from({ length: 17 }, (_, index) => `eu-test-${index}`);

  test('seventeen complete regions are one line, the others stand apart', () => {
    const denied = gap('ACCESS_DENIED', 'cloudtrail:LookupEvents is denied in eu-test-3', { hint: 'grant it' });
    const coverage = regions.map((name) =>
      covered('cloudtrail', 'lookup-events', {
        region: name,
        records: 100,
        matched: 1,
        throttled: 1,
        ...(name === 'eu-test-3' && { complete: false, records: 1, matched: 0, gaps: [denied] }),
      }),
    );
    const lines = linesOf(emptyReport({ coverage }));
    expect(lines.slice(lines.findIndex((line) => line.startsWith('Coverage')))).toEqual([
      'Coverage: incomplete · 2026-03-03 12:30:00 → 16:00:00 UTC',
      '✓ cloudtrail lookup-events  16 regions  1,600 records  16 matched  throttled 16×',
      '! cloudtrail lookup-events  eu-test-3       1 record    0 matched  throttled 1×',
      '',
      'What could not be seen',
      '! ACCESS_DENIED (cloudtrail): cloudtrail:LookupEvents is denied in eu-test-3',
      '  → grant it',
    ]);
  });

  test('places stand beside what was read where there is room for both, else before it in the same words', () => {
    const coverage = ['eu-west-1', 'us-east-1'].map((region) =>
      covered('cloudtrail', 'archive', { region, skipped: { digest: 4 } }),
    );
    const told = (width: number) =>
      textOf(emptyReport({ coverage }), width)
        .split('\n')
        .filter((line) => line.startsWith('✓') || line.startsWith('    '));
    expect(told(80)[0]).toMatch(/^✓ cloudtrail archive {2}eu-west-1, us-east-1 {2}\S/);
    const [first = '', ...more] = told(60);
    expect(first).toMatch(/^✓ cloudtrail archive {2}eu-west-1, us-east-1 · \S/);
    expect(more.length).toBeLessThan(4);
    for (const line of more) expect(line).toMatch(/^ {22}\S/);
  });

  test('of AWS one region is named, too: another may have been meant', () => {
    const told = (backend: string) => linesOf(emptyReport({ coverage: [covered('cloudtrail', backend)] })).at(-1);
    expect(told('lookup-events')).toBe('✓ cloudtrail lookup-events  us-east-1  412 records  7 matched');
    expect(told('archive')).toBe('✓ cloudtrail archive  412 records  7 matched');
  });

  test('a gap that many met is told once; blocking ones first', () => {
    const lag = gap('DELIVERY_LAG', 'the last 20 minutes may be missing');
    const off = gap('RECORDER_OFF', 'no recorder in eu-test-1');
    const coverage = [
      ...regions.map((name) => covered('cloudtrail', 'lookup-events', { region: name, gaps: [lag] })),
      covered('config', 'api', { complete: false, gaps: [lag, off] }),
    ];
    const told = linesOf(emptyReport({ coverage })).filter((line) => /^[!·] [A-Z_]+ \(/.test(line));
    expect(told).toEqual([
      '! RECORDER_OFF (config): no recorder in eu-test-1',
      '· DELIVERY_LAG (cloudtrail, config): the last 20 minutes may be missing',
    ]);
  });

  test('spans that differ stand in their lines', () => {
    const coverage = [covered('cloudtrail', 'archive'), covered('config', 'archive', { since: at('13:00:00') })];
    const lines = linesOf(emptyReport({ coverage }), 120);
    expect(lines).toContain('Coverage: complete');
    expect(lines).toContain('✓ config archive      2026-03-03 13:00:00 → 16:00:00 UTC  412 records  7 matched');
  });

  test('accounts and regions are counted where their names do not fit, and never cut', () => {
    const coverage = ['111122223333', '444455556666'].flatMap((account) =>
      ['eu-west-1', 'eu-west-2', 'us-east-1', 'us-west-2'].map((region) =>
        covered('cloudtrail', 'archive', { account, region }),
      ),
    );
    expect(linesOf(emptyReport({ coverage }), 80).join('\n')).toContain('cloudtrail archive  2 accounts 4 regions');
  });

  test('what does not fit in columns follows each other', () => {
    const coverage = [
      covered('cloudtrail', 'archive', { skipped: { digest: 2, insight: 1, none: 0 } }),
      covered('config', 'archive', { region: 'eu-west-1', since: at('13:00:00') }),
      covered('config', 'archive', { region: 'eu-west-2', since: at('13:10:00'), until: at('15:50:00') }),
    ];
    const lines = linesOf(emptyReport({ coverage }), 80);
    expect(lines.slice(lines.indexOf('Coverage: complete') + 1)).toEqual([
      '✓ cloudtrail archive  us-east-1             2026-03-03 12:30:00 → 16:00:00 UTC ·',
      '                                            412 records · 7 matched · skipped 2',
      '                                            digests, 1 insight',
      '✓ config archive      eu-west-1, eu-west-2  2026-03-03 13:00:00 → 16:00:00 UTC ·',
      '                                            824 records · 14 matched',
    ]);
  });

  test('nothing read is said', () => {
    expect(linesOf(emptyReport({ coverage: [] })).at(-1)).toBe('Coverage: nothing was read');
  });
});

describe('gate', () => {
  const conditions = ['noncompliant', 'alarm', 'dangerous', 'gap'];
  const failure = { condition: 'noncompliant', event: null, message: 'restricted-ssh is NON_COMPLIANT' };
  const excuse = { ...failure, condition: 'dangerous', reason: 'a bastion', until: '2026-12-31' };
  const tailOf = (gate: Report['gate'], count: number) => linesOf(openSshReport({ gate })).slice(-count);

  test('is the first line in a word, which a pager shows', () => {
    const firstOf = (gate: Report['gate']) => linesOf(openSshReport({ gate })).slice(0, 2);
    expect(firstOf({ passed: true, exitCode: 0, failures: [], conditions })).toEqual(['✓ Gate passed', '']);
    const failures = [failure, failure, { ...failure, condition: 'gap' }];
    expect(firstOf({ passed: false, exitCode: 1, failures, conditions })).toEqual([
      '✗ Gate failed: noncompliant and gap',
      '',
    ]);
  });

  test('stands last: what was checked where it passed', () => {
    expect(tailOf({ passed: true, exitCode: 0, failures: [], conditions }, 1)).toEqual([
      '✓ GATE PASSED: noncompliant, alarm, dangerous and gap checked',
    ]);
  });

  test('or each failure, and what was excused', () => {
    expect(tailOf({ passed: false, exitCode: 1, failures: [failure, failure], conditions }, 3)).toEqual([
      '✗ GATE FAILED (1 of 4 conditions)',
      '  noncompliant: restricted-ssh is NON_COMPLIANT',
      '  noncompliant: restricted-ssh is NON_COMPLIANT',
    ]);
    expect(tailOf({ passed: true, exitCode: 0, failures: [], conditions, excused: [excuse] }, 2)).toEqual([
      '✓ GATE PASSED: noncompliant, alarm, dangerous and gap checked, 1 excused',
      '  excused until 2026-12-31 (a bastion): dangerous: restricted-ssh is NON_COMPLIANT',
    ]);
  });

  test('of a thousand failures it tells enough, and all with --expand', () => {
    const gate = { passed: false, exitCode: 1, failures: Array.from({ length: 1300 }, () => failure), conditions };
    expect(tailOf(gate, 1)).toEqual(['  noncompliant: and 1,280 more; --expand lists all']);
    expect(
      linesOf(openSshReport({ gate }), 100, { expand: true }).filter((line) => line.includes('is NON_')),
    ).toHaveLength(1300);
  });
});
