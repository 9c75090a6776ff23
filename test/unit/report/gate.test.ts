/** Which events and gaps fail a run, and with which exit code. */
import { describe, expect, test } from 'vitest';
import type { TimelineEvent } from '../../../src/model/event.ts';
import { gap } from '../../../src/model/gap.ts';
import type { Chain, Coverage, Relation } from '../../../src/model/report.ts';
import { gateOf } from '../../../src/report/gate.ts';
import { type ConditionWord, type GateSettings, gateConditions } from '../../../src/report/gate-settings.ts';
import { covered } from '../../fixtures/report.ts';
import { at, group } from '../../fixtures/report-cast.ts';
import { alarm, apiCall, compliance, configChange, metric } from '../../fixtures/report-events.ts';
import { checking } from './gate-settings.ts';

const now = Date.parse(at('16:00:00'));
const whole = [covered('cloudtrail', 'archive')];
const damaged = [
  covered('cloudtrail', 'archive', {
    complete: false,
    gaps: [gap('DAMAGED_FILE', 'a.json: cut off'), gap('DELIVERY_LAG', 'may come')],
  }),
];

const chainOf = (relation: Relation, from: TimelineEvent, to: TimelineEvent): Chain => ({
  id: 'c1',
  root: from.id,
  events: [from.id, to.id],
  links: [{ from: from.id, to: to.id, relation, score: 0.9, because: ['so it is'] }],
  alternatives: [],
  exposure: null,
  summary: '',
});

interface Given {
  readonly chains?: readonly Chain[];
  readonly coverage?: readonly Coverage[];
  readonly settings?: Partial<GateSettings>;
}

const judge = (
  conditions: readonly ConditionWord[],
  timeline: readonly TimelineEvent[],
  { chains = [], coverage = whole, settings = {} }: Given = {},
) => gateOf(checking(conditions, settings), { timeline, chains, coverage }, now);

const failing = (word: ConditionWord, timeline: readonly TimelineEvent[], given: Given = {}) =>
  judge([word], timeline, given).failures.map(({ event }) => event);

const write = apiCall(at('14:00:00'), 'StopInstances', 'stopped i-1');
const read = apiCall(at('14:01:00'), 'DescribeInstances', 'described instances', { detail: { readOnly: true } });
const denied = apiCall(at('14:02:00'), 'StopInstances', 'tried to stop i-1: denied', { detail: { outcome: 'denied' } });
const failed = apiCall(at('14:03:00'), 'StopInstances', 'tried to stop i-1: failed', { detail: { outcome: 'failed' } });
const signIn = apiCall(at('14:03:30'), 'ConsoleLogin', 'signed in', {
  detail: { eventSource: 'signin.amazonaws.com' },
});
const issuing = apiCall(at('14:03:40'), 'CreateAccessKey', 'created a key', { match: ['chain'] });
const item = configChange(at('14:04:00'), 'changed', [{ path: '/configuration/a', op: 'add', after: 1 }]);
const unchanged = configChange(at('14:05:00'), 'unchanged', []);
const related = { ...item, id: 'config:related', detail: { ...item.detail, relationshipOnly: true } };
const broke = compliance(at('14:06:00'), 'COMPLIANT', 'NON_COMPLIANT', 'restricted-ssh: COMPLIANT → NON_COMPLIANT');
const mended = compliance(at('14:07:00'), 'NON_COMPLIANT', 'COMPLIANT', 'restricted-ssh: NON_COMPLIANT → COMPLIANT');
const rang = alarm(at('14:08:00'), 'OK', 'ALARM');
const calmed = alarm(at('14:09:00'), 'ALARM', 'OK');
const lost = alarm(at('14:09:30'), 'ALARM', 'INSUFFICIENT_DATA');
const shifted = metric(at('14:12:00'), at('14:49:00'));

describe('change', () => {
  test('is any successful write, and a state that no call explains', () => {
    const all = [write, read, denied, failed, signIn, issuing, item, unchanged, related, broke, rang];
    expect(failing('change', all)).toEqual([write.id, item.id]);
    expect(failing('change', [read, denied, failed, signIn, issuing, unchanged, related, broke, rang])).toEqual([]);
  });

  test('counts a state and the call that explains it once', () => {
    expect(failing('change', [write, item], { chains: [chainOf('changed', write, item)] })).toEqual([write.id]);
  });

  test('of a neighbor counts where it is part of what happened', () => {
    const near = { ...write, match: ['neighbor'] as const };
    expect(failing('change', [near])).toEqual([]);
    expect(failing('change', [{ ...near, chain: 'c1' }])).toEqual([write.id]);
  });
});

describe('noncompliant', () => {
  const gone = { ...item, time: at('14:10:00'), detail: { ...item.detail, status: 'ResourceDeleted' } };

  test.each<[string, readonly TimelineEvent[], readonly string[]]>([
    ['broken and still so', [broke], [broke.id]],
    ['broken before as well', [mended, { ...broke, time: at('14:20:00') }], [broke.id]],
    ['put right', [broke, mended], []],
    ['known to be broken already', [compliance(at('14:06:00'), 'NON_COMPLIANT', 'NON_COMPLIANT', '')], []],
    ['deleted since', [broke, gone], []],
    ['of another resource put right', [broke, { ...mended, detail: { ...mended.detail, rule: 'other' } }], [broke.id]],
  ])('%s', (_, timeline, events) => {
    expect(failing('noncompliant', timeline)).toEqual(events);
  });

  test('of the rules asked for, and of none that is ignored', () => {
    const of = (rule: string) => ({ ...broke, detail: { ...broke.detail, rule } });
    const packed = of('restricted-ssh-conformance-pack-abc123');
    const told = (settings: Partial<GateSettings>, event = of('restricted-ssh')) =>
      failing('noncompliant', [event], { settings }).length;
    expect(told({ rules: ['restricted-*'] })).toBe(1);
    expect(told({ rules: ['s3-*'] })).toBe(0);
    expect(told({ rules: ['restricted-ssh'] }, packed)).toBe(1);
    expect(told({ ignoredRules: ['restricted-ssh'] }, packed)).toBe(0);
    expect(told({ ignoredRules: ['s3-*'] })).toBe(1);
  });

  test('names the resource, and says where nothing earlier is known', () => {
    const { from: _, ...detail } = broke.detail;
    const first = { ...broke, summary: 'restricted-ssh: NON_COMPLIANT', detail: { ...detail, from: null } };
    expect(judge(['noncompliant'], [first]).failures[0]?.message).toBe(
      `2026-03-03T14:06:00Z ${group.id} (web): restricted-ssh: NON_COMPLIANT (no earlier verdict is known)`,
    );
  });
});

describe('alarm', () => {
  test.each<[string, readonly TimelineEvent[], number, number]>([
    ['rings', [rang], 1, 1],
    ['rang, and is over', [rang, calmed], 0, 1],
    ['rang, and has no data since', [rang, lost], 0, 1],
    ['rings again', [rang, calmed, alarm(at('14:15:00'), 'OK', 'ALARM')], 1, 2],
    ['calmed down', [calmed], 0, 0],
  ])('%s', (_, timeline, stays, any) => {
    expect(failing('alarm', timeline)).toHaveLength(stays);
    expect(failing('alarm=any', timeline)).toHaveLength(any);
  });
});

describe('dangerous', () => {
  const danger = (severity: 'medium' | 'high') => ({ rule: `${severity}-rule`, severity, reason: 'why', source: 'x' });
  const risky = apiCall(at('14:00:00'), 'AuthorizeSecurityGroupIngress', 'opened tcp/22', {
    detail: { dangers: [danger('high'), danger('medium')] },
  });

  test.each<[Partial<GateSettings>, readonly string[]]>([
    [{}, ['high-rule', 'medium-rule']],
    [{ severity: 'high' }, ['high-rule']],
    [{ ignoredRules: ['high-*'] }, ['medium-rule']],
  ])('%j: %j', (settings, rules) => {
    const { failures } = judge(['dangerous'], [write, risky], { settings });
    expect(failures.map(({ message }) => /\((\S+), /.exec(message)?.[1])).toEqual(rules);
  });

  test('says who did what, and why that is dangerous', () => {
    expect(judge(['dangerous'], [risky], { settings: { severity: 'high' } }).failures).toEqual([
      {
        condition: 'dangerous',
        event: risky.id,
        message: '2026-03-03T14:00:00Z alice@example.com opened tcp/22: why (high-rule, high)',
      },
    ]);
  });
});

describe('shift', () => {
  test('fails after a change, and says which', () => {
    const { failures } = judge(['shift'], [write, shifted], { chains: [chainOf('preceded', write, shifted)] });
    expect(failures.map(({ event }) => event)).toEqual([shifted.id]);
    expect(failures[0]?.message).toMatch(/; before it, at 14:00:00Z, alice@example\.com stopped i-1$/);
  });

  test('passes without one', () => {
    expect(failing('shift', [write, shifted])).toEqual([]);
    expect(failing('shift', [write, rang], { chains: [chainOf('preceded', write, rang)] })).toEqual([]);
  });
});

test('denied fails at denied calls alone', () => {
  expect(failing('denied', [write, read, denied, failed])).toEqual([denied.id]);
  expect(failing('denied', [write, read, failed])).toEqual([]);
});

describe('gap', () => {
  test('fails at what blocks, told once, and at nothing that is merely told', () => {
    expect(judge(['gap'], [write], { coverage: [...damaged, ...damaged] })).toEqual({
      passed: false,
      exitCode: 3,
      failures: [{ condition: 'gap', event: null, message: 'DAMAGED_FILE: a.json: cut off' }],
      conditions: ['gap'],
    });
    const late = [covered('cloudtrail', 'archive', { gaps: [gap('DELIVERY_LAG', 'may come')] })];
    expect(judge(['gap'], [write], { coverage: late }).passed).toBe(true);
    expect(judge(['gap'], [write]).passed).toBe(true);
  });

  test('fails where nothing was read that could tell', () => {
    const placeless = covered('archive', 'archive', { since: null, until: null });
    for (const coverage of [[], [placeless]])
      expect(judge(['gap'], [], { coverage })).toMatchObject({ passed: false, exitCode: 3 });
    expect(judge(['gap'], [], { coverage: [placeless, ...whole] }).passed).toBe(true);
  });

  test('gives way to a condition that an event met', () => {
    const gate = judge(['gap', 'denied'], [denied], { coverage: damaged });
    expect(gate.exitCode).toBe(1);
    expect(gate.failures.map(({ condition }) => condition)).toEqual(['gap', 'denied']);
  });

  test('alone decides where the other conditions met nothing', () => {
    expect(judge(gateConditions, [read], { coverage: damaged }).exitCode).toBe(3);
    expect(judge(gateConditions, [read])).toEqual({
      passed: true,
      exitCode: 0,
      failures: [],
      conditions: gateConditions,
    });
  });
});

test('an unmet condition passes whatever could not be seen: that is what gap is for', () => {
  expect(judge(['change'], [], { coverage: damaged }).exitCode).toBe(0);
});

test('a failure is one line, whatever a log wrote', () => {
  const hostile = { ...write, summary: 'stopped\n::error::i-1\r\n\tnow' };
  expect(judge(['change'], [hostile]).failures[0]?.message).toBe(
    '2026-03-03T14:00:00Z alice@example.com stopped ::error::i-1 now',
  );
});
