/**
 * `--region` is the subject's: role assumption, sign-in and global services are searched in their own regions, too, in files as
 * in AWS.
 */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import type { AskedAs } from '../../src/model/question.ts';
import { regionsBesides } from '../../src/plan/other-regions.ts';
import { planTarget } from '../../src/plan/target.ts';
import { lookupsForTarget } from '../../src/sources/cloudtrail/target-lookups.ts';
import { type Asked, callsOf, eventId, recordOf, reportOf } from '../fixtures/cloudtrail.ts';
import { account } from '../fixtures/report-cast.ts';
import { assume, roleIdentity, userIdentity } from '../fixtures/sessions.ts';

const own = 'eu-west-1';
const key = 'ASIA0000000000000001';

const iam = { eventSource: 'iam.amazonaws.com', awsRegion: 'us-east-1' };
const attached = recordOf({
  ...iam,
  eventID: eventId(1),
  eventName: 'AttachRolePolicy',
  requestParameters: { roleName: 'Admin', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
});
const launched = recordOf({
  eventID: eventId(2),
  awsRegion: 'us-east-1',
  eventName: 'RunInstances',
  requestParameters: { instanceType: 'm5.large' },
});
const issued = {
  ...assume(3, -1, userIdentity('alice'), 'Admin', 'alice', key),
  eventTime: '2026-03-03T13:55:00Z',
  awsRegion: 'us-east-1',
};
const opened = recordOf({ eventID: eventId(4), awsRegion: own, userIdentity: roleIdentity('Admin', 'alice', key) });
const signedIn = recordOf({
  eventID: eventId(5),
  awsRegion: 'eu-north-1',
  eventSource: 'signin.amazonaws.com',
  eventName: 'ConsoleLogin',
  requestParameters: null,
  userIdentity: { type: 'Root', principalId: account, arn: `arn:aws:iam::${account}:root`, accountId: account },
});
const distributed = recordOf({
  ...iam,
  eventID: eventId(6),
  eventSource: 'cloudfront.amazonaws.com',
  eventName: 'UpdateDistribution',
  requestParameters: { id: 'E2EXAMPLE0ABCD' },
});

const from = { sourceIPAddress: '192.0.2.77' };
const there = [
  recordOf({ ...iam, ...from, eventID: eventId(7), eventName: 'CreateUser', requestParameters: { userName: 'eve' } }),
  recordOf({ ...from, eventID: eventId(10), awsRegion: 'us-east-1', eventName: 'RunInstances' }),
];
const here = recordOf({
  ...from,
  eventID: eventId(8),
  awsRegion: own,
  eventName: 'StopInstances',
  requestParameters: null,
});
const entered = { ...signedIn, ...from, eventID: eventId(9) };

const keyOf = (region: string, n: number) =>
  `AWSLogs/${account}/CloudTrail/${region}/2026/03/03/${account}_CloudTrail_${region}_20260303T1405Z_abcdefgh0000000${n}.json`;
const file = (...Records: readonly JsonObject[]) => ({ Records });
const files = {
  [keyOf('us-east-1', 1)]: file(attached, launched, issued, distributed, ...there),
  [keyOf(own, 2)]: file(opened, here),
  [keyOf('eu-north-1', 3)]: file(signedIn, entered),
};

async function numbersOf(asked: Asked): Promise<readonly number[]> {
  const report = await reportOf(files, { regions: [own], ...asked });
  return callsOf(report)
    .filter(({ match }) => match.some((why) => why !== 'chain'))
    .map(({ id }) => Number(id.slice(-12)))
    .toSorted((a, b) => a - b);
}

describe('of files, asked of one region,', () => {
  test.each<readonly [string, Asked, readonly number[]]>([
    ['a role is looked for where IAM records', { target: `arn:aws:iam::${account}:role/Admin` }, [1, 3, 4]],
    [
      'a distribution is looked for where CloudFront records',
      { target: `arn:aws:cloudfront::${account}:distribution/E2EXAMPLE0ABCD` },
      [6],
    ],
    ['root is looked for where it may sign in', { target: 'root' }, [5, 9]],
    [
      'an address is looked for where global services record, and in nothing else of there',
      { target: '192.0.2.77' },
      [7, 8, 9],
    ],
    ['a security group is looked for there alone', { target: 'sg-0a1b2c3d4e5f60718' }, [4]],
    ['a window is of that region alone', {}, [4, 8]],
    [
      'a window of a global service is read where it records, and nothing else of there',
      { service: ['iam', 'ec2'] },
      [1, 4, 7, 8],
    ],
    ['so is one of its calls by name', { eventName: ['attachrolepolicy', 'RunInstances'] }, [1]],
  ])('%s', async (_, asked, numbers) => {
    expect(await numbersOf(asked)).toEqual(numbers);
  });

  test('who is behind a session is looked for in all regions', async () => {
    const report = await reportOf(files, { regions: [own], target: 'sg-0a1b2c3d4e5f60718' });
    const [call] = callsOf(report).filter(({ id }) => id.endsWith('4'));
    expect(call?.detail.principal.human).toMatchObject({ name: 'alice', certainty: 'proven' });
  });

  test('coverage tells of the regions that were read for it, and of no other', async () => {
    const regionsOf = async (asked: Asked) =>
      (await reportOf(files, { regions: [own], ...asked })).coverage.map(({ region }) => region);
    expect(await regionsOf({ target: `arn:aws:iam::${account}:role/Admin` })).toEqual([own, 'us-east-1']);
    expect(await regionsOf({ target: 'sg-0a1b2c3d4e5f60718' })).toEqual([own]);
  });
});

test.each<readonly [string, AskedAs]>([
  [`arn:aws:iam::${account}:role/Admin`, 'any'],
  [`arn:aws:iam::${account}:user/alice`, 'any'],
  [`arn:aws:iam::${account}:user/alice`, 'target'],
  ['alice', 'any'],
  ['alice', 'target'],
  ['root', 'any'],
  ['root', 'target'],
  ['alice@example.com', 'principal'],
  [`arn:aws:sts::${account}:assumed-role/Admin/alice`, 'any'],
  [`arn:aws:iam::${account}:policy/Deploy`, 'any'],
  [`arn:aws:cloudfront::${account}:distribution/E2EXAMPLE0ABCD`, 'any'],
  [`arn:aws:globalaccelerator::${account}:accelerator/1234abcd-abcd-1234-abcd-1234abcdefab`, 'any'],
  ['globalaccelerator.amazonaws.com', 'any'],
  ['sg-0a1b2c3d4e5f60718', 'any'],
  ['i-0f1e2d3c4b5a69788', 'any'],
  ['my-bucket', 'any'],
  ['arn:aws:s3:::my-bucket', 'any'],
  [key, 'any'],
  ['AKIAEXAMPLEALICE0001', 'any'],
  [eventId(7), 'any'],
  ['203.0.113.7', 'any'],
  [account, 'any'],
  ['cloudformation.amazonaws.com', 'any'],
  ['iam.amazonaws.com', 'any'],
  ['signin.amazonaws.com', 'any'],
])('%s (%s) is looked for in the same regions in files and in AWS', (text, as) => {
  const target = planTarget(text);
  const asked = lookupsForTarget(target, as, { account, partition: 'aws', regions: [own] });
  const live = new Set([own, ...asked.scanRegions, ...asked.lookups.flatMap(({ regions }) => regions)]);
  expect(new Set([own, ...regionsBesides(target, as, 'aws')])).toEqual(live);
});

describe('metrics of global services, of files, asked of another region,', () => {
  const distribution = 'E1A2B3C4D5E6F7';
  const healthCheck = '0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f';
  const webAcl = 'storefront';
  /** Two ordinary days, then an hour of nine thousand. */
  const stream = (namespace: string, dimensions: Readonly<Record<string, string>>, region = 'us-east-1') =>
    Array.from({ length: 576 + 12 }, (_, at) => ({
      metric_stream_name: 'all',
      account_id: account,
      region,
      namespace,
      metric_name: 'Requests',
      dimensions,
      timestamp: Date.parse('2026-03-01T13:00:00Z') + at * 300_000,
      value: { count: 1, sum: at < 576 ? 100 + (at % 7) : 9_000, max: 9_000, min: 1 },
      unit: 'Count',
    }));
  const lines = (...records: readonly object[][]) => ({ 'metrics.json': records.flat() });

  const shiftsOf = async (target: string, files: Readonly<Record<string, unknown>>, region = own) => {
    const report = await reportOf(files, {
      target,
      regions: [region],
      since: '2026-03-03T12:00:00Z',
      until: '2026-03-03T14:00:00Z',
      now: '2026-03-03T16:00:00Z',
    });
    return {
      shifts: report.timeline.filter(({ kind }) => kind === 'metric').map(({ origin }) => origin.region),
      coverage: report.coverage.filter(({ source }) => source === 'cloudwatch').map(({ region: place }) => place),
    };
  };

  test.each([
    [distribution, 'AWS/CloudFront', { DistributionId: distribution, Region: 'Global' }],
    [`arn:aws:cloudfront::${account}:distribution/${distribution}`, 'AWS/CloudFront', { DistributionId: distribution }],
    [healthCheck, 'AWS/Route53', { HealthCheckId: healthCheck }],
    [webAcl, 'AWS/WAFV2', { WebACL: webAcl, Rule: 'ALL' }],
  ])('of %s are seen where they are published', async (target, namespace, dimensions) => {
    const { shifts, coverage } = await shiftsOf(target, lines(stream(namespace, dimensions)));
    expect(shifts).toEqual(['us-east-1']);
    expect(coverage).toEqual(['us-east-1']);
  });

  test.each([
    ['AWS/WAFV2', { WebACL: webAcl, Rule: 'ALL', Region: 'us-east-1' }],
    ['AWS/ApplicationELB', { LoadBalancer: webAcl }],
  ])('are not those of %s in another region', async (namespace, dimensions) => {
    const files = lines(stream(namespace, dimensions));
    expect((await shiftsOf(webAcl, files)).shifts).toEqual([]);
    expect((await shiftsOf(webAcl, files, 'us-east-1')).shifts).toEqual(['us-east-1']);
  });
});
