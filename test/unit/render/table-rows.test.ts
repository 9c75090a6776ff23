/** How the table writes an event: its time, its row, its principal, its place. */
import { describe, expect, test } from 'vitest';
import type { TimelineEvent } from '../../../src/model/event.ts';
import type { Report } from '../../../src/model/report.ts';
import { account, alice, at, bob, group, otherAccount, region, remediation } from '../../fixtures/report-cast.ts';
import { apiCall, flow, read } from '../../fixtures/report-events.ts';
import { linesOf, textOf, withEvents } from './table-text.ts';

/** For searching sentences regardless of line breaks. */
const flatOf = (report: Report): string => linesOf(report, 200).join(' ').replaceAll(/ +/g, ' ');

const tagged = (time: string, date?: string) => apiCall(at(time, date), 'CreateTags', `tagged ${group.id}`);

/** The event, recorded elsewhere. */
const elsewhere = (event: TimelineEvent, place: { account?: string; region?: string }): TimelineEvent => ({
  ...event,
  origin: { ...event.origin, ...place },
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
