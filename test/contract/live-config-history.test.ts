/** The history of a resource, from AWS Config: how far back it is followed, and that it equals the archive's. */
import { describe, expect, test } from 'vitest';
import { scanFile } from '../../src/archive/scan-file.ts';
import type { Evidence, Reading } from '../../src/model/evidence.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { archive } from '../../src/sources/config/backends/archive.ts';
import { group, groupArn, groupType, ofType } from '../fixtures/config.ts';
import { account } from './aws-server-harness.ts';
import {
  askedFor,
  at,
  evidenceOf,
  gapsOf,
  home,
  itemsOf,
  opened,
  read,
  regionsOf,
  requestOf,
  serverOf,
  window,
} from './live-config.ts';

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

/** The other dialect, as delivered. */
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
