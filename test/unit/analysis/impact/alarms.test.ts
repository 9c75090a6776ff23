import { expect, test } from 'vitest';
import { alarmList } from '../../../../src/analysis/impact/alarms.ts';
import type { AlarmEvidence } from '../../../../src/model/evidence.ts';
import type { Alarm } from '../../../../src/model/series.ts';

const evidence = (parts: Partial<Alarm>, locator: string): AlarmEvidence => ({
  type: 'alarm',
  alarm: {
    name: 'high-cpu',
    arn: null,
    account: '111122223333',
    region: 'eu-west-1',
    state: 'OK',
    namespace: 'AWS/EC2',
    metricName: 'CPUUtilization',
    dimensions: [{ InstanceId: 'i-1' }],
    threshold: 80,
    comparison: 'GreaterThanThreshold',
    actions: [],
    children: [],
    ...parts,
  },
  origin: { source: 'cloudwatch', backend: 'archive', account: null, region: null, ref: null, locator },
});

test('each alarm once, in a fixed order, as it was described last', () => {
  const items = [
    evidence({ state: 'ALARM' }, 'b'),
    evidence({ state: 'OK' }, 'a'),
    evidence({ account: '444455556666' }, 'c'),
    evidence({ name: 'errors' }, 'd'),
  ];
  const expected = [
    ['errors', '111122223333', 'OK'],
    ['high-cpu', '111122223333', 'ALARM'],
    ['high-cpu', '444455556666', 'OK'],
  ];
  const listed = (of: readonly AlarmEvidence[]) =>
    alarmList(of).map(({ name, account, state }) => [name, account, state]);
  expect(listed(items)).toEqual(expected);
  expect(listed(items.toReversed())).toEqual(expected);
  expect(alarmList([])).toEqual([]);
});
