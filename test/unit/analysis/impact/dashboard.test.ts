/** Dashboard bodies: valid according to AWS's page on their structure, and showing what an investigation found. */
import { describe, expect, test } from 'vitest';
import { dashboardBody } from '../../../../src/analysis/impact/dashboard.ts';
import type { Report } from '../../../../src/model/report.ts';
import type { SeriesSummary } from '../../../../src/model/series.ts';
import { emptyReport, openSshReport } from '../../../fixtures/report.ts';
import { account, at, region } from '../../../fixtures/report-cast.ts';
import { apiCall, log, metric } from '../../../fixtures/report-events.ts';

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}
const widgetsOf = (report: Report): readonly Widget[] =>
  dashboardBody(report, 'eu-central-1')['widgets'] as unknown as Widget[];

const summary = (metricName: string, id: string, more: Partial<SeriesSummary> = {}): SeriesSummary => ({
  namespace: 'AWS/EC2',
  metricName,
  dimensions: { InstanceId: id },
  account,
  region,
  statistics: ['Average'],
  periodSeconds: 300,
  first: at('12:00:00'),
  last: at('16:00:00'),
  count: 48,
  ...more,
});
const alarmOf = (name: string, arn: string | null = null) => ({
  name,
  arn,
  account,
  region,
  state: 'OK',
  namespace: 'AWS/EC2',
  metricName: 'CPUUtilization',
  dimensions: [],
  threshold: 80,
  comparison: 'GreaterThanThreshold',
  actions: [],
  children: [],
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function expectValid(report: Report): void {
  const widgets = widgetsOf(report);
  expect(widgets.length).toBeLessThanOrEqual(500);
  for (const { type, x, y, width, height, properties } of widgets) {
    expect(['metric', 'text', 'log', 'alarm']).toContain(type);
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(24);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(height).toBeGreaterThanOrEqual(1);
    if (type === 'metric') {
      expect(properties['region']).toMatch(/^[a-z]{2}-[a-z]+-\d$/);
      const metrics = properties['metrics'] as unknown[][];
      for (const line of metrics) {
        expect(line.length % 2).toBe(0);
        for (const part of line) expect(typeof part).toBe('string');
      }
      expect((properties['period'] as number) % 60).toBe(0);
    }
    if (type === 'alarm') {
      const arns = properties['alarms'] as string[];
      expect(arns.length).toBeLessThanOrEqual(100);
      for (const arn of arns) expect(arn).toMatch(/^arn:aws[a-z-]*:cloudwatch:[a-z0-9-]+:\d{12}:alarm:.+/);
    }
    if (type === 'log') expect(properties['query']).toMatch(/^SOURCE '/);
    if (type === 'text') expect(typeof properties['markdown']).toBe('string');
  }
  // no two overlap
  for (const [index, a] of widgets.entries())
    for (const b of widgets.slice(index + 1))
      expect(a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height).toBe(false);
}

describe('a dashboard', () => {
  const report = {
    ...openSshReport(),
    metrics: [summary('CPUUtilization', 'i-1'), summary('CPUUtilization', 'i-2'), summary('NetworkIn', 'i-1')],
    alarms: [alarmOf('high-cpu'), alarmOf('low', `arn:aws:cloudwatch:us-east-1:${account}:alarm:low`)],
  };

  test('of an investigation is valid', () => expectValid(report));

  test('has a graph for each metric, a line for each resource, what shifted first', () => {
    const graphs = widgetsOf(report).filter(({ type }) => type === 'metric');
    const titles = graphs.map(({ properties }) => properties['title']);
    expect(titles[0]).toBe('NetworkIn (AWS/EC2)');
    const cpu = graphs.find(({ properties }) => properties['title'] === 'CPUUtilization (AWS/EC2)');
    expect(cpu?.properties['metrics']).toEqual(
      expect.arrayContaining([
        ['AWS/EC2', 'CPUUtilization', 'InstanceId', 'i-1'],
        ['AWS/EC2', 'CPUUtilization', 'InstanceId', 'i-2'],
      ]),
    );
    expect(cpu?.properties).toMatchObject({ stat: 'Average', yAxis: { left: { min: 0, max: 100 } } });
  });

  test('has a line at every change', () => {
    const graph = widgetsOf(report).find(({ type }) => type === 'metric');
    const annotations = graph?.properties['annotations'] as { vertical: { value: string; label: string }[] };
    expect(annotations.vertical).toContainEqual({
      value: at('14:03:27'),
      label: expect.stringContaining('alice@example.com: opened'),
    });
  });

  test('has the lines at what a chain began with and at changes, however much the resource is used', () => {
    const [cause, ...uploads] = [
      apiCall(at('14:00:00'), 'DeleteBucketEncryption', 'removed default encryption'),
      ...Array.from({ length: 80 }, (_, index) =>
        apiCall(at(`14:${String(index % 50).padStart(2, '0')}:30`), 'PutObject', `wrote object ${index}`, {
          detail: { eventCategory: 'Data' },
        }),
      ),
    ] as const;
    const tags = Array.from({ length: 40 }, (_, index) =>
      apiCall(at(`15:${String(index).padStart(2, '0')}:00`), 'PutBucketTagging', `tagged ${index}`),
    );
    const [chain] = report.chains;
    if (chain === undefined) throw new Error('the case has a chain');
    const timeline = [cause, ...uploads, ...tags];
    const used = { ...report, timeline, chains: [{ ...chain, root: cause.id }] };
    const graph = widgetsOf(used).find(({ type }) => type === 'metric');
    const { vertical } = (graph?.properties['annotations'] ?? {}) as {
      readonly vertical: readonly { readonly label: string }[];
    };
    const labels = vertical.map(({ label }) => label.replace(/^.*?: /, ''));
    expect(labels).toHaveLength(30);
    expect(labels[0]).toBe('removed default encryption');
    expect(labels.at(-1)).toBe('tagged 39');
    expect(labels.join()).not.toContain('wrote');
  });

  test('has the alarms by their ARNs, also where only the name is told', () => {
    const alarms = widgetsOf(report).find(({ type }) => type === 'alarm');
    expect(alarms?.properties['alarms']).toEqual([
      `arn:aws:cloudwatch:us-east-1:${account}:alarm:high-cpu`,
      `arn:aws:cloudwatch:us-east-1:${account}:alarm:low`,
    ]);
  });

  test('of a resource that nothing was found of has the metrics that its type has', () => {
    const { subject } = emptyReport();
    const function_ = {
      ...subject,
      kind: 'resource',
      type: 'AWS::Lambda::Function',
      id: 'checkout',
      account,
      region,
    } as const;
    const bare = emptyReport({ subject: function_ });
    expectValid(bare);
    const widgets = widgetsOf(bare);
    expect(widgets.map(({ properties }) => properties['title'])).toContain('Errors (AWS/Lambda)');
    expect(widgets.find(({ type }) => type === 'log')?.properties['query']).toContain("SOURCE '/aws/lambda/checkout'");
  });

  test('of a thousand metrics has no more widgets than a dashboard may have', () => {
    const metrics = Array.from({ length: 1200 }, (_, index) => summary(`Metric${index}`, 'i-1', { namespace: 'Shop' }));
    const many = { ...report, metrics, timeline: [log(at('14:00:00'), at('14:10:00'))] };
    expect(widgetsOf(many)).toHaveLength(500);
    expect(widgetsOf(many).at(-1)?.type).toBe('log');
  });

  test('lets no name from a log into its query or its page', () => {
    const hostile = log(at('14:00:00'), at('14:10:00'));
    const call = apiCall(at('14:03:27'), 'CreateTags', 'tagged [x](javascript:1)\n\u202e<b>');
    const timeline = [
      call,
      metric(at('14:20:00'), at('14:40:00')),
      { ...hostile, detail: { ...hostile.detail, logGroup: "x' | limit 1 | SOURCE 'y" } },
    ];
    const widgets = widgetsOf(emptyReport({ timeline }));
    expect(widgets.some(({ type }) => type === 'log')).toBe(false);
    const page = String(widgets[0]?.properties['markdown']);
    expect(page).toContain('\\[x\\]\\(javascript:1\\)');
    expect(page).not.toContain('\u202e');
  });

  test('is the same, whatever order the metrics come in', () => {
    expect(dashboardBody({ ...report, metrics: report.metrics.toReversed() }, 'eu-central-1')).toEqual(
      dashboardBody(report, 'eu-central-1'),
    );
  });
});
