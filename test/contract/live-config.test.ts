/** AWS Config's live backend against the test server: real HTTP, the SDK's own client. */
import { describe, expect, test } from 'vitest';
import { scanFile } from '../../src/archive/scan-file.ts';
import type { Evidence, Reading } from '../../src/model/evidence.ts';
import type { GapCode } from '../../src/model/gap.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { planTarget } from '../../src/plan/target.ts';
import { api } from '../../src/sources/config/backends/api.ts';
import { archive } from '../../src/sources/config/backends/archive.ts';
import type { SourceRequest } from '../../src/sources/source.ts';
import { ManualClock } from '../aws/clock.ts';
import type { AwsServer } from '../aws/server.ts';
import type { Settings } from '../aws/settings.ts';
import { createWorld, type RegionWorld } from '../aws/world.ts';
import {
  apiItem,
  complianceState,
  evaluation,
  group,
  groupArn,
  groupType,
  ofType,
  type State,
} from '../fixtures/config.ts';
import { questionOf } from '../fixtures/question.ts';
import { account, otherAccount, serverFor } from './aws-server-harness.ts';
import { sessionWith } from './live-harness.ts';

const [home, other, third] = ['us-east-1', 'eu-west-1', 'ap-southeast-2'] as const;
const now = '2026-03-04T00:00:00Z';
const window = { since: '2026-03-03T12:00:00Z', until: '2026-03-03T18:00:00Z' };
type Regions = Readonly<Record<string, Partial<RegionWorld>>>;

/** Items as the test server holds them: times in ISO 8601. */
const stored = (state: State = {}): JsonObject => {
  const item = apiItem(state);
  return { ...item, configurationItemCaptureTime: state.captureTime ?? '2026-03-03T12:00:00.000Z' };
};
const at = (captureTime: string, more: State = {}) => stored({ ...more, captureTime: `${captureTime}.000Z` });
const opened = (port: number) => ({ groupName: 'web', ipPermissions: [{ fromPort: port }] });

async function serverOf(regions: Regions, settings: Partial<Settings> = {}): Promise<AwsServer> {
  return serverFor({ world: createWorld({ [account]: { regions } }), clock: new ManualClock(now), settings });
}

interface Asked {
  readonly targets?: readonly string[];
  readonly type?: string;
  readonly regions?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly request?: SourceRequest;
  /** Asked behind it, in the same run. */
  readonly further?: SourceRequest;
  readonly signal?: AbortSignal;
}

const requestOf = ({ targets = [group], type, ...times }: Asked): SourceRequest => ({
  kind: 'evidence',
  question: questionOf({ ...window, ...times, now, targets: targets.map((text) => planTarget(text, type)) }),
  interests: { targets: [], neighbors: [] },
});

async function read(server: AwsServer, asked: Asked = {}): Promise<readonly Reading[]> {
  const signal = asked.signal ?? new AbortController().signal;
  const session = sessionWith(server, { account, signal });
  const readings: Reading[] = [];
  try {
    for (const request of [asked.request ?? requestOf(asked), asked.further]) {
      if (request === undefined) continue;
      const context = {
        session,
        regions: asked.regions ?? [home],
        window: { since: Date.parse(asked.since ?? window.since), until: Date.parse(asked.until ?? window.until) },
        now: Date.parse(now),
        signal,
        onProgress: () => {},
      };
      for await (const reading of api.collect(request, context)) readings.push(reading);
    }
    return readings;
  } finally {
    session.destroy();
  }
}

const evidenceOf = (readings: readonly Reading[]) => readings.flatMap(({ evidence }) => evidence);
const gapsOf = (readings: readonly Reading[]) => readings.flatMap(({ gaps }) => gaps);
const codesOf = (readings: readonly Reading[]): readonly GapCode[] => gapsOf(readings).map(({ gap }) => gap.code);
const itemsOf = (readings: readonly Reading[]) =>
  ofType(evidenceOf(readings), 'configuration-item')
    .map(({ item }) => `${item.resourceId} ${item.captureTime.slice(0, 16)}`)
    .sort();
const statesOf = (readings: readonly Reading[]) =>
  ofType(evidenceOf(readings), 'rule-state')
    .map(
      ({ state }) => `${state.rule} ${state.state} ${state.recordedTime.slice(0, 16)} ${state.isFlip ? 'flip' : 'now'}`,
    )
    .sort();
const neighborsOf = (readings: readonly Reading[]) =>
  ofType(evidenceOf(readings), 'relationship')
    .map(({ of, neighbor, relation }) => `${of.resourceId} ${neighbor.id}: ${relation}`)
    .sort();
const regionsOf = (readings: readonly Reading[]) =>
  [...new Set(readings.flatMap(({ spans }) => spans.map(({ region }) => region)))].sort();
const askedFor = (server: AwsServer, action: string, key: string) =>
  server.requests.of(`config:${action}`).map(({ parameters }) => parameters[key]);

describe('a history', () => {
  const items = [
    at('2026-01-01T00:00:00', { configuration: opened(1) }),
    at('2026-02-10T08:00:00', { configuration: opened(2) }),
    at('2026-03-03T12:00:00', { configuration: opened(3) }),
    at('2026-03-03T14:04:46', { configuration: opened(22) }),
    at('2026-03-03T18:00:00', { configuration: opened(4) }),
    at('2026-03-03T13:00:00', { resourceId: 'sg-0other', arn: groupArn.replace(group, 'sg-0other') }),
  ];

  test('is the items in the window, and the one in force before it', async () => {
    const server = await serverOf({ [home]: { configurationItems: items } });
    const readings = await read(server);
    expect(itemsOf(readings)).toEqual([
      `${group} 2026-02-10T08:00`,
      `${group} 2026-03-03T12:00`,
      `${group} 2026-03-03T14:04`,
    ]);
    expect(gapsOf(readings)).toEqual([]);
    const { spans } = readings[0] as Reading;
    expect(spans).toEqual([
      {
        source: 'config',
        account,
        region: home,
        first: Date.parse(window.since),
        last: Date.parse(window.until) - 1,
        records: 2,
      },
    ]);
  });

  test('has the digests and fields of the archive: only the origin differs', async () => {
    const server = await serverOf({ [home]: { configurationItems: items } });
    const live = ofType(evidenceOf(await read(server)), 'configuration-item');
    const file = { configurationItems: items.map(asDelivered) };
    const scanners = archive.createScanners(requestOf({}));
    const { evidence } = await scanFile('logs/1.json', Buffer.from(JSON.stringify(file)), scanners);
    const plain = (found: readonly Evidence[]) =>
      ofType(found, 'configuration-item')
        .map(({ origin: { locator: _, backend: __, ...origin }, ...rest }) => ({ ...rest, origin }))
        .sort((a, b) => (a.item.stateId < b.item.stateId ? -1 : 1));
    expect(plain(live)).toEqual(plain(evidence));
    expect(new Set(live.map(({ origin }) => origin.locator)).size).toBe(3);
    for (const { origin, item } of live)
      expect(origin).toMatchObject({
        backend: 'api',
        locator: `config:GetResourceConfigHistory ${home} ${groupType}/${group} ${item.stateId}`,
      });
  });

  test('is asked with both times, in pages of a hundred, through every empty page', async () => {
    const server = await serverOf({ [home]: { configurationItems: items } });
    const readings = await read(server, { since: '2025-12-20T00:00:00Z' });
    expect(itemsOf(readings)).toEqual(
      ['2026-01-01T00:00', '2026-02-10T08:00', '2026-03-03T12:00', '2026-03-03T14:04'].map(
        (time) => `${group} ${time}`,
      ),
    );
    const sent = server.requests.of('config:GetResourceConfigHistory').map(({ parameters }) => parameters);
    expect(sent.length).toBeGreaterThan(10);
    for (const parameters of sent)
      expect(parameters).toMatchObject({ earlierTime: expect.any(Number), laterTime: expect.any(Number) });
  });

  test('of more than a page comes to its end', async () => {
    const many = Array.from({ length: 250 }, (_, index) =>
      at(new Date(Date.parse('2026-03-03T12:00:00Z') + index * 60_000).toISOString().slice(0, 19), {
        configuration: opened(index),
      }),
    );
    const server = await serverOf({ [home]: { configurationItems: [...many, ...items.slice(0, 1)] } });
    expect(itemsOf(await read(server))).toHaveLength(251);
  });

  test('of what has not changed for long takes no walk: the current item tells when it was captured', async () => {
    const server = await serverOf({ [home]: { configurationItems: items.slice(0, 1) } });
    const readings = await read(server);
    expect(itemsOf(readings)).toEqual([`${group} 2026-01-01T00:00`]);
    const types = askedFor(server, 'GetResourceConfigHistory', 'resourceType');
    expect(types.filter((type) => type === groupType)).toHaveLength(2);
  });

  test('without an item in the half year before says that the state before is not known', async () => {
    const server = await serverOf({
      [home]: { configurationItems: [at('2025-01-01T00:00:00'), ...items.slice(3, 4)] },
    });
    const readings = await read(server);
    expect(itemsOf(readings)).toEqual([`${group} 2026-03-03T14:04`]);
    expect(gapsOf(readings)).toMatchObject([
      { region: home, gap: { code: 'BASELINE_TOO_SHORT', blocking: false, message: expect.stringContaining(group) } },
    ]);
  });

  test('that begins with its discovery needs no earlier state', async () => {
    const discovered = at('2026-03-03T13:00:00', { status: 'ResourceDiscovered' });
    const server = await serverOf({ [home]: { configurationItems: [discovered] } });
    expect(gapsOf(await read(server))).toEqual([]);
  });

  test('of a resource that was made in the window is not walked back from', async () => {
    const made = { ...at('2026-03-03T13:00:00'), resourceCreationTime: '2026-03-03T12:59:00.000Z' };
    const server = await serverOf({ [home]: { configurationItems: [made] } });
    const readings = await read(server);
    expect(itemsOf(readings)).toHaveLength(1);
    expect(gapsOf(readings)).toEqual([]);
    expect(
      askedFor(server, 'GetResourceConfigHistory', 'resourceType').filter((type) => type === groupType),
    ).toHaveLength(1);
  });

  test('of an unknown resource is empty, and no gap', async () => {
    const server = await serverOf({ [home]: {} });
    const readings = await read(server);
    expect(evidenceOf(readings)).toEqual([]);
    expect(gapsOf(readings)).toEqual([]);
    expect(regionsOf(readings)).toEqual([home]);
  });

  test('of a deleted resource is read under its id', async () => {
    const gone = at('2026-03-03T15:00:00', { status: 'ResourceDeleted', configuration: null });
    const server = await serverOf({ [home]: { configurationItems: [...items.slice(1, 4), gone] } });
    expect(itemsOf(await read(server))).toContain(`${group} 2026-03-03T15:00`);
  });
});

/** The other dialect, as it is delivered. */
function asDelivered(item: JsonObject): JsonObject {
  const { version, accountId, arn, configuration, configurationStateId, ...rest } = item;
  return {
    ...rest,
    configurationItemVersion: version ?? '',
    awsAccountId: accountId ?? '',
    ARN: arn ?? '',
    configurationStateId: Number(configurationStateId),
    configuration: JSON.parse(String(configuration)) as JsonObject,
  };
}

describe('from what is typed to what Config calls it', () => {
  const role: State = {
    resourceType: 'AWS::IAM::Role',
    resourceId: 'AROAEXAMPLE000000000A',
    resourceName: 'Admin',
    arn: 'arn:aws:iam::111122223333:role/ops/Admin',
    region: 'global',
  };
  const database: State = {
    resourceType: 'AWS::RDS::DBInstance',
    resourceId: 'db-ABCDEFGHIJKL12345',
    resourceName: 'orders',
    arn: `arn:aws:rds:${home}:${account}:db:orders`,
  };
  const queue: State = {
    resourceType: 'AWS::SQS::Queue',
    resourceId: `https://sqs.${home}.amazonaws.com/${account}/jobs`,
    resourceName: 'jobs',
    arn: `arn:aws:sqs:${home}:${account}:jobs`,
  };
  const bucket: State = {
    resourceType: 'AWS::S3::Bucket',
    resourceId: 'orders-raw',
    resourceName: 'orders-raw',
    arn: 'arn:aws:s3:::orders-raw',
  };
  const items = [role, database, queue, bucket].map((state) =>
    at('2026-03-03T13:00:00', { ...state, status: 'ResourceDiscovered' }),
  );
  const found = (state: State) => [`${state.resourceId} 2026-03-03T13:00`];

  test.each<[string, State]>([
    ['Admin', role],
    ['arn:aws:iam::111122223333:role/ops/Admin', role],
    ['AROAEXAMPLE000000000A', role],
    ['orders', database],
    [database.arn as string, database],
    ['db-ABCDEFGHIJKL12345', database],
    ['jobs', queue],
    [queue.arn as string, queue],
    [queue.resourceId as string, queue],
    ['orders-raw', bucket],
    ['arn:aws:s3:::orders-raw', bucket],
  ])('%s', async (text, state) => {
    const server = await serverOf({ [home]: { configurationItems: items } });
    const readings = await read(server, { targets: [text] });
    expect(itemsOf(readings)).toEqual(found(state));
    expect(gapsOf(readings)).toEqual([]);
  });

  test('of a name that many bear some are read, and that is told', async () => {
    const many = Array.from({ length: 120 }, (_, index) =>
      at('2026-03-03T13:00:00', {
        resourceId: `sg-${String(index).padStart(17, '0')}`,
        resourceName: 'default',
        arn: `arn:aws:ec2:${home}:${account}:security-group/sg-${String(index).padStart(17, '0')}`,
        status: 'ResourceDiscovered',
      }),
    );
    const server = await serverOf({ [home]: { configurationItems: many } });
    const readings = await read(server, { targets: ['default'] });
    expect(itemsOf(readings)).toHaveLength(50);
    expect(gapsOf(readings)).toMatchObject([{ gap: { code: 'NOT_INDEXED', blocking: true } }]);
    expect(gapsOf(readings)[0]?.gap.message).toContain('120');
  });

  test('a deleted resource is found by its type and name', async () => {
    const gone = at('2026-03-03T14:00:00', { ...database, status: 'ResourceDeleted', configuration: null });
    const server = await serverOf({ [home]: { configurationItems: [...items, gone] } });
    const readings = await read(server, { targets: ['orders'], type: 'AWS::RDS::DBInstance' });
    expect(itemsOf(readings)).toEqual([...found(database), 'db-ABCDEFGHIJKL12345 2026-03-03T14:00']);
  });

  test('what has no region is asked for in its home region, whichever regions are asked', async () => {
    const server = await serverOf({ [home]: { configurationItems: items }, [other]: {} });
    for (const text of ['Admin', 'arn:aws:iam::111122223333:role/ops/Admin'])
      expect(itemsOf(await read(server, { targets: [text], regions: [other] }))).toEqual(found(role));
    // nothing else of the home region is told
    expect(itemsOf(await read(server, { targets: ['orders-raw'], regions: [other] }))).toEqual([]);
  });

  test('of a name that tells no type, what has no region is told once', async () => {
    const named = {
      relationships: [{ resourceType: 'AWS::IAM::Role', resourceName: 'Admin', relation: 'Is associated with' }],
    };
    const user = at('2026-03-03T13:00:00', { resourceType: 'AWS::Lambda::Function', resourceId: 'orders', ...named });
    const server = await serverOf({
      [home]: { configurationItems: items },
      [other]: { configurationItems: [...items, user] },
      [third]: {},
    });
    const readings = await read(server, { targets: ['Admin'], regions: [home, other, third] });
    expect(itemsOf(readings)).toEqual(found(role));
    expect(neighborsOf(readings)).toEqual(['Admin orders: Is associated with Role']);
    expect(server.requests.of('config:SelectResourceConfig')).toHaveLength(6);
  });

  test('what has no region is asked for elsewhere only if it is not known at home', async () => {
    const server = await serverOf({ [home]: {}, [other]: { configurationItems: items } });
    expect(itemsOf(await read(server, { targets: ['AROAEXAMPLE000000000A'], regions: [other] }))).toEqual(found(role));
    server.requests.clear();
    const both = await serverOf({ [home]: { configurationItems: items }, [other]: { configurationItems: items } });
    await read(both, { targets: ['AROAEXAMPLE000000000A'], regions: [home, other] });
    expect(new Set(both.requests.of('config:GetResourceConfigHistory').map(({ region }) => region))).toEqual(
      new Set([home]),
    );
  });

  test.each([`arn:aws:ec2:${other}:${account}:security-group/${group}`, groupArn.replace(account, otherAccount)])(
    '%s is not asked for in another place',
    async (text) => {
      const server = await serverOf({ [home]: { configurationItems: [at('2026-03-03T13:00:00')] } });
      expect(evidenceOf(await read(server, { targets: [text] }))).toEqual([]);
      expect(server.requests.all).toEqual([]);
    },
  );

  test('an address, a key or a session is no resource: nothing is asked', async () => {
    const server = await serverOf({ [home]: {} });
    const texts = ['192.0.2.24', 'AKIAEXAMPLEEXAMPLE00', 'arn:aws:sts::111122223333:assumed-role/Admin/alice'];
    expect(await read(server, { targets: texts })).toEqual([]);
    expect(server.requests.all).toEqual([]);
  });

  test.each(["it's", 'a\\b', `${'x'.repeat(800)}`, '" OR 1=1', '日本'])('%s does no harm', async (text) => {
    const server = await serverOf({ [home]: { configurationItems: items } });
    const readings = await read(server, { targets: [text] });
    expect(evidenceOf(readings)).toEqual([]);
    expect(codesOf(readings)).toEqual(['SERVICE_NOT_ASKED']);
  });
});

describe('compliance', () => {
  const changed = at('2026-03-03T14:04:46', { configuration: opened(22) });
  const before = at('2026-02-20T08:00:00');
  const flips = [
    stored(complianceState('2026-02-20T08:10:00.000Z', { 'restricted-ssh': 'COMPLIANT', tagged: 'NON_COMPLIANT' })),
    stored(complianceState('2026-03-01T08:10:00.000Z', { 'restricted-ssh': 'COMPLIANT', tagged: 'COMPLIANT' })),
    stored(complianceState('2026-03-03T14:06:12.000Z', { 'restricted-ssh': 'NON_COMPLIANT', tagged: 'COMPLIANT' })),
  ];

  test('is its history, back to where each verdict began', async () => {
    const server = await serverOf({ [home]: { configurationItems: [before, changed, ...flips] } });
    expect(statesOf(await read(server))).toEqual([
      'restricted-ssh COMPLIANT 2026-02-20T08:10 flip',
      'restricted-ssh COMPLIANT 2026-03-01T08:10 flip',
      'restricted-ssh NON_COMPLIANT 2026-03-03T14:06 flip',
      'tagged COMPLIANT 2026-03-01T08:10 flip',
      'tagged COMPLIANT 2026-03-03T14:06 flip',
      'tagged NON_COMPLIANT 2026-02-20T08:10 flip',
    ]);
  });

  test('is what rules say now, where the history does not tell it; later verdicts are not the window’s', async () => {
    const evaluationResults = [
      evaluation({ state: 'NON_COMPLIANT', recordedTime: '2026-03-03T14:06:10.000Z' }),
      evaluation({ rule: 'other', state: 'COMPLIANT', recordedTime: '2026-03-03T15:00:00.000Z' }),
      evaluation({ rule: 'late', state: 'COMPLIANT', recordedTime: '2026-03-03T19:00:00.000Z' }),
    ];
    const server = await serverOf(
      { [home]: { configurationItems: [before, changed, ...flips], evaluationResults } },
      { evaluationsPerPage: 1 },
    );
    const readings = await read(server);
    const states = statesOf(readings);
    expect(states.filter((state) => state.endsWith('now'))).toEqual(['other COMPLIANT 2026-03-03T15:00 now']);
    expect(states.filter((state) => state.endsWith('flip'))).toHaveLength(6);
    expect(readings.flatMap(({ skipped }) => skipped)).toEqual([
      { source: 'config', account, region: home, kind: 'verdict that the history tells', count: 1 },
    ]);
    const own = ofType(evidenceOf(readings), 'rule-state').find(({ state }) => state.rule === 'other');
    expect(own?.state).toMatchObject({ account, region: home });
    expect(own?.origin).toMatchObject({
      account,
      region: home,
      locator: `config:GetComplianceDetailsByResource ${home} ${groupType}/${group}`,
    });
  });

  test('keeps a present verdict from before the window where the history begins later', async () => {
    const evaluationResults = [
      evaluation({ rule: 'tagged', state: 'COMPLIANT', recordedTime: '2026-01-03T00:00:00.000Z' }),
    ];
    const told = stored(complianceState('2026-03-01T08:10:00.000Z', { tagged: 'COMPLIANT' }));
    const server = await serverOf({ [home]: { configurationItems: [before, changed, told], evaluationResults } });
    expect(statesOf(await read(server))).toEqual([
      'tagged COMPLIANT 2026-01-03T00:00 now',
      'tagged COMPLIANT 2026-03-01T08:10 flip',
    ]);
  });

  test('that is not recorded is a gap which does not block', async () => {
    const evaluationResults = [evaluation({ state: 'NON_COMPLIANT', recordedTime: '2026-03-03T14:06:10.000Z' })];
    const configurationRecorders = [excluding('AWS::Config::ResourceCompliance')];
    const server = await serverOf({
      [home]: { configurationItems: [before, changed, ...flips], evaluationResults, configurationRecorders },
    });
    const readings = await read(server);
    expect(statesOf(readings)).toEqual(['restricted-ssh NON_COMPLIANT 2026-03-03T14:06 now']);
    expect(gapsOf(readings)).toMatchObject([{ gap: { code: 'COMPLIANCE_NOT_RECORDED', blocking: false } }]);
    expect(askedFor(server, 'GetResourceConfigHistory', 'resourceType')).not.toContain(
      'AWS::Config::ResourceCompliance',
    );
  });
});

describe('a rule', () => {
  const evaluationResults = [
    evaluation({ state: 'NON_COMPLIANT', recordedTime: '2026-03-03T14:06:10.000Z' }),
    evaluation({ state: 'COMPLIANT', resourceId: 'sg-0other', recordedTime: '2026-03-03T15:06:10.000Z' }),
    evaluation({ rule: 'other', state: 'COMPLIANT', recordedTime: '2026-03-03T15:00:00.000Z' }),
  ];
  const here = { evaluationResults, configRules: [{ ConfigRuleName: 'restricted-ssh' }, { ConfigRuleName: 'other' }] };

  test.each([[undefined], ['AWS::Config::ConfigRule']])(
    'is what it says of every resource, of type %s',
    async (type) => {
      const server = await serverOf({ [home]: here, [other]: {} });
      const readings = await read(server, {
        targets: ['restricted-ssh'],
        regions: [home, other],
        ...(type !== undefined && { type }),
      });
      expect(
        ofType(evidenceOf(readings), 'rule-state').map(({ state }) => [state.rule, state.resourceId, state.region]),
      ).toEqual([
        ['restricted-ssh', group, home],
        ['restricted-ssh', 'sg-0other', home],
      ]);
      expect(gapsOf(readings)).toEqual([]);
    },
  );
});

const excluding = (...resourceTypes: string[]): JsonObject => ({
  name: 'default',
  recordingGroup: {
    allSupported: false,
    exclusionByResourceTypes: { resourceTypes },
    recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
  },
});

test('a rule has the history of what it evaluates, and of no other rule', async () => {
  const flips = [
    stored(complianceState('2026-03-01T08:10:00.000Z', { 'restricted-ssh': 'COMPLIANT', tagged: 'COMPLIANT' })),
    stored(complianceState('2026-03-03T14:06:12.000Z', { 'restricted-ssh': 'NON_COMPLIANT', tagged: 'COMPLIANT' })),
  ];
  const evaluationResults = [evaluation({ state: 'NON_COMPLIANT', recordedTime: '2026-03-03T14:06:10.000Z' })];
  const configRules = [{ ConfigRuleName: 'restricted-ssh' }];
  const server = await serverOf({ [home]: { configurationItems: flips, evaluationResults, configRules } });
  expect(statesOf(await read(server, { targets: ['restricted-ssh'] }))).toEqual([
    'restricted-ssh COMPLIANT 2026-03-01T08:10 flip',
    'restricted-ssh NON_COMPLIANT 2026-03-03T14:06 flip',
  ]);
});

const recordingAll: JsonObject = { name: 'default', recordingGroup: { allSupported: true } };

describe('how Config is set up', () => {
  const items = [at('2026-02-20T08:00:00'), at('2026-03-03T14:04:46', { configuration: opened(22) })];

  test.each<[string, Partial<RegionWorld>, readonly GapCode[]]>([
    ['no recorder', { configurationRecorders: [], configurationRecordersStatus: [] }, ['RECORDER_OFF']],
    [
      'stopped',
      {
        configurationRecordersStatus: [{ name: 'default', recording: false, lastStopTime: '2026-03-03T13:00:00.000Z' }],
      },
      ['RECORDER_OFF'],
    ],
    [
      'stopped after the window',
      {
        configurationRecordersStatus: [{ name: 'default', recording: false, lastStopTime: '2026-03-03T20:00:00.000Z' }],
      },
      [],
    ],
    ['type left out', { configurationRecorders: [excluding(groupType)] }, ['TYPE_NOT_RECORDED']],
    [
      'daily',
      { configurationRecorders: [{ ...recordingAll, recordingMode: { recordingFrequency: 'DAILY' } }] },
      ['DAILY_RECORDING'],
    ],
    ['retention', { retentionConfigurations: [{ Name: 'default', RetentionPeriodInDays: 30 }] }, []],
  ])('%s', async (_name, here, codes) => {
    const server = await serverOf({ [home]: { configurationItems: items, ...here } });
    const readings = await read(server);
    expect(codesOf(readings)).toEqual(codes);
    expect(regionsOf(readings)).toEqual([home]);
    // once a run, whatever is asked
    expect(server.requests.of('config:DescribeConfigurationRecorders')).toHaveLength(1);
  });

  test('a window before all that is kept', async () => {
    const retentionConfigurations = [{ Name: 'default', RetentionPeriodInDays: 30 }];
    const server = await serverOf({ [home]: { configurationItems: items, retentionConfigurations } });
    const readings = await read(server, { since: '2026-01-01T00:00:00Z', until: '2026-01-02T00:00:00Z' });
    expect(codesOf(readings)).toEqual(['RETENTION_EXCEEDED']);
    expect(evidenceOf(readings)).toEqual([]);
  });

  test('a recorder that is off where the group is not is no gap of the answer', async () => {
    const off = { configurationRecorders: [], configurationRecordersStatus: [] };
    const server = await serverOf({ [home]: { configurationItems: items }, [other]: off });
    expect(codesOf(await read(server, { regions: [home, other] }))).toEqual([]);
    expect(codesOf(await read(server, { regions: [home, other], targets: ['sg-0elsewhere'] }))).toEqual([
      'RECORDER_OFF',
    ]);
  });
});

describe('neighbors', () => {
  const eni = 'eni-0a1b2c3d4e5f60718';
  const instance = 'i-0f1e2d3c4b5a69788';
  const names = (...pairs: readonly (readonly [string, string])[]) =>
    pairs.map(([resourceType, resourceId]) => ({ resourceType, resourceId, relation: 'Is associated with' }));
  const balancer = `arn:aws:elasticloadbalancing:${home}:${account}:loadbalancer/app/web/50dc6c495c0c9188`;
  const items = [
    at('2026-02-20T08:00:00', { relationships: names(['AWS::EC2::NetworkInterface', eni]) }),
    at('2026-02-20T08:00:00', {
      resourceType: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      resourceId: balancer,
      resourceName: 'web',
      arn: balancer,
      relationships: names([groupType, group]),
    }),
    at('2026-02-20T08:00:00', {
      resourceType: 'AWS::EC2::NetworkInterface',
      resourceId: eni,
      arn: `arn:aws:ec2:${home}:${account}:network-interface/${eni}`,
      relationships: [
        ...names([groupType, group]),
        { resourceType: 'AWS::EC2::Instance', resourceId: instance, relation: 'Is attached to' },
      ],
    }),
  ];
  const follow: SourceRequest = {
    kind: 'follow',
    question: questionOf({ ...window, now, targets: [planTarget(group)] }),
    interests: { targets: [], neighbors: [eni, balancer] },
  };
  const described: JsonObject = {
    NetworkInterfaceId: eni,
    Groups: [{ GroupId: group }],
    Attachment: { InstanceId: instance },
  };

  test('are told by what names the target', async () => {
    const server = await serverOf({ [home]: { configurationItems: items } });
    const readings = await read(server);
    expect(neighborsOf(readings)).toEqual([
      `${group} ${balancer}: Is associated with SecurityGroup`,
      `${group} ${eni}: Is associated with SecurityGroup`,
    ]);
    const [first] = ofType(evidenceOf(readings), 'relationship').filter(({ neighbor }) => neighbor.id === balancer);
    expect(first).toMatchObject({ neighbor: { name: 'web', arn: balancer, account, region: home } });
  });

  test('of more than a page are all told, each once', async () => {
    const many = Array.from({ length: 230 }, (_, index) =>
      at('2026-02-20T08:00:00', {
        resourceType: 'AWS::Lambda::Function',
        resourceId: `worker-${index}`,
        resourceName: `worker-${index}`,
        arn: `arn:aws:lambda:${home}:${account}:function:worker-${index}`,
        relationships: names([groupType, group], [groupType, group]),
      }),
    );
    const server = await serverOf({ [home]: { configurationItems: [...items, ...many] } });
    expect(neighborsOf(await read(server))).toHaveLength(232);
  });

  test('are asked of EC2 as well where the recorder is stopped', async () => {
    const configurationRecordersStatus = [
      { name: 'default', recording: false, lastStopTime: '2026-03-03T13:00:00.000Z' },
    ];
    const server = await serverOf({
      [home]: { configurationItems: items, configurationRecordersStatus, networkInterfaces: [described] },
    });
    expect(neighborsOf(await read(server))).toContain(`${group} ${instance}: Is associated with SecurityGroup`);
  });

  test('are followed through interfaces, those that are gone as well', async () => {
    const server = await serverOf({ [home]: { configurationItems: items } });
    expect(neighborsOf(await read(server, { request: follow }))).toEqual([
      `${eni} ${instance}: Is attached to Instance`,
    ]);
    const gone = at('2026-03-03T15:00:00', {
      resourceType: 'AWS::EC2::NetworkInterface',
      resourceId: eni,
      status: 'ResourceDeleted',
      configuration: null,
    });
    const attached = { ...items[2], configurationItemCaptureTime: '2026-03-03T13:00:00.000Z' };
    const later = await serverOf({ [home]: { configurationItems: [attached, gone] } });
    expect(neighborsOf(await read(later, { request: follow }))).toEqual([
      `${eni} ${instance}: Is attached to Instance`,
    ]);
  });

  test('without interfaces there is nothing to follow', async () => {
    const server = await serverOf({ [home]: { configurationItems: items } });
    const request = { ...follow, interests: { targets: ['web'], neighbors: [balancer] } };
    expect(await read(server, { request })).toEqual([]);
    expect(server.requests.all).toEqual([]);
  });

  test('where Config is off EC2 tells them', async () => {
    const off = { configurationRecorders: [], configurationRecordersStatus: [], networkInterfaces: [described] };
    const server = await serverOf({ [home]: off });
    const readings = await read(server);
    expect(neighborsOf(readings)).toEqual([
      `${group} ${eni}: Is associated with SecurityGroup`,
      `${group} ${instance}: Is associated with SecurityGroup`,
    ]);
    expect(codesOf(readings)).toEqual(['RECORDER_OFF']);
    expect(neighborsOf(await read(server, { request: follow }))).toEqual([
      `${eni} ${instance}: Is attached to Instance`,
    ]);
  });
});

describe('trouble', () => {
  const names = [{ resourceType: groupType, resourceId: group, relation: 'Is associated with' }];
  const items = [
    at('2026-01-20T08:00:00'),
    at('2026-03-03T14:04:46', { configuration: opened(22) }),
    stored(complianceState('2026-03-03T14:06:12.000Z', { 'restricted-ssh': 'NON_COMPLIANT' })),
    at('2026-02-20T08:00:00', { resourceType: 'AWS::Lambda::Function', resourceId: 'orders', relationships: names }),
  ];
  const regions: Regions = { [home]: { configurationItems: items }, [other]: {}, [third]: {} };
  const everywhere = [home, other, third];
  const sorted = (readings: readonly Reading[]) =>
    evidenceOf(readings)
      .map((found) => JSON.stringify(found))
      .sort();

  test('that passes changes nothing', async () => {
    const calm = await read(await serverOf(regions), { regions: everywhere });
    for (const seed of [1, 2, 3]) {
      const server = await serverOf(regions);
      server.faults.addPassing({ share: 0.2, seed });
      const readings = await read(server, { regions: everywhere });
      expect(sorted(readings)).toEqual(sorted(calm));
      expect(gapsOf(readings)).toEqual([]);
      expect(server.requests.all.some(({ outcome }) => outcome !== 'ok')).toBe(true);
    }
  });

  test('throttled calls go on', async () => {
    const calm = await read(await serverOf(regions));
    const server = await serverOf(regions);
    server.faults.add({ kind: 'throttled', action: 'config:*', every: 2 });
    expect(sorted(await read(server))).toEqual(sorted(calm));
  });

  test.each([
    'config:GetResourceConfigHistory',
    'config:SelectResourceConfig',
    'config:GetComplianceDetailsByResource',
    'config:DescribeConfigurationRecorders',
    'config:DescribeConfigurationRecorderStatus',
    'config:DescribeRetentionConfigurations',
  ])('%s denied is exactly one gap', async (action) => {
    const server = await serverOf(regions);
    server.faults.add({ kind: 'denied', action });
    const readings = await read(server, { regions: everywhere });
    const gaps = gapsOf(readings).filter(({ gap }) => gap.message.includes(action));
    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.gap).toMatchObject({
      code: 'ACCESS_DENIED',
      blocking: true,
      hint: expect.stringContaining(action),
    });
    expect(codesOf(readings).filter((code) => code === 'ACCESS_DENIED')).toHaveLength(1);
  });

  test.each(['config:SelectResourceConfig', 'config:DescribeConfigurationRecorders'])(
    '%s denied is one gap in a run that follows neighbors, too',
    async (action) => {
      const server = await serverOf(regions);
      server.faults.add({ kind: 'denied', action });
      const further: SourceRequest = {
        kind: 'follow',
        question: questionOf({ ...window, now, targets: [planTarget(group)] }),
        interests: { targets: [], neighbors: ['eni-0a1b2c3d4e5f60718'] },
      };
      const readings = await read(server, { regions: everywhere, further });
      expect(codesOf(readings)).toEqual(['ACCESS_DENIED']);
      expect(server.requests.of('ec2:DescribeNetworkInterfaces').length > 0).toBe(action.includes('Select'));
      expect(server.requests.of('config:DescribeConfigurationRecorderStatus')).toHaveLength(3);
    },
  );

  test('a denied history names its regions, and claims no time of them', async () => {
    const server = await serverOf(regions);
    server.faults.add({ kind: 'denied', action: 'config:GetResourceConfigHistory' });
    const readings = await read(server, { regions: everywhere });
    expect(gapsOf(readings)).toMatchObject([{ account, region: null }]);
    for (const region of everywhere) expect(gapsOf(readings)[0]?.gap.message).toContain(region);
    expect(regionsOf(readings)).toEqual([]);
  });

  test('in one region leaves the others', async () => {
    const server = await serverOf(regions);
    server.faults.add({ kind: 'denied', action: 'config:*', region: other });
    const readings = await read(server, { regions: everywhere });
    expect(itemsOf(readings)).toHaveLength(2);
    expect(regionsOf(readings)).toEqual([third, home]);
    expect(gapsOf(readings).every(({ region }) => region === other)).toBe(true);
  });

  test('an aborted run ends with the reason', async () => {
    const server = await serverOf(regions);
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(read(server, { signal: controller.signal })).rejects.toThrow('enough');
  });
});

test('a window without a target is not asked, and says so', async () => {
  const server = await serverOf({ [home]: {} });
  const readings = await read(server, { targets: [] });
  expect(readings).toMatchObject([
    { evidence: [], spans: [], gaps: [{ account, gap: { code: 'SERVICE_NOT_ASKED', blocking: false } }] },
  ]);
  expect(server.requests.all).toEqual([]);
});

test('credentials are not Config’s', async () => {
  const server = await serverOf({ [home]: {} });
  expect(await read(server, { request: { kind: 'credentials', accessKeyIds: ['ASIAEXAMPLEEXAMPLE00'] } })).toEqual([]);
  expect(server.requests.all).toEqual([]);
});

test('only the actions that are declared are used', async () => {
  const server = await serverOf({ [home]: { configurationItems: [at('2026-03-03T13:00:00')] } });
  await read(server, { targets: [group, 'web', 'Admin'] });
  const used = new Set(server.requests.all.map(({ action }) => action));
  expect(used.size).toBeGreaterThan(4);
  for (const action of used) expect(api.reach.actions).toContain(action);
});
