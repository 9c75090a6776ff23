/** The test server's GetResourceConfigHistory, through the SDK's own client and paginator. */
import {
  ConfigServiceClient,
  type ConfigurationItem,
  GetResourceConfigHistoryCommand,
  type GetResourceConfigHistoryCommandInput,
  paginateGetResourceConfigHistory,
} from '@aws-sdk/client-config-service';
import { describe, expect, test } from 'vitest';
import { configOf, item, now, webGroup } from './aws-server-config.ts';
import { account, failureOf, region } from './aws-server-harness.ts';

const statesOf = (items: readonly ConfigurationItem[] | undefined) =>
  items?.map(({ configurationStateId }) => Number(configurationStateId));
const at = (...times: readonly string[]) => times.map((time) => Date.parse(time));

describe('a history', () => {
  const times = [
    '2026-01-10T00:00:00.000Z',
    '2026-03-01T10:00:00.000Z',
    '2026-03-01T11:00:00.000Z',
    '2026-03-02T12:00:00.000Z',
  ];
  const configurationItems = times.map((time) => item(time));
  const between = (earlier: string, later: string, more: Partial<GetResourceConfigHistoryCommandInput> = {}) => ({
    ...webGroup,
    earlierTime: new Date(earlier),
    laterTime: new Date(later),
    ...more,
  });

  const walk = async (client: ConfigServiceClient, input: GetResourceConfigHistoryCommandInput) => {
    const pages: (number[] | undefined)[] = [];
    for await (const page of paginateGetResourceConfigHistory({ client }, { ...input }))
      pages.push(statesOf(page.configurationItems));
    return pages;
  };

  test('is newest first, in calls of seven days each: pages may be empty and go on', async () => {
    const { client } = await configOf({ configurationItems });
    expect(await walk(client, between('2026-01-10T00:00:00Z', now))).toEqual([
      at('2026-03-02T12:00:00Z', '2026-03-01T11:00:00Z', '2026-03-01T10:00:00Z'),
      ...Array.from({ length: 6 }, () => []),
      at('2026-01-10T00:00:00Z'),
    ]);
  });

  test('runs forward where that is asked for', async () => {
    const { client } = await configOf({ configurationItems });
    const input = between('2026-02-26T00:00:00Z', now, { chronologicalOrder: 'Forward' });
    expect(await walk(client, input)).toEqual([
      at('2026-03-01T10:00:00Z', '2026-03-01T11:00:00Z', '2026-03-02T12:00:00Z'),
    ]);
  });

  test('includes both ends, in both directions', async () => {
    const { client } = await configOf({ configurationItems });
    const window = between('2026-03-01T10:00:00Z', '2026-03-02T12:00:00Z');
    expect((await walk(client, window)).flat()).toHaveLength(3);
    expect((await walk(client, { ...window, chronologicalOrder: 'Forward' })).flat()).toHaveLength(3);
  });

  test('gives ten items a page, or as many as asked for', async () => {
    const many = Array.from({ length: 12 }, (_, hour) =>
      item(new Date(Date.parse(now) - hour * 3_600_000).toISOString()),
    );
    const { client } = await configOf({ configurationItems: many });
    const window = between('2026-03-01T00:00:00Z', now);
    expect((await walk(client, window)).map((page) => page?.length)).toEqual([10, 2]);
    expect((await walk(client, { ...window, limit: 5 })).map((page) => page?.length)).toEqual([5, 5, 2]);
    expect((await walk(client, { ...window, limit: 100 })).flat()).toEqual(statesOf(many as never));
    expect(await failureOf(walk(client, { ...window, limit: 101 }))).toMatchObject({ name: 'InvalidLimitException' });
  });

  test('without an earlier time goes on to the end of its retention', async () => {
    const retentionConfigurations = [{ Name: 'default', RetentionPeriodInDays: 30 }];
    const { client } = await configOf({ configurationItems, retentionConfigurations });
    const pages = await walk(client, { ...webGroup, limit: 100 });
    expect(pages).toHaveLength(5);
    // January's is older than that
    expect(pages.flat()).toHaveLength(3);
  });

  test('gives the item before a time to a search backwards', async () => {
    const { client } = await configOf({ configurationItems });
    const input = between('2026-02-20T00:00:00Z', '2026-03-02T11:59:59Z', { limit: 1 });
    const page = await client.send(new GetResourceConfigHistoryCommand(input));
    expect(statesOf(page.configurationItems)).toEqual(at('2026-03-01T11:00:00Z'));
    expect(page.nextToken).toBeDefined();
  });

  test('refuses a token of another question', async () => {
    const { client } = await configOf({ configurationItems });
    const window = between('2026-01-10T00:00:00Z', now);
    const { nextToken } = await client.send(new GetResourceConfigHistoryCommand(window));
    const other = new GetResourceConfigHistoryCommand({ ...window, limit: 7, nextToken });
    expect(await failureOf(client.send(other))).toMatchObject({ name: 'InvalidNextTokenException', status: 400 });
  });

  test('is in the API dialect whatever the world was given: text, no relatedEvents, no hash', async () => {
    const delivered = {
      configurationItemVersion: '1.3',
      awsAccountId: account,
      ARN: 'arn:aws:ec2:us-east-1:111122223333:security-group/sg-0a1b2c3d4e5f60718',
      configurationItemCaptureTime: '2026-03-03T14:04:46.101Z',
      configurationStateId: 1772546686101,
      configurationStateMd5Hash: 'abc',
      configurationItemStatus: 'OK',
      ...webGroup,
      awsRegion: region,
      tags: { Name: 'web' },
      relatedEvents: ['x'],
      relationships: [{ resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', name: 'Is contained in Vpc' }],
      configuration: { groupName: 'web' },
      supplementaryConfiguration: { Extra: { a: 1 } },
    };
    const { client } = await configOf({ configurationItems: [delivered] });
    const page = await client.send(new GetResourceConfigHistoryCommand(webGroup));
    expect(page.configurationItems).toEqual([
      {
        version: '1.3',
        accountId: account,
        arn: delivered.ARN,
        configurationItemCaptureTime: new Date('2026-03-03T14:04:46.101Z'),
        configurationItemStatus: 'OK',
        configurationStateId: '1772546686101',
        configurationItemMD5Hash: '',
        ...webGroup,
        awsRegion: region,
        tags: { Name: 'web' },
        relatedEvents: [],
        relationships: [
          { resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', relationshipName: 'Is contained in Vpc' },
        ],
        configuration: '{"groupName":"web"}',
        supplementaryConfiguration: { Extra: '{"a":1}' },
      },
    ]);
  });

  test('of an unknown resource, in a region without a recorder, and of a time turned round, is an error', async () => {
    const { client, server } = await configOf({ configurationItems });
    const ask = (input: GetResourceConfigHistoryCommandInput) =>
      failureOf(client.send(new GetResourceConfigHistoryCommand(input)));
    expect(await ask({ ...webGroup, resourceId: 'web' })).toMatchObject({
      name: 'ResourceNotDiscoveredException',
      status: 400,
    });
    expect(await ask(between(now, '2026-03-01T00:00:00Z'))).toMatchObject({ name: 'InvalidTimeRangeException' });
    const elsewhere = new ConfigServiceClient(server.clientConfig({ region: 'eu-west-1' }));
    expect(await failureOf(elsewhere.send(new GetResourceConfigHistoryCommand(webGroup)))).toMatchObject({
      name: 'ResourceNotDiscoveredException',
    });
    const off = await configOf({ configurationItems, configurationRecorders: [] });
    expect(await failureOf(off.client.send(new GetResourceConfigHistoryCommand(webGroup)))).toMatchObject({
      name: 'NoAvailableConfigurationRecorderException',
    });
  });

  test('grows with the clock', async () => {
    const { client, clock } = await configOf({
      configurationItems: [...configurationItems, item('2026-03-03T16:30:00.000Z')],
    });
    const latest = async () => {
      const page = await client.send(new GetResourceConfigHistoryCommand({ ...webGroup, limit: 1 }));
      return statesOf(page.configurationItems);
    };
    expect(await latest()).toEqual(at('2026-03-02T12:00:00Z'));
    clock.advance({ seconds: 1800 });
    expect(await latest()).toEqual(at('2026-03-03T16:30:00Z'));
  });

  test('does not know of what is still to come', async () => {
    const { client, clock } = await configOf({ configurationItems: [item('2026-03-03T16:30:00.000Z')] });
    const ask = () => client.send(new GetResourceConfigHistoryCommand(webGroup));
    expect(await failureOf(ask())).toMatchObject({ name: 'ResourceNotDiscoveredException' });
    clock.advance({ seconds: 1800 });
    expect((await ask()).configurationItems).toHaveLength(1);
  });
});
