import { describe, expect, test } from 'vitest';
import type { Chain, Report } from '../../../src/model/report.ts';
import { changeMarks } from '../../../src/render/change-marks.ts';
import { emptyReport } from '../../fixtures/report.ts';
import { at } from '../../fixtures/report-cast.ts';
import { apiCall, configChange, metric } from '../../fixtures/report-events.ts';

const shift = metric(at('14:20:00'), at('14:45:00'));
const grave = apiCall(at('14:03:27'), 'AuthorizeSecurityGroupIngress', 'opened', { severity: 'critical' });
const routine = apiCall(at('14:10:00'), 'CreateTags', 'tagged');
const later = apiCall(at('14:48:00'), 'RevokeSecurityGroupIngress', 'closed', { severity: 'critical' });
const state = configChange(at('14:05:00'), 'changed', [{ path: '/a', op: 'add', after: 1 }]);

const marks = (parts: Partial<Report>, of = shift) =>
  changeMarks(emptyReport(parts))(of).map((time) => new Date(time).toISOString());

describe('a shift is drawn against', () => {
  test('the gravest change made before it', () => {
    expect(marks({ timeline: [grave, routine, shift, later] })).toEqual([grave.time]);
  });

  test('the last of those, where none is graver', () => {
    const first = { ...routine, id: 'cloudtrail:first', time: at('14:01:00') };
    expect(marks({ timeline: [first, routine, shift] })).toEqual([routine.time]);
  });

  test('the changes of its chain, where it has one', () => {
    const linked = { ...shift, chain: 'c1' };
    const chain: Chain = {
      id: 'c1',
      root: routine.id,
      events: [routine.id, linked.id],
      links: [],
      alternatives: [],
      exposure: null,
      summary: '',
    };
    expect(marks({ timeline: [grave, routine, linked], chains: [chain] }, linked)).toEqual([routine.time]);
  });

  test('a state that changed, where no call is known', () => {
    expect(marks({ timeline: [state, shift] })).toEqual([state.time]);
  });

  test('nothing that did not succeed, only read, or came after', () => {
    const denied = apiCall(at('14:02:00'), 'DeleteBucket', 'tried', { detail: { outcome: 'denied' } });
    const read = apiCall(at('14:02:00'), 'GetObject', 'read', { detail: { readOnly: true } });
    expect(marks({ timeline: [denied, read, shift, later] })).toEqual([]);
  });

  test('the begin of the window, where nothing else is known and it was given', () => {
    const { query } = emptyReport();
    const window = { since: at('14:00:00'), until: at('16:00:00'), given: true };
    expect(marks({ timeline: [shift], query: { ...query, window } })).toEqual([at('14:00:00')]);
    expect(marks({ timeline: [shift], query: { ...query, window: { ...window, given: false } } })).toEqual([]);
  });
});
