import { describe, expect, test } from 'vitest';
import type { AlarmEvent } from '../../../src/model/event.ts';
import { collapse } from '../../../src/render/collapse.ts';
import { foldFlapping } from '../../../src/render/flapping.ts';
import { rowText } from '../../../src/render/row-text.ts';
import { at } from '../../fixtures/report-cast.ts';
import { alarm, apiCall } from '../../fixtures/report-events.ts';

const changes = (...times: readonly string[]): AlarmEvent[] =>
  times.map((time, index) => (index % 2 === 0 ? alarm(at(time), 'OK', 'ALARM') : alarm(at(time), 'ALARM', 'OK')));

describe('an alarm that goes on and off', () => {
  const flapping = changes('14:00:00', '14:05:00', '14:10:00', '14:15:00', '14:20:00');

  test('is one row, which tells how often, until when, and in which state it was left', () => {
    const rows = collapse(flapping, false);
    expect(rows).toHaveLength(1);
    const [row] = rows;
    expect(row && rowText(row).sentence).toBe(
      'alarm web-network-in: OK → ALARM, flapped: 5 changes until 14:20:00, then ALARM',
    );
  });

  test('has a row for each change where every event is asked for', () => {
    expect(collapse(flapping, true)).toHaveLength(5);
  });

  test('is folded around what happened between', () => {
    const call = apiCall(at('14:07:00'), 'ModifyDBInstance', 'changed it');
    const timeline = [...flapping.slice(0, 2), call, ...flapping.slice(2)];
    expect(collapse(timeline, false).map(({ event }) => event.kind)).toEqual(['alarm', 'api-call']);
  });

  test.each([
    ['three changes', changes('14:00:00', '14:05:00', '14:10:00')],
    ['states that hold', changes('14:00:00', '15:05:00', '16:10:00', '17:15:00', '18:20:00')],
  ])('is not folded: %s', (_, timeline) => {
    const folded = foldFlapping(timeline);
    expect(folded.timeline).toEqual(timeline);
    expect(folded.runs.size).toBe(0);
  });

  test('of another region is another alarm', () => {
    const other = (event: AlarmEvent, index: number): AlarmEvent =>
      index % 2 === 0 ? event : { ...event, origin: { ...event.origin, region: 'eu-west-1' } };
    expect(foldFlapping(flapping.map(other)).runs.size).toBe(0);
  });

  test('is folded within a chain too, which tells of every time that it went off', () => {
    const linked = flapping.map((event, index) => (index % 2 === 0 ? { ...event, chain: 'c1' } : event));
    const { timeline, runs } = foldFlapping(linked);
    expect(timeline).toEqual(linked.slice(0, 1));
    expect([...runs.values()].map(({ count }) => count)).toEqual([5]);
  });

  test('keeps a change that a chain points to', () => {
    const linked = flapping.map((event, index) => (index === 2 ? { ...event, chain: 'c1' } : event));
    expect(foldFlapping(linked).timeline).toEqual(linked);
  });
});
