/** The report as a document: the question repeated in full, and nothing that depends on anything but the evidence. */
import { describe, expect, test } from 'vitest';
import { buildReport, type ReportInput } from '../../../src/report/build.ts';
import { reportV1 } from '../../../src/report/schema-v1.ts';
import { questionOf, readingOf, spanOf, targetOf } from '../../fixtures/question.ts';
import { account, at, region } from '../../fixtures/report-cast.ts';
import { apiCall } from '../../fixtures/report-events.ts';

const build = (parts: Partial<ReportInput> = {}) =>
  buildReport({
    question: questionOf(),
    window: { since: Date.parse(at('12:00:00')), until: Date.parse(at('16:00:00')) },
    backendOf: () => 'archive',
    sources: [],
    lagSeconds: { cloudtrail: 1200 },
    readings: [readingOf({ spans: [spanOf()] })],
    events: [],
    duplicates: [],
    chains: [],
    neighbors: [],
    compliance: [],
    series: [],
    alarms: [],
    version: '1.2.3',
    generatedAt: Date.parse('2026-04-01T00:00:00.123Z'),
    seconds: 0.5,
    ...parts,
  });

test('agrees with the published schema, with events and without', () => {
  for (const events of [[], [apiCall(at('14:00:00'), 'StopInstances', 'stopped i-1')]]) {
    const document = JSON.parse(JSON.stringify(build({ events })));
    expect(reportV1.safeParse(document).error).toBeUndefined();
  }
});

test('says nothing of alarms where those of a window were not looked for', () => {
  const about = { targets: [targetOf('sg-1')] };
  expect(build({ question: questionOf({ command: 'impact' }) })).not.toHaveProperty('alarms');
  expect(build({ question: questionOf({ command: 'impact', ...about }) })).toMatchObject({ alarms: [], metrics: [] });
});

test('says who made it and when', () => {
  expect(build()).toMatchObject({
    schema: 'obs3.report/v1',
    tool: { name: 'obs3', version: '1.2.3' },
    generatedAt: '2026-04-01T00:00:00.123Z',
    gate: null,
  });
});

describe('the query', () => {
  test('of no target and no filter', () => {
    expect(build().query).toEqual({
      command: 'investigate',
      targets: [],
      target: null,
      as: 'any',
      window: { since: at('12:00:00'), until: at('16:00:00'), given: false },
      filters: {},
      accounts: [],
      regions: [],
      from: ['logs'],
      now: '2026-04-01T00:00:00.000Z',
    });
  });

  test('holds the filters that were given, and those alone', () => {
    const filters = { reads: 'writes', outcome: ['denied'], regions: [region], accounts: [account] } as const;
    expect(build({ question: questionOf({ filters }) }).query).toMatchObject({
      filters: { reads: ['writes'], outcome: ['denied'] },
      regions: [region],
      accounts: [account],
    });
    expect(Object.keys(build({ question: questionOf({ filters }) }).query.filters)).toEqual(['reads', 'outcome']);
    expect(build({ question: questionOf({ filters: { reads: 'all' } }) }).query.filters).toEqual({ reads: ['all'] });
  });

  test('has no window where nothing was read and none was given', () => {
    expect(build({ window: undefined, readings: [] }).query.window).toEqual({ since: null, until: null, given: false });
  });

  test('tells a given window from another', () => {
    expect(build({ question: questionOf({ since: at('12:00:00') }) }).query.window.given).toBe(true);
  });
});

describe('the subject', () => {
  const sg = targetOf('sg-1', { kind: 'resource', type: 'AWS::EC2::SecurityGroup' });
  const bob = targetOf('bob', { kind: 'principal' });

  test('of no target is the window', () => {
    expect(build().subject.kind).toBe('window');
    expect(build()).not.toHaveProperty('subjects');
  });

  test('of one target is that target, of several the first, with all of them beside it', () => {
    const one = build({ question: questionOf({ targets: [sg] }) });
    expect(one).toMatchObject({ query: { target: 'sg-1', targets: ['sg-1'] }, subject: { id: 'sg-1' } });
    expect(one).not.toHaveProperty('subjects');
    const two = build({ question: questionOf({ targets: [bob, sg] }) });
    expect(two).toMatchObject({
      query: { target: 'bob', targets: ['bob', 'sg-1'] },
      subject: { kind: 'principal' },
      subjects: [{ id: 'bob' }, { id: 'sg-1' }],
    });
  });
});
