/** Which states are compared with which, and what relationships show. */
import { describe, expect, test } from 'vitest';
import type { ConfigurationItem } from '../../../../src/model/configuration-item.ts';
import { eventsOf, item, related } from './config-changes-case.ts';

const change = (before: Partial<ConfigurationItem>, after: Partial<ConfigurationItem>) => {
  const event = eventsOf([item('12:00', before), item('13:00', after)])[1];
  if (!event) throw new Error('no event');
  return event;
};

describe('what is compared', () => {
  test('every part of the resource, by its path from the item', () => {
    const { detail } = change(
      { supplementaryConfiguration: { Policy: { Version: '1' } }, tags: { Name: 'a' } },
      { configuration: { timeout: 3 }, supplementaryConfiguration: { Policy: { Version: '2' } }, tags: { Env: 'b' } },
    );
    expect(detail.changes.map(({ path, op }) => `${op} ${path}`)).toEqual([
      'replace /configuration/timeout',
      'replace /supplementaryConfiguration/Policy/Version',
      'add /tags/Env',
      'remove /tags/Name',
    ]);
  });

  test('not what always differs', () => {
    expect(
      change({ relatedEvents: ['a'], arn: null }, { relatedEvents: [], status: 'ResourceDiscovered' }).detail.changes,
    ).toEqual([]);
  });

  test('by what is known of the type', () => {
    const state = (lastModified: string, ...subnetIds: string[]) => ({
      configuration: { lastModified, vpcConfig: { subnetIds } },
    });
    expect(change(state('a', 'subnet-1', 'subnet-2'), state('b', 'subnet-2', 'subnet-1'))).toMatchObject({
      summary: 'nothing changed',
      severity: 'info',
      detail: { changes: [] },
    });
  });

  test('tags and relationships only where both items have them', () => {
    const full = { tags: { Name: 'a' }, relationships: [related('eni-1')] };
    expect(change(full, { partial: true, configuration: { timeout: 3 } }).summary).toBe('timeout 30 → 3');
    expect(change({ partial: true }, full).summary).toBe('nothing changed');
  });

  test('secrets by whether they differ', () => {
    const secret = (digest: string): Partial<ConfigurationItem> => ({
      configuration: { password: '<redacted>' },
      redactions: { '/configuration/password': digest },
    });
    const changed = change(secret('a'), secret('b'));
    expect(changed.detail.changes).toEqual([
      { path: '/configuration/password', op: 'replace', before: '<redacted>', after: '<redacted>' },
    ]);
    expect(changed.summary).toBe('password changed');
    expect(change(secret('a'), secret('a')).detail.changes).toEqual([]);
    expect(change(secret('a'), { configuration: { password: '<redacted>' } }).detail.changes).toEqual([]);
    expect(change({}, secret('a')).detail.changes.map(({ path }) => path)).toEqual([
      '/configuration/password',
      '/configuration/timeout',
    ]);
    expect(JSON.stringify(changed)).not.toContain('redactions');
  });
});

describe('relationships', () => {
  test('are compared wherever they stand', () => {
    const changed = change(
      { relationships: [related('a'), related('b'), related('c'), related('d')] },
      { relationships: [related('b'), related('c2'), related('d')] },
    );
    expect(changed.detail.changes).toEqual([
      { path: '/relationships/2', op: 'remove', before: related('c') },
      { path: '/relationships/0', op: 'remove', before: related('a') },
      { path: '/relationships/1', op: 'add', after: related('c2') },
    ]);
  });

  test('alone are told so, and are routine', () => {
    const added = change(
      {},
      { relationships: [related('eni-1'), { ...related('x'), resourceId: null, resourceName: 'app' }] },
    );
    expect(added).toMatchObject({
      summary: 'relationships only: + NetworkInterface eni-1 and + NetworkInterface app',
      severity: 'info',
      detail: { relationshipOnly: true },
    });
    expect(change({ relationships: [related('eni-1')] }, {}).summary).toBe(
      'relationships only: − NetworkInterface eni-1',
    );
    const many = ['1', '2', '3', '4', '5'].map((id) => related(id));
    expect(change({}, { relationships: many }).summary).toBe(
      'relationships only: + NetworkInterface 1, + NetworkInterface 2 and 3 more',
    );
  });

  test('beside another change are told among the changes', () => {
    expect(change({}, { configuration: { timeout: 3 }, relationships: [related('eni-1')] })).toMatchObject({
      summary: 'timeout 30 → 3; + NetworkInterface eni-1',
      severity: 'notice',
      detail: { relationshipOnly: false },
    });
  });
});
