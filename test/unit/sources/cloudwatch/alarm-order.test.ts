/** What files say about an alarm is the same, whichever is read first. */
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../../src/model/json.ts';
import { AlarmDefinitions } from '../../../../src/sources/cloudwatch/alarm-definitions.ts';
import { type Asked, alarmEvents } from './asking.ts';
import {
  account,
  actionItem,
  described,
  eventBridge,
  historyItem,
  instance,
  notification,
  region,
  snsEnvelope,
} from './records.ts';

const topic = `arn:aws:sns:${region}:${account}:alerts`;
const told: readonly JsonValue[] = [
  { AlarmHistoryItems: [historyItem(), actionItem('2026-03-03T14:05:07.000Z', topic)] },
  { MetricAlarms: [{ ...described(), ComparisonOperator: 'GreaterThanThreshold', Threshold: 5 }], CompositeAlarms: [] },
  eventBridge({ time: '2026-03-03T14:05:06.124Z' }),
  snsEnvelope(notification()),
];

const orders = (values: readonly JsonValue[]): readonly (readonly JsonValue[])[] =>
  values.length === 0
    ? [[]]
    : values.flatMap((first, at) => orders(values.filter((_, other) => other !== at)).map((rest) => [first, ...rest]));

const inOrder = async (asked: Asked, values: readonly JsonValue[]) =>
  (await alarmEvents(asked, Object.fromEntries(values.map((value, at) => [`${at}.json`, value])))).map(
    ({ origin: { locator: _, ...origin }, ...event }) => ({ ...event, origin }),
  );

describe.each<[string, Asked]>([
  ['a resource', { targets: [instance] }],
  ['an alarm', { targets: ['5xx-rate'] }],
  ['a window', {}],
])('asked about %s', (_, asked) => {
  test('one change is told once, with what each who told it knows', async () => {
    const [event, ...more] = await inOrder(asked, told);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      id: `alarm:${account}/${region}/5xx-rate/2026-03-03T14:05:06.000Z`,
      time: '2026-03-03T14:05:06.123Z',
      origin: { account, region },
      detail: {
        threshold: 5,
        comparison: 'GreaterThanThreshold',
        metricName: 'NetworkOut',
        actions: [topic],
      },
    });
  });

  test('in every order', async () => {
    const all = await Promise.all(orders(told).map((values) => inOrder(asked, values)));
    expect(new Set(all.map((events) => JSON.stringify(events))).size).toBe(1);
  });
});

test('what was defined later stands before what was defined earlier, whatever came first', () => {
  const alarm = {
    name: 'a',
    arn: null,
    account,
    region,
    state: null,
    namespace: 'AWS/SQS',
    metricName: 'Age',
    dimensions: [],
    comparison: null,
    actions: [],
    children: [],
  };
  const definitions = [
    [{ ...alarm, threshold: 1 }, 1000],
    [{ ...alarm, threshold: 2 }, null],
    [{ ...alarm, threshold: 3 }, 2000],
  ] as const;
  for (const order of [definitions, definitions.toReversed()]) {
    const known = new AlarmDefinitions(() => false);
    for (const [each, time] of order) known.add(each, time);
    expect(known.of('a').map(({ threshold }) => threshold)).toEqual([2, 3, 1]);
    expect(known.best(known.of('a'))?.threshold).toBe(2);
  }
});
