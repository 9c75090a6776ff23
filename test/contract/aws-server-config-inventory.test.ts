/** What the test server's Config knows right now, through the SDK's own client and paginator. */
import {
  BatchGetResourceConfigCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  DescribeConformancePacksCommand,
  DescribeRetentionConfigurationsCommand,
  ListDiscoveredResourcesCommand,
  type ListDiscoveredResourcesCommandInput,
  paginateSelectResourceConfig,
  SelectResourceConfigCommand,
} from '@aws-sdk/client-config-service';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { configOf, group, item, webGroup } from './aws-server-config.ts';
import { failureOf } from './aws-server-harness.ts';

const inventory = [
  item('2026-03-01T00:00:00.000Z', {
    resourceName: 'web',
    arn: 'arn:aws:ec2:us-east-1:111122223333:security-group/sg-0a1b2c3d4e5f60718',
    tags: { Name: 'web' },
    configuration: { groupName: 'web', ipPermissions: [{ ipRanges: ['0.0.0.0/0'], fromPort: 22 }] },
    relationships: [{ resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', name: 'Is contained in Vpc' }],
  }),
  item('2026-03-01T00:00:00.000Z', { resourceId: 'sg-gone', resourceName: 'old' }),
  item('2026-03-02T00:00:00.000Z', {
    resourceId: 'sg-gone',
    resourceName: 'old',
    configurationItemStatus: 'ResourceDeleted',
  }),
  item('2026-03-01T00:00:00.000Z', {
    resourceType: 'AWS::EC2::NetworkInterface',
    resourceId: 'eni-1',
    configuration: { status: 'in-use' },
    relationships: [
      { resourceType: group, resourceId: 'sg-0a1b2c3d4e5f60718', name: 'Is associated with SecurityGroup' },
      { resourceType: 'AWS::EC2::Instance', resourceId: 'i-1', name: 'Is attached to Instance' },
    ],
  }),
];

describe('the inventory', () => {
  const listed = async (input: Partial<ListDiscoveredResourcesCommandInput>) => {
    const { client } = await configOf({ configurationItems: inventory });
    const page = await client.send(new ListDiscoveredResourcesCommand({ resourceType: group, ...input }));
    return page.resourceIdentifiers;
  };

  test('is by type, name or ids; the deleted on request, with the time of it', async () => {
    const web = { resourceType: group, resourceId: 'sg-0a1b2c3d4e5f60718', resourceName: 'web' };
    const gone = {
      resourceType: group,
      resourceId: 'sg-gone',
      resourceName: 'old',
      resourceDeletionTime: new Date('2026-03-02T00:00:00Z'),
    };
    expect(await listed({})).toEqual([web]);
    expect(await listed({ resourceName: 'web' })).toEqual([web]);
    expect(await listed({ resourceIds: ['sg-gone'] })).toEqual([]);
    expect(await listed({ resourceName: 'old', includeDeletedResources: true })).toEqual([gone]);
    expect(await listed({ includeDeletedResources: true })).toEqual([web, gone]);
    expect(await failureOf(listed({ resourceName: 'web', resourceIds: ['sg-gone'] }))).toMatchObject({
      name: 'ValidationException',
    });
  });

  test('is as of now', async () => {
    const { client, clock } = await configOf({ configurationItems: [item('2026-03-03T16:30:00.000Z')] });
    const count = async () =>
      (await client.send(new ListDiscoveredResourcesCommand({ resourceType: group }))).resourceIdentifiers?.length;
    expect(await count()).toBe(0);
    clock.advance({ seconds: 1800 });
    expect(await count()).toBe(1);
  });

  test('by key has no tags and nothing that is deleted; what is too much comes back', async () => {
    const { client } = await configOf({ configurationItems: inventory }, { configBatchSize: 2 });
    const resourceKeys = [
      webGroup,
      { resourceType: group, resourceId: 'sg-gone' },
      { resourceType: group, resourceId: 'sg-late' },
    ] as const;
    const batch = await client.send(new BatchGetResourceConfigCommand({ resourceKeys: [...resourceKeys] }));
    expect(batch.baseConfigurationItems?.map(({ resourceId }) => resourceId)).toEqual(['sg-0a1b2c3d4e5f60718']);
    expect(Object.keys(batch.baseConfigurationItems?.[0] ?? {})).not.toContain('tags');
    expect(batch.unprocessedResourceKeys).toEqual([{ resourceType: group, resourceId: 'sg-late' }]);
  });
});

describe('a query', () => {
  const select = async (Expression: string) => {
    const { client } = await configOf({ configurationItems: inventory });
    const { Results } = await client.send(new SelectResourceConfigCommand({ Expression }));
    return Results?.map((result) => JSON.parse(result) as JsonObject);
  };

  test.each([
    ["resourceId = 'web' OR resourceName = 'web' OR arn = 'web'", ['sg-0a1b2c3d4e5f60718']],
    ["relationships.resourceId = 'sg-0a1b2c3d4e5f60718'", ['eni-1']],
    ["relationships.resourceId = 'i-1' AND resourceType = 'AWS::EC2::SecurityGroup'", []],
    ["resourceType = 'AWS::EC2::NetworkInterface' and (resourceId = 'eni-1' or resourceId = 'eni-2')", ['eni-1']],
    ["resourceId IN ('eni-1', 'sg-gone')", ['eni-1']],
    ["NOT resourceId = 'eni-1'", ['sg-0a1b2c3d4e5f60718']],
    ["resourceId LIKE 'eni%'", ['eni-1']],
    ["configuration.status = 'in-use'", ['eni-1']],
    ['configuration.ipPermissions.fromPort = 22', ['sg-0a1b2c3d4e5f60718']],
    ["tags.tag = 'Name=web'", ['sg-0a1b2c3d4e5f60718']],
    ["resourceId = 'sg-gone'", []],
  ])('WHERE %s finds %j', async (where, ids) => {
    expect(await select(`SELECT resourceId WHERE ${where}`)).toEqual(ids.map((resourceId) => ({ resourceId })));
  });

  test('gives what it asks for, in its own nesting; * is the scalars at the top', async () => {
    const where = "WHERE resourceId = 'eni-1'";
    expect(
      await select(
        `SELECT resourceType, configuration.status, relationships.resourceId, relationships.resourceType ${where}`,
      ),
    ).toEqual([
      {
        resourceType: 'AWS::EC2::NetworkInterface',
        configuration: { status: 'in-use' },
        relationships: [
          { resourceId: 'sg-0a1b2c3d4e5f60718', resourceType: group },
          { resourceId: 'i-1', resourceType: 'AWS::EC2::Instance' },
        ],
      },
    ]);
    const [all] = (await select(`SELECT * ${where}`)) ?? [];
    expect(all).toMatchObject({ resourceId: 'eni-1', configurationItemStatus: 'OK' });
    expect(all).not.toHaveProperty('relationships');
  });

  test.each([
    'SELECT',
    "SELECT resourceId FROM resources WHERE resourceId = 'a'",
    "SELECT resourceId WHERE resourceId = 'a' AND",
    "SELECT resourceId WHERE resourceId LIKE '%a'",
    'SELECT resourceId WHERE resourceId = "a"',
    `SELECT resourceId WHERE resourceId = '${'a'.repeat(4096)}'`,
  ])('%s is refused', async (expression) => {
    expect(await failureOf(select(expression))).toMatchObject({ name: 'InvalidExpressionException', status: 400 });
  });

  test('is read in pages to its end', async () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      item('2026-03-01T00:00:00.000Z', { resourceId: `sg-${index}` }),
    );
    const { client } = await configOf({ configurationItems: many });
    const pages: (number | undefined)[] = [];
    for await (const page of paginateSelectResourceConfig({ client }, { Expression: 'SELECT resourceId' }))
      pages.push(page.Results?.length);
    expect(pages).toEqual([25, 25, 10]);
  });
});

describe('the set-up', () => {
  test('is a recorder that records, unless the world says otherwise', async () => {
    const { client } = await configOf({});
    const { ConfigurationRecorders } = await client.send(new DescribeConfigurationRecordersCommand({}));
    expect(ConfigurationRecorders?.[0]?.recordingGroup?.allSupported).toBe(true);
    const { ConfigurationRecordersStatus } = await client.send(new DescribeConfigurationRecorderStatusCommand({}));
    expect(ConfigurationRecordersStatus?.[0]).toMatchObject({
      recording: true,
      lastStartTime: new Date('2024-01-01T00:00:00Z'),
    });
    expect((await client.send(new DescribeRetentionConfigurationsCommand({}))).RetentionConfigurations).toEqual([]);
    expect((await client.send(new DescribeConformancePacksCommand({}))).ConformancePackDetails).toEqual([]);
    const unknown = new DescribeConfigurationRecordersCommand({ ConfigurationRecorderNames: ['none'] });
    expect(await failureOf(client.send(unknown))).toMatchObject({ name: 'NoSuchConfigurationRecorderException' });
  });
});
