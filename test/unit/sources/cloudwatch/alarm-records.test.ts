/** What each carrier of an alarm's change is read as. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import { readAlarmRecord } from '../../../../src/sources/cloudwatch/normalize.ts';
import {
  account,
  actionItem,
  described,
  eventBridge,
  historyItem,
  instance,
  notification,
  reason,
  region,
} from './records.ts';

const change = { name: '5xx-rate', time: Date.parse('2026-03-03T14:05:06.123Z'), from: 'OK', to: 'ALARM', reason };
const read = (value: JsonObject, carriers: readonly JsonObject[] = []) => readAlarmRecord(value, carriers);
const metric = { metricName: 'NetworkOut', namespace: 'AWS/EC2', dimensions: [{ InstanceId: instance }], threshold: 5 };

describe('a history item', () => {
  test('of a change of state tells neither account nor metric', () => {
    expect(read(historyItem())).toEqual({
      kind: 'transition',
      transition: expect.objectContaining({
        ...change,
        account: null,
        region: null,
        told: expect.objectContaining({ metricName: null, threshold: 5 }),
      }),
    });
  });

  test('whose data is cut off still has its summary', () => {
    const item = historyItem();
    const cut = { ...item, HistoryData: String(item['HistoryData']).slice(0, 100) };
    expect(read(cut)).toMatchObject({ kind: 'transition', transition: { from: 'OK', to: 'ALARM', reason: '' } });
  });

  test('that tells no state is damaged', () => {
    const { HistoryData, HistorySummary, ...bare } = historyItem();
    expect(read(bare)).toEqual({ kind: 'damaged', reason: 'an alarm history item without a state' });
  });

  test('without a time is damaged', () => {
    expect(read({ ...historyItem(), Timestamp: 'soon' })).toMatchObject({ kind: 'damaged' });
  });

  test('of a configuration holds the definition, ARN and all', () => {
    const definition = {
      alarmName: '5xx-rate',
      alarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:5xx-rate`,
      namespace: 'AWS/EC2',
      metricName: 'NetworkOut',
      dimensions: [{ value: instance, name: 'InstanceId' }],
      threshold: 5,
      okactions: ['arn:aws:sns:eu-west-1:111122223333:fine'],
    };
    const item = {
      AlarmName: '5xx-rate',
      Timestamp: '2026-03-01T00:00:00Z',
      HistoryItemType: 'ConfigurationUpdate',
      HistoryData: JSON.stringify({ version: '1.0', type: 'Create', createdAlarm: definition }),
    };
    expect(read(item)).toMatchObject({
      kind: 'definition',
      alarm: { ...metric, account, region, actions: ['arn:aws:sns:eu-west-1:111122223333:fine'] },
      time: Date.parse('2026-03-01T00:00:00Z'),
    });
  });

  test('of an action names what ran', () => {
    const topic = `arn:aws:sns:${region}:${account}:alerts`;
    const item = actionItem('2026-03-03T14:05:06.500Z', topic, { stateUpdateTimestamp: change.time });
    expect(read(item)).toMatchObject({ kind: 'action', action: { action: topic, transitionTime: change.time } });
    expect(read({ ...item, HistoryData: '{}' })).toMatchObject({ action: { action: topic, transitionTime: null } });
    const failed = { ...item, HistoryData: JSON.stringify({ actionState: 'Failed', notificationResource: topic }) };
    expect(read(failed)).toMatchObject({ action: { action: `${topic} (failed)` } });
  });

  test('of a contributor is set aside', () => {
    const item = { ...historyItem(), HistoryItemType: 'AlarmContributorStateUpdate' };
    expect(read(item)).toMatchObject({ kind: 'other', what: 'alarm history: AlarmContributorStateUpdate' });
  });
});

describe('an EventBridge event', () => {
  const told = { ...metric, account, region };

  test('tells the change, the account and the metric', () => {
    expect(read(eventBridge())).toMatchObject({
      kind: 'transition',
      transition: { ...change, account, region, told, ref: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92' },
    });
  });

  test('in the form in which a Lambda function is called', () => {
    const { detail, resources, ...rest } = eventBridge();
    const payload = {
      source: 'aws.cloudwatch',
      alarmArn: (resources as string[])[0] ?? '',
      accountId: account,
      region,
      time: rest['time'] ?? null,
      alarmData: detail ?? null,
    };
    expect(read(payload)).toMatchObject({ kind: 'transition', transition: { ...change, account, region, told } });
  });

  test('of which only the detail was kept', () => {
    expect(read(eventBridge()['detail'] as JsonObject)).toMatchObject({
      kind: 'transition',
      transition: { ...change, account: null, region: null },
    });
  });

  test('of a new configuration is a definition', () => {
    const event = eventBridge();
    const { previousState, ...detail } = event['detail'] as JsonObject;
    expect(read({ ...event, 'detail-type': 'CloudWatch Alarm Configuration Change', detail })).toMatchObject({
      kind: 'definition',
      alarm: { ...told, threshold: 5 },
    });
  });

  test('that leaves the state as it was is no change', () => {
    expect(read(eventBridge({ from: 'ALARM' }))).toMatchObject({
      kind: 'other',
      what: 'alarm update without a change of state',
    });
  });
});

describe('a notification', () => {
  test('tells the change, the account and the metric', () => {
    expect(read(notification())).toMatchObject({
      kind: 'transition',
      transition: { ...change, account, region, told: { ...metric, comparison: 'GreaterThanThreshold' } },
    });
  });

  test('without an ARN has the region of its topic, not the name of the place', () => {
    const carrier = { TopicArn: `arn:aws:sns:${region}:${account}:alerts`, MessageId: 'm-1' };
    expect(read(notification({ withArn: false }), [{}, carrier])).toMatchObject({
      transition: { account, region, arn: null, ref: 'm-1' },
    });
    expect(read(notification({ withArn: false }))).toMatchObject({ transition: { account, region: null } });
  });

  test('of a composite alarm names its children', () => {
    const { Trigger, ...message } = notification();
    expect(read({ ...message, AlarmRule: 'ALARM(a) OR ALARM(b)' })).toMatchObject({
      transition: { told: { metricName: null, children: ['a', 'b'] } },
    });
  });
});

test.each<[JsonObject]>([
  [{}],
  [{ AlarmName: 'x' }],
  [{ alarmName: 'x' }],
  [{ 'detail-type': 'CloudWatch Alarm State Change' }],
  [{ detail: { alarmName: 'x', state: 'ALARM' } }],
  // the request of a call that CloudTrail recorded
  [{ alarmName: 'x', metricName: 'CPUUtilization', threshold: 5, dimensions: [] }],
])('%j is no record about an alarm', (value) => {
  expect(read(value)).toBeUndefined();
});

test('a described alarm has no time', () => {
  expect(read(described())).toMatchObject({ kind: 'definition', time: null });
});
