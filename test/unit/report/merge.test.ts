/** Evidence from many files -> each event once, in one order, whatever order the files were read in. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { TimelineEvent } from '../../../src/model/event.ts';
import type { EventEvidence } from '../../../src/model/evidence.ts';
import { inOrder, mergeEvidence } from '../../../src/report/merge.ts';
import { shuffled } from '../../fixtures/question.ts';
import { everyKind } from '../../fixtures/report.ts';
import { at } from '../../fixtures/report-cast.ts';
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
} from '../../fixtures/report-events.ts';

const digestOf = (content: string) => createHash('sha256').update(content).digest('hex');

/** A record with this content, read at this place. */
function evidenceOf(event: TimelineEvent, content: string, locator = 'logs/a.json.gz#1'): EventEvidence {
  return { type: 'event', event: { ...event, origin: { ...event.origin, locator } }, digest: digestOf(content) };
}

const call = (id: string, time = at('14:00:00')) => apiCall(time, 'StopInstances', 'stopped i-1', { id });
const idsOf = (events: readonly TimelineEvent[]) => events.map(({ id }) => id);

describe('copies', () => {
  test('of one record are one event; the others are told as duplicates', () => {
    const { events, duplicates } = mergeEvidence([
      evidenceOf(call('cloudtrail:a'), 'same', 'b.json#1'),
      evidenceOf(call('cloudtrail:a'), 'same', 'a.json#1'),
      evidenceOf(call('cloudtrail:a'), 'same', 'c.json#1'),
    ]);
    expect(idsOf(events)).toEqual(['cloudtrail:a']);
    expect(events[0]?.origin.locator).toBe('a.json#1');
    expect(duplicates.map(({ origin }) => origin.locator).sort()).toEqual(['b.json#1', 'c.json#1']);
  });

  test('that differ in anything are different events', () => {
    const { events, duplicates } = mergeEvidence([
      evidenceOf(call('cloudtrail:a'), 'one'),
      evidenceOf(call('cloudtrail:a'), 'other'),
    ]);
    expect(events).toHaveLength(2);
    expect(duplicates).toEqual([]);
  });

  test('records of equal content but for their ids are different events', () => {
    const { events } = mergeEvidence([evidenceOf(call('cloudtrail:a'), 'a'), evidenceOf(call('cloudtrail:b'), 'b')]);
    expect(idsOf(events)).toEqual(['cloudtrail:a', 'cloudtrail:b']);
  });
});

describe('ids', () => {
  test('that only one record bears stay as they are', () => {
    const { events } = mergeEvidence([
      evidenceOf(call('cloudtrail:a'), 'one', 'a#1'),
      evidenceOf(call('cloudtrail:a'), 'one', 'a#2'),
    ]);
    expect(idsOf(events)).toEqual(['cloudtrail:a']);
  });

  test('that several records bear are told apart by 8 digits of their content', () => {
    const records = ['one', 'other', 'third'];
    const { events } = mergeEvidence(records.map((content) => evidenceOf(call('cloudtrail:a'), content)));
    expect(idsOf(events).sort()).toEqual(
      records.map((content) => `cloudtrail:a~${digestOf(content).slice(0, 8)}`).sort(),
    );
  });

  test('an event keeps its id whatever else is read, and in whatever order', () => {
    const evidence = ['one', 'other', 'third'].map((content, index) =>
      evidenceOf(call('cloudtrail:a'), content, `${index}`),
    );
    const other = evidenceOf(call('cloudtrail:b'), 'b');
    const expected = idsOf(mergeEvidence(evidence).events);
    for (let seed = 0; seed < 10; seed++) {
      const found = idsOf(mergeEvidence(shuffled([...evidence, ...evidence, other], seed)).events);
      expect(found.filter((id) => id !== 'cloudtrail:b')).toEqual(expected);
      expect(found).toHaveLength(4);
    }
  });
});

describe('order', () => {
  test('is by time', () => {
    const events = [
      call('cloudtrail:a', at('14:00:01')),
      call('cloudtrail:b', at('13:59:59')),
      call('cloudtrail:c', at('14:00:00')),
    ];
    expect(idsOf(events.sort(inOrder))).toEqual(['cloudtrail:b', 'cloudtrail:c', 'cloudtrail:a']);
  });

  test('of one moment is: calls, insights, findings, items, compliance, metrics, logs, flows, alarms', () => {
    const time = at('14:00:00');
    const until = at('14:05:00');
    const kinds = [
      call('z', time),
      insight(time),
      finding(time),
      configChange(time, 'changed', []),
      compliance(time, 'COMPLIANT', 'NON_COMPLIANT', 'broke'),
      metric(time, until),
      log(time, until),
      flow(time, until),
      alarm(time, 'OK', 'ALARM'),
    ];
    const expected = kinds.map(({ kind }) => kind);
    expect(new Set(expected).size).toBe(new Set(everyKind().map(({ kind }) => kind)).size);
    for (let seed = 0; seed < 5; seed++)
      expect(
        shuffled(kinds, seed)
          .sort(inOrder)
          .map(({ kind }) => kind),
      ).toEqual(expected);
  });

  test('of one moment and kind is by id', () => {
    expect(idsOf([call('cloudtrail:b'), call('cloudtrail:a'), call('cloudtrail:B')].sort(inOrder))).toEqual([
      'cloudtrail:B',
      'cloudtrail:a',
      'cloudtrail:b',
    ]);
  });

  test('in which evidence comes decides nothing', () => {
    const times = ['14:00:00', '14:00:00', '14:00:01', '13:00:00'];
    // few contents, ids, times and places, so that there are many copies, collisions and ties
    const evidence = Array.from({ length: 60 }, (_, index) =>
      evidenceOf(
        call(`cloudtrail:${index % 5}`, at(times[index % 4] as string)),
        `content ${index % 20}`,
        `logs/${index % 7}.json#${index}`,
      ),
    );
    const byLocator = (a: TimelineEvent, b: TimelineEvent) => (a.origin.locator < b.origin.locator ? -1 : 1);
    const expected = mergeEvidence(evidence);
    expect(expected.duplicates.length).toBeGreaterThan(10);
    for (let seed = 0; seed < 20; seed++) {
      const { events, duplicates } = mergeEvidence(shuffled(evidence, seed));
      expect(events).toEqual(expected.events);
      expect([...duplicates].sort(byLocator)).toEqual([...expected.duplicates].sort(byLocator));
    }
  });

  test('nothing at all is nothing', () => {
    expect(mergeEvidence([])).toEqual({ events: [], duplicates: [] });
  });
});
