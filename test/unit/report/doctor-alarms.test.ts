/** What is said about alarms that reach nobody, and about missing logs. */
import { describe, expect, test } from 'vitest';
import type { RegionSurvey } from '../../../src/model/survey.ts';
import { all, named, ofRegion, wrong } from './doctor-case.ts';

describe('alarms and logs', () => {
  const interfaces = (...list: readonly (readonly [string, string, string])[]) => ({
    count: list.length,
    isMore: false,
    list: list.map(([id, subnet, vpc]) => ({ id, subnet, vpc })),
  });
  const flowLog = (ResourceId: string, TrafficType = 'ALL') => ({
    FlowLogId: 'fl-1',
    LogGroupName: 'g',
    ResourceId,
    TrafficType,
  });

  test.each<[string, Partial<RegionSurvey>, string, string, RegExp]>([
    ['no alarms', { alarms: { count: 0, isMore: false, withoutData: [] } }, 'alarms', 'warning', /no alarms/],
    [
      'alarms without data',
      { alarms: { count: 2, isMore: false, withoutData: ['a', 'b'] } },
      'alarms-without-data',
      'warning',
      /2 alarms in INSUFFICIENT_DATA: a, b/,
    ],
    ['no flow logs', { flowLogs: [] }, 'flow-logs', 'warning', /no flow logs/],
    ['flow logs to S3 alone', { flowLogs: [{ FlowLogId: 'fl-1' }] }, 'flow-logs', 'warning', /to S3 alone/],
    [
      'flow logs that fail',
      {
        flowLogs: [
          {
            FlowLogId: 'fl-1',
            LogGroupName: 'g',
            DeliverLogsStatus: 'FAILED',
            DeliverLogsErrorMessage: 'Access error',
          },
        ],
      },
      'flow-logs-delivery',
      'critical',
      /fl-1 \(Access error\)/,
    ],
    [
      'log groups that soon forget',
      {
        logGroups: {
          count: 3,
          isMore: false,
          retentions: [
            { logGroup: '/aws/lambda/b', days: 7 },
            { logGroup: '/aws/lambda/a', days: 1 },
            { logGroup: '/aws/lambda/c', days: 14 },
          ],
        },
      },
      'log-retention',
      'warning',
      /^2 log groups keep lines for less than 14 days: \/aws\/lambda\/a \(1 day\), \/aws\/lambda\/b \(7 days\)$/,
    ],
    [
      'interfaces that no flow log is of',
      {
        interfaces: interfaces(
          ['eni-1', 'subnet-1', 'vpc-1'],
          ['eni-2', 'subnet-2', 'vpc-2'],
          ['eni-3', 'subnet-3', 'vpc-2'],
        ),
        flowLogs: [flowLog('subnet-1'), flowLog('eni-3')],
      },
      'flow-log-coverage',
      'warning',
      /^1 of 3 network interfaces is in no flow log: vpc-2 \(1\)$/,
    ],
    [
      'interfaces of which only rejected traffic is recorded',
      {
        interfaces: interfaces(['eni-1', 'subnet-1', 'vpc-1'], ['eni-2', 'subnet-2', 'vpc-2']),
        flowLogs: [flowLog('vpc-1', 'REJECT'), flowLog('vpc-2')],
      },
      'flow-log-traffic',
      'warning',
      /^only rejected traffic is recorded of 1 of 2 network interfaces: vpc-1 \(1\)$/,
    ],
    [
      'no flow logs, of so much',
      { flowLogs: [], interfaces: interfaces(['eni-1', 's', 'v']) },
      'flow-logs',
      'warning',
      /of 1 network interface$/,
    ],
  ])('%s', (_, parts, name, level, message) => {
    expect(named(wrong([ofRegion(parts)]), name)).toMatchObject({ level, message: expect.stringMatching(message) });
  });

  test.each<[string, Partial<RegionSurvey>]>([
    ['flow logs without a network', { flowLogs: [], interfaces: interfaces() }],
    ['interfaces that could not be asked for', { interfaces: null }],
    ['flow logs that do not say what they are of', { flowLogs: [{ FlowLogId: 'fl-1', LogGroupName: 'g' }] }],
    [
      'an interface that two flow logs are of, one of each kind',
      { flowLogs: [flowLog('vpc-0d3f4a5b6c7e8f901', 'REJECT'), flowLog('subnet-0a1b2c3d4e5f60718', 'ACCEPT')] },
    ],
  ])('%s are no fault', (_, parts) => {
    expect(wrong([ofRegion({ ...parts, probes: all })])).toEqual([]);
  });
});
