/**
 * A second opinion on the live backends: they are run against moto, an independent emulator of AWS. What it serves must be
 * understood; what it does not must be a gap and never a crash.
 */
import { CloudTrailClient, DescribeTrailsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAccounts } from '../../src/aws/accounts.ts';
import type { AwsSession } from '../../src/aws/session.ts';
import { resolveQuestion } from '../../src/cli/options/question.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import { liveEvidence } from '../../src/investigate/live-evidence.ts';
import type { Evidence, Reading } from '../../src/model/evidence.ts';
import type { CommandName } from '../../src/model/question.ts';
import { firstInterests } from '../../src/plan/interests.ts';
import { sources } from '../../src/sources/index.ts';
import { type MotoServer, startMoto } from './server.ts';
import { account, alarm, bucket, fillWorld, instance, listedMetrics, logFunction, region } from './world.ts';

let moto: MotoServer;
let session: AwsSession;

beforeAll(async () => {
  const program = process.env['OBS3_MOTO_SERVER'];
  if (program === undefined) throw new Error('OBS3_MOTO_SERVER names no server: npm run test:moto sets it');
  moto = await startMoto(program);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: moto.url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
  await fillWorld(moto.url, Date.now());
  // signs in as the command does, except that nobody waits: a call that is not served is retried for half a minute
  const { sessions } = await openAccounts({
    roleArns: [],
    region,
    timer: { now: Date.now, sleep: async () => {} },
    signal: new AbortController().signal,
    random: () => 0.5,
  });
  session = sessions[0] as AwsSession;
});

afterAll(async () => {
  session?.destroy();
  await moto?.stop();
});

async function asking(command: CommandName, target: string, type?: string) {
  const now = Date.now();
  const question = await resolveQuestion(command, [target], { since: '1h', ...(type !== undefined && { type }) }, now);
  const { signal } = new AbortController();
  const reader = liveEvidence({
    sources,
    sessions: [session],
    gaps: [],
    regions: [region],
    now,
    signal,
    onProgress: () => {},
  });
  return { now, question, reader, signal };
}

/** What the backends of a command's sources read about a target. */
async function read(command: CommandName, target: string, type?: string): Promise<readonly Reading[]> {
  const { question, reader } = await asking(command, target, type);
  const readings: Reading[] = [];
  const request = { kind: 'evidence', question, interests: firstInterests(question) } as const;
  for await (const reading of reader.read(request, question.window, question.filters)) readings.push(reading);
  return readings;
}

const evidenceIn = <Type extends Evidence['type']>(readings: readonly Reading[], type: Type) =>
  readings
    .flatMap(({ evidence }) => evidence)
    .filter((item): item is Extract<Evidence, { type: Type }> => item.type === type);
const messagesOf = (readings: readonly Reading[]) =>
  readings.flatMap(({ gaps }) => gaps.map(({ gap }) => `${gap.code} ${gap.message}`));

test('the identity is understood', () => {
  expect(session).toMatchObject({ account, partition: 'aws', endpoint: moto.url.replace('http://', '') });
});

describe('an instance', () => {
  let readings: readonly Reading[];
  beforeAll(async () => {
    readings = await read('impact', instance);
  });

  test('has the metrics that the catalog knows, and those that are listed', () => {
    const series = evidenceIn(readings, 'series').map((each) => each.series);
    const own = series.filter(({ metricName }) => metricName === 'CPUUtilization');
    expect(own.length).toBeGreaterThan(0);
    const disks = series.filter(({ metricName }) => metricName === 'disk_used_percent');
    expect(new Set(disks.map(({ dimensions }) => dimensions['path'])).size).toBe(listedMetrics);
  });

  test('has its alarm, in the state that it was set to', () => {
    const alarms = evidenceIn(readings, 'alarm').map((each) => each.alarm);
    expect(alarms).toMatchObject([{ name: alarm, state: 'ALARM' }]);
  });

  test('has a gap where the history of alarms is not served', () => {
    const messages = messagesOf(readings).filter((message) => message.includes('cloudwatch:'));
    expect(messages).toEqual([expect.stringMatching(/^UNREACHABLE cloudwatch:DescribeAlarmHistory/)]);
  });
});

test('the lines of a log group are read by a query', async () => {
  const readings = await read('impact', logFunction, 'AWS::Lambda::Function');
  const shapes = evidenceIn(readings, 'log-shape').map(({ shape }) => shape);
  expect(JSON.stringify(shapes)).toContain('ERROR cannot write order');
  expect(session.counts.get(`logs:GetQueryResults ${region}`)?.requests).toBeGreaterThan(0);
  expect(messagesOf(readings).filter((message) => message.includes('logs:'))).toEqual([]);
});

test('a bucket: the recorder is known, and an item that is out of form is a gap', async () => {
  const readings = await read('what', bucket, 'AWS::S3::Bucket');
  const messages = messagesOf(readings).filter((message) => !message.includes('cloudtrail:'));
  expect(messages).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^RECORDER_OFF AWS Config did not record until .* in us-east-1$/),
      // times as text, where AWS has numbers
      expect.stringMatching(/^UNREACHABLE config:GetResourceConfigHistory could not be asked in us-east-1/),
    ]),
  );
});

test('the event history is not served: a report all the same, that says so', async () => {
  const { question, reader, signal, now } = await asking('investigate', bucket, 'AWS::S3::Bucket');
  const report = await investigate(question, { sources, reader, signal, clock: () => now, version: '0.0.0' });
  expect(report.verdict.answer).toBe('unknown');
  const gaps = report.coverage.filter(({ source }) => source === 'cloudtrail').flatMap((entry) => entry.gaps);
  expect(gaps.filter(({ blocking }) => blocking)).toMatchObject([
    { code: 'UNREACHABLE', message: expect.stringContaining('cloudtrail:LookupEvents could not be asked') },
  ]);
});

test('a trail and its state are read through a session', async () => {
  const client = session.client(CloudTrailClient, region);
  const limit = { region, ratePerSecond: 10 };
  const { trailList = [] } = await session.call({ ...limit, action: 'cloudtrail:DescribeTrails' }, (options) =>
    client.send(new DescribeTrailsCommand({}), options),
  );
  expect(trailList).toMatchObject([{ Name: 'all', IsMultiRegionTrail: true, HomeRegion: region }]);
  const status = await session.call({ ...limit, action: 'cloudtrail:GetTrailStatus' }, (options) =>
    client.send(new GetTrailStatusCommand({ Name: trailList[0]?.TrailARN }), options),
  );
  expect(status.IsLogging).toBe(true);
});
