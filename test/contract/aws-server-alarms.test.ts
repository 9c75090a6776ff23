/** The test server's CloudWatch alarms, through the SDK's own client and paginators. */
import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  type DescribeAlarmHistoryCommandInput,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  DescribeAlarmsForMetricCommand,
  paginateDescribeAlarmHistory,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../aws/clock.ts';
import { createWorld, type RegionWorld } from '../aws/world.ts';
import { account, failureOf, region, serverFor } from './aws-server-harness.ts';

const now = '2026-03-03T16:00:00Z';
const ago = (milliseconds: number) => new Date(Date.parse(now) - milliseconds);

async function cloudwatchOf(here: Partial<RegionWorld>) {
  const clock = new ManualClock(now);
  const world = createWorld({ [account]: { regions: { [region]: here } } });
  const server = await serverFor({ world, clock, rateFactor: 1000 });
  return { client: new CloudWatchClient({ ...server.clientConfig(), maxAttempts: 1 }), clock };
}

const alarm = (AlarmName: string, fields = {}) => ({
  AlarmName,
  AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:${AlarmName}`,
  StateValue: 'OK',
  StateUpdatedTimestamp: '2026-03-03T14:20:00.123000+00:00',
  Namespace: 'AWS/EC2',
  MetricName: 'CPUUtilization',
  Dimensions: [{ Name: 'InstanceId', Value: 'i-1' }],
  AlarmActions: ['arn:aws:sns:us-east-1:111122223333:on-call'],
  ...fields,
});

describe('alarms', () => {
  const here = {
    metricAlarms: [
      alarm('web-cpu', { StateValue: 'ALARM' }),
      alarm('api-cpu', { Dimensions: [{ Name: 'InstanceId', Value: 'i-2' }] }),
    ],
    compositeAlarms: [{ AlarmName: 'all-web', AlarmRule: 'ALARM(web-cpu)', StateValue: 'OK' }],
  };
  const described = async (input: DescribeAlarmsCommandInput) => {
    const { client } = await cloudwatchOf(here);
    const { MetricAlarms, CompositeAlarms } = await client.send(new DescribeAlarmsCommand(input));
    return [...(MetricAlarms ?? []), ...(CompositeAlarms ?? [])].map(({ AlarmName }) => AlarmName);
  };

  test('are metric alarms unless other types are asked for', async () => {
    expect(await described({})).toEqual(['api-cpu', 'web-cpu']);
    expect(await described({ AlarmTypes: ['CompositeAlarm'] })).toEqual(['all-web']);
    expect(await described({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] })).toEqual([
      'api-cpu',
      'web-cpu',
      'all-web',
    ]);
  });

  test('are by name, prefix, state or action', async () => {
    expect(await described({ AlarmNames: ['web-cpu', 'none'] })).toEqual(['web-cpu']);
    expect(await described({ AlarmNamePrefix: 'api' })).toEqual(['api-cpu']);
    expect(await described({ StateValue: 'ALARM' })).toEqual(['web-cpu']);
    expect(await described({ ActionPrefix: 'arn:aws:lambda' })).toEqual([]);
    expect(await failureOf(described({ AlarmNames: ['web-cpu'], AlarmNamePrefix: 'web' }))).toMatchObject({
      name: 'ValidationException',
    });
  });

  test('have real times', async () => {
    const { client } = await cloudwatchOf(here);
    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: ['web-cpu'] }));
    expect(MetricAlarms?.[0]?.StateUpdatedTimestamp).toEqual(new Date('2026-03-03T14:20:00.123Z'));
  });

  test('of a metric need all of its dimensions', async () => {
    const { client } = await cloudwatchOf(here);
    const of = async (Dimensions: { Name: string; Value: string }[]) => {
      const input = { Namespace: 'AWS/EC2', MetricName: 'CPUUtilization', Dimensions };
      return (await client.send(new DescribeAlarmsForMetricCommand(input))).MetricAlarms?.map(
        ({ AlarmName }) => AlarmName,
      );
    };
    expect(await of([{ Name: 'InstanceId', Value: 'i-1' }])).toEqual(['web-cpu']);
    expect(await of([])).toEqual([]);
  });

  test('are read in pages to their end', async () => {
    const metricAlarms = Array.from({ length: 60 }, (_, index) => alarm(`a-${index}`));
    const { client } = await cloudwatchOf({ metricAlarms });
    const pages: (number | undefined)[] = [];
    for await (const page of paginateDescribeAlarms({ client }, {})) pages.push(page.MetricAlarms?.length);
    expect(pages).toEqual([50, 10]);
  });
});

describe('the history of alarms', () => {
  const change = (Timestamp: string, HistorySummary: string, fields = {}) => ({
    AlarmName: 'web-cpu',
    AlarmType: 'MetricAlarm',
    Timestamp,
    HistoryItemType: 'StateUpdate',
    HistorySummary,
    ...fields,
  });
  const alarmHistoryItems = [
    change('2026-03-03T14:20:00.123Z', 'opened'),
    change('2026-03-03T14:50:00.000Z', 'closed'),
    change(ago(31 * 86_400_000).toISOString(), 'too old'),
    change('2026-03-03T14:21:00.000Z', 'called', { HistoryItemType: 'Action' }),
    change('2026-03-03T14:22:00.000Z', 'composite', { AlarmName: 'all', AlarmType: 'CompositeAlarm' }),
  ];
  const told = async (input: DescribeAlarmHistoryCommandInput) => {
    const { client } = await cloudwatchOf({ alarmHistoryItems });
    const { AlarmHistoryItems } = await client.send(new DescribeAlarmHistoryCommand(input));
    return AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary);
  };

  test('goes 30 days back, newest first, for all metric alarms at once', async () => {
    expect(await told({})).toEqual(['closed', 'called', 'opened']);
    expect(await told({ ScanBy: 'TimestampAscending', HistoryItemType: 'StateUpdate' })).toEqual(['opened', 'closed']);
    expect(await told({ AlarmTypes: ['CompositeAlarm'] })).toEqual(['composite']);
    expect(await told({ AlarmName: 'another' })).toEqual([]);
    expect(await told({ StartDate: new Date('2026-03-03T14:30:00Z') })).toEqual(['closed']);
    expect(await told({ EndDate: new Date('2026-03-03T14:20:30Z') })).toEqual(['opened']);
  });

  test('is read in pages to its end', async () => {
    const many = Array.from({ length: 150 }, (_, index) => change(ago(index * 60_000).toISOString(), String(index)));
    const { client } = await cloudwatchOf({ alarmHistoryItems: many });
    const pages: (number | undefined)[] = [];
    for await (const page of paginateDescribeAlarmHistory({ client }, {})) pages.push(page.AlarmHistoryItems?.length);
    expect(pages).toEqual([100, 50]);
  });
});
