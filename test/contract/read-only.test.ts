/** obs3 only reads: every SDK command in the sources is compared with what may be sent. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands, sentIn } from './sdk-commands.ts';

const source = join(import.meta.dirname, '../../src');

const reads = /^(Describe|Get|List|Lookup|Select|BatchGet|Filter|Search|Head)[A-Z]\w*$/;
/** Starting and ending this run's own queries, and assuming the role that `--role-arn` names. */
const others = new Set([
  'StartQuery',
  'StartQueryExecution',
  'StopQuery',
  'StopQueryExecution',
  'CancelQuery',
  'AssumeRole',
]);
const isAllowed = (command: string) => reads.test(command) || others.has(command);

describe('what is sent to AWS', () => {
  test('is found in the sources', () => {
    expect(commands.map(({ command }) => command)).toEqual(
      expect.arrayContaining(['GetCallerIdentity', 'AssumeRole', 'LookupEvents']),
    );
  });

  test('only reads', () => {
    expect(commands.filter(({ command }) => !isAllowed(command))).toEqual([]);
  });

  test('no SDK package is used but by its commands', () => {
    const texts = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => readFileSync(join(source, path), 'utf8'));
    for (const text of texts)
      expect(text).not.toMatch(
        /import\s+\*\s+as\s+\w+\s+from\s+['"]@aws-sdk|\bnew (?:CloudTrail|ConfigService|CloudWatch|CloudWatchLogs|STS|EC2|S3)\(/,
      );
  });
});

test.each([
  ["const { PutMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');", ['PutMetricData'], false],
  [
    "import { type CloudTrailClient, StopLoggingCommand as Stop } from '@aws-sdk/client-cloudtrail';",
    ['StopLogging'],
    false,
  ],
  ["const { EC2Client, paginateDescribeRegions } = await import('@aws-sdk/client-ec2');", ['DescribeRegions'], true],
  [
    "const { DescribeAlarmsCommand, GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');",
    ['DescribeAlarms', 'GetMetricData'],
    true,
  ],
])('%s', (text, sent, allowed) => {
  expect(sentIn(text)).toEqual(sent);
  expect(sent.every(isAllowed)).toBe(allowed);
});
