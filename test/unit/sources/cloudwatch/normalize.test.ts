import { expect, test } from 'vitest';
import { normalize } from '../../../../src/sources/cloudwatch/normalize.ts';
import { actionItem, described, eventBridge, historyItem, notification, streamLine } from './records.ts';

const place = { backend: 'archive', locator: 'a.json#1' };

test.each([
  ['a stream’s datapoint', streamLine('2026-03-03T14:00:00Z'), { type: 'series' }],
  ['a described alarm', described(), { type: 'alarm' }],
  ['a history item', historyItem(), { event: { kind: 'alarm', match: [] } }],
  ['an event', eventBridge(), { event: { kind: 'alarm' } }],
  ['a notification', notification(), { event: { kind: 'alarm' } }],
])('%s is evidence', (_, raw, evidence) => {
  expect(normalize(raw, place)).toMatchObject({ evidence });
});

test.each([
  [null],
  [undefined],
  [7],
  ['text'],
  [[]],
  [{}],
  [{ ...streamLine('2026-03-03T14:00:00Z'), timestamp: null }],
  [{ ...historyItem(), Timestamp: null }],
  [{ ...historyItem(), HistoryItemType: 'Other' }],
  [actionItem('2026-03-03T14:00:00Z', 'arn:aws:sns:eu-west-1:111122223333:alerts')],
  [{ AlarmName: { a: 1 }, NewStateValue: [] }],
])('%j gives a reason', (raw) => {
  expect(normalize(raw, place)).toEqual({ reason: expect.any(String) });
});

/** Every value in a record, replaced by each of these in turn, may make it useless; it must not make it throw. */
const hostile: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  '\u{202E}',
  '{"a":',
  '[]',
  [],
  [[]],
  [null],
  {},
  { constructor: 1 },
];

function* variants(value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    for (const other of hostile)
      yield Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other };
    for (const inner of variants(member))
      yield Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner };
  }
}

test('no value of any member makes it throw', () => {
  let count = 0;
  for (const record of [
    streamLine('2026-03-03T14:00:00Z'),
    described(),
    historyItem(),
    eventBridge(),
    notification(),
  ]) {
    for (const variant of variants(record)) {
      const normalized = normalize(variant, place);
      expect('reason' in normalized || 'evidence' in normalized).toBe(true);
      count++;
    }
  }
  expect(count).toBeGreaterThan(1000);
});
