/** Changes of alarms across the files of an archive: what an event contains, and its id. */
import { describe, expect, test } from 'vitest';
import { about, alarms, history, id } from './alarms-case.ts';
import { alarmEvents, evidenceOf, type Files, ofType, readingsOf, skippedOf } from './asking.ts';
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
  snsEnvelope,
} from './records.ts';

test('an event tells all there is of the change', async () => {
  const [reading, rest] = await readingsOf(about, { 'a.json': eventBridge() });
  expect(rest?.evidence).toEqual([
    {
      type: 'event',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      event: {
        id,
        time: '2026-03-03T14:05:06.123Z',
        kind: 'alarm',
        match: ['target'],
        resources: [
          {
            type: 'AWS::CloudWatch::Alarm',
            id: '5xx-rate',
            arn: `arn:aws:cloudwatch:${region}:${account}:alarm:5xx-rate`,
            account,
            region,
          },
          { type: 'AWS::EC2::Instance', id: instance, account, region },
        ],
        summary: 'alarm 5xx-rate: OK → ALARM (12 > 5)',
        severity: 'warning',
        chain: null,
        origin: {
          source: 'cloudwatch',
          backend: 'archive',
          account,
          region,
          ref: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
          locator: 'a.json#1',
        },
        detail: {
          alarmName: '5xx-rate',
          alarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:5xx-rate`,
          from: 'OK',
          to: 'ALARM',
          reason,
          threshold: 5,
          namespace: 'AWS/EC2',
          metricName: 'NetworkOut',
          dimensions: { InstanceId: instance },
        },
      },
    },
  ]);
  expect(reading?.spans).toEqual([expect.objectContaining({ account, region, records: 1 })]);
});

test.each([
  ['ALARM', 'warning'],
  ['OK', 'notice'],
  ['INSUFFICIENT_DATA', 'info'],
  ['__proto__', 'notice'],
])('a change to %s is of severity %s', async (to, severity) => {
  const [event] = await alarmEvents({}, { 'a.json': eventBridge({ from: 'NEW', to }) });
  expect(event?.severity).toBe(severity);
});

describe('one change, told by history, EventBridge and SNS, is one event', () => {
  const tellers: Files = {
    'a-events.json': eventBridge(),
    'b-history.json': history(historyItem({ time: '2026-03-03T14:05:06.124Z' })),
    'c-sns.json': snsEnvelope(notification()),
    'd-sns-bare.json': notification({ withArn: false }),
  };

  const identities = async (files: Files) => {
    const events = ofType(await evidenceOf(about, files), 'event');
    return events.map(({ event, digest }) => JSON.stringify([event.id, digest]));
  };

  test('the account is in its id, whoever tells it', async () => {
    const found = await identities(tellers);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(id);
  });

  test('also where they are a millisecond apart, on either side of a second', async () => {
    const files = {
      'a.json': eventBridge({ time: '2026-03-03T14:05:06.999Z' }),
      'b.json': history(historyItem({ time: '2026-03-03T14:05:07.000Z' })),
    };
    expect(new Set(await identities(files)).size).toBe(1);
  });

  test.each<[string, Parameters<typeof eventBridge>[0]]>([
    ['another time', { time: '2026-03-03T14:05:08.000Z' }],
    ['another account', { account: '444455556666' }],
    ['another name', { name: '5xx-rate-2' }],
    ['another state', { to: 'INSUFFICIENT_DATA' }],
    ['another state before', { from: 'INSUFFICIENT_DATA' }],
  ])('with %s it is another', async (_, change) => {
    const files = { 'a.json': eventBridge(), 'b.json': eventBridge(change) };
    expect(new Set(await identities(files)).size).toBe(2);
  });

  test('one without an account is the change of one account, not of each', async () => {
    const files = {
      'a.json': history(historyItem()),
      'b.json': notification(),
      'c.json': notification({ account: '444455556666' }),
    };
    const events = await alarmEvents({ targets: ['5xx-rate'] }, files);
    expect(new Set(events.map((event) => event.id)).size).toBe(2);
  });
});

describe('actions', () => {
  const topic = `arn:aws:sns:${region}:${account}:alerts`;
  const events = (...items: ReturnType<typeof historyItem>[]) => alarmEvents({}, { 'a.json': history(...items) });

  test('go to the change that they name', async () => {
    const found = await events(
      actionItem('2026-03-03T14:09:00Z', topic, { stateUpdateTimestamp: Date.parse('2026-03-03T14:05:06.123Z') }),
      historyItem(),
      historyItem({ time: '2026-03-03T14:09:00Z', from: 'ALARM', to: 'OK' }),
    );
    expect(found.map(({ detail }) => detail.actions)).toEqual([[topic], undefined]);
  });

  test('else to the nearest change of their alarm, when within seconds', async () => {
    const found = await events(
      historyItem(),
      historyItem({ name: 'other', time: '2026-03-03T14:05:07.000Z' }),
      actionItem('2026-03-03T14:05:07.000Z', `${topic}-2`),
      actionItem('2026-03-03T14:05:06.400Z', topic),
      actionItem('2026-03-03T14:06:30Z', `${topic}-late`),
    );
    expect(found.map(({ detail }) => detail.actions)).toEqual([[topic, `${topic}-2`], undefined]);
  });
});

test('a described alarm is evidence, without a time that coverage could mistake for a record’s', async () => {
  const [reading, rest] = await readingsOf(about, { 'a.json': alarms(described()) });
  expect(rest?.evidence).toMatchObject([
    { type: 'alarm', alarm: { name: '5xx-rate' }, origin: { locator: 'a.json#1' } },
  ]);
  expect(reading?.spans).toEqual([]);
  expect(reading?.recognizedBy).toEqual(['cloudwatch']);
});

test('what is no change of state is set aside and counted', async () => {
  const readings = await readingsOf(about, { 'a.json': eventBridge({ from: 'ALARM' }) });
  expect(readings[0]?.evidence).toEqual([]);
  expect(skippedOf(readings)).toEqual({ 'alarm update without a change of state': 1 });
});

test('a damaged record is told', async () => {
  const [reading] = await readingsOf(about, { 'a.json': { ...notification(), StateChangeTime: 'x' } });
  expect(reading?.gaps[0]?.gap).toMatchObject({
    code: 'DAMAGED_FILE',
    message: expect.stringContaining('StateChangeTime'),
  });
});

test('where nothing is named, a change waits for the file that tells what its alarm watches, and no longer', async () => {
  const files: Files = {
    'a.json': history(historyItem(), historyItem({ name: 'of-nobody' })),
    'b.json': alarms(described()),
  };
  const found = await alarmEvents({}, files);
  expect(found.map((event) => [event.id, event.origin.account, event.detail.metricName !== undefined])).toEqual([
    [id, account, true],
    [expect.stringContaining('of-nobody'), null, false],
  ]);
});
