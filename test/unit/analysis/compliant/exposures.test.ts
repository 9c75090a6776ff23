import { describe, expect, test } from 'vitest';
import { derivedBeside } from '../../../../src/analysis/compliant/derived.ts';
import { exposure } from '../../../../src/analysis/compliant/exposure.ts';
import { exposuresOf } from '../../../../src/analysis/compliant/exposures.ts';
import { complianceFlips } from '../../../../src/analysis/compliant/flips.ts';
import { configChanges } from '../../../../src/analysis/what/config-changes.ts';
import type { ApiCallEvent, Exposure } from '../../../../src/model/event.ts';
import type { ConfigurationItemEvidence, RuleStateEvidence } from '../../../../src/model/evidence.ts';
import type { AnsweredWindow } from '../../../../src/model/question.ts';
import type { State } from '../../../fixtures/config.ts';
import { apiCall } from '../../../fixtures/report-events.ts';
import { itemEvidence } from './item-evidence.ts';

const at = (clock: string) => `2026-03-03T${clock}${clock.length > 5 ? '' : ':00'}.000Z`;
const sg = 'sg-0a1b2c3d4e5f60718';
const permission = { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: ['0.0.0.0/0'] };
const item = (clock: string, isOpen: boolean, more: State = {}) =>
  itemEvidence({
    captureTime: at(clock),
    configuration: { groupName: 'web', ipPermissions: isOpen ? [permission] : [] },
    ...more,
  });

const said = (clock: string, state: string, rule = 'restricted-ssh'): RuleStateEvidence => ({
  type: 'rule-state',
  state: {
    rule,
    resourceType: 'AWS::EC2::SecurityGroup',
    resourceId: sg,
    account: '111122223333',
    region: 'us-east-1',
    state,
    previous: null,
    recordedTime: at(clock),
    invokedTime: null,
    annotation: null,
    isFlip: true,
  },
  origin: { source: 'config', backend: 'archive', account: null, region: null, ref: rule, locator: `c.json#${clock}` },
  digest: `${rule} ${clock}`,
});

const write = (clock: string, eventName: string, more: Partial<ApiCallEvent['detail']> = {}): ApiCallEvent => {
  const event = apiCall(at(clock), eventName, eventName);
  return {
    ...event,
    id: `cloudtrail:${eventName}/${clock}`,
    time: at(clock),
    resources: [{ type: 'AWS::EC2::SecurityGroup', id: sg }],
    detail: {
      ...event.detail,
      eventName,
      eventSource: 'ec2.amazonaws.com',
      readOnly: false,
      outcome: 'success',
      ...more,
    },
  };
};

interface Case {
  readonly items: readonly ConfigurationItemEvidence[];
  readonly states?: readonly RuleStateEvidence[];
  readonly calls?: readonly ApiCallEvent[];
  readonly window?: AnsweredWindow;
  readonly asOf?: string;
}

function exposures({ items, states = [], calls = [], window, asOf = at('18:00') }: Case): readonly Exposure[] {
  const { runs } = complianceFlips({
    states: [...states, ...derivedBeside(states, items)],
    window,
    matches: () => ['target'],
  });
  const changes = configChanges({ items, window, matches: () => ['target'] });
  return [...exposuresOf({ runs, items, changes, calls, asOf }).values()];
}

const whole = {
  items: [item('13:00', false), item('14:04', true), item('14:50', false)],
  states: [said('13:01', 'COMPLIANT'), said('14:06', 'NON_COMPLIANT'), said('14:51', 'COMPLIANT')],
  calls: [write('14:03', 'AuthorizeSecurityGroupIngress'), write('14:48', 'RevokeSecurityGroupIngress')],
};

describe('an exposure', () => {
  test('goes from the call that broke the rule to the one that mended it, and from flip to flip', () => {
    expect(exposures(whole)).toEqual([
      {
        startedTime: at('14:03'),
        detectedTime: at('14:06'),
        fixedTime: at('14:48'),
        clearedTime: at('14:51'),
        startedBy: 'cloudtrail:AuthorizeSecurityGroupIngress/14:03',
        fixedBy: 'cloudtrail:RevokeSecurityGroupIngress/14:48',
        open: false,
        seconds: 45 * 60,
        secondsByChange: 45 * 60,
        rules: ['restricted-ssh'],
      },
    ]);
  });

  test('goes by the items where no call is known', () => {
    expect(exposures({ ...whole, calls: [] })).toMatchObject([
      {
        startedTime: at('14:04'),
        startedBy: `config:111122223333/us-east-1/AWS::EC2::SecurityGroup/${sg}/${Date.parse(at('14:04'))}`,
        fixedTime: at('14:50'),
        secondsByChange: 46 * 60,
      },
    ]);
  });

  test('runs to asOf while it is open', () => {
    expect(exposures({ ...whole, items: whole.items.slice(0, 2), states: whole.states.slice(0, 2) })).toMatchObject([
      {
        open: true,
        fixedTime: null,
        clearedTime: null,
        seconds: (18 - 14) * 3600 - 360,
        secondsByChange: 4 * 3600 - 180,
      },
    ]);
  });

  test('is open until the rule has noticed, though it is put right', () => {
    expect(exposures({ ...whole, states: whole.states.slice(0, 2) })).toMatchObject([
      { open: true, fixedTime: at('14:48'), clearedTime: null, secondsByChange: 45 * 60 },
    ]);
  });

  test('ends with the resource', () => {
    const gone = item('15:00', false, { status: 'ResourceDeleted', configuration: null });
    expect(exposures({ items: [...whole.items.slice(0, 2), gone], states: whole.states.slice(0, 2) })).toMatchObject([
      { open: false, fixedTime: at('15:00'), clearedTime: at('15:00') },
    ]);
  });

  test('of what was broken before anything is known has no beginning', () => {
    expect(exposures({ items: [item('14:04', true)], states: [said('14:06', 'NON_COMPLIANT')] })).toMatchObject([
      { startedTime: null, startedBy: null, secondsByChange: null, open: true },
    ]);
  });

  test('that began before the window is told with its time, and with no event that is not listed', () => {
    const window = { since: Date.parse(at('15:00')), until: Date.parse(at('16:00')) };
    const open = { items: whole.items.slice(0, 2), states: whole.states.slice(0, 2), window };
    expect(exposures(open)).toMatchObject([{ startedTime: at('14:04'), startedBy: null, open: true }]);
  });

  test('of a rule that cannot be derived goes by the last change before it noticed', () => {
    const states = [
      said('13:01', 'COMPLIANT', 'our-own'),
      said('14:06', 'NON_COMPLIANT', 'our-own'),
      said('14:51', 'COMPLIANT', 'our-own'),
    ];
    const [own] = exposures({ ...whole, states }).filter(({ rules }) => rules[0] === 'our-own');
    expect(own).toMatchObject({
      startedBy: 'cloudtrail:AuthorizeSecurityGroupIngress/14:03',
      fixedBy: 'cloudtrail:RevokeSecurityGroupIngress/14:48',
    });
  });

  test('of a derived rule is counted by the items', () => {
    expect(exposures({ items: whole.items })).toMatchObject([
      { detectedTime: at('14:04'), clearedTime: at('14:50'), seconds: 46 * 60, rules: ['restricted-ssh'] },
    ]);
  });
});

describe('the call behind a state', () => {
  const startedBy = (...calls: readonly ApiCallEvent[]) => exposures({ ...whole, calls })[0]?.startedBy;

  test.each([
    ['a read', write('14:03', 'DescribeSecurityGroups', { readOnly: true })],
    ['a call that was denied', write('14:03', 'AuthorizeSecurityGroupIngress', { outcome: 'denied' })],
    ['a call before the state before', write('12:59', 'AuthorizeSecurityGroupIngress')],
    ['a write into it', write('14:03', 'PutObject', { eventCategory: 'Data' })],
    ['a call after it', write('14:05', 'AuthorizeSecurityGroupIngress')],
    ['a call to another service', write('14:03', 'StartAutomationExecution', { eventSource: 'ssm.amazonaws.com' })],
    [
      'a call to another group',
      {
        ...write('14:03', 'AuthorizeSecurityGroupIngress'),
        resources: [{ type: 'AWS::EC2::SecurityGroup', id: 'sg-2' }],
      },
    ],
  ])('is not %s', (_, other) => {
    expect(startedBy(other)).toMatch(/^config:/);
  });

  test('is not guessed among several', () => {
    const [one, two] = [
      write('14:02', 'AuthorizeSecurityGroupIngress'),
      write('14:03', 'AuthorizeSecurityGroupIngress'),
    ];
    expect(startedBy(one, two)).toMatch(/^config:/);
  });

  test('is the dangerous one of several, and never a tag', () => {
    const danger = {
      rule: 'open',
      severity: 'high' as const,
      reason: 'anyone',
      source: 'https://docs.aws.amazon.com/',
    };
    const [one, two] = [
      write('14:01', 'AuthorizeSecurityGroupIngress', { dangers: [danger] }),
      write('14:02', 'AuthorizeSecurityGroupEgress'),
    ];
    expect(startedBy(one, two)).toBe(one.id);
    expect(startedBy(two, write('14:03', 'CreateTags'))).toBe(two.id);
  });
});

describe('the arithmetic', () => {
  const parts = { started: null, detectedTime: null, fixed: null, clearedTime: null, rules: [], asOf: at('12:00') };

  test('without a rule goes by the changes alone', () => {
    const started = { time: at('11:00'), event: 'cloudtrail:a' };
    expect(exposure({ ...parts, started })).toMatchObject({ open: true, seconds: null, secondsByChange: 3600 });
    const fixed = { time: at('11:30'), event: 'cloudtrail:b' };
    expect(exposure({ ...parts, started, fixed })).toMatchObject({ open: false, seconds: null, secondsByChange: 1800 });
  });

  test('rounds to seconds, and never goes below none', () => {
    const detectedTime = '2026-03-03T11:00:00.204Z';
    expect(exposure({ ...parts, detectedTime, clearedTime: '2026-03-03T11:00:02.704Z' }).seconds).toBe(3);
    expect(exposure({ ...parts, detectedTime, clearedTime: at('10:00') }).seconds).toBe(0);
  });

  test('does not run on where the rule was cleared and the change is not known', () => {
    const started = { time: at('10:00'), event: null };
    const cleared = { ...parts, started, detectedTime: at('10:01'), clearedTime: at('10:30') };
    expect(exposure(cleared)).toMatchObject({ open: false, secondsByChange: null });
  });
});
