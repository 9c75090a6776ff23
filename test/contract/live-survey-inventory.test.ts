/** The inventory of an account: from the test server and from files. */
import { describe, expect, test } from 'vitest';
import type { Survey } from '../../src/model/question.ts';
import { group } from '../fixtures/config.ts';
import { account } from './aws-server-harness.ts';
import { asked, bucket, home, liveIn, resourcesIn, stored, surveyed, verdicts, worldOf } from './live-survey.ts';

describe('the inventory', () => {
  const items = [
    bucket('a-bucket', '2026-02-01T00:00:00.000Z', { tags: { team: 'web' } }),
    bucket('a-bucket', '2026-03-03T13:00:00.000Z', { tags: { team: 'shop' } }),
    bucket('old-bucket', '2026-03-01T00:00:00.000Z', { status: 'ResourceDeleted', configuration: null }),
    stored({ captureTime: '2026-02-01T00:00:00.000Z' }),
    verdicts('2026-02-01T00:00:00.000Z', 'AWS::S3::Bucket/a-bucket', { 'required-tags': 'NON_COMPLIANT' }),
  ];
  const inventory = (more: Partial<Survey> = {}) => surveyed({ of: 'inventory', ...more });

  test('is what there is, with its tags, and when it changed last', async () => {
    const live = await liveIn(worldOf({ [home]: { configurationItems: items } }));
    const found = resourcesIn(await live.collect(inventory()));
    expect(found.map(({ id }) => id).sort()).toEqual(['a-bucket', group]);
    expect(found.find(({ id }) => id === 'a-bucket')).toEqual({
      type: 'AWS::S3::Bucket',
      id: 'a-bucket',
      name: 'a-bucket',
      arn: 'arn:aws:s3:::a-bucket',
      account,
      region: home,
      deleted: false,
      createdTime: null,
      changedTime: '2026-03-03T13:00:00.000Z',
      tags: { team: 'shop' },
    });
    expect(asked(live.server, 'ListDiscoveredResources')).toBe(0);
  });

  test('is of some types, and of what is gone too, where that is asked for', async () => {
    const live = await liveIn(worldOf({ [home]: { configurationItems: items } }));
    const found = resourcesIn(await live.collect(inventory({ types: ['AWS::S3::Bucket'], deleted: true })));
    expect(found.map(({ id, deleted, changedTime }) => [id, deleted, changedTime?.slice(0, 10)])).toEqual([
      ['a-bucket', false, '2026-03-03'],
      ['old-bucket', true, '2026-03-01'],
    ]);
  });

  test('pages through many', async () => {
    const many = Array.from({ length: 230 }, (_, index) => bucket(`bucket-${index}`, '2026-02-01T00:00:00.000Z'));
    const live = await liveIn(worldOf({ [home]: { configurationItems: many } }));
    expect(new Set(resourcesIn(await live.collect(inventory())).map(({ id }) => id)).size).toBe(230);
    expect(asked(live.server, 'SelectResourceConfig')).toBe(3);
  });
});
