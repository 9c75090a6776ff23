/** AWS Config's live backend against the test server: the recorder's setup, failures, and what is never asked. */
import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/model/evidence.ts';
import type { GapCode } from '../../src/model/gap.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { planTarget } from '../../src/plan/target.ts';
import { api } from '../../src/sources/config/backends/api.ts';
import type { SourceRequest } from '../../src/sources/source.ts';
import type { RegionWorld } from '../aws/world.ts';
import { complianceState, group, groupType } from '../fixtures/config.ts';
import { questionOf } from '../fixtures/question.ts';
import { account } from './aws-server-harness.ts';
import {
  at,
  codesOf,
  evidenceOf,
  excluding,
  gapsOf,
  home,
  itemsOf,
  now,
  opened,
  other,
  type Regions,
  read,
  regionsOf,
  serverOf,
  stored,
  third,
  window,
} from './live-config.ts';

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
    // once per run, whatever is asked
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
