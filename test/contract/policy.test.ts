/** The policy that obs3 prints allows exactly what its code sends: compared with every SDK command in it. */
import { describe, expect, test } from 'vitest';
import { surveyActions } from '../../src/aws/survey-calls.ts';
import { actionsFor } from '../../src/cli/commands/policy.ts';
import { neededActions } from '../../src/cli/needed-actions.ts';
import { policyOf, policyPurposes } from '../../src/plan/policy.ts';
import { lossOf } from '../../src/report/doctor-permissions.ts';
import { sources } from '../../src/sources/index.ts';
import { isArchiveBackend } from '../../src/sources/source.ts';
import { commands } from './sdk-commands.ts';

/** The package of a command -> IAM's prefix for its actions. */
const prefixes: Readonly<Record<string, string>> = {
  cloudtrail: 'cloudtrail',
  cloudwatch: 'cloudwatch',
  'cloudwatch-logs': 'logs',
  'config-service': 'config',
  ec2: 'ec2',
  s3: 's3',
  sts: 'sts',
};

/**
 * Actions with a different name from their operation:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const renamed: Readonly<Record<string, readonly string[]>> = {
  's3:ListObjectsV2': ['s3:ListBucket'],
  's3:HeadBucket': ['s3:ListBucket'],
  's3:HeadObject': ['s3:GetObject'],
};

/** Needs no permission: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const free = 'sts:GetCallerIdentity';

const sent = [
  ...new Set(
    commands.flatMap(({ service, command }) => {
      const action = `${prefixes[service] ?? service}:${command}`;
      return action === free ? [] : (renamed[action] ?? [action]);
    }),
  ),
].sort();

const actionsIn = (policy: ReturnType<typeof policyOf>) => [
  ...new Set(policy.Statement.flatMap(({ Action }) => [...Action])),
];

describe('the policy', () => {
  test('names exactly the actions of the commands in the code', async () => {
    const policy = policyOf({
      actions: await actionsFor([]),
      roleArns: ['arn:aws:iam::444455556666:role/Investigator'],
      buckets: sent.some((action) => action.startsWith('s3:')) ? ['trail-logs'] : [],
      partition: 'aws',
    });
    expect(actionsIn(policy).sort()).toEqual(sent);
  });

  test.each(policyPurposes)('for %s is a part of the whole, and has what its sources declare', async (purpose) => {
    const own = await actionsFor([purpose]);
    expect((await actionsFor([])).filter((action) => own.includes(action))).toEqual(own);
    expect(own).toContain('ec2:DescribeRegions');
  });

  test('is narrower for a narrower purpose', async () => {
    expect(await actionsFor(['who'])).toEqual(['cloudtrail:LookupEvents', 'ec2:DescribeRegions']);
    expect(await actionsFor(['what'])).not.toContain('cloudwatch:GetMetricData');
    expect(await actionsFor(['impact'])).not.toContain('cloudtrail:GetTrailStatus');
    expect(await actionsFor(['who', 'what'])).toEqual(
      [...new Set([...(await actionsFor(['who'])), ...(await actionsFor(['what']))])].sort(),
    );
  });

  test('allows reading of buckets and taking on roles only where they are named', () => {
    const bare = policyOf({ actions: ['a:Get'], roleArns: [], buckets: [], partition: 'aws' });
    expect(bare.Statement).toEqual([{ Sid: 'Obs3Reads', Effect: 'Allow', Action: ['a:Get'], Resource: '*' }]);
    const full = policyOf({
      actions: ['a:Get'],
      roleArns: ['arn:aws:iam::444455556666:role/A'],
      buckets: ['logs'],
      partition: 'aws-cn',
    });
    expect(full.Statement.slice(1).map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [['sts:AssumeRole'], ['arn:aws:iam::444455556666:role/A']],
      [['s3:ListBucket'], ['arn:aws-cn:s3:::logs']],
      [['s3:GetObject'], ['arn:aws-cn:s3:::logs/*']],
    ]);
  });
});

describe('the declarations', () => {
  test('doctor tries every action that the sources need', () => {
    expect(neededActions([]).filter((action) => !surveyActions.includes(action))).toEqual([]);
  });

  test('of every action it is said what is missed without it', () => {
    const all = [...new Set([...neededActions([]), ...surveyActions])];
    expect(all.filter((action) => lossOf[action] === undefined)).toEqual([]);
  });

  test('every live backend declares what it needs, each once', () => {
    for (const { backends } of sources)
      for (const backend of backends)
        if (!isArchiveBackend(backend)) {
          expect(backend.reach.actions.length).toBeGreaterThan(0);
          expect(new Set(backend.reach.actions).size).toBe(backend.reach.actions.length);
        }
  });
});
