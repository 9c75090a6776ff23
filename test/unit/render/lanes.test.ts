import { describe, expect, test } from 'vitest';
import type { EventKind, TimelineEvent } from '../../../src/model/event.ts';
import { laneOf, signOf } from '../../../src/render/lanes.ts';
import { alice, at } from '../../fixtures/report-cast.ts';
import {
  alarm,
  apiCall,
  compliance,
  configChange,
  finding,
  flow,
  insight,
  log,
  metric,
  read,
} from '../../fixtures/report-events.ts';

test.each<[EventKind, string]>([
  ['api-call', 'who'],
  ['insight', 'impact'],
  ['config-change', 'what'],
  ['compliance', 'compliant'],
  ['metric', 'impact'],
  ['alarm', 'impact'],
  ['log', 'impact'],
  ['flow', 'impact'],
  ['finding', 'impact'],
])('%s answers %s', (kind, lane) => {
  expect(laneOf(kind)).toBe(lane);
});

const write = (options: Parameters<typeof apiCall>[3]) =>
  apiCall(at('14:00:00'), 'DeleteBucket', 'deleted bucket a', options);

describe('signOf', () => {
  test.each<[string, TimelineEvent, string, string]>([
    ['a write', write({}), '✓', 'good'],
    ['a read', read(at('14:00:00'), alice, 'GetObject', 'read'), '·', 'quiet'],
    ['a denied call', write({ severity: 'warning', detail: { outcome: 'denied' } }), '✗', 'bad'],
    ['a denied call that is critical', write({ severity: 'critical', detail: { outcome: 'denied' } }), '✗', 'critical'],
    ['a failed call', write({ severity: 'info', detail: { outcome: 'failed' } }), '!', 'caution'],
    ['a dangerous write', write({ severity: 'critical' }), '‼', 'critical'],
    ['a doubtful write', write({ severity: 'warning' }), '▲', 'caution'],
    ['a change', configChange(at('14:00:00'), 'x', [{ path: '/a', op: 'add' }]), '~', 'plain'],
    ['an item without a change', configChange(at('14:00:00'), 'x', []), '·', 'quiet'],
    ['a broken rule', compliance(at('14:00:00'), 'COMPLIANT', 'NON_COMPLIANT', 'x'), '✗', 'bad'],
    ['a rule kept again', compliance(at('14:00:00'), 'NON_COMPLIANT', 'COMPLIANT', 'x'), '✓', 'good'],
    ['a rule that does not apply', compliance(at('14:00:00'), 'COMPLIANT', 'NOT_APPLICABLE', 'x'), '?', 'quiet'],
    ['an alarm', alarm(at('14:00:00'), 'OK', 'ALARM'), '‼', 'critical'],
    ['an alarm gone', alarm(at('14:00:00'), 'ALARM', 'OK'), '✓', 'good'],
    ['an alarm without data', alarm(at('14:00:00'), 'OK', 'INSUFFICIENT_DATA'), '?', 'quiet'],
    ['a rise', metric(at('14:00:00'), at('14:10:00')), '↑', 'caution'],
    ['a flow', flow(at('14:00:00'), at('14:10:00')), '▲', 'caution'],
    ['a log shift', log(at('14:00:00'), at('14:10:00')), '▲', 'caution'],
    ['an insight', insight(at('14:00:00')), '▲', 'caution'],
    ['a finding', finding(at('14:00:00')), '‼', 'critical'],
  ])('%s', (_, event, text, tone) => {
    expect(signOf(event)).toEqual({ text, tone });
  });

  test('a fall', () => {
    const rise = metric(at('14:00:00'), at('14:10:00'));
    expect(signOf({ ...rise, detail: { ...rise.detail, direction: 'down' } }).text).toBe('↓');
  });

  test('a kind from a later version still gets a sign', () => {
    expect(signOf({ ...insight(at('14:00:00')), kind: 'weather' } as unknown as TimelineEvent).text).toBe('·');
    expect(laneOf('weather' as EventKind)).toBe('impact');
  });
});
