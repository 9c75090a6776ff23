/** Which alarms belong to a question: by what they watch, by name, by place; composite alarms by what they refer to. */
import { describe, expect, test } from 'vitest';
import { about, alarms, history, id } from './alarms-case.ts';
import { type Asked, alarmEvents, evidenceOf, type Files, ofType, readingsOf } from './asking.ts';
import { account, composite, described, eventBridge, historyItem, instance, notification, region } from './records.ts';

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
