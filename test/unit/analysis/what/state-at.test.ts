import { describe, expect, test } from 'vitest';
import { basisOf, netChanges, type StatesInput, statesAt } from '../../../../src/analysis/what/state-at.ts';
import type { ConfigurationItem } from '../../../../src/model/configuration-item.ts';
import { epochOf, itemEvidence, permission, timeOf } from './item-evidence.ts';

const closed = itemEvidence('12:00:00');
const open = itemEvidence('13:00:00', { configuration: { ipPermissions: [permission(22, '0.0.0.0/0')] } });
const gone = itemEvidence('14:00:00', { status: 'ResourceDeleted', configuration: null });
const input = (...items: StatesInput['items']): StatesInput => ({ items, isTarget: () => true, inferred: [] });
const at = (clock: string, found = input(open, gone, closed)) => statesAt(found, epochOf(clock))[0];

describe('the state at a time', () => {
  test.each([
    ['12:00:00', 'exists', '12:00:00', '13:00:00'],
    ['12:59:59', 'exists', '12:00:00', '13:00:00'],
    ['13:00:00', 'exists', '13:00:00', '14:00:00'],
  ])('%s is that of the item in force', (clock, standing, captured, next) => {
    expect(at(clock)).toMatchObject({ standing, item: { captureTime: timeOf(captured) }, nextTime: timeOf(next) });
  });

  test('of what was deleted is the last one known', () => {
    expect(at('15:00:00')).toMatchObject({
      standing: 'deleted',
      item: { captureTime: timeOf('13:00:00') },
      nextTime: null,
    });
    expect(at('15:00:00')?.summary).toContain('did not exist: it was deleted by 2026-03-03 14:00:00 UTC');
  });

  test('before the first item is not known, or was not made yet where that is told', () => {
    expect(at('11:00:00')).toMatchObject({ standing: 'unknown', item: null });
    const made = itemEvidence('12:00:00', { createdTime: timeOf('11:58:00') } as Partial<ConfigurationItem>);
    expect(at('11:00:00', input(made))).toMatchObject({ standing: 'not-created', item: null });
    expect(at('11:59:00', input(made))).toMatchObject({ standing: 'unknown' });
  });

  test('holds no digests of secrets', () => {
    const secret = itemEvidence('12:00:00', { redactions: { '/configuration/password': 'abc' } });
    expect(at('12:00:00', input(secret))?.item).not.toHaveProperty('redactions');
  });

  test('of nothing known is none', () => {
    expect(statesAt({ ...input(open), isTarget: () => false }, epochOf('13:00:00'))).toEqual([]);
  });
});

describe('the net change', () => {
  const between = (from: string, to: string, ...items: StatesInput['items']) =>
    netChanges(input(...items), epochOf(from), epochOf(to))[0];

  test('is what differs between the items in force', () => {
    expect(between('12:30:00', '13:30:00', closed, open, gone)).toMatchObject({
      summary: 'AWS::EC2::SecurityGroup sg-0a1b2c3d4e5f60718 (web): ingress + tcp/22 from 0.0.0.0/0',
      changes: [{ path: '/configuration/ipPermissions/0', op: 'add' }],
      states: 1,
    });
  });

  test('is none where a change was undone, and tells how many states there were', () => {
    const again = itemEvidence('13:30:00');
    expect(between('12:30:00', '13:45:00', closed, open, again)).toMatchObject({
      summary: 'AWS::EC2::SecurityGroup sg-0a1b2c3d4e5f60718 (web) changed in between, and is again as it was',
      changes: [],
      states: 2,
    });
  });

  test('is none where the same state was captured again', () => {
    const again = itemEvidence('13:30:00');
    expect(between('12:30:00', '13:45:00', closed, again)).toMatchObject({
      summary: 'nothing changed of AWS::EC2::SecurityGroup sg-0a1b2c3d4e5f60718 (web)',
      changes: [],
      states: 1,
    });
  });

  test.each([
    ['13:30:00', '14:30:00', 'was deleted'],
    ['14:10:00', '14:30:00', 'did not exist at either time'],
    ['11:00:00', '12:30:00', 'was like before is not known'],
  ])('from %s to %s', (from, to, words) => {
    expect(between(from, to, closed, open, gone)?.summary).toContain(words);
  });
});

describe('what the answer rests on', () => {
  const captured = (found: StatesInput, ...times: string[]) => {
    const origins = basisOf(found, ...times.map(epochOf));
    return found.items.filter(({ origin }) => origins.includes(origin)).map(({ item }) => item.captureTime);
  };
  const all = input(closed, open, gone);

  test.each([
    [['11:00:00'], ['12:00:00']],
    // in force from one to the next
    [['12:30:00'], ['12:00:00', '13:00:00']],
    [['13:30:00'], ['13:00:00', '14:00:00']],
    // the deletion, and the state that was deleted
    [['15:00:00'], ['13:00:00', '14:00:00']],
    [
      ['12:30:00', '14:30:00'],
      ['12:00:00', '13:00:00', '14:00:00'],
    ],
  ])('at %j are the items of %j', (times, items) => {
    expect(captured(all, ...times)).toEqual(items.map(timeOf));
  });

  test('are no items of anything else', () => {
    expect(basisOf({ ...all, isTarget: () => false }, epochOf('12:30:00'))).toEqual([]);
  });
});
