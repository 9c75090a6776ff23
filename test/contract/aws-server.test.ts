/** The server's ground rules: who calls, where, how often, and how each kind of SDK client sees errors. */
import { CloudTrailClient, ListPublicKeysCommand, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ConfigServiceClient, DescribeConfigRulesCommand } from '@aws-sdk/client-config-service';
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, test, vi } from 'vitest';
import { ManualClock, runningClock } from '../aws/clock.ts';
import type { AwsServer } from '../aws/server.ts';
import { createWorld } from '../aws/world.ts';
import { record } from '../fixtures/trail.ts';
import { account, failureOf, otherAccount, region, serverFor } from './aws-server-harness.ts';

const twoAccounts = createWorld({
  [account]: { regions: { 'eu-west-1': {}, 'me-south-1': { optInStatus: 'not-opted-in' } } },
  [otherAccount]: {},
});

/** One harmless call of each client. */
const oneCallEach = (
  config: ReturnType<AwsServer['clientConfig']>,
): Readonly<Record<string, () => Promise<unknown>>> => {
  const options = { ...config, maxAttempts: 1 };
  return {
    cloudtrail: () => new CloudTrailClient(options).send(new LookupEventsCommand({})),
    config: () => new ConfigServiceClient(options).send(new DescribeConfigRulesCommand({})),
    cloudwatch: () => new CloudWatchClient(options).send(new DescribeAlarmsCommand({})),
    logs: () => new CloudWatchLogsClient(options).send(new DescribeLogGroupsCommand({})),
    sts: () => new STSClient(options).send(new GetCallerIdentityCommand({})),
    ec2: () => new EC2Client(options).send(new DescribeRegionsCommand({})),
  };
};

const services = ['cloudtrail', 'config', 'cloudwatch', 'logs', 'sts', 'ec2'] as const;

const namesOf = async (calls: Readonly<Record<string, () => Promise<unknown>>>) =>
  Object.fromEntries(
    await Promise.all(
      services.map(async (service) => [service, (await failureOf((calls[service] as () => Promise<unknown>)())).name]),
    ),
  ) as Record<string, string>;

describe('the caller', () => {
  test('is known by the access key, in every protocol', async () => {
    const server = await serverFor({ world: twoAccounts });
    const calls = oneCallEach(server.clientConfig({ account: otherAccount }));
    for (const service of services) await calls[service]?.();
    expect(server.requests.all.map(({ service, account: owner, outcome }) => [service, owner, outcome])).toEqual(
      services.map((service) => [service, otherAccount, 'ok']),
    );
  });

  test('whose key is unknown is refused in each protocol', async () => {
    const server = await serverFor({ world: twoAccounts });
    const credentials = { accessKeyId: 'AKIAEXAMPLEUNKNOWN00', secretAccessKey: 'any' };
    expect(await namesOf(oneCallEach({ ...server.clientConfig(), credentials }))).toEqual({
      cloudtrail: 'UnrecognizedClientException',
      config: 'UnrecognizedClientException',
      cloudwatch: 'InvalidClientTokenId',
      logs: 'UnrecognizedClientException',
      sts: 'InvalidClientTokenId',
      ec2: 'AuthFailure',
    });
    expect(server.requests.all.every(({ account: owner }) => owner === null)).toBe(true);
  });

  test('whose session has expired is refused in each protocol, by the clock of the server', async () => {
    const clock = new ManualClock('2026-03-03T16:00:00Z');
    const session = {
      accessKeyId: 'ASIAEXAMPLE000000001',
      secretAccessKey: 'any',
      sessionToken: 'EXAMPLE-TOKEN',
      arn: `arn:aws:sts::${account}:assumed-role/Auditor/alice`,
      userId: 'AROAEXAMPLE000000000A:alice',
      expiration: '2026-03-03T17:00:00Z',
    };
    const server = await serverFor({ world: createWorld({ [account]: { accessKeys: [session] } }), clock });
    const calls = oneCallEach(server.clientConfig());
    clock.advance({ seconds: 3599 });
    await calls['cloudtrail']?.();
    clock.advance({ seconds: 1 });
    expect(await namesOf(calls)).toEqual({
      cloudtrail: 'ExpiredTokenException',
      config: 'ExpiredTokenException',
      cloudwatch: 'ExpiredToken',
      logs: 'ExpiredTokenException',
      sts: 'ExpiredToken',
      ec2: 'RequestExpired',
    });
  });

  test('needs the session token that belongs to the key', async () => {
    const key = { accessKeyId: 'ASIAEXAMPLE000000001', secretAccessKey: 'any' };
    const known = { ...key, sessionToken: 'EXAMPLE-TOKEN', arn: 'arn:aws:sts::x:assumed-role/a/b', userId: 'AROA:b' };
    const server = await serverFor({ world: createWorld({ [account]: { accessKeys: [known] } }) });
    const call = (sessionToken?: string) => {
      const credentials = { ...key, ...(sessionToken !== undefined && { sessionToken }) };
      return new CloudTrailClient({ ...server.clientConfig(), credentials }).send(new LookupEventsCommand({}));
    };
    await call('EXAMPLE-TOKEN');
    expect(await failureOf(call('ANOTHER-TOKEN'))).toMatchObject({ name: 'UnrecognizedClientException', status: 400 });
    expect(await failureOf(call())).toMatchObject({ name: 'UnrecognizedClientException', status: 400 });
  });

  test('must sign', async () => {
    const server = await serverFor({ world: twoAccounts });
    const headers = { 'x-amz-target': 'CloudTrail_20131101.LookupEvents' };
    const answer = await fetch(server.url, { method: 'POST', headers, body: '{}' });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { __type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' },
    ]);
  });
});

describe('the place', () => {
  const world = createWorld({
    [account]: { regions: { [region]: { trailRecords: [record()] }, 'eu-west-1': {} } },
    [otherAccount]: { regions: { [region]: {} } },
  });

  test.each([
    [account, region, 1],
    [account, 'eu-west-1', 0],
    [otherAccount, region, 0],
  ])('%s in %s has %d events', async (owner, where, count) => {
    const server = await serverFor({ world, clock: new ManualClock('2026-03-03T16:00:00Z') });
    const client = new CloudTrailClient(server.clientConfig({ account: owner, region: where }));
    expect((await client.send(new LookupEventsCommand({}))).Events).toHaveLength(count);
    expect(server.requests.all).toEqual([
      expect.objectContaining({ action: 'cloudtrail:LookupEvents', account: owner, region: where }),
    ]);
  });

  test.each(['me-south-1', 'xx-nowhere-1'])(
    '%s, which is not enabled, does not know the credentials',
    async (where) => {
      const server = await serverFor({ world: twoAccounts });
      const client = new CloudTrailClient(server.clientConfig({ region: where }));
      expect(await failureOf(client.send(new LookupEventsCommand({})))).toEqual({
        name: 'UnrecognizedClientException',
        message: 'The security token included in the request is invalid.',
        status: 400,
      });
    },
  );
});

describe('the environment', () => {
  test('leads an SDK client that is told nothing to the server', async () => {
    const server = await serverFor({ world: twoAccounts });
    for (const [name, value] of Object.entries(server.environment({ account: otherAccount, region })))
      vi.stubEnv(name, value);
    const identity = await new STSClient({}).send(new GetCallerIdentityCommand({}));
    expect(identity.Account).toBe(otherAccount);
  });
});

describe('the rate of LookupEvents', () => {
  const lookup = (server: AwsServer, place: { account?: string; region?: string } = {}) =>
    new CloudTrailClient({ ...server.clientConfig(place), maxAttempts: 1 }).send(new LookupEventsCommand({}));

  test('is two a second; one more is throttled, as the SDK tells it', async () => {
    const clock = new ManualClock('2026-03-03T16:00:00Z');
    const server = await serverFor({ world: twoAccounts, clock });
    await lookup(server);
    await lookup(server);
    expect(await failureOf(lookup(server))).toEqual({
      name: 'ThrottlingException',
      message: 'Rate exceeded',
      status: 400,
    });
    clock.advance({ milliseconds: 500 });
    await lookup(server);
    expect((await failureOf(lookup(server))).name).toBe('ThrottlingException');
    expect(server.requests.all.map(({ outcome }) => outcome)).toEqual([
      'ok',
      'ok',
      'ThrottlingException',
      'ok',
      'ThrottlingException',
    ]);
  });

  test('is counted for each account and region', async () => {
    const clock = new ManualClock('2026-03-03T16:00:00Z');
    const server = await serverFor({ world: twoAccounts, clock });
    const places = [{}, { region: 'eu-west-1' }, { account: otherAccount }];
    for (const place of places) {
      await lookup(server, place);
      await lookup(server, place);
    }
    for (const place of places) expect((await failureOf(lookup(server, place))).name).toBe('ThrottlingException');
  });

  test('can be raised for all actions, or set for one', async () => {
    const clock = new ManualClock('2026-03-03T16:00:00Z');
    const raised = await serverFor({ world: twoAccounts, clock, rateFactor: 2 });
    for (let call = 0; call < 4; call++) await lookup(raised);
    expect((await failureOf(lookup(raised))).name).toBe('ThrottlingException');
    const free = await serverFor({ world: twoAccounts, clock, rates: { 'cloudtrail:LookupEvents': Infinity } });
    for (let call = 0; call < 10; call++) await lookup(free);
    expect(free.requests.of('cloudtrail:LookupEvents')).toHaveLength(10);
  });
});

describe('a request', () => {
  test('is kept for assertions, with the tries of the client', async () => {
    const clock = new ManualClock('2026-03-03T16:00:00Z');
    const server = await serverFor({ world: twoAccounts, clock });
    server.faults.add({ kind: 'internal', times: 1 });
    await new CloudTrailClient(server.clientConfig()).send(
      new LookupEventsCommand({ StartTime: new Date('2026-03-03T15:00:00Z'), MaxResults: 7 }),
    );
    const common = {
      service: 'cloudtrail',
      operation: 'LookupEvents',
      action: 'cloudtrail:LookupEvents',
      account,
      region,
      accessKeyId: `AKIAEXMP${account}`,
      parameters: { StartTime: Date.parse('2026-03-03T15:00:00Z') / 1000, MaxResults: 7 },
      time: '2026-03-03T16:00:00.000Z',
    };
    expect(server.requests.all).toEqual([
      { ...common, attempt: 1, outcome: 'InternalFailure' },
      { ...common, attempt: 2, outcome: 'ok' },
    ]);
    server.requests.clear();
    expect(server.requests.all).toEqual([]);
  });

  test('for what is not served is refused by name', async () => {
    const server = await serverFor({ world: twoAccounts });
    const call = new CloudTrailClient(server.clientConfig()).send(new ListPublicKeysCommand({}));
    expect(await failureOf(call)).toMatchObject({
      name: 'UnknownOperationException',
      message: 'cloudtrail:ListPublicKeys is not served',
    });
  });
});

test('a running clock goes on from the time that it is given', () => {
  const clock = runningClock('2026-03-03T16:00:00Z');
  const first = clock.now();
  expect(first - Date.parse('2026-03-03T16:00:00Z')).toBeLessThan(60_000);
  expect(clock.now()).toBeGreaterThanOrEqual(first);
});

test('a stopped server answers nobody', async () => {
  const server = await serverFor({ world: twoAccounts });
  const call = () => new STSClient({ ...server.clientConfig(), maxAttempts: 1 }).send(new GetCallerIdentityCommand({}));
  await call();
  await server.stop();
  await expect(call()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
