/** Which events and gaps fail a run, and by which exit code. */
import { describe, expect, test } from 'vitest';
import type { TimelineEvent } from '../../../src/model/event.ts';
import { gap } from '../../../src/model/gap.ts';
import { type GateCondition, gateConditions, gateOf } from '../../../src/report/gate.ts';
import { alarm, apiCall, at, compliance, configChange, covered } from '../../fixtures/report.ts';

const whole = [covered('cloudtrail', 'archive')];
const damage = gap('DAMAGED_FILE', 'a.json: cut off');
const damaged = [
  covered('cloudtrail', 'archive', { complete: false, gaps: [damage, gap('DELIVERY_LAG', 'may come')] }),
];

const write = apiCall(at('14:00:00'), 'StopInstances', 'stopped i-1');
const read = apiCall(at('14:01:00'), 'DescribeInstances', 'described instances', { detail: { readOnly: true } });
const denied = apiCall(at('14:02:00'), 'StopInstances', 'tried to stop i-1: denied', { detail: { outcome: 'denied' } });
const failed = apiCall(at('14:03:00'), 'StopInstances', 'tried to stop i-1: failed', { detail: { outcome: 'failed' } });
const item = configChange(at('14:04:00'), 'changed', [{ path: '/configuration/a', op: 'add', after: 1 }]);
const unchanged = configChange(at('14:05:00'), 'unchanged', []);
const related = { ...item, id: 'config:related', detail: { ...item.detail, relationshipOnly: true } };
const broke = compliance(at('14:06:00'), 'COMPLIANT', 'NON_COMPLIANT', 'broke restricted-ssh');
const mended = compliance(at('14:07:00'), 'NON_COMPLIANT', 'COMPLIANT', 'meets restricted-ssh');
const rang = alarm(at('14:08:00'), 'OK', 'ALARM');
const calmed = alarm(at('14:09:00'), 'ALARM', 'OK');
const all = [write, read, denied, failed, item, unchanged, related, broke, mended, rang, calmed];

test.each<[Exclude<GateCondition, 'gap'>, readonly TimelineEvent[]]>([
  ['change', [write, item]],
  ['denied', [denied]],
  ['noncompliant', [broke]],
  ['alarm', [rang]],
])('%s fails at these events and no other', (condition, events) => {
  const gate = gateOf([condition], all, damaged);
  expect(gate).toEqual({
    passed: false,
    exitCode: 1,
    failures: events.map(({ id, time, summary }) => ({ condition, event: id, message: `${time} ${summary}` })),
  });
  const others = all.filter((event) => !events.includes(event));
  expect(gateOf([condition], others, damaged)).toEqual({ passed: true, exitCode: 0, failures: [] });
});

describe('gap', () => {
  test('fails at what blocks, and at nothing that is merely told', () => {
    expect(gateOf(['gap'], all, damaged)).toEqual({
      passed: false,
      exitCode: 3,
      failures: [{ condition: 'gap', event: null, message: 'DAMAGED_FILE: a.json: cut off' }],
    });
    expect(
      gateOf(['gap'], all, [covered('cloudtrail', 'archive', { gaps: [gap('DELIVERY_LAG', 'may come')] })]).passed,
    ).toBe(true);
    expect(gateOf(['gap'], all, whole).passed).toBe(true);
  });

  test('fails where nothing was read that could tell', () => {
    const placeless = covered('archive', 'archive', { since: null, until: null });
    for (const coverage of [[], [placeless]])
      expect(gateOf(['gap'], [], coverage)).toMatchObject({ passed: false, exitCode: 3 });
    expect(gateOf(['gap'], [], [placeless, ...whole]).passed).toBe(true);
  });

  test('gives way to a condition that an event met', () => {
    const gate = gateOf(['gap', 'denied'], [denied], damaged);
    expect(gate.exitCode).toBe(1);
    expect(gate.failures.map(({ condition }) => condition)).toEqual(['gap', 'denied']);
  });

  test('alone decides where the other conditions met nothing', () => {
    expect(gateOf([...gateConditions], [read], damaged).exitCode).toBe(3);
    expect(gateOf([...gateConditions], [read], whole)).toEqual({ passed: true, exitCode: 0, failures: [] });
  });
});

test('an unmet condition passes whatever could not be seen: that is what gap is for', () => {
  expect(gateOf(['change'], [], damaged).exitCode).toBe(0);
});
