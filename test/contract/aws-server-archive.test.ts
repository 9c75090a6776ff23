// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the format of a flow log is written so
/** Worlds made from delivered files: the bundled cases, asked through the APIs. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CloudTrailClient, type Event, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, DescribeAlarmHistoryCommand, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import {
  ConfigServiceClient,
  GetComplianceDetailsByResourceCommand,
  paginateGetResourceConfigHistory,
  SelectResourceConfigCommand,
} from '@aws-sdk/client-config-service';
import {
  DescribeFlowLogsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../aws/clock.ts';
import type { World } from '../aws/world.ts';
import { worldFromArchive } from '../aws/world-from-archive.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { delivered, deliveredKey, record } from '../fixtures/trail.ts';
import { account, otherAccount, serverFor } from './aws-server-harness.ts';

const example = (name: string) => join(import.meta.dirname, '../../examples', name);
const group = { resourceType: 'AWS::EC2::SecurityGroup', resourceId: 'sg-0a1b2c3d4e5f60718' } as const;

const serve = async (world: World, now: string) =>
  (await serverFor({ world, clock: new ManualClock(now), rateFactor: 1000 })).clientConfig;

describe('the open-ssh case', () => {
  const { world, unread } = worldFromArchive(example('open-ssh'));
  const start = async () => (await serve(world, '2026-03-03T16:30:00Z'))({ account });

  test('is read whole', () => {
    expect(unread).toEqual([]);
  });

  test('is found by the id of the group, who opened it first of all', async () => {
    const client = new CloudTrailClient(await start());
    const events: Event[] = [];
    const LookupAttributes = [{ AttributeKey: 'ResourceName', AttributeValue: group.resourceId }] as const;
    for await (const page of paginateLookupEvents({ client }, { LookupAttributes: [...LookupAttributes] }))
      events.push(...(page.Events ?? []));
    const writes = events.filter(({ ReadOnly }) => ReadOnly === 'false').map(({ EventId }) => EventId);
    expect(writes).toContain('654bfee1-8e62-4fa5-8e8e-02811e5ea422');
    expect(writes).toContain('1b70dbd4-e663-4050-bf8a-ca57036a7e11');
  });

  test('has a history of the group in which ssh was open for a while', async () => {
    const client = new ConfigServiceClient(await start());
    const open: boolean[] = [];
    const input = { ...group, earlierTime: new Date('2026-03-03T13:00:00Z'), chronologicalOrder: 'Forward' } as const;
    for await (const page of paginateGetResourceConfigHistory({ client }, { ...input }))
      for (const { configuration } of page.configurationItems ?? [])
        open.push(/"fromPort":22\b/.test(configuration ?? ''));
    expect(open).toContain(true);
    expect(open.at(-1)).toBe(false);
  });

  test('tells the rule by the time that it is asked', async () => {
    const verdictAt = async (now: string) => {
      const client = new ConfigServiceClient((await serve(world, now))({ account }));
      const ask = new GetComplianceDetailsByResourceCommand({
        ResourceType: group.resourceType,
        ResourceId: group.resourceId,
      });
      const { EvaluationResults } = await client.send(ask);
      return EvaluationResults?.find(
        (result) => result.EvaluationResultIdentifier?.EvaluationResultQualifier?.ConfigRuleName === 'restricted-ssh',
      )?.ComplianceType;
    };
    expect(await verdictAt('2026-03-03T14:00:00Z')).toBe('COMPLIANT');
    expect(await verdictAt('2026-03-03T14:30:00Z')).toBe('NON_COMPLIANT');
    expect(await verdictAt('2026-03-03T16:00:00Z')).toBe('COMPLIANT');
  });

  test('leads from the group to its interface and its instance', async () => {
    const config = await start();
    const Filters = [{ Name: 'group-id', Values: [group.resourceId] }];
    const { NetworkInterfaces } = await new EC2Client(config).send(new DescribeNetworkInterfacesCommand({ Filters }));
    expect(NetworkInterfaces?.map(({ Attachment }) => Attachment?.InstanceId)).toContain('i-0f1e2d3c4b5a69788');
    const Expression = `SELECT resourceId, resourceType WHERE relationships.resourceId = '${group.resourceId}'`;
    const { Results } = await new ConfigServiceClient(config).send(new SelectResourceConfigCommand({ Expression }));
    expect(Results?.map((result) => (JSON.parse(result) as { resourceType: string }).resourceType)).toContain(
      'AWS::EC2::NetworkInterface',
    );
    const { SecurityGroups } = await new EC2Client(config).send(
      new DescribeSecurityGroupsCommand({ GroupIds: [group.resourceId] }),
    );
    expect(SecurityGroups?.[0]?.IpPermissions?.map(({ FromPort, IpRanges }) => [FromPort, IpRanges])).toEqual([
      [443, [{ CidrIp: '0.0.0.0/0' }]],
    ]);
  });

  test('has the metrics of the instance and the traffic of its interface', async () => {
    const config = await start();
    const Metric = {
      Namespace: 'AWS/EC2',
      MetricName: 'NetworkIn',
      Dimensions: [{ Name: 'InstanceId', Value: 'i-0f1e2d3c4b5a69788' }],
    };
    const input = {
      MetricDataQueries: [{ Id: 'm1', MetricStat: { Metric, Period: 300, Stat: 'Sum' } }],
      StartTime: new Date('2026-03-03T12:00:00Z'),
      EndTime: new Date('2026-03-03T16:00:00Z'),
    };
    const values: number[] = [];
    for await (const page of paginateGetMetricData({ client: new CloudWatchClient(config) }, input))
      values.push(...(page.MetricDataResults?.[0]?.Values ?? []));
    expect(values).toHaveLength(48);
    const { FlowLogs } = await new EC2Client(config).send(new DescribeFlowLogsCommand({}));
    const byFormat = FlowLogs?.find(({ LogFormat }) =>
      LogFormat?.startsWith('${version} ${account-id} ${interface-id}'),
    );
    const accepted: string[] = [];
    const query = { logGroupName: byFormat?.LogGroupName, filterPattern: '198.51.100.23 ACCEPT' };
    for await (const page of paginateFilterLogEvents({ client: new CloudWatchLogsClient(config) }, query))
      accepted.push(...(page.events ?? []).map(({ message }) => message ?? ''));
    expect(accepted.filter((line) => line.split(' ')[6] === '22').length).toBeGreaterThan(0);
  });
});

describe('the unencrypted-bucket case', () => {
  const { world, unread } = worldFromArchive(example('unencrypted-bucket'));

  test('is read whole, all of it where its calls were made', () => {
    expect(unread).toEqual([]);
    const regions = world.accounts[otherAccount]?.regions ?? {};
    expect(Object.keys(regions).sort()).toEqual(['eu-central-1', 'us-east-1']);
    expect(regions['eu-central-1']?.logGroups.map(({ logGroupName }) => logGroupName)).toEqual([
      '/aws/lambda/bucket-encryption-fixer',
    ]);
  });

  test('has an alarm that fired and went back', async () => {
    const config = (await serve(world, '2026-05-12T12:00:00Z'))({ account: otherAccount, region: 'eu-central-1' });
    const ask = new DescribeAlarmHistoryCommand({ HistoryItemType: 'StateUpdate', ScanBy: 'TimestampAscending' });
    const { AlarmHistoryItems } = await new CloudWatchClient(config).send(ask);
    expect(AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary)).toEqual([
      'Alarm updated from OK to ALARM',
      'Alarm updated from ALARM to OK',
    ]);
  });
});

describe('a folder', () => {
  const worldOf = async (files: Readonly<Record<string, string | Buffer>>) =>
    worldFromArchive(await temporaryFolder(files));

  test('with a file twice has its records once', async () => {
    const one = record();
    const { world } = await worldOf({
      [deliveredKey('20260303T1405Z')]: delivered(one),
      'copy.json': JSON.stringify({ Records: [one] }),
    });
    expect(world.accounts[account]?.regions['us-east-1']?.trailRecords).toEqual([one]);
  });

  test('has what names no region where its calls were made', async () => {
    const logEvents = [{ timestamp: 1, message: 'm' }];
    const message = { messageType: 'DATA_MESSAGE', owner: account, logGroup: 'g', logStream: 's', logEvents };
    const { world } = await worldOf({
      '0-logs.json': JSON.stringify(message),
      [deliveredKey('20260303T1405Z', { region: 'eu-west-1' })]: delivered(record({ awsRegion: 'eu-west-1' })),
    });
    const regions = world.accounts[account]?.regions;
    expect([regions?.['eu-west-1']?.logGroups.length, regions?.['us-east-1']?.logGroups.length]).toEqual([1, 0]);
  });

  test('tells what it holds beside what is understood', async () => {
    const { world, unread } = await worldOf({
      'README.md': '# not read',
      'notes.txt': 'not an archive',
      'finding.json': JSON.stringify({ 'detail-type': 'GuardDuty Finding', detail: { id: 'x' } }),
      'numbers.json': '1',
    });
    expect(world.accounts).toEqual({});
    expect(unread).toEqual(['finding.json: GuardDuty Finding', 'notes.txt', 'numbers.json: number']);
  });

  test('is read whatever separates its documents', async () => {
    const [first, second] = [record(), record()];
    const message = {
      messageType: 'DATA_MESSAGE',
      owner: account,
      logGroup: 'g',
      logStream: 's',
      logEvents: [{ timestamp: 1, message: '{"a":"}"}' }],
    };
    const wrapped = (detail: unknown) => JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail });
    const { world, unread } = await worldOf({
      'firehose.gz': gzipSync(JSON.stringify(message) + JSON.stringify({ messageType: 'CONTROL_MESSAGE' })),
      'lines.json': `${wrapped(first)}\n${wrapped(second)}\n`,
    });
    expect(unread).toEqual([]);
    const here = world.accounts[account]?.regions['us-east-1'];
    expect(here?.trailRecords).toEqual([first, second]);
    expect(here?.logGroups).toEqual([
      { logGroupName: 'g', events: [{ timestamp: 1, message: '{"a":"}"}', logStreamName: 's' }] },
    ]);
  });
});
