import { describe, expect, test } from 'vitest';
import { parseKey } from '../../../../src/sources/config/delivered-key.ts';

const key = { source: 'config', account: '111122223333', region: 'us-east-1', since: -Infinity, until: Infinity };

describe('the key of a delivered file', () => {
  test.each([
    [
      'history',
      'logs/AWSLogs/111122223333/Config/us-east-1/2026/3/3/ConfigHistory/111122223333_Config_us-east-1_ConfigHistory_AWS::EC2::SecurityGroup_20260303T135948Z_20260303T145018Z_1.json.gz',
    ],
    [
      'a snapshot',
      'AWSLogs/111122223333/Config/us-east-1/2026/11/30/ConfigSnapshot/111122223333_Config_us-east-1_ConfigSnapshot_20261130T120311Z_f70673bd-84ad-4dd0-b19f-0717ae4ecf18.json.gz',
    ],
    [
      'an oversized item',
      'AWSLogs/111122223333/Config/us-east-1/2026/3/3/OversizedChangeNotification/AWS::EC2::Instance/i-1/111122223333_Config_us-east-1_ChangeNotification_AWS::EC2::Instance_i-1_20260303T135948Z_1.json.gz',
    ],
    [
      'that of an organization',
      'AWSLogs/o-a1b2c3d4e5/111122223333/Config/us-east-1/2026/3/3/ConfigHistory/renamed.json',
    ],
    ['that of another system', 'D:\\AWSLogs\\111122223333\\Config\\us-east-1\\2026\\3\\3\\ConfigHistory\\a.json.gz'],
  ])('%s', (_, path) => {
    const deliveredTime = path.includes('30/') ? Date.UTC(2026, 10, 30) : Date.UTC(2026, 2, 3);
    expect(parseKey(path)).toEqual({ ...key, deliveredTime });
  });

  test.each([
    ['AWSLogs/111122223333/Config/ConfigWritabilityCheckFile'],
    [
      'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/03/111122223333_CloudTrail_us-east-1_20260303T1405Z_a1B2c3D4e5F6g7H8.json.gz',
    ],
    ['AWSLogs/11112222333/Config/us-east-1/2026/3/3/ConfigHistory/a.json.gz'],
    ['history/sg-1.json'],
    [''],
  ])('is none: %s', (path) => {
    expect(parseKey(path)).toBeUndefined();
  });
});
