/** Each fault as an SDK client sees it. */
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { ConfigServiceClient, DescribeConfigRulesCommand } from '@aws-sdk/client-config-service';
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../aws/clock.ts';
import type { PassingFaults } from '../aws/faults.ts';
import type { AwsServer } from '../aws/server.ts';
import { createWorld } from '../aws/world.ts';
import { record } from '../fixtures/trail.ts';
import { account, failureOf, region, serverFor } from './aws-server-harness.ts';

const world = createWorld({
  [account]: { regions: { [region]: { trailRecords: [record()] }, 'eu-west-1': {} } },
});
const start = () =>
  serverFor({ world, clock: new ManualClock('2026-03-03T16:00:00Z'), rates: { 'cloudtrail:LookupEvents': Infinity } });

const lookup = (server: AwsServer, where = region, maxAttempts = 1) =>
  new CloudTrailClient({ ...server.clientConfig({ region: where }), maxAttempts }).send(new LookupEventsCommand({}));

describe('the service answers with', () => {
  test.each([
    ['throttled', 'ThrottlingException', 400],
    ['internal', 'InternalFailure', 500],
    ['unavailable', 'ServiceUnavailableException', 503],
    ['denied', 'AccessDeniedException', 400],
    ['expired-token', 'ExpiredTokenException', 400],
  ] as const)('%s: %s, HTTP %d', async (kind, name, status) => {
    const server = await start();
    server.faults.add({ kind });
    expect(await failureOf(lookup(server))).toMatchObject({ name, status });
    expect(server.requests.all).toEqual([expect.objectContaining({ outcome: name })]);
  });

  test('a denial that names the action and who is denied', async () => {
    const server = await start();
    server.faults.add({ kind: 'denied', action: 'cloudtrail:LookupEvents' });
    expect((await failureOf(lookup(server))).message).toBe(
      `User: arn:aws:iam::${account}:user/auditor is not authorized to perform: cloudtrail:LookupEvents because no identity-based policy allows the cloudtrail:LookupEvents action`,
    );
  });

  test('the forms of EC2', async () => {
    const server = await start();
    const call = () => new EC2Client({ ...server.clientConfig(), maxAttempts: 1 }).send(new DescribeRegionsCommand({}));
    const off = server.faults.add({ kind: 'denied' });
    expect(await failureOf(call())).toMatchObject({ name: 'UnauthorizedOperation', status: 403 });
    off();
    server.faults.add({ kind: 'throttled' });
    expect(await failureOf(call())).toMatchObject({ name: 'RequestLimitExceeded', status: 503 });
  });
});

describe('the line', () => {
  test.each([
    ['cut-before', { code: 'ECONNRESET' }],
    ['cut-in-body', { code: 'ECONNRESET' }],
    ['short-body', { name: 'SyntaxError' }],
  ] as const)('%s fails the call', async (kind, error) => {
    const server = await start();
    server.faults.add({ kind });
    await expect(lookup(server)).rejects.toMatchObject(error);
    expect(server.requests.all).toEqual([expect.objectContaining({ outcome: kind })]);
  });

  test.each(['cut-before', 'cut-in-body'] as const)('%s passes when the SDK tries again', async (kind) => {
    const server = await start();
    server.faults.add({ kind, times: 1 });
    expect((await lookup(server, region, 2)).Events).toHaveLength(1);
    expect(server.requests.all.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, kind],
      [2, 'ok'],
    ]);
  });

  test('a short body is not tried again by the SDK', async () => {
    const server = await start();
    server.faults.add({ kind: 'short-body', times: 1 });
    await expect(lookup(server, region, 3)).rejects.toThrow(SyntaxError);
    expect(server.requests.all).toHaveLength(1);
  });

  test('a slow first byte comes, and one that never comes is for the client to give up', async () => {
    const server = await start();
    server.faults.add({ kind: 'slow', delayMs: 5, times: 1 });
    expect((await lookup(server)).Events).toHaveLength(1);
    server.faults.add({ kind: 'slow', delayMs: Number.POSITIVE_INFINITY });
    const config = { ...server.clientConfig(), maxAttempts: 1 };
    const impatient = new CloudTrailClient({
      ...config,
      requestHandler: { requestTimeout: 250, throwOnRequestTimeout: true },
    });
    await expect(impatient.send(new LookupEventsCommand({}))).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(server.requests.all.at(-1)?.outcome).toBe('slow');
  });
});

describe('a fault strikes', () => {
  const outcomes = async (server: AwsServer, calls: number) => {
    const seen: boolean[] = [];
    for (let call = 0; call < calls; call++)
      seen.push(
        await lookup(server).then(
          () => true,
          () => false,
        ),
      );
    return seen;
  };

  test('so many times', async () => {
    const server = await start();
    server.faults.add({ kind: 'internal', times: 2 });
    expect(await outcomes(server, 4)).toEqual([false, false, true, true]);
  });

  test('every so manieth call', async () => {
    const server = await start();
    server.faults.add({ kind: 'throttled', every: 3 });
    expect(await outcomes(server, 7)).toEqual([true, true, false, true, true, false, true]);
  });

  test('until it is switched off', async () => {
    const server = await start();
    const off = server.faults.add({ kind: 'internal' });
    expect(await outcomes(server, 1)).toEqual([false]);
    off();
    server.faults.add({ kind: 'internal' });
    server.faults.clear();
    expect(await outcomes(server, 1)).toEqual([true]);
  });

  test('only the action and the region that it names', async () => {
    const server = await start();
    server.faults.add({ kind: 'denied', action: 'cloudtrail:*', region: 'eu-west-1' });
    expect((await failureOf(lookup(server, 'eu-west-1'))).name).toBe('AccessDeniedException');
    expect((await lookup(server)).Events).toHaveLength(1);
    const config = new ConfigServiceClient(server.clientConfig({ region: 'eu-west-1' }));
    expect((await config.send(new DescribeConfigRulesCommand({}))).ConfigRules).toEqual([]);
  });

  test('never GetCallerIdentity, where it is a denial', async () => {
    const server = await start();
    server.faults.add({ kind: 'denied' });
    const identity = await new STSClient(server.clientConfig()).send(new GetCallerIdentityCommand({}));
    expect(identity.Account).toBe(account);
  });
});

describe('a seeded share of calls', () => {
  /** The outcomes of the same sixty questions, in the given order. */
  const struck = async (faults: PassingFaults, order: (minutes: number[]) => number[]) => {
    const server = await start();
    server.faults.addPassing(faults);
    const client = new CloudTrailClient({ ...server.clientConfig(), maxAttempts: 1 });
    const questions = order(Array.from({ length: 60 }, (_, minute) => minute));
    for (const minute of questions)
      await client.send(new LookupEventsCommand({ StartTime: new Date(minute * 60_000) })).catch(() => undefined);
    return new Map(server.requests.all.map(({ parameters, outcome }) => [parameters['StartTime'], outcome]));
  };
  const asTheyAre = (minutes: number[]) => minutes;

  test('is about that share, in every passing way', async () => {
    const outcomes = [...(await struck({ share: 0.5, seed: 1 }, asTheyAre)).values()];
    const failed = outcomes.filter((outcome) => outcome !== 'ok');
    expect(failed.length).toBeGreaterThan(18);
    expect(failed.length).toBeLessThan(42);
    expect(new Set(failed)).toEqual(
      new Set(['ThrottlingException', 'InternalFailure', 'ServiceUnavailableException', 'cut-before', 'cut-in-body']),
    );
  });

  test('is the same for the same seed in any order, and another for another', async () => {
    const first = await struck({ share: 0.5, seed: 1 }, asTheyAre);
    const reversed = await struck({ share: 0.5, seed: 1 }, (minutes) => minutes.toReversed());
    const other = await struck({ share: 0.5, seed: 2 }, asTheyAre);
    expect(new Map([...reversed].sort(([a], [b]) => Number(a) - Number(b)))).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test('never fails the same call three times in a row', async () => {
    const server = await start();
    server.faults.addPassing({ share: 1, seed: 1, kinds: ['internal'] });
    const seen = [];
    for (let call = 0; call < 6; call++)
      seen.push(
        await lookup(server).then(
          () => 'ok',
          () => 'failed',
        ),
      );
    expect(seen).toEqual(['failed', 'failed', 'ok', 'failed', 'failed', 'ok']);
  });
});
