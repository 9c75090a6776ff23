/**
 * A plan from what backends declare: rounds, seconds under the rate limits, costs, and when a trail's files are the better way.
 */
import { describe, expect, test } from 'vitest';
import type { Question } from '../../../src/model/question.ts';
import { type PlannedBackend, planFiles, planLive } from '../../../src/plan/plan.ts';
import { renderPlan } from '../../../src/render/plan.ts';
import type { PlannedCall, Reach } from '../../../src/sources/source.ts';
import { questionOf, targetOf } from '../../fixtures/question.ts';

const now = '2026-03-03T17:00:00Z';
const asked = (parts: Partial<Question> = {}): Question => ({
  ...questionOf({ since: '2026-03-03T14:00:00Z', until: '2026-03-03T15:00:00Z', now }),
  from: [],
  ...parts,
});

const lookupOf = (of: string, parts: Partial<PlannedCall> = {}): PlannedCall => ({
  action: 'cloudtrail:LookupEvents',
  region: 'us-east-1',
  round: 'first',
  least: 1,
  most: null,
  ratePerSecond: 2,
  of,
  why: 'events of the target',
  ...parts,
});

const backendOf = (calls: readonly PlannedCall[], parts: Partial<Reach> = {}): PlannedBackend => ({
  name: 'api',
  reach: { lagSeconds: 1200, lookbackDays: 90, actions: ['cloudtrail:LookupEvents'], ...parts },
  plan: () => calls,
});

const planOf = (
  backend: PlannedBackend,
  question = asked({ targets: [targetOf('sg-1')] }),
  accounts: readonly (string | null)[] = [null],
  source = 'cloudtrail',
) =>
  planLive({
    question,
    window: { since: question.window.since ?? 0, until: question.window.until ?? 0 },
    accounts,
    partition: 'aws',
    regions: ['us-east-1'],
    backends: [{ source, backend }],
    notes: [],
    version: '0.0.0',
    generatedAt: question.now,
  });

const lookups = (count: number) => Array.from({ length: count }, (_, index) => lookupOf(`ResourceName=${index}`));

describe('seconds', () => {
  test.each([
    [1, 0],
    [3, 1],
    [41, 20],
  ])('of %i lookups at two a second', (count, seconds) => {
    expect(planOf(backendOf(lookups(count))).seconds).toEqual({ least: seconds, perLookupPage: 0.5 });
  });

  test('regions and accounts have limits of their own', () => {
    const both = [...lookups(11), ...lookups(11).map((call) => ({ ...call, region: 'eu-west-1' }))];
    expect(planOf(backendOf(both), undefined, ['111122223333', '444455556666']).seconds?.least).toBe(5);
  });

  test('what is asked later is not counted', () => {
    expect(planOf(backendOf([lookupOf('a', { round: 'later', least: 100 })])).seconds?.least).toBe(0);
  });
});

describe('the way over the files of a trail', () => {
  const noteOf = (calls: readonly PlannedCall[]) => planOf(backendOf(calls)).notes.join(' ');

  test('is told with the minutes above 200 lookups in a region', () => {
    expect(noteOf(lookups(240))).toBe(
      '240 lookups in one region take 2 minutes; the files of a trail answer in seconds: --from',
    );
  });

  test('is told where the whole window is read', () => {
    expect(noteOf([lookupOf('ReadOnly=false')])).toContain('above 200 pages (10,000 events in a region)');
    expect(noteOf([lookupOf('ReadOnly=false', { most: 100 })])).not.toContain('all events of the window');
  });

  test('is no matter where nothing is looked up', () => {
    expect(planOf(backendOf([], { actions: ['config:SelectResourceConfig'] })).notes).toEqual([]);
  });
});

test('what the reach names beyond the plan may be asked later, in every region', () => {
  const backend = backendOf([lookupOf('a')], { actions: ['cloudtrail:LookupEvents', 'config:SelectResourceConfig'] });
  const later = planOf(backend).requests.filter(({ round }) => round === 'later');
  expect(later).toEqual([
    expect.objectContaining({ action: 'config:SelectResourceConfig', region: 'us-east-1', least: 0, most: null }),
  ]);
});

test('a source that a command does not rest on is not asked', () => {
  const requestsOf = (source: string) =>
    planOf(backendOf([lookupOf('a')]), asked({ command: 'who' }), [null], source).requests;
  expect(requestsOf('logs')).toEqual([]);
  expect(requestsOf('cloudtrail')).toHaveLength(1);
});

test('lag and lookback are told where the window runs into them', () => {
  const backend = backendOf([]);
  const late = asked({ window: { since: Date.parse('2025-01-01T00:00:00Z'), until: Date.parse(now) } });
  expect(planOf(backend, late).sources[0]).toMatchObject({ isLagging: true, isBeyondLookback: true });
  expect(planOf(backend).sources[0]).toMatchObject({ isLagging: false, isBeyondLookback: false });
});

test('metrics are counted as they are paid for', () => {
  const metrics = (parts: Partial<PlannedCall>) =>
    planOf(backendOf([lookupOf('7 metrics', { action: 'cloudwatch:GetMetricData', metrics: 7, ...parts })])).cost
      ?.metrics;
  expect(metrics({ most: 1 })).toEqual({ least: 7, most: 7 });
  expect(metrics({ most: null })).toEqual({ least: 7, most: null });
  expect(metrics({ round: 'later', most: null })).toEqual({ least: 0, most: null });
});

test('of files it is their keys that choose', () => {
  const files = { chosen: 3, chosenBytes: 2_500_000, left: 10, leftBytes: 12 };
  const reach = { lagSeconds: 1200, lookbackDays: null, actions: [] };
  const plan = planFiles({
    question: { ...asked(), from: ['logs'] },
    files,
    sources: [{ source: 'cloudtrail', reach }],
    version: '0.0.0',
    generatedAt: 0,
  });
  expect(plan).toMatchObject({ files, requests: [], seconds: null, cost: null });
  expect([...renderPlan(plan, { width: 100, color: false })]).toEqual([
    'Plan of obs3 investigate: nothing was asked',
    'from 2026-03-03T14:00:00.000Z to 2026-03-03T15:00:00.000Z in logs',
    '',
    '  3 files would be opened (2.5 MB)',
    '  10 files would not: by their keys they hold nothing of it (12 bytes)',
    '',
  ]);
  const whole = { ...plan, files: { ...files, left: 0, leftBytes: 0 } };
  expect([...renderPlan(whole, { width: 100, color: false })].join()).not.toContain('would not');
});

describe('on a terminal', () => {
  const linesOf = (calls: readonly PlannedCall[], target = 'sg-1') => [
    ...renderPlan(planOf(backendOf(calls), asked({ targets: [targetOf(target)] })), { width: 100, color: false }),
  ];

  test('what is asked alike of several regions is said once', () => {
    const regions = ['us-east-1', 'eu-west-1', 'ap-south-1'];
    const lines = linesOf(regions.map((region) => lookupOf('ResourceName=sg-1', { region })));
    expect(lines.filter((line) => line.includes('ResourceName=sg-1'))).toHaveLength(1);
    expect(lines.some((line) => /LookupEvents {2}3 regions {4}1\+ {2}events of the target/.test(line))).toBe(true);
  });

  test('a target that would clear the screen is shown, not obeyed', () => {
    const hostile = '\u001b[2Jsg';
    const text = linesOf([lookupOf(`ResourceName=${hostile}`)], hostile).join('\n');
    expect(text).not.toContain('\u001b');
    expect(text).toContain('ResourceName=\u{FFFD}sg');
  });
});
