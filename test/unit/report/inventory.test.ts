import { describe, expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type { ApiCallEvent } from '../../../src/model/event.ts';
import type { Evidence, Span } from '../../../src/model/evidence.ts';
import type { Inventory, KnownResource } from '../../../src/model/inventory.ts';
import type { Question, Survey } from '../../../src/model/question.ts';
import { inventoryOf, lastWrites, listedResources } from '../../../src/report/inventory.ts';
import { ResourceList } from '../../../src/report/resource-list.ts';
import { inventoryJsonSchema, inventoryV1 } from '../../../src/report/schema-inventory-v1.ts';
import { questionOf, shuffled } from '../../fixtures/question.ts';
import { alice, bob } from '../../fixtures/report-cast.ts';
import { apiCall, type CallOptions } from '../../fixtures/report-events.ts';

const at = (clock: string) => `2026-03-03T${clock}:00.000Z`;
const known = (resource: Partial<KnownResource>): Evidence => ({
  type: 'resource',
  resource: {
    type: 'AWS::S3::Bucket',
    id: 'a',
    name: null,
    arn: null,
    account: '111122223333',
    region: 'us-east-1',
    deleted: false,
    createdTime: null,
    changedTime: null,
    tags: null,
    ...resource,
  },
  origin: { source: 'config', backend: 'archive', account: null, region: null, ref: null, locator: 'config.json' },
});
const bucket = (id: string, clock: string, more: Partial<KnownResource> = {}) =>
  known({ id, name: id, arn: `arn:aws:s3:::${id}`, changedTime: at(clock), tags: {}, ...more });
const group = known({
  type: 'AWS::EC2::SecurityGroup',
  id: 'sg-0a1b2c3d4e5f60718',
  changedTime: at('09:00'),
  tags: {},
});
const gone = bucket('gone', '11:00', { deleted: true, tags: null });

const write = (clock: string, eventName: string, id: string, { detail, ...more }: CallOptions = {}): Evidence => {
  const event: ApiCallEvent = apiCall(at(clock), eventName, eventName, {
    resources: [{ type: 'AWS::S3::Bucket', id }],
    ...more,
    detail: { principal: alice, eventSource: 's3.amazonaws.com', readOnly: false, outcome: 'success', ...detail },
  });
  return { type: 'event', event, digest: event.id };
};

const noSurvey: Survey = { of: 'inventory', types: [], rules: [], derivable: [], deleted: false };

function inventory(
  evidence: readonly Evidence[],
  survey: Partial<Survey> = {},
  question: Partial<Question> = {},
  spans: readonly Span[] = [],
): Inventory {
  const whole = { ...noSurvey, ...survey };
  const asked = { ...questionOf({ command: 'compliance', survey: whole }), ...question };
  const list = new ResourceList(asked);
  const calls = list
    .take(evidence)
    .flatMap((found) => (found.type === 'event' && found.event.kind === 'api-call' ? [found.event] : []));
  const resources = listedResources(list, whole);
  const changedBy = lastWrites(resources, calls);
  const written = new Set(changedBy.values());
  return inventoryOf({
    question: asked,
    survey: whole,
    resources,
    changedBy,
    calls: calls.filter((call) => written.has(call)),
    readings: [{ evidence, spans, skipped: [], gaps: [], bytes: 0 }],
    backendOf: () => 'archive',
    lagSeconds: {},
    version: '0.0.0',
    generatedAt: Date.parse(at('12:00')),
    seconds: 1,
  });
}

test('counts the calls that it names as matched', () => {
  const evidence = [bucket('a', '08:00'), write('07:00', 'CreateBucket', 'a'), write('07:30', 'PutBucketAcl', 'a')];
  const span = { source: 'cloudtrail', account: '111122223333', region: 'us-east-1' };
  const [first, last] = [Date.parse(at('06:00')), Date.parse(at('12:00'))];
  const { coverage } = inventory(evidence, {}, {}, [{ ...span, first, last, records: 9 }]);
  expect(coverage.find(({ source }) => source === 'cloudtrail')).toMatchObject({ records: 9, matched: 1 });
});

describe('the inventory', () => {
  const evidence = [
    bucket('a', '08:00', { tags: { team: 'web' } }),
    bucket('a', '10:00', { tags: { team: 'shop' } }),
    group,
    gone,
  ];

  test('has each resource once, in its last state', () => {
    const { resources, totals } = inventory(evidence);
    expect(resources.map(({ id, changedTime, tags }) => [id, changedTime, tags])).toEqual([
      ['sg-0a1b2c3d4e5f60718', at('09:00'), {}],
      ['a', at('10:00'), { team: 'shop' }],
    ]);
    expect(totals).toEqual({
      resources: 2,
      deleted: 0,
      byType: [
        { type: 'AWS::EC2::SecurityGroup', resources: 1, deleted: 0 },
        { type: 'AWS::S3::Bucket', resources: 1, deleted: 0 },
      ],
      byRegion: [{ region: 'us-east-1', resources: 2, deleted: 0 }],
      byAccount: [{ account: '111122223333', resources: 2, deleted: 0 }],
    });
  });

  test('has what is gone where that is asked for', () => {
    const { resources, totals } = inventory(evidence, { deleted: true, types: ['AWS::S3::Bucket'] });
    expect(resources.map(({ id, deleted }) => [id, deleted])).toEqual([
      ['a', false],
      ['gone', true],
    ]);
    expect(totals).toMatchObject({ resources: 1, deleted: 1 });
  });

  test('does not depend on the order of what was read', () => {
    const all = [...evidence, write('10:30', 'PutBucketPolicy', 'a'), write('10:30', 'PutBucketAcl', 'a')];
    for (let seed = 0; seed < 10; seed++) expect(inventory(shuffled(all, seed))).toEqual(inventory(all));
  });

  test('keeps to the accounts and regions that are asked for', () => {
    const other = bucket('theirs', '09:00', { account: '444455556666' });
    const role = bucket('everywhere', '09:00', { region: 'global' });
    const idsIn = (filters: Partial<Question['filters']>) =>
      inventory([...evidence, other, role], {}, { filters: { ...questionOf().filters, ...filters } }).resources.map(
        ({ id }) => id,
      );
    expect(idsIn({ accounts: ['444455556666'] })).toEqual(['theirs']);
    expect(idsIn({ regions: ['eu-west-1'] })).toEqual(['everywhere']);
  });
});

describe('who changed a resource last', () => {
  const changedBy = (...calls: readonly Evidence[]) =>
    inventory([bucket('a', '08:00'), ...calls]).resources.find(({ id }) => id === 'a')?.changedBy;

  test('is the caller of the last write', () => {
    const last = write('10:00', 'PutBucketPolicy', 'a', { detail: { principal: bob } });
    expect(changedBy(write('09:00', 'PutBucketAcl', 'a'), last)).toEqual({
      event: last.type === 'event' ? last.event.id : '',
      time: at('10:00'),
      eventName: 'PutBucketPolicy',
      name: 'bob',
      certainty: 'proven',
      arn: bob.arn,
    });
  });

  test.each([
    ['a read', write('10:00', 'GetBucketPolicy', 'a', { detail: { readOnly: true } })],
    ['a call that was denied', write('10:00', 'PutBucketPolicy', 'a', { detail: { outcome: 'denied' } })],
    ['a write into it', write('10:00', 'PutObject', 'a', { detail: { eventCategory: 'Data' } })],
    ['a call to another bucket', write('10:00', 'PutBucketPolicy', 'b')],
    [
      'a call of another service',
      write('10:00', 'PutMetricAlarm', 'a', { detail: { eventSource: 'monitoring.amazonaws.com' } }),
    ],
  ])('is not %s', (_, call) => {
    expect(changedBy(call)).toBeNull();
    expect(changedBy(write('09:00', 'PutBucketAcl', 'a'), call)).toMatchObject({ eventName: 'PutBucketAcl' });
  });
});

describe('inventory v1', () => {
  type Frozen<T> = {
    readonly [Key in keyof T]: T[Key] extends string | number | boolean | null ? T[Key] : Frozen<T[Key]>;
  };

  test('is what the schema says', () => {
    expectTypeOf<Frozen<z.infer<typeof inventoryV1>>>().toEqualTypeOf<Frozen<Inventory>>();
    const document = inventory([bucket('a', '08:00'), gone, write('09:00', 'PutBucketAcl', 'a')], { deleted: true });
    expect(inventoryV1.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
    expect(inventoryV1.safeParse({ ...document, added: 1 }).success).toBe(false);
    expect(inventoryV1.safeParse({ ...document, totals: undefined }).success).toBe(false);
  });

  test('has exactly these members', () => {
    expect(Object.keys(inventoryV1.shape)).toEqual([
      'schema',
      'tool',
      'generatedAt',
      'query',
      'totals',
      'resources',
      'coverage',
    ]);
    expect(Object.keys(inventoryV1.shape.resources.element.shape)).toEqual([
      'type',
      'id',
      'name',
      'arn',
      'account',
      'region',
      'deleted',
      'createdTime',
      'changedTime',
      'tags',
      'changedBy',
    ]);
  });

  test('is published as schema/inventory-v1.json (vitest -u writes it)', async () => {
    await expect(`${JSON.stringify(inventoryJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
      '../../../schema/inventory-v1.json',
    );
  });
});
