/** Every rule on a call that it warns about, and on one of the same name that it leaves alone. */
import { describe, expect, test } from 'vitest';
import { dangerRules, dangersOf } from '../../../../src/resources/dangers.ts';
import { accessCases } from './access.ts';
import { availabilityCases } from './availability.ts';
import { carriedOffCases } from './carried-off.ts';
import { dataCases } from './data.ts';
import { firewallCases } from './firewalls.ts';
import { furtherCases } from './further.ts';
import { callOf, said } from './judge.ts';
import { logKeepingCases } from './log-keeping.ts';
import { networkCases } from './network.ts';
import { publicCases } from './public.ts';
import { serviceCases } from './services.ts';
import { takeoverCases } from './takeover.ts';
import { watchCases } from './watch.ts';

const cases = [
  ...networkCases,
  ...firewallCases,
  ...publicCases,
  ...accessCases,
  ...watchCases,
  ...dataCases,
  ...furtherCases,
  ...serviceCases,
  ...carriedOffCases,
  ...availabilityCases,
  ...logKeepingCases,
  ...takeoverCases,
];

test.each(cases)('%s: %s', (rule, event, reason, firing, quiet) => {
  expect(said(rule, event, firing)).toBe(reason);
  expect(said(rule, event, { ...firing, outcome: 'denied' })).toBeUndefined();
  if (quiet !== 'always fires') expect(said(rule, event, quiet)).toBeUndefined();
});

test('every rule has a case', () => {
  const tried = new Set(cases.map(([rule]) => rule));
  expect(dangerRules.filter(({ rule }) => !tried.has(rule)).map(({ rule }) => rule)).toEqual([]);
});

describe('the dangers of a call', () => {
  test('are all that apply, the high ones first', () => {
    const call = callOf('ec2:AuthorizeSecurityGroupIngress', {
      request: {
        groupId: 'sg-1',
        ipPermissions: {
          items: [9999, 22].map((port) => ({
            ipProtocol: 'tcp',
            fromPort: port,
            toPort: port,
            ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
          })),
        },
      },
    });
    expect(dangersOf(call)).toEqual([
      {
        rule: 'security-group-open-ssh',
        severity: 'high',
        reason: 'sg-1 lets every address (0.0.0.0/0) reach ssh (tcp/22)',
        source: 'Config restricted-ssh',
      },
      {
        rule: 'security-group-open-port',
        severity: 'medium',
        reason: 'sg-1 lets every address (0.0.0.0/0) reach tcp/9999',
        source: 'Security Hub EC2.18',
      },
    ]);
  });

  test('say of logs that expire within a day that they are logs, and of other objects that they expire', () => {
    const expiring = (bucketName: string, ...prefixes: readonly string[]) =>
      dangersOf(
        callOf('s3:PutBucketLifecycle', {
          request: {
            bucketName,
            LifecycleConfiguration: {
              Rule: prefixes.map((Prefix) => ({ Status: 'Enabled', Expiration: { Days: 1 }, Filter: { Prefix } })),
            },
          },
        }),
      ).map(({ reason }) => reason);
    expect(expiring('aws-cloudtrail-logs-111122223333', '')).toEqual([
      'logs in bucket aws-cloudtrail-logs-111122223333 are deleted after 1 day',
    ]);
    expect(expiring('central', 'AWSLogs/')).toEqual(['logs in bucket central are deleted after 1 day']);
    expect(expiring('central', 'AWSLogs/', 'tmp/')).toEqual([
      'logs in bucket central are deleted after 1 day',
      'objects of bucket central are deleted after one day',
    ]);
    expect(expiring('central', 'tmp/')).toEqual(['objects of bucket central are deleted after one day']);
  });

  test('are none where the call is unknown, even by the name of an inherited member', () => {
    expect(dangersOf(callOf('ec2:DescribeInstances', {}))).toEqual([]);
    expect(dangersOf({ ...callOf('ec2:x', {}), eventSource: 'constructor', eventName: 'toString' })).toEqual([]);
  });
});
