/** The test server's LookupEvents, through the SDK's own client and paginator. */
import {
  CloudTrailClient,
  type Event,
  LookupEventsCommand,
  type LookupEventsCommandInput,
  paginateLookupEvents,
} from '@aws-sdk/client-cloudtrail';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { ManualClock } from '../aws/clock.ts';
import type { Settings } from '../aws/settings.ts';
import { createWorld } from '../aws/world.ts';
import { record, session } from '../fixtures/trail.ts';
import { account, failureOf, otherAccount, region, serverFor } from './aws-server-harness.ts';

const now = '2026-03-03T16:00:00Z';
const noLimit = { 'cloudtrail:LookupEvents': Infinity };

async function historyOf(trailRecords: readonly JsonObject[], settings: Partial<Settings> = {}) {
  const clock = new ManualClock(now);
  const regions = { [region]: { trailRecords }, 'eu-west-1': { trailRecords } };
  const world = createWorld({ [account]: { regions }, [otherAccount]: { regions } });
  const server = await serverFor({ world, clock, rates: noLimit, settings });
  const client = new CloudTrailClient(server.clientConfig());
  const lookup = (input: LookupEventsCommandInput = {}) => client.send(new LookupEventsCommand(input));
  return { server, client, clock, lookup };
}

const names = (events: readonly Event[] | undefined) => events?.map(({ EventName }) => EventName);
const by = (AttributeKey: string, AttributeValue: string) =>
  ({ LookupAttributes: [{ AttributeKey, AttributeValue }] }) as LookupEventsCommandInput;

/** One event a minute, going back from the server's now; the youngest is the first. */
const everyMinute = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const eventTime = new Date(Date.parse(now) - index * 60_000).toISOString().replace('.000', '');
    return record({ eventName: `Call${index}`, eventTime });
  });

describe('a page', () => {
  test('has 50 events; the paginator reads all, newest first', async () => {
    const records = everyMinute(120);
    // in an order other than that of time
    const { client, server } = await historyOf(
      records.toSorted((a, b) => (String(a['eventName']) < String(b['eventName']) ? -1 : 1)),
    );
    const pages: number[] = [];
    const events: Event[] = [];
    for await (const page of paginateLookupEvents({ client }, {})) {
      pages.push(page.Events?.length ?? 0);
      events.push(...(page.Events ?? []));
    }
    expect(pages).toEqual([50, 50, 20]);
    expect(names(events)).toEqual(records.map((each) => each['eventName']));
    expect(server.requests.of('cloudtrail:LookupEvents')).toHaveLength(3);
  });

  test('holds no more than 50, and no fewer than one', async () => {
    const { lookup } = await historyOf(everyMinute(3));
    expect((await lookup({ MaxResults: 2 })).Events).toHaveLength(2);
    for (const MaxResults of [51, -1])
      expect(await failureOf(lookup({ MaxResults }))).toMatchObject({
        name: 'InvalidMaxResultsException',
        status: 400,
      });
  });

  test('of a later time shows what the first one saw', async () => {
    const { lookup, clock } = await historyOf([
      ...everyMinute(3),
      record({ eventName: 'Later', eventTime: '2026-03-03T16:05:00Z' }),
    ]);
    const first = await lookup({ MaxResults: 2 });
    clock.advance({ seconds: 600 });
    const second = await lookup({ MaxResults: 2, NextToken: first.NextToken });
    expect([...(names(first.Events) ?? []), ...(names(second.Events) ?? [])]).toEqual(['Call0', 'Call1', 'Call2']);
    expect(names((await lookup({ MaxResults: 1 })).Events)).toEqual(['Later']);
  });
});

describe('a token', () => {
  const refused = { name: 'InvalidNextTokenException', status: 400 };

  test('is refused with other parameters', async () => {
    const { lookup } = await historyOf(everyMinute(60));
    const StartTime = new Date('2026-03-03T12:00:00Z');
    const { NextToken } = await lookup({ StartTime });
    expect(await failureOf(lookup({ NextToken }))).toMatchObject(refused);
    expect(await failureOf(lookup({ StartTime, NextToken, MaxResults: 10 }))).toMatchObject(refused);
    expect((await lookup({ StartTime, NextToken })).Events).toHaveLength(10);
  });

  test('is refused in another region and account, as is one that was never given out', async () => {
    const { server, lookup } = await historyOf(everyMinute(60));
    const { NextToken } = await lookup();
    for (const place of [{ region: 'eu-west-1' }, { account: otherAccount }]) {
      const elsewhere = new CloudTrailClient(server.clientConfig(place));
      expect(await failureOf(elsewhere.send(new LookupEventsCommand({ NextToken })))).toMatchObject(refused);
    }
    expect(await failureOf(lookup({ NextToken: 'invented' }))).toMatchObject(refused);
  });
});

describe('the window', () => {
  const times = ['2026-03-03T14:00:00Z', '2026-03-03T14:00:01Z', '2026-03-03T14:00:02Z', '2026-03-03T14:00:03Z'];
  const records = times.map((eventTime, index) => record({ eventTime, eventName: `At${index}` }));

  test('includes both ends', async () => {
    const { lookup } = await historyOf(records);
    const window = { StartTime: new Date(times[1] as string), EndTime: new Date(times[2] as string) };
    expect(names((await lookup(window)).Events)).toEqual(['At2', 'At1']);
  });

  test('must not end before it starts', async () => {
    const { lookup } = await historyOf(records);
    const window = { StartTime: new Date(times[2] as string), EndTime: new Date(times[1] as string) };
    expect(await failureOf(lookup(window))).toMatchObject({ name: 'InvalidTimeRangeException', status: 400 });
  });

  test('reaches 90 days back from the clock of the server', async () => {
    const { lookup, clock } = await historyOf([record({ eventTime: '2026-03-03T14:00:00Z' })]);
    clock.advance({ days: 89 });
    expect((await lookup()).Events).toHaveLength(1);
    clock.advance({ days: 1 });
    expect((await lookup({ StartTime: new Date('2026-03-01T00:00:00Z') })).Events).toHaveLength(0);
  });

  test('does not show the future, nor what has not arrived', async () => {
    const { lookup, clock } = await historyOf([record({ eventTime: '2026-03-03T16:01:00Z' })], {
      eventHistoryLagSeconds: 300,
    });
    const seen = async () => (await lookup()).Events?.length;
    expect(await seen()).toBe(0);
    clock.advance({ seconds: 359 });
    expect(await seen()).toBe(0);
    clock.advance({ seconds: 1 });
    expect(await seen()).toBe(1);
  });
});

describe('an attribute', () => {
  const stop = record({
    eventID: '3f2a1b0c-0000-4000-8000-000000000001',
    eventName: 'StopInstances',
    eventTime: '2026-03-03T14:00:01Z',
  });
  const list = record({
    eventName: 'ListBuckets',
    eventSource: 's3.amazonaws.com',
    readOnly: true,
    requestParameters: null,
    userIdentity: session('Admin', 'alice@example.com', 'ASIAEXAMPLE000000001'),
    eventTime: '2026-03-03T14:00:00Z',
  });
  const found = async (input: LookupEventsCommandInput) => {
    const { lookup } = await historyOf([stop, list]);
    return names((await lookup(input)).Events);
  };

  test.each([
    ['EventId', stop['eventID'], 'StopInstances'],
    ['EventName', 'StopInstances', 'StopInstances'],
    ['EventSource', 's3.amazonaws.com', 'ListBuckets'],
    ['ReadOnly', 'true', 'ListBuckets'],
    ['ReadOnly', 'false', 'StopInstances'],
    ['AccessKeyId', 'AKIAEXAMPLEALICE0001', 'StopInstances'],
    ['ResourceName', 'i-0f1e2d3c4b5a69788', 'StopInstances'],
    ['ResourceType', 'AWS::EC2::Instance', 'StopInstances'],
    ['Username', 'alice', 'StopInstances'],
    // an assumed role is listed under its session's name
    ['Username', 'alice@example.com', 'ListBuckets'],
  ])('%s %s finds %s', async (key, value, name) => {
    expect(await found(by(key, String(value)))).toEqual([name]);
  });

  test.each([
    ['Username', 'Admin'],
    ['Username', 'ali'],
    ['EventName', 'stopinstances'],
    ['ResourceName', 'i-0f1e2d3c4b5a6978'],
  ])('%s %s finds nothing: values are whole and exact', async (key, value) => {
    expect(await found(by(key, value))).toEqual([]);
  });

  test('may be one only, and must be known', async () => {
    const { lookup } = await historyOf([stop]);
    const one = { AttributeKey: 'EventName', AttributeValue: 'StopInstances' } as const;
    const refused = { name: 'InvalidLookupAttributesException', status: 400 };
    expect(await failureOf(lookup({ LookupAttributes: [one, one] }))).toMatchObject(refused);
    expect(await failureOf(lookup(by('eventName', 'StopInstances')))).toMatchObject(refused);
    expect(await failureOf(lookup(by('EventName', '')))).toMatchObject(refused);
  });
});

describe('the category', () => {
  const insight = record({
    eventCategory: 'Insight',
    eventType: 'AwsCloudTrailInsight',
    eventName: null,
    eventSource: null,
    insightDetails: { state: 'Start', eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' },
  });
  const data = record({ eventCategory: 'Data', eventName: 'GetObject', eventSource: 's3.amazonaws.com' });
  const management = record();

  test('is management events where nothing is said: never data events, never Insights', async () => {
    const { lookup } = await historyOf([insight, data, management]);
    expect(names((await lookup()).Events)).toEqual(['StopInstances']);
  });

  test('insight gives Insights alone, by three attributes', async () => {
    const { lookup } = await historyOf([insight, data, management]);
    const EventCategory = 'insight';
    expect(names((await lookup({ EventCategory })).Events)).toEqual(['RunInstances']);
    expect((await lookup({ EventCategory, ...by('EventName', 'StopInstances') })).Events).toEqual([]);
    expect(await failureOf(lookup({ EventCategory, ...by('Username', 'alice') }))).toMatchObject({
      name: 'InvalidLookupAttributesException',
    });
  });

  test('is no other', async () => {
    const { lookup } = await historyOf([management]);
    const EventCategory = 'Data' as 'insight';
    expect(await failureOf(lookup({ EventCategory }))).toMatchObject({ name: 'InvalidEventCategoryException' });
  });
});
