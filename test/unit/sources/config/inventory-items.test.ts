/** What is kept of an item for an inventory: most of a snapshot is content that an inventory does not show. */
import { expect, test } from 'vitest';
import type { ConfigurationItem } from '../../../../src/model/configuration-item.ts';
import type { KnownResource } from '../../../../src/model/inventory.ts';
import type { JsonObject } from '../../../../src/model/json.ts';
import { apiItem, deliveredItem, historyFile, ofType } from '../../../fixtures/config.ts';
import { questionOf } from '../../../fixtures/question.ts';
import { asking, captured, evidenceIn, scanAll } from './archive-case.ts';

const survey = { of: 'inventory', types: [], rules: [], derivable: [], deleted: false } as const;
const listing = asking(questionOf({ survey }));

type Items = readonly JsonObject[];

const resourcesIn = async (...files: readonly Items[]): Promise<readonly KnownResource[]> =>
  ofType(await evidenceIn(listing, ...files.map((items) => historyFile(...items))), 'resource').map(
    ({ resource }) => resource,
  );

/** From the item as it is read for every other answer. */
const resourceOf = (item: ConfigurationItem): KnownResource => ({
  type: item.resourceType,
  id: item.resourceId,
  name: item.resourceName,
  arn: item.arn,
  account: item.account,
  region: item.region,
  deleted: item.status.startsWith('ResourceDeleted'),
  createdTime: item.createdTime ?? null,
  changedTime: item.captureTime,
  tags:
    item.partial || item.status.startsWith('ResourceDeleted')
      ? null
      : Object.fromEntries(
          Object.entries(item.tags).map(([key, value]) => [
            key,
            typeof value === 'string' ? value : JSON.stringify(value ?? ''),
          ]),
        ),
});

const without = ({ ...item }: JsonObject, ...keys: readonly string[]): JsonObject => {
  for (const key of keys) delete (item as Record<string, unknown>)[key];
  return item;
};

test.each<[string, JsonObject, Partial<KnownResource>]>([
  ['an item', deliveredItem({ tags: { team: 'web' } }), { tags: { team: 'web' } }],
  ['one of the API', apiItem({ tags: { team: 'web' } }), { tags: { team: 'web' } }],
  [
    'tags that are no texts',
    deliveredItem({ tags: { a: { b: 1 }, c: ['d'], e: 2 } }),
    { tags: { a: '{"b":1}', c: '["d"]', e: '2' } },
  ],
  ['a list of tags', { ...deliveredItem(), tags: [{ key: 'team', value: 'web' }] }, { tags: { team: 'web' } }],
  ['a secret among tags', deliveredItem({ tags: { password: 'hunter2' } }), { tags: { password: '<redacted>' } }],
  ['a deleted one', deliveredItem({ status: 'ResourceDeleted', tags: { team: 'web' } }), { deleted: true, tags: null }],
  ['one that tells no tags and no relationships', without(deliveredItem(), 'tags', 'relationships'), { tags: null }],
  ['one that tells no tags', without(deliveredItem(), 'tags'), { tags: {} }],
  [
    'one with its beginning',
    { ...deliveredItem(), resourceCreationTime: '2026-01-01T00:00:00Z' },
    { createdTime: '2026-01-01T00:00:00.000Z' },
  ],
])('%s is listed as it is told elsewhere', async (_, item, told) => {
  const [whole] = ofType(await evidenceIn(asking(questionOf()), historyFile(item)), 'configuration-item');
  const [resource, ...more] = await resourcesIn([item]);
  expect(more).toEqual([]);
  expect(resource).toEqual(whole && resourceOf(whole.item));
  expect(resource).toMatchObject(told);
});

test('a tag without a value is an empty text', async () => {
  const item = { ...deliveredItem(), tags: { team: null } };
  expect((await resourcesIn([item]))[0]?.tags).toEqual({ team: '' });
});

test('of each resource a file tells its latest state, and none that is earlier than what another told', async () => {
  const timesIn = async (...files: readonly Items[]) =>
    (await resourcesIn(...files)).map(({ changedTime }) => changedTime?.slice(11, 16));
  expect(await timesIn([captured('14:00'), captured('16:00'), captured('15:00')])).toEqual(['16:00']);
  expect(await timesIn([captured('16:00')], [captured('15:00')])).toEqual(['16:00']);
  expect(await timesIn([captured('15:00')], [captured('14:00'), captured('16:00')])).toEqual(['15:00', '16:00']);
  // an item that has relationships does not replace one without
  expect(await timesIn([captured('16:00')], [without(captured('15:00'), 'relationships')])).toEqual(['16:00', '15:00']);
  const twins = [captured('16:00', { tags: { a: '1' } }), captured('16:00', { tags: { a: '2' } })];
  expect((await resourcesIn([captured('15:00'), ...twins])).map(({ tags }) => tags)).toEqual([{ a: '1' }, { a: '2' }]);
});

test('an item of the end of the window or later is no part of it', async () => {
  const until = asking(questionOf({ survey, until: '2026-03-03T15:00:00Z' }));
  const found = ofType(await evidenceIn(until, historyFile(captured('15:00'), captured('14:00'))), 'resource');
  expect(found.map(({ resource }) => resource.changedTime?.slice(11, 16))).toEqual(['14:00']);
});

test('what Config says of itself is no resource, and is counted', async () => {
  const pack = { ...captured('14:00'), resourceType: 'AWS::Config::ConformancePackCompliance' };
  const rule = { ...captured('14:00'), resourceType: 'AWS::Config::ResourceCompliance' };
  const [reading] = await scanAll(listing, historyFile(pack, rule));
  expect(reading).toMatchObject({ evidence: [], spans: [{ records: 2 }], gaps: [] });
});

test('tags that nest too deeply are told to be damaged, where the item would be told', async () => {
  const nested = (inside: string) => `${'['.repeat(120)}${inside}${']'.repeat(120)}`;
  const deep = { ...captured('14:00'), tags: { a: JSON.parse(nested(JSON.stringify(nested('')))) } };
  const [first, second] = await scanAll(listing, historyFile(deep), historyFile(deep, captured('15:00')));
  expect(first?.gaps.map(({ gap }) => gap.message).join()).toContain('nested too deeply');
  expect(second?.gaps).toEqual([]);
});
