/** What an exception excuses, for how long, and what it cannot excuse. */
import { describe, expect, test } from 'vitest';
import { gap } from '../../../src/model/gap.ts';
import type { Chain } from '../../../src/model/report.ts';
import { gateOf } from '../../../src/report/gate.ts';
import { matchesGlob } from '../../../src/report/gate-glob.ts';
import { endOf, type GateException } from '../../../src/report/gate-settings.ts';
import { covered } from '../../fixtures/report.ts';
import { at, group } from '../../fixtures/report-cast.ts';
import { alarm, apiCall, compliance } from '../../fixtures/report-events.ts';
import { checking } from './gate-settings.ts';

const now = Date.parse('2026-03-03T16:00:00Z');
const opened = apiCall(at('14:03:27'), 'AuthorizeSecurityGroupIngress', 'opened tcp/22', {
  detail: { dangers: [{ rule: 'security-group-open-ssh', severity: 'high', reason: 'why', source: 'x' }] },
});
const broke = compliance(at('14:06:00'), 'COMPLIANT', 'NON_COMPLIANT', 'restricted-ssh broke');
const rang = alarm(at('14:08:00'), 'OK', 'ALARM');
const chain: Chain = {
  id: 'c1',
  root: opened.id,
  events: [opened.id, broke.id, rang.id],
  links: [
    { from: opened.id, to: broke.id, relation: 'flipped', score: 0.9, because: ['so it is'] },
    { from: opened.id, to: rang.id, relation: 'preceded', score: 0.9, because: ['so it is'] },
  ],
  alternatives: [],
  exposure: null,
  summary: '',
};
const damaged = covered('config', 'archive', { complete: false, gaps: [gap('DAMAGED_FILE', 'a.json: cut off')] });

const judge = (...exceptions: readonly GateException[]) =>
  gateOf(
    checking(['dangerous', 'noncompliant', 'alarm', 'gap'], { exceptions }),
    { timeline: [opened, broke, rang], chains: [chain], coverage: [damaged] },
    now,
  );

const until = '2026-12-31';
const reason = 'a bastion host';
const excused = (match: GateException['match']) =>
  (judge({ match, until, reason }).excused ?? []).map(({ condition }) => condition);

test.each<[GateException['match'], readonly string[]]>([
  [{ rule: 'security-group-*' }, ['dangerous']],
  [{ rule: ['x', 'restricted-ssh'] }, ['noncompliant']],
  [{ principal: 'alice@example.com' }, ['dangerous', 'noncompliant']],
  [{ principal: 'bob' }, []],
  [{ event: 'AuthorizeSecurityGroupIngress' }, ['dangerous', 'noncompliant']],
  [{ event: 'ec2:Authorize*' }, ['dangerous', 'noncompliant']],
  [{ resource: group.id }, ['dangerous', 'noncompliant']],
  [{ resource: 'web' }, ['dangerous', 'noncompliant']],
  [{ resource: 'web-network-in' }, ['alarm']],
  [{ rule: '*', resource: 'i-*' }, []],
  [{ rule: 'restricted-*', principal: 'alice*', resource: 'sg-*' }, ['noncompliant']],
  [{}, []],
])('%j excuses %j', (match, conditions) => {
  expect(excused(match)).toEqual(conditions);
});

test('the id of an event is as good as its name', () => {
  expect(excused({ event: opened.id })).toEqual(['dangerous', 'noncompliant']);
});

test('what is excused fails nothing, and is listed with its reason', () => {
  const gate = judge({ match: { resource: '*' }, until, reason });
  expect(gate.excused?.[1]).toEqual({
    condition: 'noncompliant',
    event: broke.id,
    message: expect.stringContaining('restricted-ssh broke'),
    reason,
    until,
  });
  // nobody can excuse what could not be seen
  expect(gate).toMatchObject({ exitCode: 3, failures: [{ condition: 'gap' }] });
});

describe('an expired exception', () => {
  test('excuses nothing, and is said', () => {
    const gate = judge({ match: { rule: 'restricted-ssh' }, until: '2026-03-02', reason: 'until\nthe move' });
    expect(gate.excused).toBeUndefined();
    const [message] = gate.failures.filter(({ condition }) => condition === 'noncompliant').map((each) => each.message);
    expect(message).toMatch(/ \(its exception expired 2026-03-02: until the move\)$/);
  });

  test('gives way to one that holds, whichever is first', () => {
    const old = { match: { rule: 'restricted-ssh' }, until: '2026-01-01', reason: 'old' };
    const young = { ...old, until, reason };
    for (const exceptions of [
      [old, young],
      [young, old],
    ])
      expect(judge(...exceptions).excused).toMatchObject([{ reason }]);
  });
});

test.each<[string, string | undefined]>([
  ['2026-03-03', '2026-03-04T00:00:00.000Z'],
  ['2026-03-03T14:30Z', '2026-03-03T14:30:00.000Z'],
  ['2026-03-03T14:30:15.5+02:00', '2026-03-03T12:30:15.500Z'],
  ['2026-02-30', undefined],
  ['2026-03-03T14:30', undefined],
  ['2026-03-03T25:00Z', undefined],
  ['soon', undefined],
])('%s ends at %s', (text, end) => {
  const time = endOf(text);
  expect(time === undefined ? undefined : new Date(time).toISOString()).toBe(end);
});

test.each<[string, string, boolean]>([
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['a*c', 'abc', true],
  ['a*c', 'abcd', false],
  ['*/deploy/*', 'arn:aws:sts::1:assumed-role/deploy/x', true],
  ['a?c', 'ac', false],
  ['a.c', 'abc', false],
  ['**a**', 'bab', true],
  ['*ab', 'aab', true],
  ['(a+)+$', '(a+)+$', true],
])('%s of %s: %s', (glob, text, matches) => {
  expect(matchesGlob(glob, text)).toBe(matches);
});

test('a glob of many stars takes no time to fail', () => {
  expect(matchesGlob(`${'a*'.repeat(30)}b`, 'a'.repeat(5000))).toBe(false);
});
