/** What AWS Config and the tools around it really write to files: pages, notifications, and files next to them. */
import { describe, expect, test } from 'vitest';
import {
  apiItem,
  complianceChange,
  complianceState,
  deliveredItem,
  evaluation,
  group,
  historyFile,
} from '../fixtures/config.ts';
import { record, trailFile } from '../fixtures/trail.ts';
import { type Content, eventBridge, read, sns } from './config-quirks.ts';

test('39: pages of a history, one of them empty', async () => {
  const { items, gaps, records } = await read(
    {
      '1.json': { configurationItems: [apiItem({ captureTime: '2026-03-03T14:00:00.000Z' })], nextToken: 'a' },
      '2.json': { configurationItems: [], nextToken: 'b' },
      '3.json': { configurationItems: [apiItem({ captureTime: '2026-03-03T12:00:00.000Z' })] },
    },
    group,
  );
  expect(items).toHaveLength(2);
  expect(gaps).toEqual([]);
  expect(records).toBe(2);
});

describe('40: notifications', () => {
  const change = complianceChange(
    { state: 'NON_COMPLIANT', recordedTime: '2026-03-03T14:06:12.204Z' },
    { state: 'COMPLIANT', recordedTime: '2026-02-20T08:21:40.118Z' },
  );

  test.each<[string, Content]>([
    ['a topic, whose message is text', sns(JSON.stringify(change))],
    ['documentation, where it is an object', sns(change)],
    ['EventBridge', eventBridge('Config Rules Compliance Change', change)],
  ])('of %s', async (_, content) => {
    const { flips } = await read({ 'a.json': content }, group);
    expect(flips.map(({ summary, time, origin }) => [summary, time, origin.account, origin.region])).toEqual([
      ['restricted-ssh: COMPLIANT → NON_COMPLIANT', '2026-03-03T14:06:12.204Z', '111122223333', 'us-east-1'],
    ]);
  });

  test('and history tell one flip', async () => {
    const { flips } = await read({
      'event-bridge.json': eventBridge('Config Rules Compliance Change', change),
      'topic.json': sns(JSON.stringify(change)),
      'history.json': historyFile(
        deliveredItem(complianceState('2026-02-20T08:21:40.118Z', { 'restricted-ssh': 'COMPLIANT' })),
        deliveredItem(complianceState('2026-03-03T14:06:40.000Z', { 'restricted-ssh': 'NON_COMPLIANT' })),
      ),
      'now.json': {
        EvaluationResults: [evaluation({ state: 'NON_COMPLIANT', recordedTime: '2026-03-03T14:06:12.204Z' })],
      },
    });
    expect(flips.map(({ summary }) => summary)).toEqual([
      'restricted-ssh: COMPLIANT',
      'restricted-ssh: COMPLIANT → NON_COMPLIANT',
    ]);
  });
});

describe('beside other files', () => {
  test('calls to Config stay calls, and its notices are counted', async () => {
    const call = record({
      eventSource: 'config.amazonaws.com',
      eventName: 'PutEvaluations',
      requestParameters: { evaluations: [] },
    });
    const { items, skipped, gaps } = await read({
      'trail.json': trailFile(call),
      'history.json': historyFile(apiItem()),
      'delivered.json': sns(JSON.stringify({ messageType: 'ConfigurationHistoryDeliveryCompleted', s3ObjectKey: 'a' })),
    });
    expect(items).toHaveLength(1);
    expect(skipped).toEqual({ 'delivery notification': 1 });
    expect(gaps).toEqual([]);
  });

  test('a file that is cut off tells what it holds, and that it is', async () => {
    const [first, second] = ['2026-03-03T12:00:00.000Z', '2026-03-03T13:00:00.000Z'].map((captureTime) =>
      deliveredItem({ captureTime }),
    );
    const whole = JSON.stringify({ fileVersion: '1.0', configurationItems: [first, second] });
    const { items, gaps } = await read({ 'a.json': Buffer.from(whole.slice(0, -40)) }, group);
    expect(items.map(({ captureTime }) => captureTime)).toEqual(['2026-03-03T12:00:00.000Z']);
    expect(gaps).toEqual([expect.stringContaining('cut off')]);
  });
});
