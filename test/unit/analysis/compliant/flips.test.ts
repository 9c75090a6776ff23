import { describe, expect, test } from 'vitest';
import { complianceFlips } from '../../../../src/analysis/compliant/flips.ts';
import type { RuleState } from '../../../../src/model/configuration-item.ts';
import type { Match } from '../../../../src/model/event.ts';
import type { RuleStateEvidence } from '../../../../src/model/evidence.ts';
import type { AnsweredWindow } from '../../../../src/model/question.ts';
import { reportV1 } from '../../../../src/report/schema-v1.ts';
import { shuffled } from '../../../fixtures/question.ts';

const time = (clock: string) => (clock.length > 5 ? `2026-03-03T${clock}.000Z` : `2026-03-03T${clock}:00.000Z`);
const bad = 'NON_COMPLIANT';
const good = 'COMPLIANT';

/** A state from a history, unless the parts say otherwise. */
const said = (clock: string, state: string, parts: Partial<RuleState> = {}): RuleStateEvidence => ({
  type: 'rule-state',
  state: {
    rule: 'restricted-ssh',
    resourceType: 'AWS::EC2::SecurityGroup',
    resourceId: 'sg-1',
    account: '111122223333',
    region: 'us-east-1',
    state,
    previous: null,
    recordedTime: time(clock),
    invokedTime: null,
    annotation: null,
    isFlip: true,
    ...parts,
  },
  origin: {
    source: 'config',
    backend: 'archive',
    account: parts.account === undefined ? '111122223333' : parts.account,
    region: 'us-east-1',
    ref: 'restricted-ssh',
    locator: `logs/${clock}.json#1`,
  },
  digest: `${clock}${state}`,
});
const noticed = (clock: string, state: string, previous: string, parts: Partial<RuleState> = {}) =>
  said(clock, state, { previous, ...parts });
const evaluated = (clock: string, state: string) => said(clock, state, { isFlip: false, account: null, region: null });

const isTarget = (): readonly Match[] => ['target'];
const window = (since: string, until: string): AnsweredWindow => ({
  since: Date.parse(time(since)),
  until: Date.parse(time(until)),
});
const flips = (states: readonly RuleStateEvidence[], within?: AnsweredWindow) =>
  complianceFlips({ states, window: within, matches: isTarget });
const lines = (states: readonly RuleStateEvidence[], within?: AnsweredWindow) =>
  flips(states, within).events.map(({ time: at, summary }) => `${at.slice(11, 16)} ${summary}`);

describe('the words of an evaluation', () => {
  const why = { annotation: 'port 22 is open' };
  const confirmed = (clock: string, state: string, parts: Partial<RuleState> = why) =>
    said(clock, state, { isFlip: false, confirms: true, ...parts });
  const told = (states: readonly RuleStateEvidence[]) =>
    flips(states).current.map(({ status, since, annotation }) => [status, since?.slice(11, 16), annotation]);

  test('say why what the history tells holds, and change nothing else', () => {
    const history = [said('10:00', good), said('11:00', bad)];
    expect(told([...history, confirmed('10:59', bad)])).toEqual([[bad, '11:00', 'port 22 is open']]);
    expect(lines([...history, confirmed('10:59', bad)])).toEqual(lines(history));
    expect(
      told(shuffled([...history, confirmed('10:59', bad), confirmed('11:30', bad, { annotation: 'and 3389' })], 3)),
    ).toEqual([[bad, '11:00', 'and 3389']]);
  });

  test('are of one verdict: not of another, nor of another resource', () => {
    expect(told([said('10:00', bad), said('11:00', good), confirmed('10:30', bad)])).toEqual([
      [good, '11:00', undefined],
    ]);
    expect(told([said('10:00', bad), confirmed('10:30', bad, { ...why, resourceId: 'sg-2' })])).toEqual([
      [bad, '10:00', undefined],
    ]);
    expect(told([confirmed('10:30', bad)])).toEqual([]);
  });

  test('are taken from a record that tells nothing new, too', () => {
    expect(told([said('10:00', bad), said('12:00', bad, { ...why, isFlip: false })])).toEqual([
      [bad, '10:00', 'port 22 is open'],
    ]);
  });
});

describe('flips', () => {
  test('are where the verdict differs from the one before', () => {
    expect(
      lines([said('10:00', good), said('11:00', good), said('12:00', bad), said('13:00', bad), said('14:00', good)]),
    ).toEqual([
      '10:00 restricted-ssh: COMPLIANT',
      '12:00 restricted-ssh: COMPLIANT → NON_COMPLIANT',
      '14:00 restricted-ssh: NON_COMPLIANT → COMPLIANT',
    ]);
  });

  test('in the window are told, from what held before it', () => {
    const states = [said('10:00', good), said('12:00', bad), said('14:00', good)];
    expect(lines(states, window('11:00', '14:00'))).toEqual(['12:00 restricted-ssh: COMPLIANT → NON_COMPLIANT']);
    expect(lines(states, window('12:01', '14:00'))).toEqual([]);
  });

  test('are told in full', () => {
    const flip = noticed('12:00', bad, good, { annotation: 'port 22 is open', invokedTime: time('11:59') });
    const { events } = flips([flip]);
    expect(events).toEqual([
      {
        id: 'compliance:restricted-ssh/AWS::EC2::SecurityGroup/sg-1/2026-03-03T12:00:00.000Z',
        time: time('12:00'),
        kind: 'compliance',
        match: ['target'],
        resources: [{ type: 'AWS::EC2::SecurityGroup', id: 'sg-1', account: '111122223333', region: 'us-east-1' }],
        summary: 'restricted-ssh: COMPLIANT → NON_COMPLIANT',
        severity: 'warning',
        chain: null,
        origin: flip.origin,
        detail: {
          rule: 'restricted-ssh',
          resource: { type: 'AWS::EC2::SecurityGroup', id: 'sg-1', account: '111122223333', region: 'us-east-1' },
          from: good,
          to: bad,
          annotation: 'port 22 is open',
          recordedTime: time('12:00'),
          invokedTime: time('11:59'),
          derived: false,
        },
      },
    ]);
    expect(reportV1.shape.timeline.parse(events)).toEqual(events);
  });

  test('are one where history and notice tell it', () => {
    const expected = ['12:00 restricted-ssh: COMPLIANT → NON_COMPLIANT'];
    expect(lines([noticed('12:00', bad, good), said('12:01', bad)])).toEqual(expected);
    expect(lines([said('12:00', bad), noticed('12:01', bad, good)])).toEqual(expected);
    expect(lines([noticed('12:00', bad, good), noticed('12:00', bad, good)])).toEqual(expected);
  });

  test('behind a flip back that nobody recorded are told by the notice', () => {
    expect(lines([noticed('12:00', bad, good), noticed('14:00', bad, good)])).toEqual([
      '12:00 restricted-ssh: COMPLIANT → NON_COMPLIANT',
      '14:00 restricted-ssh: COMPLIANT → NON_COMPLIANT',
    ]);
    expect(lines([said('10:00', good), noticed('12:00', bad, 'NOT_APPLICABLE')])).toEqual([
      '10:00 restricted-ssh: COMPLIANT',
      '12:00 restricted-ssh: NOT_APPLICABLE → NON_COMPLIANT',
    ]);
  });

  test('are not made of a notice that repeats itself', () => {
    expect(lines([said('10:00', bad), noticed('12:00', bad, bad)])).toEqual(['10:00 restricted-ssh: NON_COMPLIANT']);
  });

  test('are kept apart by rule, resource and place', () => {
    const others: readonly Partial<RuleState>[] = [
      { rule: 'required-tags' },
      { resourceId: 'sg-2' },
      { resourceType: 'AWS::EC2::Instance' },
      { account: '444455556666' },
      { region: 'eu-west-1' },
    ];
    const states = [said('10:00', bad), ...others.map((other) => said('11:00', good, other))];
    expect(flips(states).events.map(({ detail }) => detail.from)).toEqual(Array(6).fill(null));
  });

  test('do not depend on the order of the evidence', () => {
    const states = [
      said('10:00', good),
      noticed('12:00', bad, good),
      said('12:01', bad),
      said('12:00', bad),
      said('14:00', good),
      evaluated('15:00', good),
    ];
    const expected = flips(states);
    expect(expected.events).toHaveLength(3);
    for (let seed = 0; seed < 10; seed++) expect(flips(shuffled(states, seed))).toEqual(expected);
  });

  test.each([
    [null, bad, 'warning'],
    [good, bad, 'warning'],
    [bad, good, 'notice'],
    [null, good, 'info'],
    ['INSUFFICIENT_DATA', good, 'info'],
    [bad, 'NOT_APPLICABLE', 'info'],
  ])('from %s to %s: %s', (from, to, severity) => {
    const states = from === null ? [said('12:00', to)] : [said('11:00', from), said('12:00', to)];
    expect(flips(states).events.at(-1)?.severity).toBe(severity);
  });
});

describe('a mere evaluation', () => {
  test('is known since it was recorded, and invents no flip', () => {
    const { events } = flips([evaluated('12:00', bad)], window('11:00', '13:00'));
    expect(events).toMatchObject([
      { summary: 'restricted-ssh: NON_COMPLIANT, as evaluated then', detail: { from: null, derived: false } },
    ]);
    expect(lines([evaluated('10:00', bad)], window('11:00', '13:00'))).toEqual([]);
  });

  test('after another verdict is a flip at the latest then', () => {
    expect(flips([said('10:00', good), evaluated('12:00', bad)]).events.at(-1)).toMatchObject({
      detail: { from: good, to: bad, derived: false },
      resources: [{ account: '111122223333', region: 'us-east-1' }],
    });
  });

  test('that repeats what is known adds nothing', () => {
    expect(lines([said('10:00', bad), evaluated('12:00', bad)])).toHaveLength(1);
  });

  test('without a place belongs to no place where there are several', () => {
    const states = [said('10:00', good), said('10:00', good, { region: 'eu-west-1' }), evaluated('12:00', bad)];
    expect(flips(states).events.map(({ detail, resources }) => [detail.from, resources[0]?.region])).toEqual([
      [null, 'us-east-1'],
      [null, 'eu-west-1'],
      [null, undefined],
    ]);
  });
});

describe('what holds at the end', () => {
  test('is the last verdict of each rule, since its flip', () => {
    const states = [
      said('10:00', good),
      said('12:00', bad),
      said('13:00', bad),
      said('15:00', good),
      said('09:00', good, { rule: 'a-rule' }),
    ];
    expect(flips(states, window('14:00', '15:00')).current).toEqual([
      {
        name: 'a-rule',
        status: good,
        since: time('09:00'),
        resource: expect.objectContaining({ id: 'sg-1' }),
        basis: 'history',
      },
      {
        name: 'restricted-ssh',
        status: bad,
        since: time('12:00'),
        resource: expect.objectContaining({ id: 'sg-1' }),
        basis: 'history',
      },
    ]);
    expect(flips(states).current[1]).toMatchObject({ status: good, since: time('15:00') });
  });

  test('is not known of what came later, nor of an unknown word', () => {
    expect(flips([said('15:00', good)], window('14:00', '15:00'))).toEqual({ events: [], current: [], runs: [] });
    expect(flips([said('12:00', 'SOMETHING')]).current).toMatchObject([{ status: 'UNKNOWN' }]);
  });

  test('is told of what is asked about, not of its neighbors', () => {
    const states = [
      said('12:00', bad),
      said('12:00', bad, { resourceId: 'sg-2' }),
      said('12:00', bad, { resourceId: 'sg-3' }),
    ];
    const matches = ({ resourceId }: RuleState): readonly Match[] =>
      resourceId === 'sg-1' ? ['target'] : resourceId === 'sg-2' ? ['neighbor'] : [];
    const { events, current } = complianceFlips({ states, window: undefined, matches });
    expect(events.map(({ resources }) => resources[0]?.id)).toEqual(['sg-1', 'sg-2']);
    expect(current.map(({ resource }) => resource.id)).toEqual(['sg-1']);
  });
});
