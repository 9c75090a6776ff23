/** The test server's trails, delivery channels and permissions, through the real SDK clients. */
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail';
import { ConfigServiceClient, DescribeDeliveryChannelsCommand } from '@aws-sdk/client-config-service';
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AwsServerOptions } from '../aws/server.ts';
import { createWorld, type TrailOutline } from '../aws/world.ts';
import { account, failureOf, region, serverFor } from './aws-server-harness.ts';

const arnOf = (name: string) => `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;

const trailOf = (name: string, isMultiRegion: boolean): TrailOutline => ({
  trail: {
    Name: name,
    TrailARN: arnOf(name),
    HomeRegion: region,
    S3BucketName: 'trail-logs',
    IsMultiRegionTrail: isMultiRegion,
    LogFileValidationEnabled: true,
  },
  status: { IsLogging: true, LatestDeliveryTime: '2026-03-03T13:55:00.000Z' },
  eventSelectors: { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }] },
});

const world = createWorld({
  [account]: {
    regions: {
      [region]: { trails: [trailOf('everywhere', true), trailOf('here', false)] },
      'eu-west-1': {},
    },
  },
});

async function cloudtrailIn(place: string, options: Partial<AwsServerOptions> = {}) {
  const server = await serverFor({ world, ...options });
  const client = new CloudTrailClient({ ...server.clientConfig({ account, region: place }), maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return { server, client };
}

describe('trails', () => {
  test('of all regions are told in every region, others at home alone', async () => {
    const names = async (place: string, includeShadowTrails?: boolean) => {
      const { client } = await cloudtrailIn(place);
      const { trailList = [] } = await client.send(
        new DescribeTrailsCommand(includeShadowTrails === undefined ? {} : { includeShadowTrails }),
      );
      return trailList.map(({ Name }) => Name);
    };
    expect(await names(region)).toEqual(['everywhere', 'here']);
    expect(await names('eu-west-1')).toEqual(['everywhere']);
    expect(await names('eu-west-1', false)).toEqual([]);
  });

  test('are asked by name at home, and by ARN elsewhere', async () => {
    const { client } = await cloudtrailIn('eu-west-1');
    const failure = await failureOf(client.send(new GetTrailStatusCommand({ Name: 'everywhere' })));
    expect(failure).toMatchObject({ name: 'TrailNotFoundException', status: 400 });
    const status = await client.send(new GetTrailStatusCommand({ Name: arnOf('everywhere') }));
    expect(status).toMatchObject({ IsLogging: true, LatestDeliveryTime: new Date('2026-03-03T13:55:00.000Z') });
  });

  test('tell their selectors; Insights that is off is an error', async () => {
    const { client } = await cloudtrailIn(region);
    const { TrailARN, EventSelectors } = await client.send(new GetEventSelectorsCommand({ TrailName: 'here' }));
    expect({ TrailARN, kinds: EventSelectors?.map(({ ReadWriteType }) => ReadWriteType) }).toEqual({
      TrailARN: arnOf('here'),
      kinds: ['All'],
    });
    const failure = await failureOf(client.send(new GetInsightSelectorsCommand({ TrailName: 'here' })));
    expect(failure.name).toBe('InsightNotEnabledException');
  });
});

test('delivery channels', async () => {
  const server = await serverFor({ world });
  const client = new ConfigServiceClient(server.clientConfig({ account, region }));
  onTestFinished(() => client.destroy());
  const { DeliveryChannels = [] } = await client.send(new DescribeDeliveryChannelsCommand({}));
  expect(DeliveryChannels.map(({ s3BucketName }) => s3BucketName)).toEqual([`config-${account}`]);
  const failure = await failureOf(
    client.send(new DescribeDeliveryChannelsCommand({ DeliveryChannelNames: ['other'] })),
  );
  expect(failure.name).toBe('NoSuchDeliveryChannelException');
});

describe('an allow-list', () => {
  test('denies every other action, in the words of each protocol', async () => {
    const { server, client } = await cloudtrailIn(region, { allow: ['cloudtrail:LookupEvents'] });
    await client.send(new LookupEventsCommand({}));
    const denied = await failureOf(client.send(new DescribeTrailsCommand({})));
    expect(denied).toMatchObject({ name: 'AccessDeniedException', status: 400 });
    expect(denied.message).toContain('is not authorized to perform: cloudtrail:DescribeTrails');
    const ec2 = new EC2Client({ ...server.clientConfig({ account, region }), maxAttempts: 1 });
    onTestFinished(() => ec2.destroy());
    expect((await failureOf(ec2.send(new DescribeRegionsCommand({})))).name).toBe('UnauthorizedOperation');
  });

  test('cannot deny who one is', async () => {
    const server = await serverFor({ world, allow: [] });
    const sts = new STSClient(server.clientConfig({ account, region }));
    onTestFinished(() => sts.destroy());
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: account });
  });
});
