import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { TimelineEvent } from '../../../src/model/event.ts';
import { gap } from '../../../src/model/gap.ts';
import type { Report } from '../../../src/model/report.ts';
import { table } from '../../../src/render/table.ts';
import {
  account,
  alice,
  apiCall,
  at,
  bob,
  configChange,
  covered,
  emptyReport,
  flow,
  group,
  openSshReport,
  otherAccount,
  read,
  region,
  remediation,
} from '../../fixtures/report.ts';

const linesOf = (report: Report, width = 100, more: { color?: boolean; expand?: boolean } = {}): string[] => [
  ...table.render(report, { width, color: false, expand: false, ...more }),
];

const textOf = (report: Report, width = 100): string => linesOf(report, width).join('\n');

/** Where sentences are looked for, and it does not matter where their lines end. */
const flatOf = (report: Report): string => linesOf(report, 200).join(' ').replaceAll(/ +/g, ' ');

const withEvents = (...timeline: TimelineEvent[]): Report => emptyReport({ timeline });

const tagged = (time: string, date?: string) => apiCall(at(time, date), 'CreateTags', `tagged ${group.id}`);

/** An event as recorded elsewhere. */
const elsewhere = (event: TimelineEvent, place: { account?: string; region?: string }): TimelineEvent => ({
  ...event,
  origin: { ...event.origin, ...place },
});

describe('the case, at 80 columns', () => {
  const lines = linesOf(openSshReport(), 80);

  test('begins with the answer, then what was asked and of which time', () => {
    expect(lines.slice(0, 6)).toEqual([
      'alice@example.com opened tcp/22 to the world on sg-0a1b2c3d4e5f60718 (web) at',
      '14:03:27; ConfigRemediation closed it 45 min later, after 312 MB had come in.',
      '',
      'AWS::EC2::SecurityGroup sg-0a1b2c3d4e5f60718 (web) · 111122223333 · us-east-1',
      '2026-03-03 12:30:00 → 16:00:00 UTC (3 h 30 min), first to last record of ./logs',
      '',
    ]);
  });

  test('the call, its danger, who made it with what and from where', () => {
    const call = lines.findIndex((line) => line.startsWith('14:03:27  '));
    expect(lines.slice(call, call + 4)).toEqual([
      '14:03:27  ┌ who        ‼ opened tcp/22 to 0.0.0.0/0 on    alice@example.com',
      '          │              sg-0a1b2c3d4e5f60718 (web)       AWS Console',
      '          │              ↳ ssh can be reached from every  203.0.113.7',
      '          │                address',
    ]);
  });

  test('what has no principal uses the whole line', () => {
    const flip = lines.findIndex((line) => line.startsWith('14:06:12'));
    expect(lines.slice(flip, flip + 3)).toEqual([
      '14:06:12  │ compliant  ✗ restricted-ssh: COMPLIANT → NON_COMPLIANT for',
      '          │              sg-0a1b2c3d4e5f60718 (web)',
      '   ⋮ 5 min',
    ]);
  });

  test('ends with what was read, and what could not be seen', () => {
    expect(lines.slice(lines.indexOf('Coverage: incomplete · 2026-03-03 12:30:00 → 16:00:00 UTC'))).toEqual([
      'Coverage: incomplete · 2026-03-03 12:30:00 → 16:00:00 UTC',
      '✓ cloudtrail archive     412 records  7 matched  skipped 4 digests',
      '✓ config archive          31 records  4 matched',
      '✓ cloudwatch archive   1,860 records  3 matched',
      '! logs archive        10,422 records  2 matched',
      '',
      'What could not be seen',
      '! DAMAGED_FILE (logs): flow-logs/20260303T1430Z.log.gz ends after 18,211 of its',
      '  bytes',
      '  → copy the file again; what is before the damage was read',
      '· DATA_EVENTS_NOT_RECORDED (logs): the trail records no data events: reads and',
      '  writes of objects are not listed',
    ]);
  });
});

describe('time', () => {
  test('a day is named once, and again when it changes', () => {
    const days = linesOf(withEvents(tagged('22:00:00'), tagged('23:00:00'), tagged('01:00:00', '2026-03-04'))).filter(
      (line) => line.includes('2026-03-0') && line.includes(' UTC') && !line.includes('→'),
    );
    expect(days).toEqual(['Tue 2026-03-03 UTC  ', 'Wed 2026-03-04 UTC  ⋮ 2 h later'].map((line) => line.trimEnd()));
  });

  test('a silence is marked, a short one is not', () => {
    const marks = (...times: string[]) =>
      linesOf(withEvents(...times.map((time) => tagged(time)))).filter((line) => line.includes('⋮'));
    expect(marks('14:03:27', '14:08:26')).toEqual([]);
    expect(marks('14:03:27', '14:47:27')).toEqual(['   ⋮ 44 min']);
  });

  test('a silence begins where a run of repeats ends', () => {
    const reads = ['14:00:00', '14:04:00', '14:08:00'].map((time) =>
      read(at(time), alice, 'DescribeInstances', 'described instances'),
    );
    expect(linesOf(withEvents(...reads, tagged('14:12:00'))).filter((line) => line.includes('⋮'))).toEqual([]);
  });

  test('an interval says when it ended, with the date where that is another', () => {
    expect(flatOf(withEvents(flow(at('14:00:00'), at('14:10:00'))))).toContain('(312 MB), until 14:10:00');
    expect(flatOf(withEvents(flow(at('14:00:00'), at('01:00:00', '2026-03-04'))))).toContain(
      '(312 MB), until 2026-03-04 01:00:00',
    );
  });
});

describe('rows', () => {
  test('repeats are one row with a count; expand gives each its own', () => {
    const reads = ['14:00:00', '14:00:10', '14:00:20'].map((time) =>
      read(at(time), alice, 'DescribeInstances', 'described instances'),
    );
    expect(textOf(withEvents(...reads))).toContain('· described instances ×3 until 14:00:20');
    expect(textOf(withEvents(...reads))).toContain('3 events in 1 row; --expand gives each its own');
    const expanded = linesOf(withEvents(...reads), 100, { expand: true });
    expect(expanded.filter((line) => line.includes('described instances'))).toHaveLength(3);
    expect(expanded.join('\n')).not.toContain('--expand');
  });

  test('the resources of one call are named, the first of them', () => {
    const deletes = ['a', 'b', 'c', 'd', 'e'].map((name, second) =>
      apiCall(at(`14:00:0${second}`), 'DeleteBucket', `deleted bucket logs-${name}`, {
        resources: [{ type: 'AWS::S3::Bucket', id: `logs-${name}` }],
      }),
    );
    expect(textOf(withEvents(...deletes), 200)).toContain(
      'deleted bucket logs-a ×5, also logs-b, logs-c, logs-d and 1 more until 14:00:04',
    );
  });

  test('a refused call tells the code once', () => {
    const detail = { outcome: 'denied', errorCode: 'AccessDenied' } as const;
    const denied = apiCall(at('14:00:00'), 'DeleteBucket', 'tried to delete bucket logs', { detail });
    expect(textOf(withEvents(denied))).toContain('✗ tried to delete bucket logs: AccessDenied');
    const told = { ...denied, summary: 'tried to delete bucket logs (AccessDenied)' };
    expect(textOf(withEvents(told)).match(/AccessDenied/g)).toHaveLength(1);
  });
});

describe('principals', () => {
  const shown = (principal: typeof alice) =>
    linesOf(withEvents(apiCall(at('14:00:00'), 'X', 'did it', { detail: { principal } })), 200).find((line) =>
      line.includes('did it'),
    );

  test.each([
    ['a person', alice, 'alice@example.com · AWS Console · 203.0.113.7'],
    [
      'no more than a guess',
      { ...alice, human: { name: 'ci', via: 'session-name', certainty: 'guess' } as const },
      'ci? ·',
    ],
    ['nobody that can be named', { ...remediation, session: 's1' }, 'ConfigRemediation/s1 · ssm.amazonaws.com'],
    [
      'another account',
      { ...alice, account: otherAccount, crossAccount: true },
      `alice@example.com of ${otherAccount} ·`,
    ],
    ['no tool, no address', { ...bob, tool: { ...bob.tool, kind: 'unknown' } as const, sourceIp: null }, '  bob'],
  ])('%s', (_, principal, expected) => {
    expect(shown(principal)).toContain(expected);
  });

  test('routine calls of the same principal do not repeat tool and address; anything else does', () => {
    const long = `described ${'security groups and '.repeat(4)}more`;
    const calls = [
      read(at('14:00:00'), alice, 'A', `${long} first`),
      read(at('14:00:01'), alice, 'B', `${long} second`),
      apiCall(at('14:00:02'), 'C', `${long} third`),
    ];
    const lines = linesOf(withEvents(...calls), 100).filter((line) => line.includes('203.0.113.7'));
    expect(lines).toHaveLength(2);
  });
});

describe('accounts and regions', () => {
  const first = tagged('14:00:00');
  const shownIn = (report: Report, place: string, width = 200) =>
    linesOf(report, width).some((line) => line.includes('tagged') && line.endsWith(place));

  test('have a column only where there are two or more', () => {
    expect(shownIn(withEvents(first), region)).toBe(false);
    expect(shownIn(withEvents(first, elsewhere(first, { region: 'eu-west-1' })), 'eu-west-1')).toBe(true);
    const both = withEvents(first, elsewhere(first, { account: otherAccount, region: 'eu-west-1' }));
    expect(shownIn(both, `${account}  ${region}`)).toBe(true);
    expect(shownIn(both, otherAccount, 80)).toBe(true);
  });

  test('one that is not told is no second one', () => {
    const untold = { ...first, origin: { ...first.origin, region: null } };
    expect(shownIn(withEvents(first, untold), region)).toBe(false);
  });
});

test('where places leave no room beside a sentence, its principal stands below, on one line', () => {
  const first = apiCall(
    at('14:00:00'),
    'AuthorizeSecurityGroupIngress',
    `opened tcp/22 to 0.0.0.0/0 on ${group.id} (web)`,
  );
  const second = elsewhere(tagged('14:00:01'), { account: otherAccount, region: 'ap-southeast-2' });
  expect(
    linesOf(withEvents(first, second), 80).filter((line) => line.startsWith('14:') || line.startsWith('   ')),
  ).toEqual([
    '14:00:00  who  ✓ opened tcp/22 to 0.0.0.0/0 on                    111122223333',
    '                 sg-0a1b2c3d4e5f60718 (web)                       us-east-1',
    '                 alice@example.com · AWS Console · 203.0.113.7',
    '14:00:01  who  ✓ tagged sg-0a1b2c3d4e5f60718                      444455556666',
    '                 alice@example.com · AWS Console · 203.0.113.7    ap-southeast-2',
  ]);
});

test.each([Number.NaN, 0, -1, 59.9, 1000, Number.POSITIVE_INFINITY])('a width of %d is borne', (width) => {
  expect(linesOf(openSshReport(), width).join(' ')).toContain('opened tcp/22');
});

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

describe('color', () => {
  test('changes no letter', () => {
    const colored = linesOf(openSshReport(), 100, { color: true }).map(stripVTControlCharacters);
    expect(colored).toEqual(linesOf(openSshReport(), 100));
  });

  test('marks what is critical, denied and routine', () => {
    const text = linesOf(openSshReport(), 200, { color: true }).join('\n');
    expect(text).toContain('\u{1B}[31m\u{1B}[1m‼\u{1B}[22m\u{1B}[39m');
    expect(text).toContain('\u{1B}[31m✗\u{1B}[39m');
    expect(text).toContain('\u{1B}[2m·\u{1B}[22m');
  });
});

test('ten thousand events have a row each', () => {
  const timeline = Array.from({ length: 10_000 }, (_, index) => {
    const time = new Date(Date.UTC(2026, 2, 3) + index * 60_000).toISOString();
    return index % 2 === 0
      ? read(time, index % 3 === 0 ? alice : bob, `Describe${index % 7}`, `described 田中 ${index}`)
      : configChange(time, `ingress of sg-${index} gained tcp/22 from 0.0.0.0/0`, []);
  });
  expect(linesOf(withEvents(...timeline), 100, { color: true, expand: true }).length).toBeGreaterThan(10_000);
});
