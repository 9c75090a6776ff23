/** The sentence about several incidents: each one if they are few, otherwise their kinds and the worst. */
import { describe, expect, test } from 'vitest';
import type { TimelineEvent } from '../../../src/model/event.ts';
import type { Chain, ChangeSet } from '../../../src/model/report.ts';
import { incidentsHeadline } from '../../../src/report/headline-incidents.ts';
import { kindOf, kindsText } from '../../../src/report/incident-kinds.ts';
import { at } from '../../fixtures/report-cast.ts';
import { alarm, apiCall, compliance, finding, flow, metric } from '../../fixtures/report-events.ts';

const clock = (event: { readonly time: string } | undefined) => event?.time.slice(11, 19) ?? '';

const chainOf = (id: string, ...events: readonly TimelineEvent[]): Chain => ({
  id,
  root: events[0]?.id ?? '',
  events: events.map((event) => event.id),
  links: [],
  alternatives: [],
  exposure: null,
  summary: `deploy/run ${events[0]?.summary ?? ''} through deploy`,
});

const dangerous = (id: string, rule: string, level: 'medium' | 'high' = 'medium', name = 'i-1') =>
  apiCall(at('14:00:00'), 'StopInstances', `stopped ${name}`, {
    id,
    severity: level === 'high' ? 'critical' : 'warning',
    detail: { dangers: [{ rule, severity: level, reason: 'why', source: 'https://docs.aws.amazon.com/' }] },
  });

function told(events: readonly TimelineEvent[], changeSets: readonly ChangeSet[] = []): string {
  const chains = events.map((event, index) => chainOf(`c${index}`, event));
  return incidentsHeadline({ chains, changeSets, events, clock }) ?? '';
}

const burst: ChangeSet = {
  id: 's1',
  human: null,
  principal: 'deploy/run',
  tool: 'Terraform',
  since: at('14:00:00'),
  until: at('14:00:00'),
  writes: 2,
  chains: ['c0', 'c1'],
  events: [],
  touched: [],
  broke: [],
  repaired: [],
  tripped: [],
  dangers: [],
};

const several = (count: number, name?: string) =>
  Array.from({ length: count }, (_, index) => dangerous(`call-${index}`, 'agents-stopped', 'medium', name));

describe('incidents', () => {
  test('up to three are told one by one', () => {
    expect(told(several(3))).toBe(
      '3 incidents: (1) at 14:00:00 deploy/run stopped i-1 through deploy; (2) at 14:00:00 deploy/run stopped i-1 through deploy; ' +
        '(3) at 14:00:00 deploy/run stopped i-1 through deploy.',
    );
  });

  test('of many the kinds are counted and the worst two told', () => {
    const events = [dangerous('worst', 'guardduty-disabled', 'high'), ...several(1200)];
    expect(told(events)).toBe(
      '1,201 incidents (1 guardduty-disabled, 1,200 agents-stopped), the worst 2: ' +
        '(1) at 14:00:00 deploy/run stopped i-1 through deploy; (2) at 14:00:00 deploy/run stopped i-1 through deploy.',
    );
    expect(told(several(4))).toMatch(/^4 incidents \(all agents-stopped\), the worst 2: /);
  });

  test('another is told only where there is room for all of it', () => {
    const long = `instance ${'x'.repeat(280)}`;
    expect(told(several(3, long))).toMatch(/^3 incidents, the worst: at 14:00:00 deploy\/run .*; and 2 more\.$/);
    expect(told(several(9, long))).toMatch(/^9 incidents \(all agents-stopped\), the worst: at [^()]*\.$/);
  });

  test('an alarm that no change explains is one, whatever was changed beside it', () => {
    const call = apiCall(at('13:00:00'), 'PutParameter', 'set parameter /mail/from');
    const events = [call, alarm(at('14:05:10'), 'OK', 'ALARM')];
    const headline = (changeSets: readonly ChangeSet[], ...more: readonly TimelineEvent[]) =>
      incidentsHeadline({ chains: [], changeSets, events: [...events, ...more], clock });
    expect(headline([{ ...burst, writes: 1, events: [call.id] }])).toBe(
      'At 14:05:10 alarm web-network-in went off; 1 change set besides.',
    );
    expect(headline([])).toBe('At 14:05:10 alarm web-network-in went off.');
    expect(
      headline([], alarm(at('14:15:10'), 'OK', 'ALARM'), alarm(at('14:35:10'), 'INSUFFICIENT_DATA', 'ALARM')),
    ).toBe('At 14:05:10 alarm web-network-in went off, and 2 more times until 14:35:10.');
    expect(incidentsHeadline({ chains: [], changeSets: [], events: events.slice(1), clock })).toBeUndefined();
  });

  test('dangerous calls of one kind that stand in no chain are one', () => {
    const calls = [1, 2, 3].map((number) => dangerous(`call-${number}`, 'trail-stopped', 'high', `trail ${number}`));
    expect(incidentsHeadline({ chains: [], changeSets: [], events: calls, clock })).toBe(
      'At 14:00:00 alice@example.com stopped trail 1 through PowerUser (console), and 2 more such calls.',
    );
  });

  test('a dangerous call is one though nothing is known that came of it, but no backup that an automation replaced', () => {
    const { detail } = apiCall(at('14:00:00'), 'DeleteSnapshot', '');
    const call = (id: string, name: string, rule?: string): TimelineEvent => {
      const made = rule === undefined ? apiCall(at('13:59:00'), name, 'made') : dangerous(id, rule);
      const principal = { ...detail.principal, human: null };
      return { ...made, id, detail: { ...made.detail, eventName: name, principal } };
    };
    const headline = (...events: readonly TimelineEvent[]) =>
      incidentsHeadline({ chains: [], changeSets: [], events, clock });
    expect(headline(dangerous('call', 'session-started-on-instance'))).toBe(
      'At 14:00:00 alice@example.com stopped i-1 through PowerUser (console).',
    );
    expect(headline(call('c', 'CreateSnapshot'), call('d', 'DeleteSnapshot', 'snapshot-deleted'))).toBeUndefined();
    expect(headline(call('d', 'DeleteSnapshot', 'snapshot-deleted'))).toMatch(/stopped i-1/);
  });

  test('who made a burst is named once', () => {
    const calls = several(2);
    const set: ChangeSet = { ...burst, events: calls.map(({ id }) => id) };
    expect(told(calls, [set])).toBe(
      'At 14:00:00 deploy/run made 2 writes (Terraform), 2 of them grave, the worst at 14:00:00 stopped i-1 through deploy.',
    );
  });
});

describe('what stands in no chain', () => {
  const found = (id: string, title = 'Credentials were used from outside.') => ({
    ...finding(at('14:05:00')),
    id,
    severity: 'critical' as const,
    detail: { product: 'GuardDuty', findingType: 'x', title, severityLabel: 'HIGH' },
  });
  const alone = (...events: readonly TimelineEvent[]) =>
    incidentsHeadline({ chains: [], changeSets: [], events, clock });

  test('is told where it is a finding of high severity, all of them as one', () => {
    expect(alone(found('finding:1'))).toBe('At 14:05:00 GuardDuty found: Credentials were used from outside (HIGH).');
    expect(alone(found('finding:1'), found('finding:2'), found('finding:3'))).toBe(
      'At 14:05:00 GuardDuty found: Credentials were used from outside (HIGH), and 2 other findings.',
    );
    expect(alone({ ...found('finding:1'), severity: 'warning' })).toBeUndefined();
  });

  test('is told where it is a call of high danger, before what is less grave and after what something came of', () => {
    const events = [
      dangerous('mild', 'agents-stopped'),
      dangerous('worst', 'guardduty-disabled', 'high', 'i-2'),
      dangerous('joined', 'guardduty-disabled', 'high', 'i-3'),
      found('finding:1'),
    ];
    const chains = [
      chainOf('c1', dangerous('joined', 'x', 'high', 'i-3'), dangerous('undone', 'x')),
      chainOf('c2', dangerous('mild', 'x')),
    ];
    expect(incidentsHeadline({ chains, changeSets: [], events, clock })).toMatch(
      /^4 incidents \(.*\), the worst 2: \(1\) at 14:00:00 deploy\/run stopped i-3 .*; \(2\) at 14:00:00 alice@example\.com stopped i-2 through PowerUser \(console\)\.$/,
    );
  });

  test('is told before all else where a service found something grave after it', () => {
    const [worst, joined] = [dangerous('worst', 'x', 'high'), dangerous('joined', 'x', 'high', 'i-3')];
    const chains = [chainOf('c1', worst, dangerous('undone', 'x')), chainOf('c2', joined, found('finding:1'))];
    const events = [worst, joined, found('finding:1')];
    expect(incidentsHeadline({ chains, changeSets: [], events, clock })).toMatch(
      /^2 incidents: \(1\) at 14:00:00 deploy\/run stopped i-3 .*; \(2\) at 14:00:00 deploy\/run stopped i-1 [^;]*\.$/,
    );
  });

  test('is told before what only began with something of high danger', () => {
    const key = { ...dangerous('key', 'x', 'high'), time: at('13:00:00') };
    const [used, worst] = [dangerous('used', 'x'), { ...dangerous('worst', 'x', 'high', 'i-3'), time: at('15:00:00') }];
    const chains = [{ ...chainOf('c1', used, key), root: used.id }, chainOf('c2', worst)];
    expect(incidentsHeadline({ chains, changeSets: [], events: [key, used, worst], clock })).toMatch(
      /^2 incidents: \(1\) at 15:00:00 .*; \(2\) at 14:00:00 /,
    );
  });

  test('is told before what was made and deleted again, however grave the deletion', () => {
    const made = apiCall(at('13:00:00'), 'CreateTrail', 'created trail t', { id: 'made' });
    const deleted = { ...dangerous('deleted', 'trail-deleted', 'high', 't'), time: at('13:30:00') };
    const worst = dangerous('worst', 'x', 'high', 'i-3');
    const undone = dangerous('undone', 'x');
    const link = { from: deleted.id, to: made.id, relation: 'reverted', score: 0.9, because: ['it'] } as const;
    const chains = [{ ...chainOf('c1', made, deleted), links: [link] }, chainOf('c2', worst, undone)];
    const events = [made, deleted, worst, undone];
    expect(incidentsHeadline({ chains, changeSets: [], events, clock })).toMatch(
      /^2 incidents: \(1\) at 14:00:00 .* stopped i-3 .*; \(2\) at 13:00:00 .* created trail t /,
    );
  });

  test('is counted among the grave writes of a burst, which one story does not stand for', () => {
    const events = [
      dangerous('one', 'trail-stopped', 'high'),
      dangerous('two', 'guardduty-disabled', 'high'),
      apiCall(at('14:00:00'), 'CreateSnapshot', 'created snapshot s', { id: 'three', severity: 'notice' }),
    ];
    const chains = [
      chainOf('c1', dangerous('one', 'x', 'high')),
      chainOf('c2', dangerous('three', 'x'), dangerous('four', 'x')),
    ];
    const set = { ...burst, writes: 3, chains: ['c1', 'c2'], events: ['one', 'two', 'three'] };
    expect(
      incidentsHeadline({ chains, changeSets: [set], events: [...events, dangerous('four', 'x')], clock }),
    ).toContain('made 3 writes (Terraform), 2 of them grave, the worst');
  });
});

describe('the kind of an incident', () => {
  const flip = compliance(at('14:01:00'), 'COMPLIANT', 'NON_COMPLIANT', 'flipped');
  const call = dangerous('call', 'agents-stopped');
  const of = (...events: readonly TimelineEvent[]) =>
    kindOf([chainOf('c', ...events)], new Map(events.map((event) => [event.id, event]))).name;

  test.each<[string, readonly TimelineEvent[]]>([
    ['agents-stopped', [flip, call]],
    ['restricted-ssh NON_COMPLIANT', [metric(at('14:02:00'), at('14:03:00')), flip]],
    ['alarms', [{ ...alarm(at('14:02:00'), 'OK', 'ALARM'), severity: 'critical' }, call]],
    ['others', [alarm(at('14:02:00'), 'ALARM', 'OK')]],
    [
      'traffic let in',
      [
        {
          ...flow(at('14:02:00'), at('14:03:00')),
          detail: { ...flow(at('14:02:00'), at('14:03:00')).detail, admittedBy: 'call' },
        },
      ],
    ],
  ])('%s', (name, events) => {
    expect(of(...events)).toBe(name);
  });

  test('is told of the first few: the worst first, then the most', () => {
    const kind = (name: string, weight: number, count: number) =>
      Array.from({ length: count }, () => ({ name, weight }));
    const kinds = [...kind('a', 3, 1), ...kind('b', 3, 2), ...kind('c', 14, 1), ...kind('d', 1, 7), ...kind('e', 1, 8)];
    expect(kindsText(kinds)).toBe('1 c, 2 b, 1 a, 15 of other kinds');
    expect(kindsText(kinds.slice(0, -8))).toBe('1 c, 2 b, 1 a, 7 d');
    expect(kindsText(kind('others', 0, 4))).toBe('4 of no known kind');
  });
});
