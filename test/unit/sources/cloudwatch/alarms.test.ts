/** Alarms over the files of an archive: which belong to a question, and under which id. */
import { describe, expect, test } from 'vitest';
import { type Asked, alarmEvents, evidenceOf, type Files, ofType, readingsOf, skippedOf } from './asking.ts';
import {
  account,
  actionItem,
  composite,
  described,
  eventBridge,
  historyItem,
  instance,
  notification,
  reason,
  region,
  snsEnvelope,
} from './records.ts';

const about: Asked = { targets: [instance] };
const history = (...items: ReturnType<typeof historyItem>[]) => ({ AlarmHistoryItems: items });
const alarms = (...items: ReturnType<typeof described>[]) => ({ MetricAlarms: items, CompositeAlarms: [] });
const id = `alarm:${account}/${region}/5xx-rate/2026-03-03T14:05:06.000Z`;

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

describe('which alarms', () => {
  const told = async (asked: Asked, files: Files) =>
    (await alarmEvents(asked, files)).map(({ match, detail }) => [detail.alarmName, ...match]);

  test('a history says what an alarm watches only through its definition, wherever that stands', async () => {
    const items = history(historyItem(), historyItem({ name: 'other' }));
    const definitions = alarms(described(), described('other', { InstanceId: 'i-other' }));
    for (const [a, b] of [
      [items, definitions],
      [definitions, items],
    ] as const) {
      const events = await alarmEvents(about, { 'a.json': a, 'b.json': b });
      expect(events).toMatchObject([
        {
          id,
          match: ['target'],
          detail: { metricName: 'NetworkOut', comparison: 'GreaterThanThreshold', threshold: 5 },
        },
      ]);
    }
  });

  test('also over files between them, and once', async () => {
    const files = {
      'a.json': history(historyItem()),
      'b.json': eventBridge({ name: 'other', dimensions: { InstanceId: 'i-other' } }),
      'c.json': history(historyItem({ name: 'another' })),
      'd.json': alarms(described()),
      'e.json': alarms(described('another')),
    };
    expect(await told(about, files)).toEqual([
      ['5xx-rate', 'target'],
      ['another', 'target'],
    ]);
  });

  test('its origin is where the change stands, not the definition', async () => {
    const events = await alarmEvents(about, { 'a.json': history(historyItem()), 'b.json': alarms(described()) });
    expect(events.map(({ origin }) => origin.locator)).toEqual(['a.json#1']);
  });

  test('a configuration in the history tells it too', async () => {
    const definition = {
      alarmName: '5xx-rate',
      metricName: 'm',
      namespace: 'n',
      dimensions: [{ name: 'InstanceId', value: instance }],
    };
    const created = {
      AlarmName: '5xx-rate',
      Timestamp: '2026-03-01T00:00:00Z',
      HistoryItemType: 'ConfigurationUpdate',
      HistoryData: JSON.stringify({ createdAlarm: definition }),
    };
    expect(await told(about, { 'a.json': history(historyItem(), created) })).toEqual([['5xx-rate', 'target']]);
  });

  test('what an alarm watched before still counts', async () => {
    const files = {
      'a.json': alarms(described()),
      'b.json': alarms(described('5xx-rate', { InstanceId: 'i-other' })),
      'c.json': history(historyItem()),
    };
    expect(await told(about, files)).toEqual([['5xx-rate', 'target']]);
  });

  test('by name or ARN, where these were asked for; not where a neighbor bears the name', async () => {
    const files = { 'a.json': history(historyItem()), 'b.json': eventBridge({ name: 'other' }) };
    expect(await told({ targets: ['5xx-rate'] }, files)).toEqual([['5xx-rate', 'target']]);
    const arn = `arn:aws:cloudwatch:${region}:${account}:alarm:other`;
    expect(await told({ targets: [arn] }, files)).toEqual([['other', 'target']]);
    expect(await told({ targets: ['sg-1'], further: { neighbors: ['5xx-rate'] } }, files)).toEqual([]);
  });

  test('by a neighbor that it watches', async () => {
    const asked: Asked = { targets: ['sg-1'], further: { neighbors: [instance] } };
    expect(await told(asked, { 'a.json': eventBridge() })).toEqual([['5xx-rate', 'neighbor']]);
  });

  test('what the first answers told is not told again', async () => {
    const asked: Asked = { targets: ['5xx-rate'], further: { targets: [instance] } };
    expect(await told(asked, { 'a.json': eventBridge(), 'b.json': eventBridge({ name: 'other' }) })).toEqual([
      ['other', 'target'],
    ]);
  });

  test('without a target, all in the window', async () => {
    const files = { 'a.json': history(historyItem(), historyItem({ name: 'other' })), 'b.json': alarms(described()) };
    expect(await told({}, files)).toEqual([
      ['5xx-rate', 'window'],
      ['other', 'window'],
    ]);
    expect(ofType(await evidenceOf({}, files), 'alarm')).toEqual([]);
  });

  test('only in the window, though what lies outside counts as read', async () => {
    const times = ['2026-03-03T13:59:59.999Z', '2026-03-03T14:00:00.000Z', '2026-03-03T15:00:00.000Z'];
    const files = { 'a.json': times.map((time) => eventBridge({ time })) };
    const readings = await readingsOf(
      { ...about, since: '2026-03-03T14:00:00Z', until: '2026-03-03T15:00:00Z' },
      files,
    );
    expect(readings.at(-1)?.evidence).toMatchObject([{ event: { time: times[1] } }]);
    expect(readings[0]?.spans[0]?.records).toBe(3);
  });

  test('of the accounts and regions asked for; what tells neither is not ruled out', async () => {
    const files = {
      'a.json': eventBridge({ name: 'a' }),
      'b.json': eventBridge({ name: 'b', account: '444455556666' }),
      'c.json': history(historyItem({ name: 'c' })),
    };
    expect(await told({ accounts: [account] }, files)).toEqual([
      ['a', 'window'],
      ['c', 'window'],
    ]);
    expect(await told({ regions: ['us-east-1'] }, files)).toEqual([['c', 'window']]);
  });
});

describe('a composite alarm', () => {
  const files: Files = {
    'a.json': history(historyItem({ name: 'all' }), historyItem({ name: 'above' }), historyItem({ name: 'none' })),
    'b.json': {
      CompositeAlarms: [
        composite('above', 'ALARM(all)'),
        composite('all', 'ALARM("5xx-rate") OR ALARM(x)'),
        composite('none', 'ALARM(x)'),
      ],
      MetricAlarms: [described(), described('x', { InstanceId: 'i-other' })],
    },
  };

  test('belongs to what its children watch, and theirs', async () => {
    const events = await alarmEvents(about, files);
    expect(events.map(({ detail }) => [detail.alarmName, detail.children])).toEqual([
      ['above', ['all']],
      ['all', ['5xx-rate', 'x']],
    ]);
  });

  test('is described with them', async () => {
    const found = ofType(await evidenceOf(about, files), 'alarm').map(({ alarm }) => alarm.name);
    expect(found.sort()).toEqual(['5xx-rate', 'above', 'all']);
  });

  test('waits for the definition of a child in a later file', async () => {
    const later = {
      'a.json': { CompositeAlarms: [composite('all', 'ALARM("5xx-rate")')] },
      'b.json': notification({ name: 'all' }),
      'c.json': alarms(described()),
    };
    const found = await evidenceOf(about, later);
    expect(ofType(found, 'alarm').map(({ alarm, origin }) => [alarm.name, origin.locator])).toEqual([
      ['all', 'a.json#1'],
      ['5xx-rate', 'c.json#1'],
    ]);
  });

  test('may look at a child that was asked for by name and is described nowhere', async () => {
    const found = await evidenceOf(
      { targets: ['x'] },
      { 'a.json': { CompositeAlarms: [composite('all', 'ALARM(x)')] } },
    );
    expect(ofType(found, 'alarm').map(({ alarm }) => alarm.name)).toEqual(['all']);
  });

  test('that looks at itself does no harm', async () => {
    const itself = composite('all', 'ALARM(all) OR ALARM("5xx-rate")');
    const found = await evidenceOf(about, { 'a.json': [itself, described()] });
    expect(ofType(found, 'alarm').map(({ alarm }) => alarm.name)).toEqual(['all', '5xx-rate']);
  });

  test('may look at another that looks at it', async () => {
    const circle = { CompositeAlarms: [composite('a', 'ALARM(b)'), composite('b', 'ALARM(a)')] };
    expect(await evidenceOf(about, { 'a.json': circle })).toEqual([]);
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
