/** From an alarm to what it watches: its resources, its metric, and the alarms that a composite alarm refers to. */
import { describe, expect, test } from 'vitest';
import type { AlarmEvidence, EventEvidence, Evidence } from '../../../src/model/evidence.ts';
import { metricIdentity } from '../../../src/model/series.ts';
import { furtherInterests, isAboutAlarm, joinInterests } from '../../../src/plan/interests.ts';
import { planTarget } from '../../../src/plan/target.ts';
import { questionOf } from '../../fixtures/question.ts';
import { account, at, region } from '../../fixtures/report-cast.ts';
import { alarm } from '../../fixtures/report-events.ts';

const arn = `arn:aws:cloudwatch:${region}:${account}:alarm:high-cpu`;
const described = (parts: Partial<AlarmEvidence['alarm']> = {}): Evidence => ({
  type: 'alarm',
  alarm: {
    name: 'high-cpu',
    arn,
    account,
    region,
    state: 'ALARM',
    namespace: 'AWS/EC2',
    metricName: 'CPUUtilization',
    dimensions: [{ InstanceId: 'i-0f1e2d3c4b5a69788' }],
    threshold: 80,
    comparison: 'GreaterThanThreshold',
    actions: [],
    children: [],
    ...parts,
  },
  origin: { source: 'cloudwatch', backend: 'archive', account, region, ref: null, locator: 'a.json#1' },
});
const asked = (...targets: string[]) => ({ targets, neighbors: [] });
const cpu = metricIdentity({
  namespace: 'AWS/EC2',
  metricName: 'CPUUtilization',
  dimensions: { InstanceId: 'i-0f1e2d3c4b5a69788' },
});

describe('an alarm that is asked about', () => {
  test.each([
    ['its name', 'high-cpu'],
    ['its ARN', arn],
  ])('leads, by %s, to its resources and its metric', (_, text) => {
    expect(furtherInterests(asked(text), [described()])).toEqual({
      targets: ['i-0f1e2d3c4b5a69788', ...(text === arn ? [] : [arn])].sort(),
      neighbors: ['i-0f1e2d3c4b5a69788'],
      metrics: [cpu],
    });
  });

  test('is no other alarm', () => {
    expect(furtherInterests(asked('high'), [described()])).toBeUndefined();
    expect(furtherInterests(asked('i-0f1e2d3c4b5a69788'), [described()])).toBeUndefined();
  });

  test('leads to its resources by what its change of state tells, where it is described nowhere', () => {
    const change = alarm(at('14:20:00'), 'OK', 'ALARM');
    const detail = {
      ...change.detail,
      namespace: 'AWS/EC2',
      metricName: 'CPUUtilization',
      dimensions: { InstanceId: 'i-0f1e2d3c4b5a69788' },
    };
    const evidence: EventEvidence = { type: 'event', event: { ...change, detail, resources: [] }, digest: 'a' };
    const further = furtherInterests(asked('web-network-in'), [evidence]);
    expect(further).toMatchObject({ targets: ['i-0f1e2d3c4b5a69788'], metrics: [cpu] });
  });

  test('of an expression leads to the resources of all its metrics', () => {
    const dimensions = [
      { LoadBalancer: 'app/web/50dc6c495c0c9188' },
      { TargetGroup: 'targetgroup/web/73e2d6bc24d8a067', LoadBalancer: 'app/web/50dc6c495c0c9188' },
    ];
    const further = furtherInterests(asked('high-cpu'), [described({ dimensions, metricName: null, namespace: null })]);
    expect(further?.targets).toEqual(expect.arrayContaining(['app/web/50dc6c495c0c9188', 'web/73e2d6bc24d8a067']));
    expect(further?.metrics).toBeUndefined();
  });

  test('does not take an operation or a stage for a resource', () => {
    const dimensions = [{ TableName: 'orders', Operation: 'GetItem' }];
    expect(furtherInterests(asked('high-cpu'), [described({ dimensions })])?.neighbors).toEqual(['orders']);
  });

  test('that is composite leads to those it looks at, and these to their resources', () => {
    const parent = described({
      name: 'site',
      arn: null,
      namespace: null,
      metricName: null,
      dimensions: [],
      children: ['high-cpu'],
    });
    const known = asked('site');
    const first = furtherInterests(known, [parent, described()]);
    expect(first).toEqual({ targets: [], neighbors: ['alarm:high-cpu'] });
    const second = furtherInterests(joinInterests(known, first ?? asked()), [described()]);
    expect(second?.targets).toContain('i-0f1e2d3c4b5a69788');
  });

  test('adds nothing twice', () => {
    const known = asked('high-cpu');
    const further = furtherInterests(known, [described()]) ?? asked();
    expect(furtherInterests(joinInterests(known, further), [described()])).toBeUndefined();
  });
});

describe('whether an alarm is asked about', () => {
  const about = (text: string, ...evidence: readonly Evidence[]) =>
    isAboutAlarm(questionOf({ targets: [planTarget(text)] }), evidence);

  test('is told by how it is written', () => {
    expect(about('alarm:high-cpu')).toBe(true);
    expect(about(arn)).toBe(true);
    expect(about('high-cpu')).toBe(false);
  });

  test('or by an alarm of that name', () => {
    expect(about('high-cpu', described())).toBe(true);
    expect(about('i-0f1e2d3c4b5a69788', described())).toBe(false);
  });

  test('is never so of a window', () => {
    expect(isAboutAlarm(questionOf(), [described()])).toBe(false);
  });
});

test('alarm:NAME is searched for by its name', () => {
  expect(planTarget('alarm:high-cpu')).toEqual({
    text: 'high-cpu',
    readings: [{ kind: 'alarm', type: 'AWS::CloudWatch::Alarm' }],
    aliases: ['high-cpu'],
  });
  expect(planTarget('alarm:').text).toBe('alarm:');
});
