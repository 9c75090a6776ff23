import { describe, expect, test } from 'vitest';
import type { ConfigurationItem } from '../../../../src/model/configuration-item.ts';
import type { JsonObject } from '../../../../src/model/json.ts';
import { digestOf } from '../../../../src/sources/config/digest.ts';
import { isConfigurationItem, readItem } from '../../../../src/sources/config/item.ts';
import { apiItem, deliveredItem, groupArn, type State } from '../../../fixtures/config.ts';

function read(raw: JsonObject): ConfigurationItem {
  const reading = readItem(raw);
  if ('reason' in reading) throw new Error(reading.reason);
  return reading.item;
}

const state: State = {
  captureTime: '2026-03-03T14:04:46.318Z',
  resourceName: 'web',
  configuration: { groupName: 'web', ipPermissions: [{ fromPort: 22, ipRanges: ['0.0.0.0/0'] }], description: 'null' },
  supplementaryConfiguration: {
    BucketPolicy: { policyText: '{"Version":"2012-10-17"}' },
    AccessControlList: '{"grantList":[]}',
    IsRequesterPaysEnabled: false,
    Description: '30',
    Limit: 30,
  },
  tags: { Name: 'web', release: '1' },
  relationships: [
    { resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', relation: 'Is contained in' },
    { resourceType: 'AWS::EC2::Instance', resourceId: 'i-1', relation: 'Is associated with' },
    { resourceType: 'AWS::IAM::Role', resourceName: 'app', relation: 'Is associated with' },
  ],
};

describe('an item', () => {
  test('is the same in both dialects', () => {
    const [api, delivered] = [read(apiItem(state)), read(deliveredItem(state))];
    expect(api).toEqual(delivered);
    expect(digestOf(api)).toBe(digestOf(delivered));
  });

  test('is read in full', () => {
    expect(read(apiItem(state))).toEqual({
      resourceType: 'AWS::EC2::SecurityGroup',
      resourceId: 'sg-0a1b2c3d4e5f60718',
      resourceName: 'web',
      arn: groupArn,
      account: '111122223333',
      region: 'us-east-1',
      status: 'OK',
      captureTime: '2026-03-03T14:04:46.318Z',
      stateId: '1772546686318',
      configuration: state.configuration,
      supplementaryConfiguration: {
        BucketPolicy: { policyText: { Version: '2012-10-17' } },
        AccessControlList: { grantList: [] },
        IsRequesterPaysEnabled: false,
        Description: '30',
        Limit: 30,
      },
      tags: { Name: 'web', release: '1' },
      relationships: [
        {
          resourceType: 'AWS::EC2::Instance',
          resourceId: 'i-1',
          resourceName: null,
          name: 'Is associated with Instance',
        },
        { resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', resourceName: null, name: 'Is contained in Vpc' },
        { resourceType: 'AWS::IAM::Role', resourceId: null, resourceName: 'app', name: 'Is associated with Role' },
      ],
      relatedEvents: [],
    });
  });

  test('does not depend on the order of its relationships', () => {
    const turned = { ...state, relationships: [...(state.relationships ?? [])].reverse() };
    expect(digestOf(read(apiItem(turned)))).toBe(digestOf(read(apiItem(state))));
  });

  test('that differs has another digest', () => {
    expect(digestOf(read(apiItem({ ...state, tags: { Name: 'db' } })))).not.toBe(digestOf(read(apiItem(state))));
  });

  test('of a deleted resource has no configuration', () => {
    for (const configuration of ['null', '{"groupName":"web"}', null, undefined]) {
      const raw = { ...apiItem({ status: 'ResourceDeleted' }), configuration };
      expect(read(raw)).toMatchObject({ status: 'ResourceDeleted', configuration: null });
    }
  });

  test('keeps a configuration that is no JSON as text', () => {
    expect(read({ ...apiItem(), configuration: '{"groupName":' }).configuration).toBe('{"groupName":');
  });

  test('may list its tags', () => {
    const tags = [
      { key: 'Name', value: 'web' },
      { Key: 'Env', Value: 'prod' },
      { tagKey: 'a', tagValue: 'b' },
      { key: 'bare' },
      7,
    ];
    expect(read({ ...apiItem(), tags }).tags).toEqual({ Name: 'web', Env: 'prod', a: 'b', bare: '' });
  });

  test('as documentation misspells it', () => {
    const { configurationItemVersion, configurationStateId, availabilityZone, ...rest } = deliveredItem({
      resourceType: 'AWS::EC2::VOLUME',
      resourceId: 'vol-1',
    });
    const misspelled = {
      ...rest,
      snapshotVersion: configurationItemVersion,
      configurationStateID: configurationStateId,
      availibilityZone: availabilityZone,
    };
    expect(isConfigurationItem(misspelled)).toBe(true);
    expect(read(misspelled)).toEqual(read(deliveredItem({ resourceType: 'AWS::EC2::Volume', resourceId: 'vol-1' })));
  });

  test('in a mix of both dialects', () => {
    const { configuration, supplementaryConfiguration } = deliveredItem(state);
    expect(read({ ...apiItem(state), configuration, supplementaryConfiguration }).configuration).toEqual(
      state.configuration,
    );
  });

  test('whose state id is missing or 0 goes by its capture time', () => {
    expect(read({ ...apiItem(state), configurationStateId: 0 }).stateId).toBe('1772546686318');
    expect(read({ ...apiItem(state), configurationStateId: undefined }).stateId).toBe('1772546686318');
    expect(read({ ...apiItem(state), configurationStateId: 949 }).stateId).toBe('949');
  });

  test('takes account and region from its ARN where it leaves them out', () => {
    expect(read({ ...apiItem(), accountId: undefined, awsRegion: undefined })).toMatchObject({
      account: '111122223333',
      region: 'us-east-1',
    });
    expect(read({ ...apiItem(), accountId: '', awsRegion: '', arn: 'arn:aws:s3:::a-bucket' })).toMatchObject({
      account: null,
      region: null,
    });
  });

  test('without tags and relationships is partial', () => {
    const { tags: _, relationships: __, ...base } = apiItem();
    expect(read(base)).toMatchObject({ partial: true, tags: {}, relationships: [] });
    expect(read(apiItem())).not.toHaveProperty('partial');
  });

  test('keeps relationships that say what they relate to as they say it', () => {
    const relationships = [
      { resourceType: 'AWS::EC2::EIP', resourceId: 'eipalloc-1', name: 'Is attached to ElasticIp' },
      { resourceType: 'AWS::IAM::Policy', resourceId: 'ANPA1', relationshipName: 'Is attached to ' },
      { resourceType: 'AWS::EC2::Subnet', relationshipName: 'Is attached to Subnet' },
      { resourceId: 'i-1' },
      null,
    ];
    expect(read({ ...apiItem(), relationships }).relationships.map(({ name }) => name)).toEqual([
      'Is attached to ElasticIp',
      'Is attached to CustomerManagedPolicy',
    ]);
  });
});

describe('secrets of an item', () => {
  const functionState = (secret: string): State => ({
    configuration: { environment: { variables: { TOKEN: secret } }, timeout: 3 },
    supplementaryConfiguration: { Settings: JSON.stringify({ masterUserPassword: secret }) },
  });

  test('are redacted, in both dialects and in text', () => {
    for (const raw of [apiItem(functionState('abc')), deliveredItem(functionState('abc'))]) {
      expect(read(raw)).toMatchObject({
        configuration: { environment: { variables: { TOKEN: '<redacted>' } }, timeout: 3 },
        supplementaryConfiguration: { Settings: { masterUserPassword: '<redacted>' } },
      });
    }
  });

  test('leave a mark that tells whether they changed, and not what they are', () => {
    const [one, same, other] = ['hunter2', 'hunter2', 'hunter3'].map(
      (secret) => read(apiItem(functionState(secret))).redactions,
    );
    expect(Object.keys(one ?? {}).sort()).toEqual([
      '/configuration/environment/variables/TOKEN',
      '/supplementaryConfiguration/Settings/masterUserPassword',
    ]);
    expect(same).toEqual(one);
    for (const path of Object.keys(one ?? {})) expect(other?.[path]).not.toBe(one?.[path]);
    expect(JSON.stringify(one)).not.toContain('hunter2');
  });

  test('are none: no marks', () => {
    expect(read(apiItem())).not.toHaveProperty('redactions');
  });
});

describe('a value that cannot be used', () => {
  test('has no readable time', () => {
    expect(readItem({ ...apiItem(), configurationItemCaptureTime: 'datetime.datetime(2026, 3, 3)' })).toEqual({
      reason: 'a configuration item without a readable capture time',
    });
  });

  test('is nested beyond any resource', () => {
    const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const reason = { reason: 'a configuration item that is nested too deeply' };
    const inside = { text: deep(150) };
    expect(readItem({ ...apiItem(), configuration: JSON.stringify({ text: JSON.stringify([[inside]]) }) })).not.toEqual(
      reason,
    );
    expect(readItem({ ...apiItem(), configuration: JSON.stringify([{ ...inside, more: deep(199) }]) })).toEqual(reason);
    expect(readItem({ ...apiItem(), supplementaryConfiguration: { a: [[[[deep(198)]]]] } })).toEqual(reason);
    expect(readItem({ ...apiItem(), tags: { deep: JSON.parse(deep(250)) } })).toEqual(reason);
  });

  test('is text that nests beyond any record: it stays text', () => {
    const text = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    expect(read({ ...apiItem(), configuration: text }).configuration === text).toBe(true);
  });

  test.each<[string, JsonObject]>([
    ['nothing', {}],
    ['a relationship', { resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', relationshipName: 'Is contained in Vpc' }],
    ['a resource without type', { resourceId: 'a', configurationItemStatus: 'OK' }],
    ['a type that is none', { resourceType: 'group', resourceId: 'a', configurationItemStatus: 'OK' }],
    ['a type of another form', { resourceType: ['AWS::EC2::VPC'], resourceId: 'a', configurationItemStatus: 'OK' }],
    ['a resource without id', { resourceType: 'AWS::EC2::VPC', configurationItemStatus: 'OK' }],
  ])('is no item: %s', (_, value) => {
    expect(isConfigurationItem(value)).toBe(false);
  });

  test('every member of another type', () => {
    for (const odd of [null, 7, true, '', 'text', [], [1, null], {}, { a: null }]) {
      for (const key of Object.keys(deliveredItem())) {
        expect(() => readItem({ ...deliveredItem(), [key]: odd })).not.toThrow();
        expect(() => readItem({ ...apiItem(), [key]: odd })).not.toThrow();
      }
    }
  });
});
