/** An alarm's history gives only its name: its account and region are in another file, read before or after it. */
import { expect, test } from 'vitest';
import { reportOf } from '../fixtures/cloudtrail.ts';
import { account, region } from '../fixtures/report-cast.ts';

const instance = 'i-0f1e2d3c4b5a69788';
const history = {
  AlarmHistoryItems: [
    {
      AlarmName: 'cpu',
      AlarmType: 'MetricAlarm',
      Timestamp: '2026-03-03T14:00:00Z',
      HistoryItemType: 'StateUpdate',
      HistorySummary: 'Alarm updated from OK to ALARM',
      HistoryData: JSON.stringify({
        version: '1.0',
        oldState: { stateValue: 'OK' },
        newState: { stateValue: 'ALARM', stateReason: 'Threshold Crossed' },
      }),
    },
  ],
};
const alarms = {
  MetricAlarms: [
    {
      AlarmName: 'cpu',
      AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:cpu`,
      Namespace: 'AWS/EC2',
      MetricName: 'CPUUtilization',
      Dimensions: [{ Name: 'InstanceId', Value: instance }],
      StateValue: 'OK',
    },
  ],
};

test.each([{ target: 'cpu' }, { target: instance }, {}])(
  'is told of the same alarm in either order: %o',
  async (asked) => {
    const told = async (files: Readonly<Record<string, unknown>>) => {
      const { timeline, coverage } = await reportOf(files, asked);
      const places = coverage
        .filter(({ source }) => source === 'cloudwatch')
        .map((each) => [each.account, each.region, each.records, each.matched]);
      return { ids: timeline.map(({ id }) => id), places };
    };
    const before = await told({ 'a.json': alarms, 'b.json': history });
    expect(before).toEqual({
      ids: [`alarm:${account}/${region}/cpu/2026-03-03T14:00:00.000Z`],
      places: [[account, region, 1, 1]],
    });
    expect(await told({ 'a.json': history, 'b.json': alarms })).toEqual(before);
  },
);

test('without a definition it is told in the end all the same', async () => {
  const { timeline } = await reportOf({ 'a.json': history, 'b.json': { MetricAlarms: [] } }, { target: 'cpu' });
  expect(timeline.map(({ kind }) => kind)).toEqual(['alarm']);
});
