import { describe, expect, test } from 'vitest';
import { parseKey } from '../../../../src/sources/cloudtrail/delivered-key.ts';

const account = '111122223333';
const name = `${account}_CloudTrail_us-east-1_20260303T1405Z_AbCdEf0123456789.json.gz`;
const folders = `AWSLogs/${account}/CloudTrail/us-east-1/2026/03/03`;

const keyOf = (path: string) => {
  const key = parseKey(path);
  return key && { ...key, since: new Date(key.since).toISOString(), until: new Date(key.until).toISOString() };
};

const minute = {
  source: 'cloudtrail',
  account,
  region: 'us-east-1',
  since: '2026-03-03T14:05:00.000Z',
  until: '2026-03-03T14:06:00.000Z',
};
const day = { ...minute, since: '2026-03-03T00:00:00.000Z', until: '2026-03-04T00:00:00.000Z' };

describe('the name that AWS gives a file tells the minute', () => {
  test.each([
    name,
    name.replace('.gz', ''),
    `/data/${name}`,
    `${folders}/${name}`,
    `C:\\logs\\${name}`,
    // the name is more reliable than the folder that someone put the file in
    `AWSLogs/444455556666/CloudTrail/eu-west-1/2020/01/01/${name}`,
    name.replace('CloudTrail_', 'CloudTrail-Insight_'),
    name.replace('CloudTrail_', 'CloudTrail-NetworkActivity_'),
  ])('%s', (path) => {
    expect(keyOf(path)).toEqual(minute);
  });

  test('in any region', () => {
    for (const region of ['us-gov-west-1', 'cn-north-1', 'ap-southeast-2', 'us-iso-east-1', 'eu-isoe-west-1']) {
      expect(keyOf(name.replace('us-east-1', region))?.region).toBe(region);
    }
  });
});

describe('folders tell the day', () => {
  test.each([
    `${folders}/a.json`,
    `./logs/${folders}/deeper/a.json`,
    `s3://bucket/prefix/${folders}/a`,
    `AWSLogs/o-exampleorg1/${account}/CloudTrail/us-east-1/2026/03/03/a.json`,
    folders.replaceAll('/', '\\').concat('\\a.json'),
    `${folders.replace('CloudTrail', 'CloudTrail-Insight')}/a.json`,
    // hand-made names say nothing
    `${folders}/${account}_CloudTrail_us-east-1-20260303T1405.json`,
    `${folders}/${account}_CloudTrail_us-east-1_20260303T1405Z_short.json.gz`,
  ])('%s', (path) => {
    expect(keyOf(path)).toEqual(day);
  });

  test('at the end of a month and of February', () => {
    expect(keyOf(`${folders.replace('03/03', '12/31')}/a`)?.until).toBe('2027-01-01T00:00:00.000Z');
    expect(keyOf(`${folders.replace('2026/03/03', '2024/02/29')}/a`)?.until).toBe('2024-03-01T00:00:00.000Z');
  });
});

describe('any other path tells nothing', () => {
  test.each([
    '',
    '-',
    'trail.json',
    `${account}.json`,
    folders,
    `AWSLogs/${account}/CloudTrail/us-east-1/2026/03/a.json`,
    `AWSLogs/${account}/CloudTrail/us-east-1/a.json`,
    `AWSLogs/11112222333/CloudTrail/us-east-1/2026/03/03/a.json`,
    `MyAWSLogs/${account}/CloudTrail/us-east-1/2026/03/03/a.json`,
    `AWSLogs/${account}/Config/us-east-1/2026/03/03/a.json`,
    `AWSLogs/${account}/vpcflowlogs/us-east-1/2026/03/03/a.log.gz`,
    // a digest's folder says nothing about a file with a different name
    `AWSLogs/${account}/CloudTrail-Digest/us-east-1/2026/03/03/digest.json.gz`,
    `AWSLogs/${account}/CloudTrail-Digest/us-east-1/2026/13/03/`,
    `${account}_CloudTrail-Digest_us-east-1_x_us-east-1_20261303T140000Z.json.gz`,
    `${account}_CloudTrail-Digest_us-east-1_x_us-east-1_20260303T140000Z.json.gz.bak`,
    `AWSLogs/${account}/CloudTrail/2026/03/03/a.json`,
    `x${name}`,
    name.replace('.gz', '.zip'),
    name.replace('.json.gz', '.json.gz.tmp'),
    `${account}_CloudTrail_us-east-1_20260303T1405_AbCdEf0123456789.json.gz`,
    // impossible times
    name.replace('20260303T1405', '20261303T1405'),
    name.replace('20260303T1405', '20260332T1405'),
    name.replace('20260303T1405', '20260303T2505'),
    name.replace('20260303T1405', '20260303T1465'),
    `${folders.replace('2026/03/03', '2026/99/99')}/a.json`,
  ])('%s', (path) => {
    expect(parseKey(path)).toBeUndefined();
  });
});

describe('a digest is known by its name, and holds no calls', () => {
  const folder = `AWSLogs/${account}/CloudTrail-Digest/us-east-1/2026/03/03/`;
  const hour = { since: '2026-03-03T13:05:00.000Z', until: '2026-03-03T14:06:00.000Z' };

  test.each([
    `${account}_CloudTrail-Digest_us-east-1_trail_us-east-1_20260303T140511Z.json.gz`,
    `${folder}${account}_CloudTrail-Digest_us-east-1_my_trail-1_eu-west-1_20260303T140511Z.json.gz`,
    `s3://bucket/${folder}${account}_CloudTrail-Digest_us-east-1_trail_us-east-1_20260303T140511Z_backfill.json.gz`,
    `C:\\logs\\${account}_CloudTrail-Digest_us-east-1_trail_us-east-1_20260303T140511Z.json`,
  ])('%s', (path) => {
    expect(keyOf(path)).toEqual({ ...minute, ...hour, holdsNone: 'digest' });
  });

  test('so is the folder of a day', () => {
    expect(keyOf(folder)).toEqual({ ...day, since: '2026-03-02T23:00:00.000Z', holdsNone: 'digest' });
  });
});
