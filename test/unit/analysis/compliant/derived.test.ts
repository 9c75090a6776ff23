import { describe, expect, test } from 'vitest';
import { derivedBeside, derivedStates } from '../../../../src/analysis/compliant/derived.ts';
import { complianceFlips } from '../../../../src/analysis/compliant/flips.ts';
import type { RuleState } from '../../../../src/model/configuration-item.ts';
import type { RuleStateEvidence } from '../../../../src/model/evidence.ts';
import type { JsonObject } from '../../../../src/model/json.ts';
import { deliveredItem, type State } from '../../../fixtures/config.ts';
import { shuffled } from '../../../fixtures/question.ts';
import { itemEvidence } from './item-evidence.ts';

const at = (clock: string) => `2026-03-03T${clock}:00.000Z`;
const permission = (port: number): JsonObject => ({
  ipProtocol: 'tcp',
  fromPort: port,
  toPort: port,
  ipRanges: ['0.0.0.0/0'],
});
const group = (clock: string, ports: readonly number[], more: State = {}) =>
  itemEvidence({
    captureTime: at(clock),
    configuration: { groupName: 'web', ipPermissions: ports.map(permission) },
    ...more,
  });
const deleted = (clock: string) => group(clock, [], { status: 'ResourceDeleted', configuration: null });

const lines = (states: readonly RuleStateEvidence[]) =>
  states.map(
    ({ state }) =>
      `${state.recordedTime.slice(11, 16)} ${state.rule} ${state.previous ?? '-'} > ${state.state}${state.isFlip ? '' : ', known'}`,
  );
const ssh = (states: readonly RuleStateEvidence[]) => states.filter(({ state }) => state.rule === 'restricted-ssh');
const flips = (states: readonly RuleStateEvidence[], tellsQuiet = false) =>
  complianceFlips({ states, window: undefined, matches: () => ['target'], tellsQuiet });

describe('derived verdicts', () => {
  const history = [group('10:00', [443]), group('11:00', [443, 22]), group('11:30', [22]), group('12:00', [443])];

  test('are told where they differ from the one before, at the time of capture', () => {
    expect(lines(ssh(derivedStates(history)))).toEqual([
      '10:00 restricted-ssh - > COMPLIANT, known',
      '11:00 restricted-ssh COMPLIANT > NON_COMPLIANT',
      '12:00 restricted-ssh NON_COMPLIANT > COMPLIANT',
    ]);
    expect(ssh(derivedStates(history))[1]?.state).toMatchObject({
      resourceType: 'AWS::EC2::SecurityGroup',
      resourceId: 'sg-0a1b2c3d4e5f60718',
      annotation: 'open: tcp/22 from 0.0.0.0/0',
      derived: true,
      sourceIdentifier: 'INCOMING_SSH_DISABLED',
      invokedTime: null,
    });
  });

  test('do not depend on the order of the items, nor on copies of them', () => {
    const copies = [
      ...history,
      ...history.map((each) => ({ ...each, origin: { ...each.origin, locator: 'z.json#1' } })),
    ];
    for (let seed = 0; seed < 10; seed++) expect(derivedStates(shuffled(copies, seed))).toEqual(derivedStates(history));
  });

  test('are kept apart by place', () => {
    const states = derivedStates([group('10:00', []), group('11:00', [22], { account: '444455556666' })]);
    expect(lines(ssh(states))).toEqual([
      '10:00 restricted-ssh - > COMPLIANT, known',
      '11:00 restricted-ssh - > NON_COMPLIANT, known',
    ]);
  });

  test('of a wider rule are left out where narrower ones tell of the same', () => {
    const rules = (states: readonly RuleStateEvidence[]) => [...new Set(states.map(({ state }) => state.rule))].sort();
    expect(rules(derivedStates(history))).toEqual(['restricted-common-ports', 'restricted-ssh']);
    expect(rules(derivedStates([...history, group('13:00', [8080])]))).toContain(
      'vpc-sg-open-only-to-authorized-ports',
    );
  });

  test('end with the resource', () => {
    expect(lines(ssh(derivedStates([group('10:00', [22]), deleted('11:00')])))).toEqual([
      '10:00 restricted-ssh - > NON_COMPLIANT, known',
      '11:00 restricted-ssh NON_COMPLIANT > NOT_APPLICABLE',
    ]);
  });

  test('of what an item does not tell are not made', () => {
    const unknown = group('11:00', [], { configuration: { groupName: 'web' } });
    expect(lines(ssh(derivedStates([group('10:00', [22]), unknown, group('12:00', [22])])))).toEqual([
      '10:00 restricted-ssh - > NON_COMPLIANT, known',
    ]);
    expect(derivedStates([group('10:00', [], { resourceType: 'AWS::EC2::VPC' })])).toEqual([]);
  });
});

describe('where a rule was asked', () => {
  const items = [group('10:00', [443]), group('11:00', [22])];
  const recorded = (rule: string, more: Partial<RuleState> = {}): RuleStateEvidence => {
    const [first] = derivedStates(items);
    const { derived: _, sourceIdentifier: __, ...state } = (first as RuleStateEvidence).state;
    return { ...(first as RuleStateEvidence), state: { ...state, rule, ...more } };
  };
  const derivedOf = (...states: readonly RuleStateEvidence[]) => ssh(derivedBeside(states, items));

  test.each([
    ['restricted-ssh', {}],
    ['restricted-ssh-conformance-pack-abc123def', {}],
    ['securityhub-restricted-ssh-1a2b3c4d', {}],
    ['OrgConfigRule-restricted-ssh-abcd1234', {}],
    ['AWSControlTower_AWS-GR_RESTRICTED_SSH', {}],
    ['no-ssh-for-us', { sourceIdentifier: 'INCOMING_SSH_DISABLED' }],
  ])('as %s, nothing is derived', (rule, more) => {
    expect(derivedOf(recorded(rule, more))).toEqual([]);
  });

  test.each([
    ['of another resource', recorded('restricted-ssh', { resourceId: 'sg-2' })],
    ['another rule', recorded('no-ssh-for-us')],
    ['another rule of AWS', recorded('no-ssh-for-us', { sourceIdentifier: 'VPC_DEFAULT_SECURITY_GROUP_CLOSED' })],
  ])('%s, it is', (_, state) => {
    expect(derivedOf(state)).not.toEqual([]);
  });
});

describe('on the timeline', () => {
  test('they stand where something broke or was mended, and say what they are', () => {
    const states = derivedStates([group('10:00', []), group('11:00', [22]), group('12:00', [])]);
    const { events, current } = flips(states);
    expect(events.map(({ time, summary }) => `${time.slice(11, 16)} ${summary}`)).toEqual([
      '11:00 restricted-ssh: COMPLIANT → NON_COMPLIANT (derived from its configuration)',
      '12:00 restricted-ssh: NON_COMPLIANT → COMPLIANT (derived from its configuration)',
    ]);
    expect(events.every(({ detail }) => detail.derived)).toBe(true);
    expect(current.map(({ name, status, basis }) => [name, status, basis])).toEqual([
      ['restricted-ssh', 'COMPLIANT', 'derived'],
    ]);
  });

  test('what was broken when it was first seen is no flip, and stands in the verdict', () => {
    const { events, current } = flips(derivedStates([group('10:00', [22])]));
    expect(events).toEqual([]);
    expect(current).toMatchObject([{ name: 'restricted-ssh', status: 'NON_COMPLIANT', since: at('10:00') }]);
  });

  test('what was made broken is one', () => {
    const made = group('10:00', [22], { status: 'ResourceDiscovered' });
    expect(flips(derivedStates([made])).events).toMatchObject([{ detail: { from: null, to: 'NON_COMPLIANT' } }]);
  });

  test('what a new recorder discovers has been so before', () => {
    const old = { ...deliveredItem({ captureTime: at('10:00'), status: 'ResourceDiscovered' }) };
    const evidence = itemEvidence({ captureTime: at('10:00'), status: 'ResourceDiscovered' });
    expect(old['resourceCreationTime']).toBeUndefined();
    const open = group('10:00', [22], { status: 'ResourceDiscovered' });
    const item = { ...open.item, createdTime: '2025-01-01T00:00:00.000Z' };
    expect(flips(derivedStates([{ ...evidence, item }])).events).toEqual([]);
  });

  test('what never broke is told only where that is asked for', () => {
    const states = derivedStates([group('10:00', [443])]);
    expect(flips(states)).toEqual({ events: [], current: [], runs: [] });
    expect(flips(states, true).current.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'restricted-common-ports COMPLIANT',
      'restricted-ssh COMPLIANT',
      'vpc-sg-open-only-to-authorized-ports COMPLIANT',
    ]);
  });
});
