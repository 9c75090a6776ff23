/** A window without a target, from LookupEvents: its ends, its pages, and how long events are kept. */
import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/model/evidence.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { assumeRole, record } from '../fixtures/trail.ts';
import { account, region } from './aws-server-harness.ts';
import {
  asking,
  codesOf,
  eventsOf,
  gapsOf,
  liveFor,
  lookups,
  many,
  namesOf,
  recordsOf,
  worldOf,
} from './live-cloudtrail.ts';

describe('a window', () => {
  test('is read to its last page, writes first, and each page is told as it comes', async () => {
    const progress: string[] = [];
    const reads = many(30, {
      readOnly: true,
      eventName: 'GetSecretValue',
      eventSource: 'secretsmanager.amazonaws.com',
    });
    const { collect, server } = await liveFor(worldOf([...many(120), ...reads]), {
      onProgress: ({ state }) => progress.push(state),
    });
    const readings = await collect(asking());
    expect(eventsOf(readings)).toHaveLength(150);
    expect(recordsOf(readings)).toBe(150);
    expect(codesOf(readings)).toEqual([]);
    const asked = server.requests.of(lookups).map(({ parameters }) => parameters);
    const values = asked.map(({ LookupAttributes }) =>
      LookupAttributes === undefined ? 'insight' : JSON.stringify(LookupAttributes).replace(/.*Value":"(\w+).*/, '$1'),
    );
    expect(values.toSorted()).toEqual(['false', 'false', 'false', 'insight', 'true']);
    expect(values.at(-1)).toBe('true');
    expect(progress.at(-1)).toBe('5 pages, 150 matches');
  });

  test('is half-open, though AWS takes both ends as part of it and knows whole seconds alone', async () => {
    const at = (eventTime: string) => record({ eventName: eventTime.slice(14, 19), eventTime });
    const { collect } = await liveFor(
      worldOf([at('2026-03-03T14:00:00Z'), at('2026-03-03T14:00:01Z'), at('2026-03-03T14:10:00Z')]),
      { since: '2026-03-03T14:00:00.500Z', until: '2026-03-03T14:10:00Z' },
    );
    expect(namesOf(await collect(asking()))).toEqual(['00:01']);
  });

  describe('reads with the key that this run asks with', () => {
    const auditor: JsonObject = {
      type: 'IAMUser',
      userName: 'auditor',
      accountId: account,
      accessKeyId: `AKIAEXMP${account}`,
    };
    const lookedUp = { eventName: 'LookupEvents', eventSource: 'cloudtrail.amazonaws.com', readOnly: true };
    const secret = { eventName: 'GetSecretValue', eventSource: 'secretsmanager.amazonaws.com', readOnly: true };
    const world = () =>
      worldOf([
        record({ ...lookedUp, userIdentity: auditor, eventTime: '2026-03-03T15:00:00Z' }),
        // the user agent is the same, but a different key means somebody else
        record({ ...lookedUp, eventTime: '2026-03-03T15:01:00Z' }),
        record({ userIdentity: auditor, eventTime: '2026-03-03T15:02:00Z' }),
        record({ ...secret, userIdentity: auditor, eventTime: '2026-03-03T15:03:00Z' }),
      ]);
    const everything = { filters: { reads: 'all' } } as const;
    const skippedIn = (readings: readonly Reading[]) => readings.flatMap(({ skipped }) => skipped);

    test('are left out and counted, and neither writes nor what obs3 never reads', async () => {
      const { collect, context } = await liveFor(world());
      expect(context.session.accessKeyId).toBe(auditor['accessKeyId']);
      const readings = await collect(asking(undefined, everything));
      const found = eventsOf(readings).map(({ event }) => event.time.slice(11, 16));
      expect(found.sort()).toEqual(['15:01', '15:02', '15:03']);
      expect(skippedIn(readings)).toEqual([{ source: 'cloudtrail', account, region, kind: 'own read', count: 1 }]);
      // they were read all the same
      expect(recordsOf(readings)).toBe(4);
    });

    test('are those of every session of the run, and the calls that began them', async () => {
      const { collect, context } = await liveFor(
        worldOf([
          record({ ...lookedUp, userIdentity: { ...auditor, accessKeyId: 'ASIAOTHERACCOUNT0001' } }),
          { ...assumeRole(auditor, 'Investigator', 'ASIAOTHERACCOUNT0001', '2026-03-03T15:00:00Z'), readOnly: true },
        ]),
      );
      Object.assign(context, { ownAccessKeyIds: new Set(['ASIAOTHERACCOUNT0001']) });
      const readings = await collect(asking(undefined, everything));
      expect(eventsOf(readings)).toEqual([]);
      expect(skippedIn(readings).reduce((sum, { count }) => sum + count, 0)).toBe(2);
    });

    test('are told to whoever asks about that key', async () => {
      const { collect } = await liveFor(world());
      const readings = await collect(asking(String(auditor['accessKeyId']), { ...everything, as: 'principal' }));
      expect(eventsOf(readings)).toHaveLength(3);
      expect(skippedIn(readings)).toEqual([]);
    });
  });

  test('without a record has a span all the same: it was asked', async () => {
    const { collect, context } = await liveFor(worldOf([], { 'eu-west-1': [] }), { regions: [region, 'eu-west-1'] });
    const spans = (await collect(asking())).flatMap((reading) => reading.spans);
    expect(new Set(spans.map((span) => span.region))).toEqual(new Set([region, 'eu-west-1']));
    for (const span of spans)
      expect(span).toMatchObject({
        source: 'cloudtrail',
        account,
        first: context.window.since,
        last: context.window.until - 1,
        records: 0,
      });
  });

  test('older than 90 days is read as far as it is kept, and the rest is a gap', async () => {
    const { collect, server } = await liveFor(worldOf(many(1)), { since: '2025-10-01T00:00:00Z' });
    const readings = await collect(asking());
    expect(eventsOf(readings)).toHaveLength(1);
    expect(gapsOf(readings)).toMatchObject([{ code: 'RETENTION_EXCEEDED', blocking: true }]);
    expect(server.requests.of(lookups)[0]?.parameters['StartTime']).toBe(Date.parse('2025-12-03T16:00:00Z') / 1000);
  });

  test('all of it older than 90 days asks nothing', async () => {
    const { collect, server } = await liveFor(worldOf(many(1)), {
      since: '2025-10-01T00:00:00Z',
      until: '2025-10-02T00:00:00Z',
    });
    expect(codesOf(await collect(asking()))).toEqual(['RETENTION_EXCEEDED']);
    expect(server.requests.of(lookups)).toEqual([]);
  });

  test('holds Insights too', async () => {
    const insight: JsonObject = {
      eventVersion: '1.08',
      eventTime: '2026-03-03T15:00:00Z',
      awsRegion: region,
      eventID: '20000000-0000-4000-8000-000000000001',
      eventType: 'AwsCloudTrailInsight',
      recipientAccountId: account,
      sharedEventID: '20000000-0000-4000-8000-000000000002',
      eventCategory: 'Insight',
      insightDetails: {
        state: 'Start',
        eventSource: 'ec2.amazonaws.com',
        eventName: 'RunInstances',
        insightType: 'ApiCallRateInsight',
      },
    };
    const { collect } = await liveFor(worldOf([insight]));
    expect(namesOf(await collect(asking()))).toEqual(['insight']);
  });

  test('narrowed by an event name asks for that alone', async () => {
    const { collect, server } = await liveFor(worldOf([...many(60), record({ eventName: 'RunInstances' })]));
    const readings = await collect(asking(undefined, { filters: { eventName: ['runinstances'] } }));
    expect(namesOf(readings)).toEqual(['RunInstances']);
    expect(server.requests.of(lookups)).toHaveLength(2);
  });
});
