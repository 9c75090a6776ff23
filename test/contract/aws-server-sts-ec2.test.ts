// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the format of a flow log is written so
/** The test server's STS and EC2: the way from account to account, and what is behind a security group. */
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  DescribeFlowLogsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRegionsCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type Filter,
  paginateDescribeNetworkInterfaces,
} from '@aws-sdk/client-ec2';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../aws/clock.ts';
import type { AwsServer } from '../aws/server.ts';
import { createWorld, type RegionWorld } from '../aws/world.ts';
import { record } from '../fixtures/trail.ts';
import { account, failureOf, otherAccount, region, serverFor } from './aws-server-harness.ts';

const now = '2026-03-03T16:00:00Z';
const jump = `arn:aws:iam::${account}:role/Jump`;
const reader = `arn:aws:iam::${otherAccount}:role/audit/Reader`;

const accounts = createWorld({
  [account]: { roles: [{ name: 'Jump', id: 'AROAEXAMPLE000000JUMP', trusts: [account], maxSessionDuration: 43_200 }] },
  [otherAccount]: {
    roles: [
      { name: 'Reader', path: '/audit/', id: 'AROAEXAMPLE0000READER', trusts: [jump], maxSessionDuration: 43_200 },
      { name: 'Vendor', id: 'AROAEXAMPLE0000VENDOR', trusts: ['*'], externalId: 'a-shared-word' },
    ],
    regions: { [region]: { trailRecords: [record({ eventName: 'OfTheOtherAccount' })] } },
  },
});

interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

async function assume(server: AwsServer, RoleArn: string, from?: Session, more: Partial<AssumeRoleCommandInput> = {}) {
  const client = new STSClient({ ...server.clientConfig(), ...(from && { credentials: from }) });
  const { Credentials, AssumedRoleUser } = await client.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'alice', ...more }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  return { credentials, user: AssumedRoleUser, expiration: Credentials?.Expiration };
}

describe('AssumeRole', () => {
  const start = async () => {
    const clock = new ManualClock(now);
    return { clock, server: await serverFor({ world: accounts, clock }) };
  };

  test('leads through a role into another account, which the new credentials are of', async () => {
    const { server } = await start();
    const first = await assume(server, jump);
    const second = await assume(server, reader, first.credentials);
    expect(second.user).toEqual({
      AssumedRoleId: 'AROAEXAMPLE0000READER:alice',
      Arn: `arn:aws:sts::${otherAccount}:assumed-role/Reader/alice`,
    });
    const config = { ...server.clientConfig(), credentials: second.credentials };
    expect(await new STSClient(config).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: otherAccount,
      Arn: `arn:aws:sts::${otherAccount}:assumed-role/Reader/alice`,
      UserId: 'AROAEXAMPLE0000READER:alice',
    });
    const { Events } = await new CloudTrailClient(config).send(new LookupEventsCommand({}));
    expect(Events?.map(({ EventName }) => EventName)).toEqual(['OfTheOtherAccount']);
    expect(new Set([first, second].map(({ credentials }) => credentials.accessKeyId)).size).toBe(2);
  });

  test('gives out credentials that expire', async () => {
    const { server, clock } = await start();
    const { credentials, expiration } = await assume(server, jump, undefined, { DurationSeconds: 900 });
    expect(expiration).toEqual(new Date('2026-03-03T16:15:00Z'));
    const call = () =>
      new CloudTrailClient({ ...server.clientConfig(), credentials }).send(new LookupEventsCommand({}));
    await call();
    clock.advance({ seconds: 900 });
    expect(await failureOf(call())).toMatchObject({ name: 'ExpiredTokenException', status: 400 });
  });

  test.each([
    ['that does not trust the caller', reader],
    ['that does not exist', `arn:aws:iam::${otherAccount}:role/None`],
    ['whose path is left out', `arn:aws:iam::${otherAccount}:role/Reader`],
    ['that wants an external id', `arn:aws:iam::${otherAccount}:role/Vendor`],
  ])('is denied for a role %s', async (_, role) => {
    const { server } = await start();
    expect(await failureOf(assume(server, role))).toEqual({
      name: 'AccessDenied',
      status: 403,
      message: `User: arn:aws:iam::${account}:user/auditor is not authorized to perform: sts:AssumeRole on resource: ${role}`,
    });
  });

  test('takes the external id', async () => {
    const { server } = await start();
    const vendor = `arn:aws:iam::${otherAccount}:role/Vendor`;
    const { user } = await assume(server, vendor, undefined, { ExternalId: 'a-shared-word' });
    expect(user?.Arn).toContain('assumed-role/Vendor/alice');
    expect(await failureOf(assume(server, vendor, undefined, { ExternalId: 'another' }))).toMatchObject({
      name: 'AccessDenied',
    });
  });

  test('chains for an hour at most, and refuses names that are none', async () => {
    const { server } = await start();
    const { credentials } = await assume(server, jump, undefined, { DurationSeconds: 7200 });
    const tooLong = assume(server, reader, credentials, { DurationSeconds: 3601 });
    expect(await failureOf(tooLong)).toMatchObject({ name: 'ValidationError', status: 400 });
    expect(await failureOf(assume(server, jump, undefined, { RoleSessionName: 'a name' }))).toMatchObject({
      name: 'ValidationError',
    });
  });
});

const networkInterface = (id: string, group: string, more = {}) => ({
  NetworkInterfaceId: id,
  InterfaceType: 'interface',
  Description: `of ${id} & "others" <all> &lt;`,
  VpcId: 'vpc-1',
  Groups: [{ GroupId: group, GroupName: 'web' }],
  Attachment: { InstanceId: `i-${id}`, AttachTime: '2026-01-12T07:30:41.000Z' },
  PrivateIpAddress: '172.31.16.20',
  PrivateIpAddresses: [{ PrivateIpAddress: '172.31.16.20', Primary: true, Association: { PublicIp: '192.0.2.130' } }],
  TagSet: [{ Key: 'Name', Value: id }],
  ...more,
});

const here: Partial<RegionWorld> = {
  networkInterfaces: [networkInterface('eni-1', 'sg-1'), networkInterface('eni-2', 'sg-2', { VpcId: 'vpc-2' })],
  securityGroups: [
    {
      GroupId: 'sg-1',
      GroupName: 'web',
      Description: 'the web',
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 22,
          ToPort: 22,
          IpRanges: [{ CidrIp: '0.0.0.0/0' }],
          UserIdGroupPairs: [{ GroupId: 'sg-2' }],
        },
      ],
      Tags: [{ Key: 'Name', Value: 'web' }],
    },
  ],
  flowLogs: [
    {
      FlowLogId: 'fl-1',
      LogGroupName: 'flows',
      ResourceId: 'vpc-1',
      LogFormat: '${version} ${account-id}',
      CreationTime: '2026-01-01T00:00:00.000Z',
    },
  ],
};

async function ec2Of(region1: Partial<RegionWorld> = here) {
  const regions = { [region]: region1, 'eu-west-1': {}, 'me-south-1': { optInStatus: 'not-opted-in' } } as const;
  const server = await serverFor({ world: createWorld({ [account]: { regions } }) });
  return new EC2Client(server.clientConfig());
}

describe('network interfaces', () => {
  const found = async (...Filters: Filter[]) => {
    const client = await ec2Of();
    const { NetworkInterfaces } = await client.send(new DescribeNetworkInterfacesCommand({ Filters }));
    return NetworkInterfaces?.map(({ NetworkInterfaceId }) => NetworkInterfaceId);
  };

  test.each<[string, string[], string[]]>([
    ['group-id', ['sg-1'], ['eni-1']],
    ['group-id', ['sg-1', 'sg-2'], ['eni-1', 'eni-2']],
    ['group-id', ['sg-3'], []],
    ['attachment.instance-id', ['i-eni-2'], ['eni-2']],
    ['addresses.association.public-ip', ['192.0.2.130'], ['eni-1', 'eni-2']],
    ['description', ['of eni-1*'], ['eni-1']],
    ['description', ['of eni'], []],
  ])('are filtered by %s %j', async (Name, Values, ids) => {
    expect(await found({ Name, Values })).toEqual(ids);
  });

  test('must hold to all filters, and know them', async () => {
    expect(await found({ Name: 'group-id', Values: ['sg-1', 'sg-2'] }, { Name: 'vpc-id', Values: ['vpc-2'] })).toEqual([
      'eni-2',
    ]);
    expect(await failureOf(found({ Name: 'group', Values: ['sg-1'] }))).toMatchObject({
      name: 'InvalidParameterValue',
      status: 400,
    });
  });

  test('come out of the XML as they went in', async () => {
    const client = await ec2Of();
    const { NetworkInterfaces } = await client.send(
      new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ['eni-1'] }),
    );
    expect(NetworkInterfaces).toEqual([
      {
        ...networkInterface('eni-1', 'sg-1'),
        Attachment: { InstanceId: 'i-eni-1', AttachTime: new Date('2026-01-12T07:30:41.000Z') },
      },
    ]);
    const none = new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ['eni-9'] });
    expect(await failureOf(client.send(none))).toMatchObject({ name: 'InvalidNetworkInterfaceID.NotFound' });
  });

  test('are read in pages to their end; a token is of its question', async () => {
    const many = Array.from({ length: 12 }, (_, index) => networkInterface(`eni-${index}`, 'sg-1'));
    const client = await ec2Of({ networkInterfaces: many });
    const pages: (number | undefined)[] = [];
    for await (const page of paginateDescribeNetworkInterfaces({ client }, { MaxResults: 5 }))
      pages.push(page.NetworkInterfaces?.length);
    expect(pages).toEqual([5, 5, 2]);
    const { NextToken } = await client.send(new DescribeNetworkInterfacesCommand({ MaxResults: 5 }));
    const other = new DescribeNetworkInterfacesCommand({ MaxResults: 6, NextToken });
    expect(await failureOf(client.send(other))).toMatchObject({ name: 'InvalidPaginationToken', status: 400 });
  });
});

test('security groups are described with their rules', async () => {
  const client = await ec2Of();
  const { SecurityGroups } = await client.send(new DescribeSecurityGroupsCommand({ GroupIds: ['sg-1'] }));
  expect(SecurityGroups).toEqual(here.securityGroups);
  const none = new DescribeSecurityGroupsCommand({ GroupIds: ['sg-9'] });
  expect(await failureOf(client.send(none))).toMatchObject({ name: 'InvalidGroup.NotFound' });
});

test('flow logs tell their group and their format', async () => {
  const client = await ec2Of();
  const Filter = [{ Name: 'resource-id', Values: ['vpc-1'] }];
  const { FlowLogs } = await client.send(new DescribeFlowLogsCommand({ Filter }));
  expect(FlowLogs).toEqual([{ ...here.flowLogs?.[0], CreationTime: new Date('2026-01-01T00:00:00Z') }]);
});

test('regions that are not opted in are told on request', async () => {
  const client = await ec2Of();
  const named = async (AllRegions: boolean) =>
    (await client.send(new DescribeRegionsCommand({ AllRegions }))).Regions?.map(({ RegionName, OptInStatus }) => [
      RegionName,
      OptInStatus,
    ]);
  const enabled = [
    ['us-east-1', 'opt-in-not-required'],
    ['eu-west-1', 'opt-in-not-required'],
  ];
  expect(await named(false)).toEqual(enabled);
  expect(await named(true)).toEqual([...enabled, ['me-south-1', 'not-opted-in']]);
});
