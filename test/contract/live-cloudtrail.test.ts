/** LookupEvents as a backend, against the test server over HTTP: the same events as from the files of a trail. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/reader.ts';
import { createSession } from '../../src/aws/session.ts';
import type { Timer } from '../../src/aws/token-bucket.ts';
import type { EventEvidence, Evidence, Reading } from '../../src/model/evidence.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Question } from '../../src/model/question.ts';
import { firstInterests } from '../../src/plan/interests.ts';
import { planTarget } from '../../src/plan/target.ts';
import { archive } from '../../src/sources/cloudtrail/backends/archive.ts';
import { createLookupEvents } from '../../src/sources/cloudtrail/backends/lookup-events.ts';
import type { LiveContext, SourceRequest } from '../../src/sources/source.ts';
import { ManualClock } from '../aws/clock.ts';
import type { AwsServer } from '../aws/server.ts';
import { createWorld, type World } from '../aws/world.ts';
import { worldOfExample } from '../aws/world-from-archive.ts';
import { questionOf } from '../fixtures/question.ts';
import { assumeRole, record, session as roleSession, userAlice } from '../fixtures/trail.ts';
import { account, region, serverFor } from './aws-server-harness.ts';

const now = '2026-03-03T16:00:00Z';
const since = '2026-03-03T12:00:00Z';
const lookups = 'cloudtrail:LookupEvents';

interface Live {
  readonly server: AwsServer;
  readonly context: LiveContext;
  readonly stop: AbortController;
  collect(request: SourceRequest): Promise<readonly Reading[]>;
}

interface LiveParts {
  readonly account?: string;
  readonly regions?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly now?: string;
  readonly onProgress?: LiveContext['onProgress'];
}

/** Waiting moves the server's clock: nothing is waited for in fact, and the limits of AWS hold all the same. */
async function liveFor(world: World, parts: LiveParts = {}): Promise<Live> {
  const clock = new ManualClock(parts.now ?? now);
  const server = await serverFor({ world, clock });
  const timer: Timer = {
    now: () => clock.now(),
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      clock.advance({ milliseconds });
    },
  };
  const stop = new AbortController();
  const own = parts.account ?? account;
  const { endpoint, credentials } = server.clientConfig({ account: own });
  const session = createSession({
    account: own,
    accessKeyId: credentials.accessKeyId,
    identityArn: `arn:aws:iam::${own}:user/auditor`,
    config: { endpoint, credentials },
    timer,
    signal: stop.signal,
    random: () => 0.5,
  });
  const context: LiveContext = {
    session,
    regions: parts.regions ?? [region],
    window: { since: Date.parse(parts.since ?? since), until: Date.parse(parts.until ?? parts.now ?? now) },
    now: Date.parse(parts.now ?? now),
    signal: stop.signal,
    onProgress: parts.onProgress ?? (() => {}),
  };
  const backend = createLookupEvents(timer.now);
  return {
    server,
    context,
    stop,
    collect: async (request) => {
      const readings: Reading[] = [];
      for await (const reading of backend.collect(request, context)) readings.push(reading);
      return readings;
    },
  };
}

const evidenceRequest = (question: Question): SourceRequest => ({
  kind: 'evidence',
  question,
  interests: firstInterests(question),
});

/** A question about one target, or about everything. */
const asking = (text?: string, parts: Parameters<typeof questionOf>[0] = {}): SourceRequest =>
  evidenceRequest(questionOf({ targets: text === undefined ? [] : [planTarget(text)], from: [], since, ...parts }));

const isEvent = (evidence: Evidence): evidence is EventEvidence => evidence.type === 'event';
const eventsOf = (readings: readonly Reading[]) => readings.flatMap(({ evidence }) => evidence).filter(isEvent);
const namesOf = (readings: readonly Reading[]) =>
  eventsOf(readings)
    .map(({ event }) => (event.kind === 'api-call' ? event.detail.eventName : event.kind))
    .sort();
const gapsOf = (readings: readonly Reading[]) => readings.flatMap(({ gaps }) => gaps.map(({ gap }) => gap));
const codesOf = (readings: readonly Reading[]) => gapsOf(readings).map(({ code }) => code);
/** Told of every target that is not searched through all reads. */
const unscannedReads = { code: 'SERVICE_NOT_ASKED', blocking: false };
const recordsOf = (readings: readonly Reading[]) =>
  readings.flatMap(({ spans }) => spans).reduce((sum, { records }) => sum + records, 0);

/** Where it was read from is all in which two backends may differ. */
const comparable = (readings: readonly Reading[]) =>
  eventsOf(readings)
    .map(({ digest, event: { origin, ...event } }) => ({
      digest,
      event,
      from: [origin.source, origin.account, origin.region, origin.ref],
    }))
    .sort((a, b) => (a.event.id + a.digest < b.event.id + b.digest ? -1 : 1));

const worldOf = (trailRecords: readonly JsonObject[], more: Readonly<Record<string, readonly JsonObject[]>> = {}) =>
  createWorld({
    [account]: {
      regions: Object.fromEntries(
        Object.entries({ [region]: trailRecords, ...more }).map(([name, records]) => [name, { trailRecords: records }]),
      ),
    },
  });

/** One event every so many seconds, back from the server's now. */
const many = (count: number, fields: JsonObject = {}, seconds = 60): JsonObject[] =>
  Array.from({ length: count }, (_, index) =>
    record({
      eventName: `Call${index}`,
      eventTime: new Date(Date.parse(now) - (index + 1) * seconds * 1000).toISOString().replace('.000', ''),
      ...fields,
    }),
  );

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
        // by its user agent it is the same: by another key it is somebody else
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

describe('a target', () => {
  const group = 'sg-0a1b2c3d4e5f60718';
  const ofGroup = (fields: JsonObject = {}) =>
    record({ eventName: 'AuthorizeSecurityGroupIngress', requestParameters: { groupId: group }, ...fields });

  test('is found under its index, and by the content of what no index tells', async () => {
    const denied = ofGroup({
      eventName: 'RevokeSecurityGroupIngress',
      errorCode: 'Client.UnauthorizedOperation',
      errorMessage: `not authorized on arn:aws:ec2:${region}:${account}:security-group/${group}`,
      requestParameters: null,
    });
    const { collect } = await liveFor(worldOf([ofGroup(), denied, ...many(70)]));
    const readings = await collect(asking(group));
    expect(namesOf(readings)).toEqual(['AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress']);
    expect(codesOf(readings)).toEqual(['SERVICE_NOT_ASKED']);
  });

  test('that several lookups find is yielded once', async () => {
    const { collect } = await liveFor(worldOf([ofGroup()]));
    const readings = await collect(asking(`arn:aws:ec2:${region}:${account}:security-group/${group}`));
    expect(eventsOf(readings)).toHaveLength(1);
    expect(recordsOf(readings)).toBe(1);
  });

  test('with more writes beside it than are read says which were not', async () => {
    const { collect, server } = await liveFor(worldOf([ofGroup({ eventTime: since }), ...many(5_100, {}, 2)]));
    const readings = await collect(asking(group));
    expect(namesOf(readings)).toEqual(['AuthorizeSecurityGroupIngress']);
    expect(gapsOf(readings)).toMatchObject([{ code: 'NOT_INDEXED', blocking: true }, unscannedReads]);
    expect(gapsOf(readings)[0]?.message).toContain('writes in us-east-1 before 2026-03-03T13:13:20Z');
    expect(server.requests.of(lookups).filter(({ outcome }) => outcome === 'ok').length).toBeLessThan(105);
  });

  test('a bucket has data events, which are never there', async () => {
    const created = record({
      eventSource: 's3.amazonaws.com',
      eventName: 'CreateBucket',
      requestParameters: { bucketName: 'example-logs' },
    });
    const { collect } = await liveFor(worldOf([created]));
    const readings = await collect(asking('example-logs'));
    expect(namesOf(readings)).toEqual(['CreateBucket']);
    expect(gapsOf(readings)).toMatchObject([unscannedReads, { code: 'DATA_EVENTS_NOT_RECORDED', blocking: false }]);
  });

  test('a role is found by who took it on and by what it did, in the region of IAM too', async () => {
    const key = 'ASIAEXAMPLEDEPLOY001';
    const deploy = roleSession('deploy', 'alice', key);
    const world = worldOf([assumeRole(userAlice, 'deploy', key, '2026-03-03T13:00:00Z')], {
      'eu-west-1': [
        record({ userIdentity: deploy, eventName: 'StopInstances', awsRegion: 'eu-west-1' }),
        record({
          userIdentity: deploy,
          eventName: 'GetSecretValue',
          eventSource: 'secretsmanager.amazonaws.com',
          readOnly: true,
          awsRegion: 'eu-west-1',
        }),
      ],
    });
    const { collect } = await liveFor(world, { regions: ['eu-west-1'] });
    const expected = ['AssumeRole', 'GetSecretValue', 'StopInstances'];
    expect(namesOf(await collect(asking(`arn:aws:iam::${account}:role/deploy`)))).toEqual(expected);
    expect(namesOf(await collect(asking('deploy')))).toEqual(expected);
  });

  test("a role's calls that lie beyond what is read are found by its sessions", async () => {
    const key = 'ASIAEXAMPLEDEPLOY001';
    const late = record({
      userIdentity: roleSession('deploy', 'bob', key),
      eventName: 'DeleteStack',
      eventTime: since,
    });
    const taken = assumeRole(userAlice, 'deploy', key, '2026-03-03T11:00:00Z');
    const { collect } = await liveFor(worldOf([taken, late, ...many(5_100, {}, 2)]));
    expect(namesOf(await collect(asking(`arn:aws:iam::${account}:role/deploy`)))).toEqual(['DeleteStack']);
  });

  test('a user is found where the console signs in, too', async () => {
    const signIn = record({
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      responseElements: { ConsoleLogin: 'Success' },
      awsRegion: 'eu-north-1',
    });
    const world = worldOf([], {
      'eu-north-1': [signIn],
      'us-east-2': [],
      'us-west-2': [],
      'ap-southeast-2': [],
      'eu-west-1': [],
    });
    const { collect } = await liveFor(world, { regions: ['eu-west-1'] });
    const readings = await collect(asking('alice'));
    expect(namesOf(readings)).toEqual(['ConsoleLogin']);
    expect(codesOf(readings)).toEqual(['SERVICE_NOT_ASKED']);
  });

  test('an address is looked for in all of the window', async () => {
    const { collect } = await liveFor(worldOf([record({ sourceIPAddress: '198.51.100.9' }), ...many(120)]));
    expect(namesOf(await collect(asking('198.51.100.9')))).toEqual(['StopInstances']);
  });

  test('an event by its id asks for nothing else', async () => {
    const one = record();
    const { collect, server } = await liveFor(worldOf([one, ...many(120)]));
    expect(eventsOf(await collect(asking(String(one['eventID']))))).toHaveLength(1);
    expect(server.requests.of(lookups).length).toBeLessThan(6);
  });

  test('that became known by another name is looked up by that alone', async () => {
    const queue = `https://sqs.${region}.amazonaws.com/${account}/orders`;
    const question = questionOf({ targets: [planTarget('orders')], from: [], since });
    const { collect, server } = await liveFor(
      worldOf([
        record({ eventSource: 'sqs.amazonaws.com', requestParameters: { queueUrl: queue, name: 'orders' } }),
        ...many(60),
      ]),
    );
    const readings = await collect({
      kind: 'follow',
      question,
      interests: { targets: [queue, 'orders'], neighbors: [] },
    });
    expect(eventsOf(readings)).toHaveLength(1);
    expect(server.requests.of(lookups).map(({ parameters }) => parameters['LookupAttributes'])).toEqual([
      [{ AttributeKey: 'ResourceName', AttributeValue: queue }],
    ]);
  });
});

describe('neighbors', () => {
  const instance = 'i-0f1e2d3c4b5a69788';
  const follow = (neighbors: readonly string[], all = false): SourceRequest => ({
    kind: 'follow',
    question: { ...questionOf({ targets: [planTarget('sg-0a1b2c3d4e5f60718')], from: [], since }), neighbors: all },
    interests: { targets: [], neighbors },
  });

  test('are looked up for what was done to them, and reads and refused calls are not', async () => {
    const asked = { requestParameters: { instanceId: instance } };
    const { collect } = await liveFor(
      worldOf([
        record({ ...asked, eventName: 'ModifyInstanceAttribute' }),
        record({ ...asked, eventName: 'DescribeInstanceAttribute', readOnly: true }),
        record({ ...asked, eventName: 'RebootInstances', errorCode: 'Client.UnauthorizedOperation' }),
        record({ requestParameters: { instanceId: 'i-0f1e2d3c4b5a69789' } }),
      ]),
    );
    const found = eventsOf(await collect(follow([instance])));
    expect(found.map(({ event }) => [event.kind === 'api-call' && event.detail.eventName, event.match])).toEqual([
      ['ModifyInstanceAttribute', ['neighbor']],
    ]);
  });

  test('beyond ten are told to be left out, and are asked for with --neighbors', async () => {
    const many = Array.from({ length: 12 }, (_, index) => `i-0f1e2d3c4b5a697${String(index).padStart(2, '0')}`);
    const { collect, server } = await liveFor(worldOf([]));
    const readings = await collect(follow(['vpc-0a1b2c3d', ...many]));
    expect(readings.flatMap(({ gaps }) => gaps).map(({ gap }) => gap.message)).toEqual([
      'the calls on 2 of 12 neighbors were not looked up',
    ]);
    const asked = server.requests.of(lookups).map(({ parameters }) => JSON.stringify(parameters['LookupAttributes']));
    expect(new Set(asked).size).toBe(10);
    expect((await collect(follow(many, true))).flatMap(({ gaps }) => gaps)).toEqual([]);
  });
});

describe('services that acted for somebody', () => {
  test('lead to the calls that had them act', async () => {
    const source = { eventSource: 'cloudformation.amazonaws.com' };
    const { collect } = await liveFor(
      worldOf([
        record({ ...source, eventName: 'UpdateStack' }),
        record({ ...source, eventName: 'DescribeStacks', readOnly: true }),
        record({ ...source, eventName: 'DeleteStack', errorCode: 'AccessDenied' }),
      ]),
    );
    const readings = await collect({
      kind: 'credentials',
      accessKeyIds: [],
      services: ['cloudformation.amazonaws.com'],
    });
    expect(namesOf(readings)).toEqual(['UpdateStack']);
    expect(eventsOf(readings)[0]?.event.match).toEqual(['chain']);
  });
});

describe('access keys', () => {
  const issued = (key: string, eventTime = '2026-03-03T13:00:00Z') => assumeRole(userAlice, 'deploy', key, eventTime);
  const credentials = (...accessKeyIds: string[]): SourceRequest => ({ kind: 'credentials', accessKeyIds });

  test('lead to the calls that issued them, a day before the window and in the region of STS', async () => {
    const { collect } = await liveFor(
      worldOf([issued('ASIAEXAMPLEEXAMPLE01', '2026-03-02T13:00:00Z')], {
        'eu-west-1': [issued('ASIAEXAMPLEEXAMPLE02')],
      }),
      { regions: ['eu-west-1'] },
    );
    const readings = await collect(credentials('ASIAEXAMPLEEXAMPLE01', 'ASIAEXAMPLEEXAMPLE02'));
    const found = readings.flatMap(({ evidence }) => evidence).filter((each) => each.type === 'credentials');
    expect(found.map(({ accessKeyId }) => accessKeyId).sort()).toEqual([
      'ASIAEXAMPLEEXAMPLE01',
      'ASIAEXAMPLEEXAMPLE02',
    ]);
    expect(codesOf(readings)).toEqual([]);
  });

  test('that no index knows are looked for in the calls that issue keys', async () => {
    // the server's index knows the member `credentials` alone
    const unlisted = record({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRoleWithSAML',
      eventTime: '2026-03-03T13:00:00Z',
      responseElements: { roleCredentials: { accessKeyId: 'ASIAEXAMPLEEXAMPLE03' } },
    });
    const { collect } = await liveFor(worldOf([unlisted, issued('ASIAEXAMPLEEXAMPLE04')]));
    const found = (await collect(credentials('ASIAEXAMPLEEXAMPLE03'))).flatMap(({ evidence }) => evidence);
    expect(found).toMatchObject([
      { type: 'credentials', accessKeyId: 'ASIAEXAMPLEEXAMPLE03' },
      // the call itself, where a chain needs it
      { type: 'event', event: { match: ['chain'] } },
    ]);
  });
});

describe('many access keys', () => {
  test('are found in the calls that issue keys, not looked up one by one', async () => {
    const keys = Array.from({ length: 60 }, (_, index) => `ASIAEXAMPLEEXAMPLE${String(index).padStart(2, '0')}`);
    const { collect, server } = await liveFor(
      worldOf(keys.map((key) => assumeRole(userAlice, 'deploy', key, '2026-03-03T13:00:00Z'))),
    );
    const readings = await collect({ kind: 'credentials', accessKeyIds: keys });
    expect(readings.flatMap(({ evidence }) => evidence).filter(({ type }) => type === 'credentials')).toHaveLength(60);
    expect(server.requests.of(lookups).length).toBeLessThan(10);
  });
});

describe('trouble', () => {
  const world = () => worldOf(many(230), { 'eu-west-1': many(60, { awsRegion: 'eu-west-1' }) });

  test('a denied action is one gap that names its regions, and no span', async () => {
    const { collect, server } = await liveFor(world(), { regions: [region, 'eu-west-1'] });
    server.faults.add({ kind: 'denied', action: lookups });
    const readings = await collect(asking());
    expect(gapsOf(readings)).toMatchObject([{ code: 'ACCESS_DENIED', blocking: true }]);
    expect(gapsOf(readings)[0]?.message).toContain('eu-west-1, us-east-1');
    expect(readings.flatMap(({ spans }) => spans)).toEqual([]);
  });

  test('an action denied in one region leaves the others', async () => {
    const { collect, server } = await liveFor(world(), { regions: [region, 'eu-west-1'] });
    server.faults.add({ kind: 'denied', action: lookups, region: 'eu-west-1' });
    const readings = await collect(asking());
    expect(eventsOf(readings)).toHaveLength(230);
    expect(readings.flatMap(({ gaps }) => gaps)).toMatchObject([
      { account, region: 'eu-west-1', gap: { code: 'ACCESS_DENIED' } },
    ]);
    expect(new Set(readings.flatMap(({ spans }) => spans.map((span) => span.region)))).toEqual(new Set([region]));
  });

  test('throttles lose nothing', async () => {
    const { collect, server } = await liveFor(world());
    server.faults.add({ kind: 'throttled', action: lookups, every: 3 });
    const readings = await collect(asking());
    expect(eventsOf(readings)).toHaveLength(230);
    expect(codesOf(readings)).toEqual([]);
    expect(server.requests.of(lookups).filter(({ outcome }) => outcome === 'ThrottlingException')).not.toEqual([]);
  });

  test.each([2, 3, 4])('a fifth of all calls failing in passing ways changes nothing (seed %i)', async (seed) => {
    const same = world();
    const calm = await (await liveFor(same, { regions: [region, 'eu-west-1'] })).collect(asking());
    const { collect, server } = await liveFor(same, { regions: [region, 'eu-west-1'] });
    server.faults.addPassing({ share: 0.2, seed });
    const readings = await collect(asking());
    expect(server.requests.of(lookups).some(({ outcome }) => outcome !== 'ok')).toBe(true);
    expect(codesOf(readings)).toEqual([]);
    expect(recordsOf(readings)).toBe(recordsOf(calm));
    expect(comparable(readings)).toEqual(comparable(calm));
  });

  test('an aborted run ends with its reason', async () => {
    const live = await liveFor(world(), { onProgress: () => live.stop.abort(new Error('enough')) });
    await expect(live.collect(asking())).rejects.toThrow('enough');
  });

  test('events without a readable record are a gap', async () => {
    const broken = { ...record(), eventName: 'Broken' };
    Object.defineProperty(broken, 'toJSON', { value: () => 'no object', enumerable: false });
    const { collect } = await liveFor(worldOf([broken, record()]));
    const readings = await collect(asking());
    expect(namesOf(readings)).toEqual(['StopInstances']);
    expect(gapsOf(readings)).toMatchObject([{ code: 'DAMAGED_FILE', blocking: true }]);
  });
});

describe.each([
  ['open-ssh', 'sg-0a1b2c3d4e5f60718'],
  ['open-ssh', 'ConfigRemediation'],
  ['open-ssh', 'i-0f1e2d3c4b5a69788'],
  ['open-ssh', 'alice@example.com'],
  ['open-ssh', '192.0.2.24'],
  ['open-ssh', undefined],
  ['unencrypted-bucket', 'amzn-s3-demo-invoices'],
  ['unencrypted-bucket', 'invoice-uploader'],
  ['unencrypted-bucket', undefined],
] as const)('%s asked about %s', (example, target) => {
  test.each(['routine', 'all'] as const)('is the same live and from files, with %s reads', async (reads) => {
    const folder = join(import.meta.dirname, '../../examples', example);
    const world = worldOfExample(folder);
    const [owner = '', { regions: places = {} } = {}] = Object.entries(world.accounts)[0] ?? [];
    const regions = Object.keys(places);
    const records = Object.values(places).flatMap(({ trailRecords }) => trailRecords);
    const times = records.map((each) => Date.parse(String(each['eventTime']))).sort();
    const window = { since: times[0] as number, until: (times.at(-1) as number) + 1 };
    const iso = (time: number) => new Date(time).toISOString();
    const question = questionOf({
      targets: target === undefined ? [] : [planTarget(target)],
      from: [],
      since: iso(window.since),
      until: iso(window.until),
      filters: { accounts: [owner], reads },
    });
    const { collect } = await liveFor(world, {
      account: owner,
      regions,
      since: iso(window.since),
      until: iso(window.until),
      now: iso(window.until + 60_000),
    });
    const live = await collect(evidenceRequest(question));
    const files: Reading[] = [];
    const noInput = () => Promise.reject(new Error('standard input was read'));
    const scanners = archive.createScanners(evidenceRequest(question));
    for await (const reading of openArchive([folder], { standardInput: noInput }).scan(
      scanners,
      { accounts: [], regions: [] },
      archive.parseKey,
    ))
      files.push(reading);
    // data events are never in the event history
    const expected = comparable(files).filter(
      ({ event }) => event.kind !== 'api-call' || event.detail.eventCategory === 'Management',
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(comparable(live)).toEqual(expected);
  });
});
