import { describe, expect, test } from 'vitest';
import { parseKey } from '../../../../src/sources/logs/delivered-key.ts';

const account = '111122223333';
const name = `${account}_vpcflowlogs_us-east-1_fl-0a1b2c3d4e5f60718_20260303T1405Z_2ad4bef5.log.gz`;
const folders = `AWSLogs/${account}/vpcflowlogs/us-east-1/2026/03/03`;
const hive = `AWSLogs/aws-account-id=${account}/aws-service=vpcflowlogs/aws-region=us-east-1/year=2026/month=03/day=03`;

const keyOf = (path: string) => {
  const key = parseKey(path);
  return key && { ...key, since: new Date(key.since).toISOString(), until: new Date(key.until).toISOString() };
};
const place = { source: 'logs', account, region: 'us-east-1' };

// a file may be named up to an hour after its flows
describe('the name that AWS gives a file tells the five minutes in which its flows ended', () => {
  test.each([
    name,
    `${folders}/${name}`,
    `some/prefix/${folders}/14/${name}`,
    `${hive}/hour=14/${name}`,
    `C:\\logs\\${name}`,
    name.replace('.log.gz', '.log'),
    name.replace('.log.gz', '.parquet'),
    name.replace('.log.gz', '.log.parquet'),
  ])('%s', (path) => {
    expect(keyOf(path)).toEqual({ ...place, since: '2026-03-03T13:05:00.000Z', until: '2026-03-03T14:10:00.000Z' });
  });
});

test.each([
  [`${folders}/a.log.gz`, '2026-03-02T23:00:00.000Z', '2026-03-04T00:00:00.000Z'],
  [`${folders}/14/a.log.gz`, '2026-03-03T13:00:00.000Z', '2026-03-03T15:00:00.000Z'],
  [`${hive}/a.parquet`, '2026-03-02T23:00:00.000Z', '2026-03-04T00:00:00.000Z'],
  [`${hive}/hour=14/a.parquet`, '2026-03-03T13:00:00.000Z', '2026-03-03T15:00:00.000Z'],
  [`${folders}/14/a.log.gz`.replaceAll('/', '\\'), '2026-03-03T13:00:00.000Z', '2026-03-03T15:00:00.000Z'],
])('of any other name the folders tell it: %s', (path, since, until) => {
  expect(keyOf(path)).toEqual({ ...place, since, until });
});

test.each([
  '',
  '-',
  'flows.log.gz',
  `AWSLogs/${account}/CloudTrail/us-east-1/2026/03/03/a.json.gz`,
  `AWSLogs/${account}/elasticloadbalancing/us-east-1/2026/03/03/a.log.gz`,
  `AWSLogs/${account}/vpcflowlogs/a.log.gz`,
  `${account}_CloudTrail_us-east-1_20260303T1405Z_a1B2c3D4e5F6g7H8.json.gz`,
])('%j is no key of a flow log', (path) => {
  expect(parseKey(path)).toBeUndefined();
});
