/** The test server's CloudWatch Logs, through the SDK's own client and paginators. */
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  type DescribeLogGroupsCommandInput,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetQueryResultsCommand,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
  StartQueryCommand,
  type StartQueryCommandInput,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../aws/clock.ts';
import type { Settings } from '../aws/settings.ts';
import { createWorld, type LogGroup } from '../aws/world.ts';
import { account, failureOf, otherAccount, region, serverFor } from './aws-server-harness.ts';

const now = '2026-03-03T16:00:00Z';

async function logsOf(logGroups: readonly LogGroup[], settings: Partial<Settings> = {}) {
  const clock = new ManualClock(now);
  const world = createWorld({ [account]: { regions: { [region]: { logGroups } } }, [otherAccount]: {} });
  const server = await serverFor({ world, clock, settings, rateFactor: 1000 });
  return { server, client: new CloudWatchLogsClient({ ...server.clientConfig(), maxAttempts: 1 }) };
}

const logGroup = (
  logGroupName: string,
  lines: Readonly<Record<string, string>>,
  more: Partial<LogGroup> = {},
): LogGroup => ({
  logGroupName,
  events: Object.entries(lines).map(([time, message]) => ({
    timestamp: Date.parse(`2026-03-03T${time}Z`),
    logStreamName: message.split(' ', 1)[0] ?? '',
    message,
  })),
  ...more,
});

const fixer = logGroup('/aws/lambda/fixer', {
  '14:00:10.000': 'a INFO started',
  '14:00:40.500': 'a ERROR AccessDenied for bucket',
  '14:01:10.000': 'b ERROR timed out',
  '14:02:00.000': 'b INFO done',
});

const hour = {
  startTime: Date.parse('2026-03-03T14:00:00Z') / 1000,
  endTime: Date.parse('2026-03-03T15:00:00Z') / 1000,
};

/** Starts a query and polls it to its end, without waiting. */
async function run(client: CloudWatchLogsClient, input: Partial<StartQueryCommandInput>) {
  const { queryId } = await client.send(new StartQueryCommand({ ...hour, queryString: '', ...input }));
  const statuses: (string | undefined)[] = [];
  for (;;) {
    const { status, results, statistics } = await client.send(new GetQueryResultsCommand({ queryId }));
    statuses.push(status);
    if (status === 'Running') continue;
    const rows = results?.map((row) =>
      Object.fromEntries(row.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value])),
    );
    return { statuses, rows, statistics };
  }
}

const rowsOf = async (group: LogGroup, queryString: string, more: Partial<StartQueryCommandInput> = {}) => {
  const { client } = await logsOf([group]);
  return (await run(client, { logGroupName: group.logGroupName, queryString, ...more })).rows;
};

describe('a query', () => {
  test('runs first, and is complete then', async () => {
    const { client } = await logsOf([fixer], { queryPolls: 2 });
    const { statuses, statistics } = await run(client, {
      logGroupName: '/aws/lambda/fixer',
      queryString: 'filter @message like /ERROR/',
    });
    expect(statuses).toEqual(['Running', 'Running', 'Complete']);
    expect(statistics).toMatchObject({ recordsMatched: 2, recordsScanned: 4, logGroupsScanned: 1 });
    expect(statistics?.bytesScanned).toBe(fixer.events.reduce((sum, { message }) => sum + message.length, 0));
  });

  test('counts by the minute', async () => {
    expect(await rowsOf(fixer, 'filter @message like /(?i)error/ | stats count(*) by bin(1m)')).toEqual([
      { 'bin(1m)': '2026-03-03 14:01:00.000', 'count(*)': '1' },
      { 'bin(1m)': '2026-03-03 14:00:00.000', 'count(*)': '1' },
    ]);
  });

  test('gives the events that it filters, sorted and limited', async () => {
    const text =
      'fields @timestamp, @message | filter @message like "ERROR" and @logStream != "b" | sort @timestamp asc | limit 5';
    expect(await rowsOf(fixer, text)).toEqual([
      { '@timestamp': '2026-03-03 14:00:40.500', '@message': 'a ERROR AccessDenied for bucket' },
    ]);
    const newest = await rowsOf(fixer, 'fields @message');
    expect(newest?.map((row) => row['@message'])).toEqual(fixer.events.map(({ message }) => message).reverse());
    expect(await rowsOf(fixer, 'fields @message', { limit: 1 })).toEqual([{ '@message': 'b INFO done' }]);
  });

  test('includes both ends of its window, in whole seconds', async () => {
    const at = (time: string) => Date.parse(`2026-03-03T${time}Z`) / 1000;
    const window = { startTime: at('14:00:10'), endTime: at('14:01:10') };
    expect(await rowsOf(fixer, 'stats count(*) as n', window)).toEqual([{ n: '3' }]);
    expect(await rowsOf(fixer, 'stats count(*) as n', { ...window, endTime: at('14:00:40') })).toEqual([{ n: '1' }]);
  });

  const line = (source: string, port: number, bytes: number, action: string) =>
    `2 ${account} eni-1 ${source} 172.31.16.20 40000 ${port} 6 10 ${bytes} 1772546700 1772546760 ${action} OK`;
  const flows = logGroup('flows', {
    '14:00:00': line('198.51.100.23', 22, 100, 'ACCEPT'),
    '14:01:00': line('198.51.100.23', 22, 900, 'ACCEPT'),
    '14:02:00': line('203.0.113.9', 22, 40, 'REJECT'),
    '14:03:00': `2 ${account} eni-1 - - - - - - - 1772546700 1772546760 - NODATA`,
  });

  test('knows the fields of flow logs in the default format', async () => {
    const text =
      'stats count(*) as flows, sum(bytes) as total by srcAddr, dstPort, action | filter action = "ACCEPT" | sort total desc';
    expect(await rowsOf(flows, text)).toEqual([
      { srcAddr: '198.51.100.23', dstPort: '22', action: 'ACCEPT', flows: '2', total: '1000' },
    ]);
    expect(
      await rowsOf(flows, 'filter interfaceId = "eni-1" and not ispresent(srcAddr) | stats count(*) as n'),
    ).toEqual([{ n: '1' }]);
    expect(
      await rowsOf(
        flows,
        'filter dstPort in [22, 443] and bytes >= 100 | stats max(bytes) as most, count_distinct(srcAddr) as who',
      ),
    ).toEqual([{ most: '900', who: '1' }]);
  });

  test('parses another format with a glob', async () => {
    const custom = logGroup('custom', {
      '14:00:00': 'vpc-1 198.51.100.23 22 ACCEPT',
      '14:01:00': 'vpc-1 203.0.113.9 22 REJECT',
    });
    const text =
      'parse @message "* * * *" as vpc, source, port, verdict | filter verdict = "REJECT" | fields source, port';
    expect(await rowsOf(custom, text)).toEqual([{ source: '203.0.113.9', port: '22' }]);
  });

  test('opens JSON messages by path', async () => {
    const trail = logGroup('trail', {
      '14:00:00': JSON.stringify({
        eventName: 'StopInstances',
        requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }] } },
      }),
      '14:01:00': '{ not JSON',
    });
    const text = 'filter requestParameters.instancesSet.items.0.instanceId = "i-1" | fields eventName';
    expect(await rowsOf(trail, text)).toEqual([{ eventName: 'StopInstances' }]);
  });

  test('is over several groups, by name or ARN', async () => {
    const { client } = await logsOf([fixer, flows]);
    const arn = `arn:aws:logs:${region}:${account}:log-group:`;
    const names = { logGroupNames: ['/aws/lambda/fixer', 'flows'] };
    const arns = { logGroupIdentifiers: [`${arn}/aws/lambda/fixer`, `${arn}flows`] };
    for (const groups of [names, arns])
      expect((await run(client, { ...groups, queryString: 'stats count(*) as n' })).rows).toEqual([{ n: '8' }]);
    expect(await failureOf(run(client, { ...names, ...arns }))).toMatchObject({ name: 'InvalidParameterException' });
    expect(await failureOf(run(client, { logGroupName: 'none' }))).toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test.each([
    'filter',
    'filter @message like',
    'stats by x',
    'dance',
    'fields a | limit x',
    'filter a ~ b',
    'filter @message like /(/',
  ])('%s is malformed', async (queryString) => {
    expect(await failureOf(rowsOf(fixer, queryString))).toMatchObject({ name: 'MalformedQueryException', status: 400 });
  });

  test('before its group was there, or beyond its retention, is malformed', async () => {
    const late = { ...fixer, creationTime: '2026-03-03T15:30:00Z' };
    expect(await failureOf(rowsOf(late, 'fields @message'))).toMatchObject({ name: 'MalformedQueryException' });
    const short = { ...fixer, retentionInDays: 1 };
    const lastWeek = { startTime: hour.startTime - 7 * 86_400, endTime: hour.endTime - 7 * 86_400 };
    expect(await failureOf(rowsOf(short, 'fields @message', lastWeek))).toMatchObject({
      name: 'MalformedQueryException',
    });
  });

  test('may fail, and may be stopped once', async () => {
    const { client } = await logsOf([{ ...fixer, queryStatus: 'Timeout' }]);
    const input = { logGroupName: '/aws/lambda/fixer', queryString: 'fields @message' };
    expect((await run(client, input)).statuses).toEqual(['Running', 'Timeout']);
    const { queryId } = await client.send(new StartQueryCommand({ ...hour, ...input }));
    expect((await client.send(new StopQueryCommand({ queryId }))).success).toBe(true);
    expect((await client.send(new GetQueryResultsCommand({ queryId }))).status).toBe('Cancelled');
    expect(await failureOf(client.send(new StopQueryCommand({ queryId })))).toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('is one of so many at the same time, and belongs to its account', async () => {
    const { client, server } = await logsOf([fixer], { concurrentQueries: 1 });
    const start = () =>
      client.send(
        new StartQueryCommand({ ...hour, logGroupName: '/aws/lambda/fixer', queryString: 'fields @message' }),
      );
    const { queryId } = await start();
    expect(await failureOf(start())).toMatchObject({ name: 'LimitExceededException', status: 400 });
    const other = new CloudWatchLogsClient(server.clientConfig({ account: otherAccount }));
    expect(await failureOf(other.send(new GetQueryResultsCommand({ queryId })))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('has pages of results, for which the SDK has no paginator', async () => {
    const { client } = await logsOf([fixer], { queryPolls: 0, queryRowsPerPage: 3 });
    const input = { ...hour, logGroupName: '/aws/lambda/fixer', queryString: 'fields @message' };
    const { queryId } = await client.send(new StartQueryCommand(input));
    const first = await client.send(new GetQueryResultsCommand({ queryId }));
    const second = await client.send(new GetQueryResultsCommand({ queryId, nextToken: first.nextToken }));
    expect([first.results?.length, second.results?.length, second.nextToken]).toEqual([3, 1, undefined]);
  });
});

describe('events', () => {
  const filtered = async (input: Partial<FilterLogEventsCommandInput>, group = fixer) => {
    const { client } = await logsOf([group]);
    const { events } = await client.send(new FilterLogEventsCommand({ logGroupName: group.logGroupName, ...input }));
    return events?.map(({ message }) => message?.slice(2));
  };

  test('come by terms, streams and times in milliseconds', async () => {
    expect(await filtered({ filterPattern: 'ERROR' })).toEqual(['ERROR AccessDenied for bucket', 'ERROR timed out']);
    expect(await filtered({ filterPattern: 'ERROR -AccessDenied' })).toEqual(['ERROR timed out']);
    expect(await filtered({ filterPattern: '?started ?done' })).toEqual(['INFO started', 'INFO done']);
    expect(await filtered({ filterPattern: '"timed out"' })).toEqual(['ERROR timed out']);
    expect(await filtered({ logStreamNames: ['b'] })).toEqual(['ERROR timed out', 'INFO done']);
    const startTime = Date.parse('2026-03-03T14:00:40.500Z');
    expect(await filtered({ startTime, endTime: startTime })).toEqual(['ERROR AccessDenied for bucket']);
    expect(await filtered({ startTime, startFromHead: false, limit: 1 })).toEqual(['INFO done']);
  });

  test('come in pages that may be empty and go on', async () => {
    const { client } = await logsOf([fixer], { logEventsPerPage: 1 });
    const pages: (number | undefined)[] = [];
    const input = { logGroupName: '/aws/lambda/fixer', filterPattern: 'ERROR' };
    for await (const page of paginateFilterLogEvents({ client }, input)) pages.push(page.events?.length);
    expect(pages).toEqual([0, 1, 1, 0]);
  });

  test('cannot be filtered by patterns that are not served, nor in the infrequent class', async () => {
    expect(await failureOf(filtered({ filterPattern: '{ $.a = 1 }' }))).toMatchObject({
      name: 'InvalidParameterException',
    });
    const infrequent: LogGroup = { ...fixer, logGroupClass: 'INFREQUENT_ACCESS' };
    expect(await failureOf(filtered({}, infrequent))).toMatchObject({ name: 'InvalidOperationException' });
  });
});

describe('groups', () => {
  const groups = ['/aws/lambda/fixer', '/aws/lambda/api', 'flows'].map((name) => logGroup(name, {}));
  const named = async (input: DescribeLogGroupsCommandInput) => {
    const { client } = await logsOf(groups);
    const { logGroups } = await client.send(new DescribeLogGroupsCommand(input));
    return logGroups?.map(({ logGroupName }) => logGroupName);
  };

  test('are found by the start of their name or a part of it', async () => {
    expect(await named({ logGroupNamePrefix: '/aws/lambda/' })).toEqual(['/aws/lambda/api', '/aws/lambda/fixer']);
    expect(await named({ logGroupNamePattern: 'fix' })).toEqual(['/aws/lambda/fixer']);
    expect(await failureOf(named({ logGroupNamePrefix: 'a', logGroupNamePattern: 'b' }))).toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('have both spellings of their ARN', async () => {
    const { client } = await logsOf([{ ...fixer, retentionInDays: 30 }]);
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({}));
    const logGroupArn = `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/fixer`;
    expect(logGroups?.[0]).toMatchObject({
      logGroupArn,
      arn: `${logGroupArn}:*`,
      retentionInDays: 30,
      logGroupClass: 'STANDARD',
    });
  });

  test('are read in pages to their end', async () => {
    const { client } = await logsOf(Array.from({ length: 120 }, (_, index) => logGroup(`g-${index}`, {})));
    const pages: (number | undefined)[] = [];
    for await (const page of paginateDescribeLogGroups({ client }, {})) pages.push(page.logGroups?.length);
    expect(pages).toEqual([50, 50, 20]);
  });
});
