/** CloudWatch's data as it occurs in practice, through the archive's own reader and together with every other source. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { alignSeries, summarizeSeries } from '../../src/analysis/impact/series.ts';
import { openArchive } from '../../src/archive/reader.ts';
import type { Evidence, Reading, SeriesEvidence } from '../../src/model/evidence.ts';
import type { Series } from '../../src/model/series.ts';
import { mergeEvidence } from '../../src/report/merge.ts';
import { sources } from '../../src/sources/index.ts';
import { isArchiveBackend } from '../../src/sources/source.ts';
import { questionOf, targetOf } from '../fixtures/question.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const instance = 'i-0a1b2c3d4e5f60718';
const account = '111122223333';
const region = 'eu-west-1';

/** Everything read from these files about the instance; paths are as the test names them. */
async function readingsOf(files: Readonly<Record<string, string | Buffer>>): Promise<readonly Reading[]> {
  const folder = await temporaryFolder(files);
  const archive = openArchive([folder], { standardInput: () => Promise.reject(new Error('standard input was read')) });
  const question = questionOf({ targets: [targetOf(instance)] });
  const interests = { targets: [instance], neighbors: [] };
  const scanners = sources.flatMap(({ backends }) =>
    [...backends]
      .filter(isArchiveBackend)
      .flatMap((backend) => backend.createScanners({ kind: 'evidence', question, interests })),
  );
  const readings: Reading[] = [];
  const everything = { regions: [], accounts: [] };
  for await (const reading of archive.scan(scanners, everything, () => undefined)) readings.push(reading);
  const bare = JSON.stringify(readings).replaceAll(JSON.stringify(join(folder, '/')).slice(1, -1), '');
  return JSON.parse(bare) as Reading[];
}

const seriesOf = (readings: readonly Reading[]): readonly Series[] =>
  alignSeries(
    readings.flatMap(({ evidence }) =>
      evidence.filter((item: Evidence): item is SeriesEvidence => item.type === 'series'),
    ),
  );

const gapsOf = (readings: readonly Reading[]) => readings.flatMap(({ gaps }) => gaps.map(({ gap }) => gap.message));

const query = {
  Namespace: 'AWS/EC2',
  MetricName: 'CPUUtilization',
  Dimensions: [{ Name: 'InstanceId', Value: instance }],
  Period: 300,
  Statistics: ['Average'],
};

const average = (timestamp: unknown, value: number) => ({ Timestamp: timestamp, Average: value, Unit: 'Percent' });
const at = (time: string) => Date.parse(`2026-03-03T${time}:00Z`);

describe('data points of GetMetricStatistics', () => {
  test('come in no order, and twice', async () => {
    const datapoints = ['14:10', '14:00', '14:05', '14:00'].map((time, n) => average(`2026-03-03T${time}:00Z`, n));
    const document = { query, output: { Label: 'CPUUtilization', Datapoints: datapoints } };
    expect(seriesOf(await readingsOf({ 'cpu.json': JSON.stringify(document) }))).toEqual([
      expect.objectContaining({
        statistic: 'Average',
        periodSeconds: 300,
        datapoints: [
          { time: at('14:00'), value: 3 },
          { time: at('14:05'), value: 2 },
          { time: at('14:10'), value: 0 },
        ],
      }),
    ]);
  });

  test('may be none, and that is no unknown file', async () => {
    const [reading] = await readingsOf({
      'cpu.json': JSON.stringify({ query, output: { Label: 'CPUUtilization', Datapoints: [] } }),
    });
    expect(reading?.skipped).toEqual([expect.objectContaining({ source: 'cloudwatch', kind: 'empty answer' })]);
  });

  test.each<[string, unknown]>([
    ['UTC', '2026-03-03T14:00:00Z'],
    ['an offset, with microseconds', '2026-03-03T10:00:00.000000-04:00'],
    ['epoch seconds with decimals', 1772546400.0001],
    [
      'a recording',
      { __class__: 'datetime', year: 2026, month: 3, day: 3, hour: 14, minute: 0, second: 0, microsecond: 0 },
    ],
  ])('tell their time as %s', async (_, timestamp) => {
    const data = { Label: 'CPUUtilization', Datapoints: [average(timestamp, 1)], ResponseMetadata: {} };
    const document = { query, recording: { status_code: 200, data } };
    expect(seriesOf(await readingsOf({ 'cpu.json': JSON.stringify(document) }))[0]?.datapoints).toEqual([
      { time: at('14:00'), value: 1 },
    ]);
  });
});

describe('results of GetMetricData', () => {
  const queries = {
    MetricDataQueries: [
      {
        Id: 'cpu',
        MetricStat: {
          Metric: { Namespace: query.Namespace, MetricName: query.MetricName, Dimensions: query.Dimensions },
          Period: 300,
          Stat: 'Average',
        },
      },
    ],
  };
  const page = (times: readonly string[], status: string) => ({
    MetricDataResults: [
      {
        Id: 'cpu',
        Label: 'x',
        Timestamps: times.map((time) => `2026-03-03T${time}:00+00:00`),
        Values: times.map(() => 1),
        StatusCode: status,
      },
    ],
  });

  test('come in pages, newest first, and are one series', async () => {
    const readings = await readingsOf({
      'page-1.json': JSON.stringify({ ...queries, ...page(['14:15', '14:10'], 'PartialData') }),
      'page-2.json': JSON.stringify({ ...queries, ...page(['14:05', '14:00'], 'Complete') }),
    });
    expect(summarizeSeries(seriesOf(readings))).toEqual([
      expect.objectContaining({ count: 4, first: '2026-03-03T14:00:00.000Z', periodSeconds: 300 }),
    ]);
  });

  test('find their query in the file beside', async () => {
    const readings = await readingsOf({
      'logs/cpu.json': JSON.stringify(page(['14:05', '14:00'], 'Complete')),
      'logs/cpu.query.json': JSON.stringify(queries),
    });
    expect(summarizeSeries(seriesOf(readings))).toMatchObject([{ metricName: 'CPUUtilization', count: 2 }]);
  });
});

describe('a metric stream', () => {
  const line = (time: string, value: number) =>
    JSON.stringify({
      metric_stream_name: 'all',
      account_id: account,
      region,
      namespace: 'AWS/EC2',
      metric_name: 'CPUUtilization',
      dimensions: { InstanceId: instance },
      timestamp: at(time),
      value: { count: 1, sum: value, min: value, max: value },
      unit: 'Percent',
    });

  test('with a hole and doubled stamps, as at the change of the clocks', async () => {
    const times = ['01:45', '01:50', '01:55', '01:50', '01:55', '03:00', '03:05'];
    const lines = times.map((time, n) => line(time, n));
    const readings = await readingsOf({ '2026/03/03/01/all-1': gzipSync(`${lines.join('\n')}\n`) });
    const [series] = seriesOf(readings);
    expect(series?.periodSeconds).toBe(300);
    expect(series?.datapoints.map(({ time, sum }) => [new Date(time).toISOString().slice(11, 16), sum])).toEqual([
      ['01:45', 0],
      ['01:50', 3],
      ['01:55', 4],
      ['03:00', 5],
      ['03:05', 6],
    ]);
    expect(readings.flatMap(({ spans }) => spans)).toEqual([
      { source: 'cloudwatch', account, region, first: at('01:45'), last: at('03:05'), records: 7 },
    ]);
  });

  test('whose file is cut off keeps what came before', async () => {
    const text = `${line('14:00', 1)}\n${line('14:01', 2)}\n${line('14:02', 3).slice(0, 80)}`;
    const readings = await readingsOf({ 'a.json': text });
    expect(seriesOf(readings)[0]?.datapoints).toHaveLength(2);
    expect(gapsOf(readings)).toEqual([expect.stringContaining('a.json: the object is cut off')]);
  });

  test('with lines that follow each other without a break', async () => {
    const readings = await readingsOf({ 'a.json': line('14:00', 1) + line('14:01', 2) });
    expect(seriesOf(readings)[0]?.datapoints).toHaveLength(2);
    expect(gapsOf(readings)).toEqual([]);
  });
});

describe('one change of an alarm', () => {
  const reason = 'Threshold Crossed: 1 datapoint [12.0 (03/03/26 14:00:00)] was greater than the threshold (5.0).';
  const arn = `arn:aws:cloudwatch:${region}:${account}:alarm:high-cpu`;
  const message = {
    AlarmName: 'high-cpu',
    AWSAccountId: account,
    NewStateValue: 'ALARM',
    NewStateReason: reason,
    StateChangeTime: '2026-03-03T14:05:06.123+0000',
    Region: 'EU (Ireland)',
    AlarmArn: arn,
    OldStateValue: 'OK',
    Trigger: {
      MetricName: 'CPUUtilization',
      Namespace: 'AWS/EC2',
      Dimensions: [{ value: instance, name: 'InstanceId' }],
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 5.0,
    },
  };
  const event = {
    'detail-type': 'CloudWatch Alarm State Change',
    account,
    region,
    time: '2026-03-03T14:05:06Z',
    resources: [arn],
    detail: {
      alarmName: 'high-cpu',
      configuration: {
        metrics: [
          {
            metricStat: {
              metric: { namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: { InstanceId: instance } },
            },
          },
        ],
      },
      previousState: { value: 'OK' },
      state: { value: 'ALARM', reason, timestamp: '2026-03-03T14:05:06.123+0000' },
    },
  };
  const history = {
    AlarmHistoryItems: [
      {
        AlarmName: 'high-cpu',
        Timestamp: '2026-03-03T15:05:06.123000+01:00',
        HistoryItemType: 'StateUpdate',
        HistorySummary: 'Alarm updated from OK to ALARM',
        HistoryData: JSON.stringify({
          oldState: { stateValue: 'OK' },
          newState: { stateValue: 'ALARM', stateReason: reason },
        }),
      },
    ],
  };
  const described = {
    MetricAlarms: [
      {
        AlarmName: 'high-cpu',
        AlarmArn: arn,
        StateValue: 'ALARM',
        Namespace: 'AWS/EC2',
        MetricName: 'CPUUtilization',
        Dimensions: [{ Name: 'InstanceId', Value: instance }],
        Threshold: 5,
        ComparisonOperator: 'GreaterThanThreshold',
      },
    ],
    CompositeAlarms: [],
  };

  const merged = async (files: Readonly<Record<string, string>>) => {
    const evidence = (await readingsOf(files)).flatMap((reading) => reading.evidence);
    return mergeEvidence(evidence.filter((item) => item.type === 'event'));
  };

  test('told four times is listed once, in whatever order the files come', async () => {
    const contents = [
      JSON.stringify(event),
      JSON.stringify(history),
      JSON.stringify({
        Records: [
          {
            EventSource: 'aws:sns',
            Sns: { TopicArn: `arn:aws:sns:${region}:${account}:alerts`, Message: JSON.stringify(message) },
          },
        ],
      }),
      // a log subscription that carries the message
      JSON.stringify({
        messageType: 'DATA_MESSAGE',
        logGroup: '/alarms',
        logEvents: [{ id: '1', timestamp: 1, message: JSON.stringify(message) }],
      }),
      JSON.stringify(described),
    ];
    for (let first = 0; first < contents.length; first++) {
      const rotated = [...contents.slice(first), ...contents.slice(0, first)];
      const { events } = await merged(Object.fromEntries(rotated.map((content, n) => [`${n}.json`, content])));
      expect(events).toMatchObject([
        {
          id: `alarm:${account}/${region}/high-cpu/2026-03-03T14:05:06.000Z`,
          time: '2026-03-03T14:05:06.123Z',
          summary: 'alarm high-cpu: OK → ALARM (12 > 5)',
        },
      ]);
    }
  });

  test('in a history alone is not of what was asked for, as far as can be told', async () => {
    expect((await merged({ 'history.json': JSON.stringify(history) })).events).toEqual([]);
  });
});
